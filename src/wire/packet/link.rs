//! The link layer: from the first byte of a frame to the first byte of IP.
//!
//! Numbers from the registry of link types (tcpdump.org) and of EtherTypes (IEEE 802).

use crate::capture::frame::{Frame, LinkType};

use super::layers::{LinkAddress, Stop, TunnelPath};

/// An IP packet as the link layer hands it on.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    /// From the first byte of the IP header.
    pub bytes: &'a [u8],
    /// Length on the wire from there on.
    pub wire_len: u32,
    /// Wrappings passed.
    pub tunnel: TunnelPath,
    /// Sender's link-layer address.
    pub from: Option<LinkAddress>,
}

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;

/// 802.1Q, 802.1ad and the older numbers that switches used for stacked tags.
const VLAN_TYPES: [u16; 4] = [0x8100, 0x88a8, 0x9100, 0x9200];

const CUT: Stop = Stop::new(
    "a frame is cut inside its link-layer header",
    "it counts as bytes that could not be read",
);

const BAD_FAMILY: Stop = Stop {
    what: "a loopback frame names an unknown address family",
    meaning: "it counts as bytes that could not be read",
    number: None,
};

/// Finds the IP packet in a frame; `None` where it carries something else.
pub fn decode<'a>(frame: &Frame<'a>) -> Result<Option<Link<'a>>, Stop> {
    let bytes = frame.bytes;
    match frame.link {
        LinkType::ETHERNET => ethernet(bytes, frame.wire_len),
        LinkType::RAW
        | LinkType::RAW_BSD
        | LinkType::RAW_OPENBSD
        | LinkType::IPV4
        | LinkType::IPV6 => Ok(Some(after(bytes, frame.wire_len, 0)?)),
        LinkType::NULL | LinkType::LOOP => loopback(bytes, frame.wire_len),
        LinkType::LINUX_SLL => cooked(bytes, frame.wire_len, 14, 16, 6),
        LinkType::LINUX_SLL2 => cooked(bytes, frame.wire_len, 0, 20, 12),
        LinkType(number) => Err(Stop {
            what: "frames of a link type that is not decoded here: number",
            meaning: "they count as bytes that could not be read; nothing in them is placed",
            number: Some(number),
        }),
    }
}

fn after(bytes: &[u8], wire_len: u32, header_bytes: usize) -> Result<Link<'_>, Stop> {
    Ok(Link {
        bytes: bytes.get(header_bytes..).ok_or(CUT)?,
        wire_len: wire_len.saturating_sub(u32::try_from(header_bytes).unwrap_or(u32::MAX)),
        tunnel: TunnelPath::default(),
        from: None,
    })
}

fn short(bytes: &[u8], at: usize) -> Result<u16, Stop> {
    let two: Option<[u8; 2]> = bytes.get(at..at + 2).and_then(|b| b.try_into().ok());
    two.map(u16::from_be_bytes).ok_or(CUT)
}

fn ethernet(bytes: &[u8], wire_len: u32) -> Result<Option<Link<'_>>, Stop> {
    let from = bytes.get(6..12).and_then(|b| b.try_into().ok());
    let found = ether_type(bytes, wire_len, 12)?;
    Ok(found.map(|link| Link { from, ..link }))
}

/// Linux cooked capture: protocol at `protocol_at`, payload at `header_bytes`, sender at `address_at`.
fn cooked(
    bytes: &[u8],
    wire_len: u32,
    protocol_at: usize,
    header_bytes: usize,
    address_at: usize,
) -> Result<Option<Link<'_>>, Stop> {
    let from = bytes
        .get(address_at..address_at + 6)
        .and_then(|b| b.try_into().ok());
    if bytes.len() < header_bytes {
        return Err(CUT);
    }
    let found = by_type(short(bytes, protocol_at)?, bytes, wire_len, header_bytes)?;
    Ok(found.map(|link| Link { from, ..link }))
}

/// The type field at `at`, and what follows it.
fn ether_type(bytes: &[u8], wire_len: u32, at: usize) -> Result<Option<Link<'_>>, Stop> {
    by_type(short(bytes, at)?, bytes, wire_len, at + 2)
}

/// Steps over VLAN tags (bounded by the tunnel path's cap) to an IP packet.
fn by_type(
    first: u16,
    bytes: &[u8],
    wire_len: u32,
    payload_at: usize,
) -> Result<Option<Link<'_>>, Stop> {
    let (mut kind, mut at, mut tunnel) = (first, payload_at, TunnelPath::default());
    for _ in 0..super::layers::MAX_TUNNEL_LAYERS {
        if !VLAN_TYPES.contains(&kind) {
            break;
        }
        tunnel.push_vlan(short(bytes, at)? & 0x0fff);
        kind = short(bytes, at + 2)?;
        at += 4;
    }
    match kind {
        IPV4 | IPV6 => Ok(Some(Link {
            tunnel,
            ..after(bytes, wire_len, at)?
        })),
        _ => Ok(None),
    }
}

/// Four bytes of address family: host order of the capturing machine (NULL) or network order (LOOP).
///
/// Values: 2 is IPv4 everywhere; IPv6 is 10 (Linux), 24 (NetBSD), 28 (FreeBSD), 30 (Darwin).
fn loopback(bytes: &[u8], wire_len: u32) -> Result<Option<Link<'_>>, Stop> {
    let four: Option<[u8; 4]> = bytes.get(..4).and_then(|b| b.try_into().ok());
    let four = four.ok_or(CUT)?;
    let family = u32::from_le_bytes(four).min(u32::from_be_bytes(four));
    match family {
        2 | 10 | 24 | 28 | 30 => Ok(Some(after(bytes, wire_len, 4)?)),
        0..=255 => Ok(None),
        _ => Err(BAD_FAMILY),
    }
}
