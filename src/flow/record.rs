//! A flow while its capture is read: the flow itself, and what only counting needs.

use super::activity::LastSlice;
use super::ends::Ends;
use super::model::{Endpoint, Flow, LocalRule, Locality, Side, Sides};
use super::seen::{Seen, Tally};
use super::tcp::TcpTrack;
use crate::capture::frame::{CaptureIndex, NANOS_PER_SECOND};
use crate::wire::packet::{Packet, Segment};

/// A flow while its capture is read.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) flow: Flow,
    pub(super) low_is_client: bool,
    /// ICMP errors that quoted it.
    pub(super) errors: u8,
    pub(super) last_slice: LastSlice,
    pub(super) tcp: Option<Box<TcpTrack>>,
}

impl Record {
    pub(super) fn side_of(&self, from_is_low: bool) -> Side {
        if from_is_low == self.low_is_client {
            Side::Client
        } else {
            Side::Server
        }
    }

    /// Whether it is between these ends, in either direction.
    pub(super) fn is_between(&self, ends: &Ends<'_>) -> bool {
        let (client, server) = (self.flow.client, self.flow.server);
        self.flow.transport == ends.transport
            && ((client, server) == (ends.from, ends.to)
                || (server, client) == (ends.from, ends.to))
    }

    /// Whether a packet of a known pair opens a new connection.
    pub(super) fn begins_anew(&self, packet: &Packet<'_>, side: Side) -> bool {
        match (&self.tcp, &packet.segment) {
            (Some(tcp), Segment::Tcp(segment)) => tcp.begins_anew(side, segment),
            _ => false,
        }
    }

    /// Whether the pair was silent for longer than `seconds` before this frame.
    pub(super) fn was_idle(&self, seen: Seen, seconds: u32) -> bool {
        match (self.flow.end, seen.at) {
            (Some(end), Some(at)) => at.nanos_since(end) > i64::from(seconds) * NANOS_PER_SECOND,
            _ => false,
        }
    }

    pub(super) fn count(&mut self, seen: Seen, side: Side) {
        let flow = &mut self.flow;
        flow.last_frame = flow.last_frame.max(seen.number);
        flow.frames[side] += 1;
        flow.wire_bytes[side] += u64::from(seen.wire_len);
        if let Some(at) = seen.at {
            flow.start = Some(flow.start.map_or(at, |start| start.min(at)));
            flow.end = Some(flow.end.map_or(at, |end| end.max(at)));
        }
    }

    /// Counts frames that came before the one that told the flow.
    pub(super) fn count_earlier(&mut self, earlier: &Tally, side: Side) {
        if earlier.frames == 0 {
            return;
        }
        let flow = &mut self.flow;
        flow.first_frame = flow.first_frame.min(earlier.first_frame);
        flow.frames[side] += earlier.frames;
        flow.wire_bytes[side] += earlier.wire_bytes;
        flow.start = flow.start.into_iter().chain(earlier.start).min();
        flow.end = flow.end.into_iter().chain(earlier.end).max();
    }

    /// Where the payload lies in its stream, and how many of its bytes are new.
    pub(super) fn place(
        &mut self,
        seen: Seen,
        side: Side,
        packet: &Packet<'_>,
        payload_len: u32,
    ) -> (i64, u32) {
        match (&mut self.tcp, &packet.segment) {
            (Some(tcp), Segment::Tcp(segment)) => tcp.add(side, segment, seen),
            _ => (0, payload_len),
        }
    }
}

pub(super) fn new_flow(
    capture: CaptureIndex,
    ends: &Ends<'_>,
    (client, server): (Endpoint, Endpoint),
    tunnel: u16,
    seen: Seen,
) -> Flow {
    Flow {
        capture,
        transport: ends.transport,
        client,
        server,
        locality: Sides {
            client: Locality::Local,
            server: Locality::Remote,
        },
        local_rule: LocalRule::ClientOfFlow,
        tunnel,
        interface: u16::try_from(seen.interface).unwrap_or(u16::MAX),
        first_frame: seen.number,
        last_frame: seen.number,
        start: seen.at,
        end: seen.at,
        frames: Sides::default(),
        wire_bytes: Sides::default(),
        payload_bytes: Sides::default(),
        tcp: None,
        rtt: None,
    }
}
