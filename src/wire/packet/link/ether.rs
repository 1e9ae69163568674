//! Ethernet (IEEE 802.3), its relatives FDDI and token ring, EtherTypes, and IEEE 802.2 with SNAP.

use super::{CUT, behind, serial, tags};
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::span::Span;

/// EtherType of IPv4.
pub const IPV4: u16 = 0x0800;
/// EtherType of IPv6.
pub const IPV6: u16 = 0x86dd;

/// Largest value of the field that is a length (IEEE 802.3 §3.2.6); EtherTypes begin at 1536.
const MAX_LENGTH: u16 = 1500;

/// The IP packet directly behind an Ethernet header: most frames of most captures, so it is asked for first.
pub fn plain<'a>(span: Span<'a>, around: &mut Around<'a>) -> Option<Span<'a>> {
    let header: &[u8; 14] = span.bytes.first_chunk()?;
    let [_, _, _, _, _, _, from @ .., high, low] = header;
    if !matches!(u16::from_be_bytes([*high, *low]), IPV4 | IPV6) {
        return None;
    }
    around.link_from = Some(*from);
    span.skip(14)
}

/// Two addresses, then a type, or a length with an IEEE 802.2 header behind it.
pub fn ethernet<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    around.link_from = span.array(6);
    type_or_length(span, 12)
}

/// A switch's own tag of `tag_bytes` between the addresses and the type (Marvell DSA, Broadcom).
pub fn with_switch_tag<'a>(span: Span<'a>, around: &mut Around<'a>, tag_bytes: usize) -> Step<'a> {
    around.link_from = span.array(6);
    type_or_length(span, 12 + tag_bytes)
}

/// With the preamble and start byte of the wire (IEEE 802.3br).
pub fn with_preamble(span: Span<'_>) -> Step<'_> {
    match span.array(0).ok_or(CUT)? {
        [0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xd5] => behind(span, 8, Next::Ethernet),
        _ => Err(Halt::NotIp),
    }
}

/// Frame control, two addresses, then IEEE 802.2; only frames of class 01 carry it.
pub fn fddi<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    if span.byte(0).ok_or(CUT)? & 0x30 != 0x10 {
        return Err(Halt::NotIp);
    }
    around.link_from = span.array(7);
    behind(span, 13, Next::Llc)
}

/// Access and frame control, two addresses, a route where the sender's first bit says so, then IEEE 802.2.
pub fn token_ring<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    if span.byte(1).ok_or(CUT)? & 0xc0 != 0x40 {
        return Err(Halt::NotIp);
    }
    around.link_from = span.array(8);
    let routed = span.byte(8).ok_or(CUT)? & 0x80 != 0;
    let route_bytes = match routed {
        true => usize::from(span.byte(14).ok_or(CUT)? & 0x1f),
        false => 0,
    };
    behind(span, 14 + route_bytes, Next::Llc)
}

/// The type field at `at` and what is behind it.
pub fn type_or_length(span: Span<'_>, at: usize) -> Step<'_> {
    let field = span.short(at).ok_or(CUT)?;
    let rest = span.skip(at + 2).ok_or(CUT)?;
    match field {
        0..=MAX_LENGTH => Ok((Next::Llc, rest.cut_to(u32::from(field)))),
        kind => Ok((Next::EtherType(kind), rest)),
    }
}

/// What an EtherType other than those of IP leads to.
pub fn by_type<'a>(kind: u16, span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    match kind {
        0x8100 | 0x88a8 | 0x9100 | 0x9200 | 0x9300 => tags::vlan(kind, span, around),
        0x8847 | 0x8848 => Ok((Next::Mpls, span)),
        0x8864 => serial::pppoe(span, around),
        0x880b => Ok((Next::PppFrame, span)),
        0x6558 => Ok((Next::Ethernet, span)),
        0x8870 => Ok((Next::Llc, span)),
        0x88e5 => tags::mac_sec(span, around),
        0x88e7 => tags::provider_backbone(span, around),
        0x8903 => tags::fabric_path(span, around),
        0x8909 => tags::cisco_metadata(span, around),
        0x894f => Ok((Next::ServiceHeader, span)),
        0x8926 | 0x892f | 0xf1c1 => type_or_length(span, 4),
        0x893f => type_or_length(span, 6),
        0x22f3 => tags::trill(span),
        _ => Err(Halt::NotIp),
    }
}

/// IEEE 802.2 (SAP 6 is IP) and SNAP: RFC 1042 and the bridge tunnel of IEEE 802.1H, or RFC 2684's bridged Ethernet.
pub fn llc(span: Span<'_>) -> Step<'_> {
    let saps: [u8; 3] = span.array(0).ok_or(CUT)?;
    match saps {
        [0x06, 0x06, 0x03] => behind(span, 3, Next::Ip),
        [0xaa, 0xaa, 0x03] => snap(span),
        _ => Err(Halt::NotIp),
    }
}

fn snap(span: Span<'_>) -> Step<'_> {
    let organisation: [u8; 3] = span.array(3).ok_or(CUT)?;
    let kind = span.short(6).ok_or(CUT)?;
    match (organisation, kind) {
        ([0, 0, 0] | [0, 0, 0xf8], kind) => behind(span, 8, Next::EtherType(kind)),
        ([0, 0x80, 0xc2], 1 | 7) => behind(span, 8, Next::Ethernet),
        _ => Err(Halt::NotIp),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, udp_4};

    const PLAIN: &str = "10.0.0.1:1000 > 10.0.0.2:2000";

    #[test]
    fn a_type_leads_to_ip() {
        check(LinkType::ETHERNET, &ethernet(0x0800, &udp_4()), PLAIN, &[]);
    }

    #[test]
    fn a_length_leads_to_snap_and_padding_is_not_payload() {
        let snap = join(&[&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &udp_4()]);
        let length = u16::try_from(snap.len()).unwrap();
        let frame = join(&[&ethernet(length, &snap), &[0; 9]]);
        check(LinkType::ETHERNET, &frame, PLAIN, &[]);
    }

    #[test]
    fn token_ring_with_a_route_and_fddi_lead_to_ip() {
        let snap = join(&[&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &udp_4()]);
        let ring = join(&[
            &[0x10, 0x40],
            &[1; 6],
            &[0x82, 2, 2, 2, 2, 2],
            &[4, 0, 1, 2],
            &snap,
        ]);
        check(LinkType(6), &ring, PLAIN, &[]);
        let fddi = join(&[&[0x50], &[1; 6], &[2; 6], &snap]);
        check(LinkType(10), &fddi, PLAIN, &[]);
    }

    #[test]
    fn a_frame_of_arp_or_of_a_bridge_is_not_ip() {
        check(
            LinkType::ETHERNET,
            &ethernet(0x0806, &[0; 28]),
            "not IP",
            &[],
        );
        check(
            LinkType::ETHERNET,
            &ethernet(3, &[0x42, 0x42, 3]),
            "not IP",
            &[],
        );
    }
}
