//! A fragmented packet that leaves: put together, or given up with what there is of it.

use super::fragment::FragmentKey;
use super::model::{FlowId, Side};
use super::seen::{Seen, Tally};
use crate::wire::packet::{
    Decoded, Fragment, LinkAddress, Packet, Segment, Stop, Tunnel, decode_ip,
};

/// Why it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is missing.
    Whole,
    /// The snap length cut its first fragment, so that it never can be whole.
    Cut,
    /// A fragment behind one that was cut.
    Follows,
    /// Fragments are missing.
    Incomplete,
    /// Too many wait at once.
    TooMany,
}

const INCOMPLETE: Stop = Stop::new(
    "fragments of an IP packet are missing from the capture",
    "its frames count, what it carried is not read",
);
const TOO_MANY: Stop = Stop::new(
    "more than 4,096 IP packets or 64 MiB wait for missing fragments at once",
    "the oldest are given up: their frames count, what they carried is not read",
);

/// The packet, its frames, and where they count.
#[derive(Debug)]
pub struct Released {
    /// Why it leaves.
    pub why: Why,
    /// What its fragments had in common.
    pub key: FragmentKey,
    /// Frames before the last.
    pub earlier: Tally,
    /// The last frame.
    pub last: Seen,
    /// The flow of an earlier packet with the same numbers.
    pub known: Option<(FlowId, Side)>,
    /// Wrappings of the first fragment that came.
    pub tunnel: Tunnel,
    /// Its link-layer sender.
    pub link_from: Option<LinkAddress>,
    /// Bytes that came, each counted once.
    pub covered_len: u32,
    /// The IP packet to its first gap.
    pub bytes: Vec<u8>,
}

impl Released {
    /// What is wrong with it, for the list of problems. Late copies of a whole packet are no problem.
    pub fn problem(&self) -> Option<Stop> {
        match self.why {
            Why::Incomplete if self.known.is_none() => Some(INCOMPLETE),
            Why::TooMany if self.known.is_none() => Some(TOO_MANY),
            _ => None,
        }
    }

    /// Its first frame.
    pub fn first_frame(&self) -> u64 {
        match self.earlier.frames {
            0 => self.last.number,
            _ => self.earlier.first_frame,
        }
    }

    /// Lengths of its frames on the wire.
    pub fn wire_bytes(&self) -> u64 {
        self.earlier.wire_bytes + u64::from(self.last.wire_len)
    }

    /// The flow that was known before and takes these frames without looking at them, and how much payload they bring
    /// it: late copies of a whole packet bring none.
    pub fn follows(&self) -> Option<((FlowId, Side), u32)> {
        match self.why {
            Why::Whole | Why::Cut => None,
            Why::Follows => self.known.map(|flow| (flow, self.covered_len)),
            Why::Incomplete | Why::TooMany => self.known.map(|flow| (flow, 0)),
        }
    }

    /// The packet as if it had come in one piece; its ports as far as its start is there.
    ///
    /// `like_wireshark`: an incomplete packet has no ports.
    pub fn packet(&self, like_wireshark: bool) -> Packet<'_> {
        let has_ports = matches!(self.why, Why::Whole | Why::Cut) || !like_wireshark;
        let wire_len = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        let decoded =
            has_ports.then(|| decode_ip(&self.bytes, wire_len, self.tunnel, self.link_from));
        match decoded {
            Some(Decoded::Packet(packet)) if !packet.carried.is_empty() => packet,
            _ => self.without_ports(),
        }
    }

    /// The packet with nothing but its addresses.
    pub fn without_ports(&self) -> Packet<'_> {
        Packet {
            app: None,
            from: self.key.from,
            to: self.key.to,
            protocol: self.key.protocol,
            ip_len: self.covered_len,
            fragment: Some(Fragment {
                id: self.key.id,
                offset: 0,
                more: true,
                is_cut: false,
            }),
            carried: &[],
            carried_len: self.covered_len,
            segment: Segment::Other {
                ports: None,
                payload_len: self.covered_len,
            },
            stop: None,
            tunnel: self.tunnel,
            link_from: self.link_from,
        }
    }
}
