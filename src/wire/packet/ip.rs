//! IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200): addresses, lengths, fragments.

use std::net::{IpAddr, Ipv4Addr};

use etherparse::{Ipv4HeaderSlice, Ipv6HeaderSlice};

use super::layers::{Fragment, Packet, Stop};
use super::link::Link;
use super::transport;

/// Extension headers followed before a packet is held to be hostile.
const MAX_EXTENSIONS: usize = 16;

const UNREAD: &str = "it counts as bytes that could not be read";

const NOT_IP: Stop = Stop::new(
    "a frame that should hold IP has another version number",
    UNREAD,
);
const CUT_4: Stop = Stop::new("a frame is cut inside its IPv4 header", UNREAD);
const CUT_6: Stop = Stop::new("a frame is cut inside its IPv6 header", UNREAD);
const BAD_LENGTH: Stop = Stop::new(
    "an IP packet states a length shorter than its own header",
    UNREAD,
);

/// What the IP layer found, before the transport is read.
#[derive(Clone, Copy, Debug)]
pub struct Ip<'a> {
    /// Sender.
    pub from: IpAddr,
    /// Receiver.
    pub to: IpAddr,
    /// Protocol number of what follows.
    pub protocol: u8,
    /// Length of the whole packet in bytes.
    pub ip_len: u32,
    /// Set where the packet is a fragment.
    pub fragment: Option<Fragment>,
    /// Length on the wire of what follows.
    pub payload_len: u32,
    /// The captured part of what follows.
    pub payload: &'a [u8],
}

/// Decodes the IP packet that the link layer found.
pub fn decode<'a>(link: &Link<'a>) -> Result<Packet<'a>, Stop> {
    let ip = match link.bytes.first().map(|byte| byte >> 4) {
        Some(4) => version_4(link)?,
        Some(6) => version_6(link)?,
        Some(_) => return Err(NOT_IP),
        None => return Err(CUT_4),
    };
    let (segment, stop) = transport::decode(&ip);
    Ok(Packet {
        app: None,
        from: ip.from,
        to: ip.to,
        protocol: ip.protocol,
        ip_len: ip.ip_len,
        fragment: ip.fragment,
        carried: ip.payload,
        carried_len: ip.payload_len,
        segment,
        stop,
        tunnel: link.tunnel,
        link_from: link.from,
    })
}

/// Captured bytes of a part that starts at `at` and is `wire_len` long on the wire.
fn captured(bytes: &[u8], at: usize, wire_len: u32) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or(&[]);
    rest.get(..wire_len as usize).unwrap_or(rest)
}

fn version_4<'a>(link: &Link<'a>) -> Result<Ip<'a>, Stop> {
    let header = Ipv4HeaderSlice::from_slice(link.bytes).map_err(|_| CUT_4)?;
    let header_len = u32::from(header.ihl()) * 4;
    // Zero: the sending card cuts the packet into segments and the capture shows it before that.
    let ip_len = match u32::from(header.total_len()) {
        0 => link.wire_len,
        stated => stated.min(link.wire_len),
    };
    let payload_len = ip_len.checked_sub(header_len).ok_or(BAD_LENGTH)?;
    let offset = u32::from(header.fragments_offset().value()) * 8;
    let fragment = (offset > 0 || header.more_fragments()).then(|| Fragment {
        id: u32::from(header.identification()),
        offset,
        more: header.more_fragments(),
        is_cut: usize::from(header.total_len()) > link.bytes.len(),
    });
    Ok(Ip {
        from: IpAddr::V4(header.source_addr()),
        to: IpAddr::V4(final_destination(header.options()).unwrap_or(header.destination_addr())),
        protocol: header.protocol().0,
        ip_len,
        fragment,
        payload_len,
        payload: captured(link.bytes, header_len as usize, payload_len),
    })
}

/// Where a source route (RFC 791 §3.1: loose 131, strict 137) ends, while it is not all travelled; until then the
/// header's own address is only the next router, and TCP and UDP use the last one for their checksums.
fn final_destination(mut options: &[u8]) -> Option<Ipv4Addr> {
    while let [kind, rest @ ..] = options {
        let len = match kind {
            0 => return None,
            1 => {
                options = rest;
                continue;
            }
            _ => usize::from(*rest.first()?).max(2),
        };
        let option = options.get(..len)?;
        // The pointer counts from 1; past the option's end the route is travelled.
        let on_the_way = option.get(2).is_some_and(|at| usize::from(*at) + 3 <= len);
        if matches!(kind, 131 | 137) && on_the_way {
            return Some(Ipv4Addr::from(*option.last_chunk::<4>()?));
        }
        options = options.get(len..)?;
    }
    None
}

fn version_6<'a>(link: &Link<'a>) -> Result<Ip<'a>, Stop> {
    let header = Ipv6HeaderSlice::from_slice(link.bytes).map_err(|_| CUT_6)?;
    // Zero: a jumbo payload (RFC 2675) or a packet before segmentation by the sending card.
    let ip_len = match u32::from(header.payload_length()) {
        0 => link.wire_len,
        stated => (stated + 40).min(link.wire_len),
    };
    let payload_len = ip_len.checked_sub(40).ok_or(BAD_LENGTH)?;
    let is_cut = usize::from(header.payload_length()) + 40 > link.bytes.len();
    let ip = Ip {
        from: IpAddr::V6(header.source_addr()),
        to: IpAddr::V6(header.destination_addr()),
        protocol: header.next_header().0,
        ip_len,
        fragment: None,
        payload_len,
        payload: captured(link.bytes, 40, payload_len),
    };
    let ip = without_extensions(ip);
    Ok(Ip {
        fragment: ip.fragment.map(|part| Fragment { is_cut, ..part }),
        ..ip
    })
}

/// Steps over hop-by-hop (0), routing (43), fragment (44), authentication (51), destination options (60), mobility (135),
/// HIP (139) and shim6 (140) headers. Where one is cut, its own number stays the protocol.
fn without_extensions(mut ip: Ip<'_>) -> Ip<'_> {
    for _ in 0..MAX_EXTENSIONS {
        let (Some(next), Some(len_field)) = (ip.payload.first(), ip.payload.get(1)) else {
            return ip;
        };
        let length = match ip.protocol {
            0 | 43 | 60 | 135 | 139 | 140 => (u32::from(*len_field) + 1) * 8,
            51 => (u32::from(*len_field) + 2) * 4,
            44 => 8,
            _ => return ip,
        };
        let (Some(rest), Some(rest_len)) = (
            ip.payload.get(length as usize..),
            ip.payload_len.checked_sub(length),
        ) else {
            return ip;
        };
        if ip.protocol == 44 {
            ip.fragment = fragment_6(ip.payload);
        }
        ip.protocol = *next;
        ip.payload = rest;
        ip.payload_len = rest_len;
        // What follows belongs to the whole packet and is read once the fragments are put together.
        if ip.fragment.is_some() {
            return ip;
        }
    }
    ip
}

/// Fragment header (RFC 8200 §4.5); an atomic fragment (no offset, none to follow) is a whole packet.
fn fragment_6(header: &[u8]) -> Option<Fragment> {
    let field = u16::from_be_bytes(header.get(2..4)?.try_into().ok()?);
    let id = u32::from_be_bytes(header.get(4..8)?.try_into().ok()?);
    let (offset, more) = (u32::from(field & 0xfff8), field & 1 == 1);
    (offset > 0 || more).then_some(Fragment {
        id,
        offset,
        more,
        is_cut: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(options: &[u8], expected: Option<[u8; 4]>) {
        assert_eq!(final_destination(options), expected.map(Ipv4Addr::from));
    }

    #[test]
    fn a_source_route_names_the_last_destination() {
        let route = [1, 131, 11, 4, 192, 0, 2, 1, 198, 51, 100, 2];
        check(&route, Some([198, 51, 100, 2]));
        for length in 0..route.len() {
            check(&route[..length], None);
        }
        let mut travelled = route;
        travelled[3] = 12;
        check(&travelled, None);
        let record_route = [7, 7, 4, 192, 0, 2, 1, 0];
        check(&record_route, None);
    }
}
