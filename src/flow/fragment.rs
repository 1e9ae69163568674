//! Which flow the later fragments of an IP packet belong to: only the first one carries ports.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use super::model::{FlowId, Side};
use crate::wire::packet::Packet;

/// Fragmented packets remembered at a time; Linux keeps about as many (`ipfrag_high_thresh` of 4 MiB).
const MAX_FRAGMENTED: usize = 4_096;

/// What the fragments of one packet have in common (RFC 791 §3.2, RFC 8200 §4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FragmentKey {
    from: IpAddr,
    to: IpAddr,
    id: u32,
    protocol: u8,
}

impl FragmentKey {
    /// The key of a fragment.
    pub fn new(packet: &Packet<'_>, id: u32) -> Self {
        Self {
            from: packet.from,
            to: packet.to,
            id,
            protocol: packet.protocol,
        }
    }
}

/// The newest fragmented packets.
#[derive(Debug, Default)]
pub struct Fragments {
    flows: HashMap<FragmentKey, (FlowId, Side)>,
    order: VecDeque<FragmentKey>,
}

impl Fragments {
    /// The flow and sender of the first fragment.
    pub fn get(&self, key: FragmentKey) -> Option<(FlowId, Side)> {
        self.flows.get(&key).copied()
    }

    /// Remembers a first fragment; the oldest is forgotten at the cap.
    pub fn insert(&mut self, key: FragmentKey, flow: (FlowId, Side)) {
        if self.flows.insert(key, flow).is_none() {
            self.order.push_back(key);
        }
        if self.order.len() > MAX_FRAGMENTED
            && let Some(oldest) = self.order.pop_front()
        {
            self.flows.remove(&oldest);
        }
    }
}
