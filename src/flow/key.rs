//! The two addresses, two ports and the protocol of a packet as one key that is the same in both directions.

use std::net::IpAddr;

use super::model::{Endpoint, Transport};

/// The same for both directions of a conversation. IPv4 fits 128 bits, so most look-ups hash 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlowKey {
    /// Lower address, higher address, their ports, protocol, capture-independent.
    V4(u128),
    /// The same for IPv6: addresses, then ports and protocol.
    V6(u128, u128, u64),
}

impl FlowKey {
    /// The key of a packet, and whether its sender is the lower of the two ends.
    pub fn new(from: Endpoint, to: Endpoint, transport: Transport) -> (Self, bool) {
        let from_is_low = (from.ip, from.port) <= (to.ip, to.port);
        let (low, high) = if from_is_low { (from, to) } else { (to, from) };
        let protocol = match transport {
            Transport::Tcp => 6,
            Transport::Udp => 17,
            Transport::Icmp => 1,
            Transport::Icmpv6 => 58,
            Transport::Other(number) => number,
        };
        let ports = u64::from(low.port.unwrap_or(0)) << 24
            | u64::from(high.port.unwrap_or(0)) << 8
            | u64::from(protocol);
        let key = match (low.ip, high.ip) {
            (IpAddr::V4(a), IpAddr::V4(b)) => FlowKey::V4(
                u128::from(u32::from(a)) << 96 | u128::from(u32::from(b)) << 64 | u128::from(ports),
            ),
            (a, b) => FlowKey::V6(wide(a), wide(b), ports),
        };
        (key, from_is_low)
    }
}

fn wide(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(v4) => u128::from(u32::from(v4)),
        IpAddr::V6(v6) => u128::from(v6),
    }
}
