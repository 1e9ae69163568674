//! Addresses that name no place on the Internet: the special-purpose registries of IANA, row by row.
//!
//! Sources, read November 2026 from the RFCs that the registries cite:
//! - IANA IPv4 Special-Purpose Address Registry and IPv6 Special-Purpose Address Registry (RFC 6890, RFC 8190);
//! - IPv4 Multicast Address Space (RFC 5771), IPv6 Address Space (RFC 4291: all but 2000::/3 is reserved).
//!
//! IPv4 inside IPv6 is looked at as the IPv4 address: see [`reached_address`].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address is for, where it is not for one host on the Internet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Special {
    /// `0.0.0.0`, `::`: no address yet.
    Unspecified,
    /// 0.0.0.0/8: this network, as a source only.
    ThisNetwork,
    /// The host itself.
    Loopback,
    /// RFC 1918.
    Private,
    /// 100.64.0.0/10, between a provider and its customers (RFC 6598).
    SharedCarrier,
    /// One link only.
    LinkLocal,
    /// fc00::/7 (RFC 4193).
    UniqueLocal,
    /// For examples in documents.
    Documentation,
    /// For tests of devices.
    Benchmarking,
    /// A group of hosts.
    Multicast,
    /// 255.255.255.255.
    Broadcast,
    /// 64:ff9b:1::/48: a translator of the local operator, who alone knows where the IPv4 address is in it (RFC 8215).
    Translation,
    /// 2001::/32: Teredo, IPv6 in UDP through somebody's relay (RFC 4380).
    Tunnel,
    /// 100::/64 and its like: thrown away (RFC 6666, RFC 9780).
    Discard,
    /// Blocks that the IETF keeps for protocols.
    Protocol,
    /// Identifiers that look like addresses: ORCHID, drone identifiers, segments of SRv6.
    Identifier,
    /// Not given out.
    Reserved,
}

impl Special {
    /// The purpose of an address, or `None` for one that can be anywhere on the Internet.
    pub fn of(ip: IpAddr) -> Option<Self> {
        match reached_address(ip) {
            IpAddr::V4(v4) => of_v4(v4),
            IpAddr::V6(v6) => of_v6(v6),
        }
    }

    /// Whether packets to it stay with the host, on its link, or inside its network or its provider's.
    pub fn is_local(self) -> bool {
        match self {
            Self::Unspecified
            | Self::ThisNetwork
            | Self::Loopback
            | Self::Private
            | Self::SharedCarrier
            | Self::LinkLocal
            | Self::UniqueLocal
            | Self::Multicast
            | Self::Broadcast => true,
            Self::Documentation
            | Self::Benchmarking
            | Self::Translation
            | Self::Tunnel
            | Self::Discard
            | Self::Protocol
            | Self::Identifier
            | Self::Reserved => false,
        }
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Unspecified => "no address",
            Self::ThisNetwork => "this network",
            Self::Loopback => "the same machine",
            Self::Private => "private network",
            Self::SharedCarrier => "inside the provider's network",
            Self::LinkLocal => "same link",
            Self::UniqueLocal => "private network (IPv6)",
            Self::Documentation => "reserved for examples",
            Self::Benchmarking => "reserved for device tests",
            Self::Multicast => "multicast group",
            Self::Broadcast => "broadcast",
            Self::Translation => "address translator",
            Self::Tunnel => "Teredo tunnel",
            Self::Discard => "discarded",
            Self::Protocol => "reserved for protocols",
            Self::Identifier => "identifier, not an address",
            Self::Reserved => "reserved, not in use",
        }
    }

    /// For files.
    pub fn token(self) -> &'static str {
        match self {
            Self::Unspecified => "unspecified",
            Self::ThisNetwork => "this_network",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::SharedCarrier => "shared_carrier",
            Self::LinkLocal => "link_local",
            Self::UniqueLocal => "unique_local",
            Self::Documentation => "documentation",
            Self::Benchmarking => "benchmarking",
            Self::Multicast => "multicast",
            Self::Broadcast => "broadcast",
            Self::Translation => "translation",
            Self::Tunnel => "tunnel",
            Self::Discard => "discard",
            Self::Protocol => "protocol",
            Self::Identifier => "identifier",
            Self::Reserved => "reserved",
        }
    }
}

/// The address whose place counts when a packet is sent to `ip`.
///
/// - `::ffff:a.b.c.d` is how some interfaces write an IPv4 address (RFC 4291 section 2.5.5.2).
/// - 64:ff9b::/96 is a translator's prefix (RFC 6052): packets leave it for the IPv4 address inside. Phones on
///   IPv6-only networks reach most of the Internet so; the address is as good a destination as any other.
/// - 2002::/16 (6to4, RFC 3056) ends at the router whose IPv4 address is inside.
///
/// Everything else is itself.
pub fn reached_address(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    let bits = v6.to_bits();
    let low = || IpAddr::V4(Ipv4Addr::from_bits((bits & u128::from(u32::MAX)) as u32));
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x64, 0xff9b, 0, 0, 0, 0, _, _] => low(),
        [0x2002, high, low, ..] => {
            IpAddr::V4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ => ip,
    }
}

/// First match counts, so narrow rows stand before the wide ones they lie in. `None`: reachable from everywhere
/// although it lies in such a row.
const V4: [(Ipv4Addr, u32, Option<Special>); 22] = [
    (Ipv4Addr::new(0, 0, 0, 0), 32, Some(Special::Unspecified)), // RFC 1122
    (Ipv4Addr::new(0, 0, 0, 0), 8, Some(Special::ThisNetwork)),  // RFC 791
    (Ipv4Addr::new(10, 0, 0, 0), 8, Some(Special::Private)),     // RFC 1918
    (
        Ipv4Addr::new(100, 64, 0, 0),
        10,
        Some(Special::SharedCarrier),
    ), // RFC 6598
    (Ipv4Addr::new(127, 0, 0, 0), 8, Some(Special::Loopback)),   // RFC 1122
    (Ipv4Addr::new(169, 254, 0, 0), 16, Some(Special::LinkLocal)), // RFC 3927
    (Ipv4Addr::new(172, 16, 0, 0), 12, Some(Special::Private)),  // RFC 1918
    (Ipv4Addr::new(192, 0, 0, 9), 32, None),                     // RFC 7723, anycast
    (Ipv4Addr::new(192, 0, 0, 10), 32, None),                    // RFC 8155, anycast
    (Ipv4Addr::new(192, 0, 0, 0), 24, Some(Special::Protocol)),  // RFC 6890
    (
        Ipv4Addr::new(192, 0, 2, 0),
        24,
        Some(Special::Documentation),
    ), // RFC 5737
    (Ipv4Addr::new(192, 31, 196, 0), 24, None),                  // RFC 7535, AS112
    (Ipv4Addr::new(192, 52, 193, 0), 24, None),                  // RFC 7450, AMT
    (Ipv4Addr::new(192, 88, 99, 0), 24, Some(Special::Protocol)), // RFC 7526, former 6to4 relays
    (Ipv4Addr::new(192, 168, 0, 0), 16, Some(Special::Private)), // RFC 1918
    (Ipv4Addr::new(192, 175, 48, 0), 24, None),                  // RFC 7534, AS112
    (
        Ipv4Addr::new(198, 18, 0, 0),
        15,
        Some(Special::Benchmarking),
    ), // RFC 2544
    (
        Ipv4Addr::new(198, 51, 100, 0),
        24,
        Some(Special::Documentation),
    ), // RFC 5737
    (
        Ipv4Addr::new(203, 0, 113, 0),
        24,
        Some(Special::Documentation),
    ), // RFC 5737
    (Ipv4Addr::new(224, 0, 0, 0), 4, Some(Special::Multicast)),  // RFC 5771
    (
        Ipv4Addr::new(255, 255, 255, 255),
        32,
        Some(Special::Broadcast),
    ), // RFC 919
    (Ipv4Addr::new(240, 0, 0, 0), 4, Some(Special::Reserved)),   // RFC 1112
];

const V6: [(Ipv6Addr, u32, Option<Special>); 24] = [
    (
        v6([0, 0, 0, 0, 0, 0, 0, 0]),
        128,
        Some(Special::Unspecified),
    ), // RFC 4291
    (v6([0, 0, 0, 0, 0, 0, 0, 1]), 128, Some(Special::Loopback)), // RFC 4291
    (
        v6([0x64, 0xff9b, 1, 0, 0, 0, 0, 0]),
        48,
        Some(Special::Translation),
    ), // RFC 8215
    (v6([0x100, 0, 0, 0, 0, 0, 0, 0]), 64, Some(Special::Discard)), // RFC 6666
    (v6([0x100, 0, 0, 1, 0, 0, 0, 0]), 64, Some(Special::Discard)), // RFC 9780
    (v6([0x2001, 0, 0, 0, 0, 0, 0, 0]), 32, Some(Special::Tunnel)), // RFC 4380
    (v6([0x2001, 1, 0, 0, 0, 0, 0, 1]), 128, None),               // RFC 7723, anycast
    (v6([0x2001, 1, 0, 0, 0, 0, 0, 2]), 128, None),               // RFC 8155, anycast
    (v6([0x2001, 1, 0, 0, 0, 0, 0, 3]), 128, None),               // RFC 9665, anycast
    (
        v6([0x2001, 2, 0, 0, 0, 0, 0, 0]),
        48,
        Some(Special::Benchmarking),
    ), // RFC 5180
    (v6([0x2001, 3, 0, 0, 0, 0, 0, 0]), 32, None),                // RFC 7450, AMT
    (v6([0x2001, 4, 0x112, 0, 0, 0, 0, 0]), 48, None),            // RFC 7535, AS112
    (
        v6([0x2001, 0x10, 0, 0, 0, 0, 0, 0]),
        28,
        Some(Special::Identifier),
    ), // RFC 4843
    (
        v6([0x2001, 0x20, 0, 0, 0, 0, 0, 0]),
        28,
        Some(Special::Identifier),
    ), // RFC 7343
    (
        v6([0x2001, 0x30, 0, 0, 0, 0, 0, 0]),
        28,
        Some(Special::Identifier),
    ), // RFC 9374
    (
        v6([0x2001, 0, 0, 0, 0, 0, 0, 0]),
        23,
        Some(Special::Protocol),
    ), // RFC 2928
    (
        v6([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0]),
        32,
        Some(Special::Documentation),
    ), // RFC 3849
    (
        v6([0x3fff, 0, 0, 0, 0, 0, 0, 0]),
        20,
        Some(Special::Documentation),
    ), // RFC 9637
    (v6([0x2000, 0, 0, 0, 0, 0, 0, 0]), 3, None),                 // RFC 4291, global unicast
    (
        v6([0x5f00, 0, 0, 0, 0, 0, 0, 0]),
        16,
        Some(Special::Identifier),
    ), // RFC 9602
    (
        v6([0xfc00, 0, 0, 0, 0, 0, 0, 0]),
        7,
        Some(Special::UniqueLocal),
    ), // RFC 4193
    (
        v6([0xfe80, 0, 0, 0, 0, 0, 0, 0]),
        10,
        Some(Special::LinkLocal),
    ), // RFC 4291
    (
        v6([0xff00, 0, 0, 0, 0, 0, 0, 0]),
        8,
        Some(Special::Multicast),
    ), // RFC 4291
    (v6([0, 0, 0, 0, 0, 0, 0, 0]), 0, Some(Special::Reserved)),   // RFC 4291
];

const fn v6(segments: [u16; 8]) -> Ipv6Addr {
    let [a, b, c, d, e, f, g, h] = segments;
    Ipv6Addr::new(a, b, c, d, e, f, g, h)
}

fn of_v4(ip: Ipv4Addr) -> Option<Special> {
    let within = |(network, prefix, _): &&(Ipv4Addr, u32, _)| {
        (ip.to_bits() ^ network.to_bits()).leading_zeros() >= *prefix
    };
    V4.iter().find(within).and_then(|(_, _, special)| *special)
}

fn of_v6(ip: Ipv6Addr) -> Option<Special> {
    let within = |(network, prefix, _): &&(Ipv6Addr, u32, _)| {
        (ip.to_bits() ^ network.to_bits()).leading_zeros() >= *prefix
    };
    V6.iter().find(within).and_then(|(_, _, special)| *special)
}

#[cfg(test)]
mod tests;
