//! An IP packet that carries another packet: which tunnel it is, and the packet inside.
//!
//! A tunnel is only looked for where the protocol number or a UDP port says so, and in a UDP payload whose first bytes
//! are those of VXLAN to the bit. Where the inside is no IP packet, the outer one is the packet. A header quoted in
//! ICMP was not sent by the one it names and is never followed.

pub mod capwap;
pub mod gre;
pub mod gtp;
pub mod l2tp;
pub mod overlay;
pub mod teredo;

use super::around::{Around, Halt, Next, Step};
use super::ip::Ip;
use super::layers::Stop;
use super::link;
use super::path::TunnelLayer;
use super::span::Span;
use super::{Decoded, follow};

/// IPv6's "nothing follows" (RFC 8200 §4.7).
const NOTHING_FOLLOWS: u8 = 59;

const CUT_INSIDE: &str = "its bytes count in the flow between the ends of the tunnel";

/// A tunnel's header that ends before it is whole.
pub(super) const CUT: Halt = Halt::Stopped(Stop::new("a tunnel's header is cut", CUT_INSIDE));

/// The packet inside `ip`; `NotIp` where it carries none.
pub fn inside<'a>(ip: &Ip<'a>, around: &Around<'a>) -> Decoded<'a> {
    if ip.fragment.is_some() {
        return Decoded::NotIp;
    }
    let span = Span {
        bytes: ip.payload,
        wire_len: ip.payload_len,
    };
    match ip.protocol {
        17 => in_datagram(ip, span, around),
        4 | 41 | 47 | 94 | 97 | 115 | 137 | 143 => {
            enter(ip, around, |inner| by_protocol(ip.protocol, span, inner))
        }
        _ => Decoded::NotIp,
    }
}

/// Reads the tunnel's header with `step`, then follows what it carries.
fn enter<'a>(
    ip: &Ip<'a>,
    around: &Around<'a>,
    step: impl FnOnce(&mut Around<'a>) -> Step<'a>,
) -> Decoded<'a> {
    let mut inner = around.inside(ip.from, ip.to);
    let (next, span) = match inner.count_header().and_then(|()| step(&mut inner)) {
        Ok(step) => step,
        Err(halt) => return halt.into(),
    };
    match follow(next, span, &mut inner) {
        // A tunnel that is kept open with empty packets has no flow inside.
        Decoded::Packet(packet) if packet.protocol == NOTHING_FOLLOWS => Decoded::NotIp,
        Decoded::Stopped(stop) => Decoded::Stopped(Stop {
            meaning: CUT_INSIDE,
            ..stop
        }),
        read => read,
    }
}

/// Tunnels with an IP protocol number of their own.
fn by_protocol<'a>(protocol: u8, span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    match protocol {
        47 => gre::header(span, inner),
        97 => ether_ip(span, inner),
        115 => l2tp::over_ip(span, inner),
        137 => Ok((Next::Mpls, span)),
        143 => Ok((Next::Ethernet, span)),
        _ => {
            inner.push(TunnelLayer::IpInIp);
            Ok((Next::Ip, span))
        }
    }
}

/// RFC 3378: version 3 and twelve bits of zero, then an Ethernet frame.
fn ether_ip<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    match span.short(0) {
        Some(0x3000) => {
            inner.push(TunnelLayer::EtherIp);
            link::behind(span, 2, Next::Ethernet)
        }
        Some(_) => Err(Halt::NotIp),
        None => Err(CUT),
    }
}

/// Tunnels over UDP; either port may be the tunnel's.
fn in_datagram<'a>(ip: &Ip<'a>, span: Span<'a>, around: &Around<'a>) -> Decoded<'a> {
    let (Some(from), Some(to), Some(stated)) = (span.short(0), span.short(2), span.short(4)) else {
        return Decoded::NotIp;
    };
    let Some(rest) = span.skip(8) else {
        return Decoded::NotIp;
    };
    let payload = match stated {
        0 => rest,
        1..8 => return Decoded::NotIp,
        stated => rest.cut_to(u32::from(stated) - 8),
    };
    let Some(header) = by_port(to)
        .or_else(|| by_port(from))
        .or_else(|| by_bytes(payload))
    else {
        return Decoded::NotIp;
    };
    enter(ip, around, |inner| header(payload, inner))
}

type Header = for<'a> fn(Span<'a>, &mut Around<'a>) -> Step<'a>;

/// Ports from IANA's registry, and 8472, which Linux used for VXLAN before it had a number.
fn by_port(port: u16) -> Option<Header> {
    Some(match port {
        1701 => l2tp::over_udp,
        2152 => gtp::header,
        3544 => teredo::header,
        4341 => overlay::lisp,
        4754 => gre::header,
        4789 | 8472 => overlay::vxlan,
        4790 => overlay::vxlan_gpe,
        5247 => capwap::header,
        6081 => overlay::geneve,
        6635 => labels,
        _ => return None,
    })
}

/// MPLS over UDP (RFC 7510): labels from the first byte on.
fn labels<'a>(span: Span<'a>, _: &mut Around<'a>) -> Step<'a> {
    Ok((Next::Mpls, span))
}

/// VXLAN on a port of somebody's own: every fixed bit of its header, and an Ethernet frame with IP or a VLAN tag inside.
fn by_bytes(payload: Span<'_>) -> Option<Header> {
    if payload.word(0)? != 0x0800_0000 || payload.byte(7)? != 0 {
        return None;
    }
    let frame = payload.skip(8)?;
    is_ethernet_with_ip(frame).then_some(overlay::vxlan)
}

/// An Ethernet header whose type is IP, and an IP packet that fits to the byte or is padded to Ethernet's least size.
pub(super) fn is_ethernet_with_ip(frame: Span<'_>) -> bool {
    let Some(packet) = frame.skip(14) else {
        return false;
    };
    let length = match frame.short(12) {
        Some(0x0800) if packet.byte(0) == Some(0x45) => packet.short(2).map(u32::from),
        Some(0x86dd) if packet.byte(0).is_some_and(|byte| byte >> 4 == 6) => {
            packet.short(4).map(|length| u32::from(length) + 40)
        }
        _ => None,
    };
    // Ethernet's least payload is 46 bytes; some drivers add a check sequence of four.
    length.is_some_and(|length| {
        length >= 20 && length <= packet.wire_len && packet.wire_len <= length.max(46) + 4
    })
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, ip_4, ip_6, join, outer, udp_4, udp_6};

    const OUTER: &str = "192.0.2.1 > 192.0.2.2 protocol";

    #[test]
    fn ip_in_ip_is_read_in_all_four_ways() {
        let four = "ip-in-ip 10.0.0.1:1000 > 10.0.0.2:2000";
        let six = "ip-in-ip 2001:db8::1:1000 > 2001:db8::2:2000";
        check(
            LinkType::ETHERNET,
            &outer(4, &udp_4()),
            four,
            &[&format!("{OUTER} 4")],
        );
        check(
            LinkType::ETHERNET,
            &outer(41, &udp_6()),
            six,
            &[&format!("{OUTER} 41")],
        );
        let outer_six = |next| format!("2001:db8::1 > 2001:db8::2 protocol {next}");
        check(LinkType::RAW, &ip_6(4, &udp_4()), four, &[&outer_six(4)]);
        check(LinkType::RAW, &ip_6(41, &udp_6()), six, &[&outer_six(41)]);
    }

    #[test]
    fn ethernet_and_labels_in_ip_are_read() {
        let frame = ethernet(0x0800, &udp_4());
        let want = "etherip 10.0.0.1:1000 > 10.0.0.2:2000";
        let ether_ip = outer(97, &join(&[&[0x30, 0], &frame]));
        check(
            LinkType::ETHERNET,
            &ether_ip,
            want,
            &[&format!("{OUTER} 97")],
        );
        let want = "10.0.0.1:1000 > 10.0.0.2:2000";
        check(
            LinkType::ETHERNET,
            &outer(143, &frame),
            want,
            &[&format!("{OUTER} 143")],
        );
        let labels = outer(137, &join(&[&[0, 1, 1, 64], &udp_4()]));
        let want = "mpls:16 10.0.0.1:1000 > 10.0.0.2:2000";
        check(
            LinkType::ETHERNET,
            &labels,
            want,
            &[&format!("{OUTER} 137")],
        );
    }

    #[test]
    fn a_quoted_header_is_not_followed() {
        let error = join(&[&[3, 1, 0, 0, 0, 0, 0, 0], &udp_4()]);
        check(
            LinkType::ETHERNET,
            &outer(1, &error),
            &format!("{OUTER} 1"),
            &[],
        );
    }

    #[test]
    fn a_tunnel_without_ip_inside_is_the_packet() {
        let frame = ethernet(0x0806, &[0; 28]);
        let arp = outer(97, &join(&[&[0x30, 0], &frame]));
        check(LinkType::ETHERNET, &arp, &format!("{OUTER} 97"), &[]);
    }

    #[test]
    fn endless_tunnels_end_at_the_cap() {
        let mut packet = udp_4();
        for _ in 0..80 {
            packet = ip_4([10, 0, 0, 1], [10, 0, 0, 2], 4, &packet);
        }
        let more = ["ip-in-ip"; 7].join(" ");
        let want = format!("{more} more 10.0.0.1 > 10.0.0.2 protocol 4");
        assert_eq!(
            crate::wire::packet::testing::outcome(LinkType::RAW, &packet, packet.len()),
            want
        );
    }
}
