//! Packets become flows: one look-up and a few additions a packet, nothing allocated on the way.

use std::collections::HashMap;
use std::net::IpAddr;

use foldhash::fast::RandomState;

use super::activity::{Activity, LastSlice};
use super::fragment::{FragmentKey, Fragments};
use super::key::FlowKey;
use super::model::{Endpoint, Flow, FlowId, LocalRule, Locality, Side, Sides, Transport};
use super::tcp::TcpTrack;
use super::tunnels::Tunnels;
use crate::capture::frame::{CaptureIndex, Frame, Time};
use crate::wire::packet::{LinkAddress, Packet, Segment};

/// Flows of one capture: twelve million take about 4 GiB, what a laptop can spare.
const MAX_FLOWS: usize = 12_000_000;

/// Public addresses whose link-layer address is remembered, for finding the local side.
const MAX_LINK_ADDRESSES: usize = 65_536;

/// A flow while its capture is read.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) flow: Flow,
    low_is_client: bool,
    last_slice: LastSlice,
    pub(super) tcp: Option<Box<TcpTrack>>,
}

/// What one packet did: enough for the evidence stage to read it.
#[derive(Clone, Copy, Debug)]
pub struct FlowUpdate<'a> {
    /// The flow.
    pub flow: FlowId,
    /// Who sent it.
    pub side: Side,
    /// What carries it.
    pub transport: Transport,
    /// Frame number.
    pub frame: u64,
    /// Frame time.
    pub at: Option<Time>,
    /// Position of the payload in its direction's stream (TCP); 0 for datagrams.
    pub position: i64,
    /// The captured part of the payload.
    pub payload: &'a [u8],
    /// Payload length on the wire.
    pub payload_len: u32,
}

/// The flows of one capture while it is read.
#[derive(Debug)]
pub struct FlowTable {
    capture: CaptureIndex,
    index: HashMap<FlowKey, u32, RandomState>,
    pub(super) records: Vec<Record>,
    pub(super) tunnels: Tunnels,
    pub(super) link_of: HashMap<IpAddr, LinkAddress, RandomState>,
    fragments: Fragments,
    activity: Activity,
}

/// The ports, the transport and the payload of a packet.
struct Ends<'a> {
    from: Endpoint,
    to: Endpoint,
    transport: Transport,
    payload_len: u32,
    payload: &'a [u8],
}

impl FlowTable {
    /// An empty table.
    pub fn new(capture: CaptureIndex) -> Self {
        Self {
            capture,
            index: HashMap::with_hasher(RandomState::default()),
            records: Vec::new(),
            tunnels: Tunnels::default(),
            link_of: HashMap::with_hasher(RandomState::default()),
            fragments: Fragments::default(),
            activity: Activity::default(),
        }
    }

    /// Flows so far.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Payload over time.
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// Counts one packet; `None` where the table is full.
    pub fn add<'a>(&mut self, frame: &Frame<'_>, packet: &Packet<'a>) -> Option<FlowUpdate<'a>> {
        let ends = ends_of(packet);
        let (id, side) = match self.known_fragment(packet) {
            Some(known) => known,
            None => self.flow_of(frame, packet, &ends)?,
        };
        self.remember_fragment(packet, id, side);
        let record = self.records.get_mut(id.0 as usize)?;
        record.count(frame, side);
        let (position, new_bytes) = record.place(frame, side, packet, ends.payload_len);
        record.flow.payload_bytes[side] += u64::from(new_bytes);
        if let (Some(at), true) = (frame.at, new_bytes > 0) {
            self.activity
                .add(id, side, at, new_bytes, &mut record.last_slice);
        }
        Some(FlowUpdate {
            flow: id,
            side,
            transport: record.flow.transport,
            frame: frame.number,
            at: frame.at,
            position,
            payload: ends.payload,
            payload_len: ends.payload_len,
        })
    }

    fn known_fragment(&self, packet: &Packet<'_>) -> Option<(FlowId, Side)> {
        let fragment = packet.fragment.filter(|fragment| fragment.offset > 0)?;
        self.fragments.get(FragmentKey::new(packet, fragment.id))
    }

    fn remember_fragment(&mut self, packet: &Packet<'_>, id: FlowId, side: Side) {
        if let Some(fragment) = packet.fragment.filter(|fragment| fragment.offset == 0) {
            self.fragments
                .insert(FragmentKey::new(packet, fragment.id), (id, side));
        }
    }

    fn flow_of(
        &mut self,
        frame: &Frame<'_>,
        packet: &Packet<'_>,
        ends: &Ends<'_>,
    ) -> Option<(FlowId, Side)> {
        let (key, from_is_low) = FlowKey::new(ends.from, ends.to, ends.transport);
        if let Some(&known) = self.index.get(&key) {
            let record = self.records.get(known as usize)?;
            let side = record.side_of(from_is_low);
            if !record.begins_anew(packet, side) {
                return Some((FlowId(known), side));
            }
        }
        let id = self.begin(frame, packet, ends, from_is_low)?;
        self.index.insert(key, id.0);
        let side = self.records.get(id.0 as usize)?.side_of(from_is_low);
        Some((id, side))
    }

    fn begin(
        &mut self,
        frame: &Frame<'_>,
        packet: &Packet<'_>,
        ends: &Ends<'_>,
        from_is_low: bool,
    ) -> Option<FlowId> {
        if self.records.len() >= MAX_FLOWS {
            return None;
        }
        let id = FlowId(u32::try_from(self.records.len()).ok()?);
        let from_is_client = opens(packet, ends);
        let (client, server) = if from_is_client {
            (ends.from, ends.to)
        } else {
            (ends.to, ends.from)
        };
        let tunnel = self.tunnels.number(match from_is_client {
            true => packet.tunnel,
            false => packet.tunnel.reversed(),
        });
        self.remember_link_address(packet);
        let tcp = matches!(packet.segment, Segment::Tcp(_)).then(Box::<TcpTrack>::default);
        self.records.push(Record {
            flow: new_flow(self.capture, ends.transport, client, server, tunnel, frame),
            low_is_client: from_is_low == from_is_client,
            last_slice: LastSlice::default(),
            tcp,
        });
        Some(id)
    }

    fn remember_link_address(&mut self, packet: &Packet<'_>) {
        if let Some(address) = packet.link_from
            && self.link_of.len() < MAX_LINK_ADDRESSES
        {
            self.link_of.entry(packet.from).or_insert(address);
        }
    }
}

impl Record {
    fn side_of(&self, from_is_low: bool) -> Side {
        if from_is_low == self.low_is_client {
            Side::Client
        } else {
            Side::Server
        }
    }

    /// Whether a packet of a known pair opens a new connection.
    fn begins_anew(&self, packet: &Packet<'_>, side: Side) -> bool {
        match (&self.tcp, &packet.segment) {
            (Some(tcp), Segment::Tcp(segment)) => tcp.begins_anew(side, segment),
            _ => false,
        }
    }

    fn count(&mut self, frame: &Frame<'_>, side: Side) {
        let flow = &mut self.flow;
        flow.last_frame = frame.number;
        flow.frames[side] += 1;
        flow.wire_bytes[side] += u64::from(frame.wire_len);
        if let Some(at) = frame.at {
            flow.start = Some(flow.start.map_or(at, |start| start.min(at)));
            flow.end = Some(flow.end.map_or(at, |end| end.max(at)));
        }
    }

    /// Where the payload lies in its stream, and how many of its bytes are new.
    fn place(
        &mut self,
        frame: &Frame<'_>,
        side: Side,
        packet: &Packet<'_>,
        payload_len: u32,
    ) -> (i64, u32) {
        match (&mut self.tcp, &packet.segment) {
            (Some(tcp), Segment::Tcp(segment)) => tcp.add(side, segment, frame.at),
            _ => (0, payload_len),
        }
    }
}

/// Ends of a packet; a later fragment without its first one is counted by addresses and protocol number alone.
fn ends_of<'a>(packet: &Packet<'a>) -> Ends<'a> {
    let (transport, ports, payload_len, payload) = match packet.segment {
        Segment::Tcp(segment) => (
            Transport::Tcp,
            Some((segment.from_port, segment.to_port)),
            segment.payload_len,
            segment.payload,
        ),
        Segment::Udp {
            from_port,
            to_port,
            payload_len,
            payload,
        } => (
            Transport::Udp,
            Some((from_port, to_port)),
            payload_len,
            payload,
        ),
        Segment::Other { ports, payload_len } => {
            let transport = match packet.protocol {
                1 => Transport::Icmp,
                58 => Transport::Icmpv6,
                other => Transport::Other(other),
            };
            (transport, ports, payload_len, &[][..])
        }
    };
    Ends {
        from: Endpoint {
            ip: packet.from,
            port: ports.map(|p| p.0),
        },
        to: Endpoint {
            ip: packet.to,
            port: ports.map(|p| p.1),
        },
        transport,
        payload_len,
        payload,
    }
}

/// Whether the sender of the first packet opened the flow.
///
/// A SYN says so and a SYN-ACK says the opposite. Without them the well-known port (below 1024) is the server's, else
/// whoever spoke first is the client.
fn opens(packet: &Packet<'_>, ends: &Ends<'_>) -> bool {
    if let Segment::Tcp(segment) = &packet.segment
        && segment.syn
    {
        return !segment.ack;
    }
    match (ends.from.port, ends.to.port) {
        (Some(from), Some(to)) if (from < 1024) != (to < 1024) => to < 1024,
        _ => true,
    }
}

fn new_flow(
    capture: CaptureIndex,
    transport: Transport,
    client: Endpoint,
    server: Endpoint,
    tunnel: u16,
    frame: &Frame<'_>,
) -> Flow {
    Flow {
        capture,
        transport,
        client,
        server,
        locality: Sides {
            client: Locality::Local,
            server: Locality::Remote,
        },
        local_rule: LocalRule::ClientOfFlow,
        tunnel,
        first_frame: frame.number,
        last_frame: frame.number,
        start: frame.at,
        end: frame.at,
        frames: Sides::default(),
        wire_bytes: Sides::default(),
        payload_bytes: Sides::default(),
        tcp: None,
        rtt: None,
    }
}
