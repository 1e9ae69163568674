//! One TCP connection while it is read: sequence numbers, how it opens and ends, the handshake's round trips.

use super::model::{RoundTrip, Side, Sides, TcpFacts, TcpState};
use super::seen::Seen;
use super::sequence::Sequence;
use crate::capture::frame::Time;
use crate::wire::packet::TcpSegment;

/// What is remembered of a connection.
#[derive(Debug, Default)]
pub struct TcpTrack {
    streams: Sides<Sequence>,
    /// First sequence number of each side: the SYN's, else one before the first segment's or the first acknowledged.
    base: Sides<Option<u32>>,
    fin: Sides<bool>,
    reset: bool,
    /// An end that lets a later SYN open another connection: a reset, or a FIN that acknowledges.
    ended: bool,
    syn_seen: bool,
    spoke: Sides<bool>,
    repeated_bytes: u64,
    awaited: Awaited,
    syns: u8,
    rtt: Option<RoundTrip>,
}

/// The part of the handshake whose answer is awaited. One that was sent twice times nothing: the answer may belong to
/// either.
#[derive(Clone, Copy, Debug, Default)]
enum Awaited {
    #[default]
    Nothing,
    /// The client's SYN was seen.
    SynAck { number: u32, at: Time, frame: u64 },
    /// The server's SYN-ACK was seen.
    Ack { at: Time },
}

impl TcpTrack {
    /// Whether a segment of this pair of addresses and ports opens another connection, as tshark 4.4 decides it: a SYN
    /// or SYN-ACK with another first number, or any of them after an end was seen.
    pub fn begins_anew(&self, side: Side, segment: &TcpSegment<'_>) -> bool {
        segment.syn && self.base[side].is_some_and(|base| base != segment.sequence || self.ended)
    }

    /// Counts a segment; returns the position of its payload in the stream and how many of its bytes are new.
    pub(super) fn add(&mut self, side: Side, segment: &TcpSegment<'_>, seen: Seen) -> (i64, u32) {
        let first_payload = segment.sequence.wrapping_add(u32::from(segment.syn));
        self.remember_base(side, segment);
        if segment.syn {
            self.streams[side].begin(first_payload);
        }
        self.time_handshake(side, segment, seen);
        self.spoke[side] = true;
        self.fin[side] |= segment.fin;
        self.reset |= segment.rst;
        self.ended |= segment.rst || (segment.fin && segment.ack);
        if segment.payload_len == 0 || segment.rst {
            // A reset may carry a text for people (RFC 9293 §3.5.3); it is no part of the stream.
            return (0, 0);
        }
        let placed = self.streams[side].place(first_payload, segment.payload_len);
        self.repeated_bytes = self
            .repeated_bytes
            .saturating_add(u64::from(placed.repeated_bytes));
        (placed.position, placed.new_bytes)
    }

    /// The side that has not spoken began one before what the other acknowledges.
    fn remember_base(&mut self, side: Side, segment: &TcpSegment<'_>) {
        let first_payload = segment.sequence.wrapping_add(u32::from(segment.syn));
        self.base[side].get_or_insert(first_payload.wrapping_sub(1));
        if segment.ack {
            self.base[side.other()].get_or_insert(segment.acknowledged.wrapping_sub(1));
        }
    }

    /// What is known at the end.
    pub fn facts(&self) -> TcpFacts {
        TcpFacts {
            state: self.state(),
            syn_seen: self.syn_seen,
            retransmitted_bytes: self.repeated_bytes,
            lost_bytes: self
                .streams
                .client
                .lost_bytes()
                .saturating_add(self.streams.server.lost_bytes()),
        }
    }

    /// SYN to SYN-ACK, and SYN-ACK to ACK.
    pub fn round_trip(&self) -> Option<RoundTrip> {
        self.rtt
    }

    fn state(&self) -> TcpState {
        if self.reset {
            TcpState::Reset
        } else if self.fin.client && self.fin.server {
            TcpState::Closed
        } else if self.syn_seen && !self.spoke.server {
            TcpState::Opening
        } else {
            TcpState::Established
        }
    }

    fn time_handshake(&mut self, side: Side, segment: &TcpSegment<'_>, seen: Seen) {
        match (side, segment.syn, segment.ack) {
            (Side::Client, true, false) => {
                self.syn_seen = true;
                self.syns = self.syns.saturating_add(1);
                self.awaited = match seen.at {
                    Some(at) if self.syns == 1 => Awaited::SynAck {
                        number: segment.sequence,
                        at,
                        frame: seen.number,
                    },
                    _ => Awaited::Nothing,
                };
            }
            (Side::Server, true, true) => self.time_far(segment, seen),
            (Side::Client, false, true) => self.time_near(seen),
            _ => {}
        }
    }

    /// From the capture to the server and back. A second SYN-ACK leaves the near leg untimed.
    fn time_far(&mut self, segment: &TcpSegment<'_>, seen: Seen) {
        let asked = std::mem::take(&mut self.awaited);
        let (Awaited::SynAck { number, at, frame }, Some(now)) = (asked, seen.at) else {
            return;
        };
        if segment.acknowledged == number.wrapping_add(1)
            && let Some(far_micros) = micros_between(at, now)
        {
            self.rtt = Some(RoundTrip {
                far_micros,
                near_micros: None,
                frames: (frame, seen.number),
            });
            self.awaited = Awaited::Ack { at: now };
        }
    }

    /// From the capture to the client and back.
    fn time_near(&mut self, seen: Seen) {
        let asked = match self.awaited {
            Awaited::Ack { at } => at,
            _ => return,
        };
        self.awaited = Awaited::Nothing;
        if let (Some(rtt), Some(now)) = (&mut self.rtt, seen.at) {
            rtt.near_micros = micros_between(asked, now);
        }
    }
}

/// `None` where the clock went back, and for more than an hour, which is no answer.
fn micros_between(asked: Time, answered: Time) -> Option<u32> {
    let nanos = u64::try_from(answered.nanos_since(asked)).ok()?;
    u32::try_from(nanos / 1_000).ok()
}
