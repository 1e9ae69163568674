//! IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200): addresses, lengths, fragments.

use std::net::{IpAddr, Ipv4Addr};

use etherparse::{Ipv4HeaderSlice, Ipv6HeaderSlice};

use super::Decoded;
use super::around::Around;
use super::layers::{Fragment, Packet, Stop};
use super::span::Span;
use super::{transport, tunnel};

/// Extension headers followed before a packet is held to be hostile.
const MAX_EXTENSIONS: usize = 16;

/// Protocol number of the authentication header (RFC 4302); what it protects is readable behind it.
const AUTHENTICATION: u8 = 51;

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

/// Decodes the IP packet that a span begins with: the innermost one, where it is a tunnel that can be followed.
pub fn decode<'a>(span: Span<'a>, around: &Around<'a>) -> Decoded<'a> {
    let ip = match read(span) {
        Ok(ip) => ip,
        Err(stop) => return Decoded::Stopped(stop),
    };
    let inner_stop = match tunnel::inside(&ip, around) {
        Decoded::NotIp => None,
        Decoded::Stopped(stop) => Some(stop),
        packet => return packet,
    };
    let (segment, stop) = transport::decode(&ip);
    Decoded::Packet(Packet {
        app: around.app,
        from: ip.from,
        to: ip.to,
        protocol: ip.protocol,
        ip_len: ip.ip_len,
        fragment: ip.fragment,
        carried: ip.payload,
        carried_len: ip.payload_len,
        segment,
        stop: stop.or(inner_stop),
        tunnel: around.tunnel,
        link_from: around.link_from,
    })
}

fn read(span: Span<'_>) -> Result<Ip<'_>, Stop> {
    match span.byte(0).map(|byte| byte >> 4) {
        Some(4) => version_4(span),
        Some(6) => version_6(span),
        Some(_) => Err(NOT_IP),
        None => Err(CUT_4),
    }
}

fn version_4(span: Span<'_>) -> Result<Ip<'_>, Stop> {
    let header = Ipv4HeaderSlice::from_slice(span.bytes).map_err(|_| CUT_4)?;
    let header_len = u32::from(header.ihl()) * 4;
    // Zero: the sending card cuts the packet into segments and the capture shows it before that.
    let ip_len = match u32::from(header.total_len()) {
        0 => span.wire_len,
        stated => stated.min(span.wire_len),
    };
    let payload_len = ip_len.checked_sub(header_len).ok_or(BAD_LENGTH)?;
    let offset = u32::from(header.fragments_offset().value()) * 8;
    let fragment = (offset > 0 || header.more_fragments()).then(|| Fragment {
        id: u32::from(header.identification()),
        offset,
        more: header.more_fragments(),
        is_cut: usize::from(header.total_len()) > span.bytes.len(),
    });
    let ip = Ip {
        from: IpAddr::V4(header.source_addr()),
        to: IpAddr::V4(final_receiver(&header)),
        protocol: header.protocol().0,
        ip_len,
        fragment,
        payload_len,
        payload: payload(span, header_len as usize, payload_len),
    };
    Ok(match ip.protocol {
        AUTHENTICATION => without_extensions(ip),
        _ => ip,
    })
}

/// The captured part of what is `wire_len` long behind a header.
fn payload(span: Span<'_>, header_bytes: usize, wire_len: u32) -> &[u8] {
    span.skip(header_bytes)
        .map_or(&[], |rest| rest.cut_to(wire_len).bytes)
}

/// The receiver; with a source route (options 131 and 137, RFC 791 §3.1) that has stations left, the last of them.
fn final_receiver(header: &Ipv4HeaderSlice<'_>) -> Ipv4Addr {
    let stated = header.destination_addr();
    let mut rest = header.options();
    // An option is at least one byte and all of them at most forty.
    while let Some((&kind, behind)) = rest.split_first() {
        let length = match kind {
            0 => return stated,
            1 => 1,
            _ => behind.first().map_or(0, |length| usize::from(*length)),
        };
        let Some((option, further)) = rest.split_at_checked(length.max(1)) else {
            return stated;
        };
        if matches!(kind, 131 | 137) {
            return last_station(option).unwrap_or(stated);
        }
        rest = further;
    }
    stated
}

/// Type, length, pointer (counted from one) to the next station, stations.
fn last_station(option: &[u8]) -> Option<Ipv4Addr> {
    let pointer = usize::from(*option.get(2)?);
    let last = option.last_chunk::<4>()?;
    let left = pointer >= 4 && pointer + 3 <= option.len();
    (left && option.len() >= 7).then(|| Ipv4Addr::from(*last))
}

fn version_6(span: Span<'_>) -> Result<Ip<'_>, Stop> {
    let header = Ipv6HeaderSlice::from_slice(span.bytes).map_err(|_| CUT_6)?;
    let ip_len = match u32::from(header.payload_length()) {
        0 => jumbo_len(span).unwrap_or(span.wire_len),
        stated => stated + 40,
    };
    let ip_len = ip_len.min(span.wire_len);
    let payload_len = ip_len.checked_sub(40).ok_or(BAD_LENGTH)?;
    let is_cut = usize::from(header.payload_length()) + 40 > span.bytes.len();
    let ip = Ip {
        from: IpAddr::V6(header.source_addr()),
        to: IpAddr::V6(header.destination_addr()),
        protocol: header.next_header().0,
        ip_len,
        fragment: None,
        payload_len,
        payload: payload(span, 40, payload_len),
    };
    let ip = without_extensions(ip);
    Ok(Ip {
        fragment: ip.fragment.map(|part| Fragment { is_cut, ..part }),
        ..ip
    })
}

/// Length of a jumbo packet (RFC 2675 §2): the first hop-by-hop option. Without it a zero length is that of a packet
/// before the sending card cut it up.
fn jumbo_len(span: Span<'_>) -> Option<u32> {
    let has_options = span.byte(6)? == 0;
    let is_jumbo = span.array(42)? == [0xc2, 4];
    let payload_len = (has_options && is_jumbo).then(|| span.word(44))??;
    payload_len.checked_add(40)
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
            AUTHENTICATION => (u32::from(*len_field) + 2) * 4,
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
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, frame, ip_4, ip_6, join, udp, udp_4};
    use crate::wire::packet::{Decoded, decode};

    #[test]
    fn headers_between_ip_and_transport_are_passed() {
        let datagram = udp(1000, 2000, b"abc");
        let signed = join(&[&[17, 4, 0, 0], &[7; 20], &datagram]);
        let four = ip_4([10, 0, 0, 1], [10, 0, 0, 2], 51, &signed);
        check(LinkType::RAW, &four, "10.0.0.1:1000 > 10.0.0.2:2000", &[]);
        let six = ip_6(
            0,
            &join(&[
                &[60, 0, 1, 4, 0, 0, 0, 0],
                &[51, 0, 1, 4, 0, 0, 0, 0],
                &signed,
            ]),
        );
        check(
            LinkType::RAW,
            &six,
            "2001:db8::1:1000 > 2001:db8::2:2000",
            &[],
        );
    }

    #[test]
    fn a_source_route_goes_to_its_last_station() {
        let mut packet = udp_4();
        packet[0] = 0x47;
        let options = [131, 7, 4, 198, 51, 100, 9, 0];
        let routed = join(&[&packet[..20], &options, &packet[20..]]);
        let mut whole = routed.clone();
        whole[3] += 8;
        check(
            LinkType::RAW,
            &whole,
            "10.0.0.1:1000 > 198.51.100.9:2000",
            &[],
        );
        // Where the pointer is behind the route, the packet has arrived.
        whole[22] = 8;
        check(LinkType::RAW, &whole, "10.0.0.1:1000 > 10.0.0.2:2000", &[]);
    }

    #[test]
    fn a_jumbo_length_counts_and_padding_does_not() {
        let mut packet = ip_6(
            0,
            &join(&[&[17, 0, 0xc2, 4, 0, 0, 0, 19], &udp(1000, 2000, b"abc")]),
        );
        packet[4..6].copy_from_slice(&[0, 0]);
        packet.extend([0; 6]);
        let Decoded::Packet(read) = decode(&frame(LinkType::RAW, &packet, packet.len())) else {
            panic!("not a packet");
        };
        assert_eq!(read.ip_len, 59);
        check(
            LinkType::RAW,
            &packet,
            "2001:db8::1:1000 > 2001:db8::2:2000",
            &[],
        );
    }

    #[test]
    fn what_is_no_ip_is_told() {
        let want = "stopped: a frame that should hold IP has another version number";
        check(LinkType::RAW, &[0x55; 40], want, &[]);
    }
}
