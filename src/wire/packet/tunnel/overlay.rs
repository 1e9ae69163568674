//! Overlays of data centres over UDP: VXLAN (RFC 7348) and its extension GPE, Geneve (RFC 8926), LISP (RFC 9300).

use super::CUT;
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::link::behind;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// The network identifier is valid.
const VXLAN_HAS_ID: u8 = 0x08;
/// GPE: the header says what follows (draft-ietf-nvo3-vxlan-gpe §3.1).
const VXLAN_HAS_NEXT: u8 = 0x04;

/// Flags, reserved, network identifier, reserved; then an Ethernet frame, where no flag says that another follows.
pub fn vxlan<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    match span.byte(0).ok_or(CUT)? & VXLAN_HAS_NEXT {
        0 => vxlan_with(0, span, inner),
        _ => vxlan_gpe(span, inner),
    }
}

/// The fourth byte says what follows, on GPE's own port also without the flag.
pub fn vxlan_gpe<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    vxlan_with(span.byte(3).ok_or(CUT)?, span, inner)
}

fn vxlan_with<'a>(protocol: u8, span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let id = span.word(4).ok_or(CUT)? >> 8;
    if span.byte(0).ok_or(CUT)? & VXLAN_HAS_ID == 0 {
        return Err(Halt::NotIp);
    }
    let next = match protocol {
        0 | 3 => Next::Ethernet,
        1 | 2 => Next::Ip,
        4 => Next::ServiceHeader,
        5 => Next::Mpls,
        _ => return Err(Halt::NotIp),
    };
    inner.push(TunnelLayer::Vxlan(id));
    behind(span, 8, next)
}

/// Version 0 and option length, flags, protocol (an EtherType), network identifier, options.
pub fn geneve<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let first = span.byte(0).ok_or(CUT)?;
    let protocol = span.short(2).ok_or(CUT)?;
    let id = span.word(4).ok_or(CUT)? >> 8;
    if first >> 6 != 0 {
        return Err(Halt::NotIp);
    }
    inner.push(TunnelLayer::Geneve(id));
    let option_bytes = usize::from(first & 0x3f) * 4;
    behind(span, 8 + option_bytes, Next::EtherType(protocol))
}

/// Eight bytes of flags, nonce and instance; then an IP packet.
pub fn lisp<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    if !matches!(span.byte(8).ok_or(CUT)? >> 4, 4 | 6) {
        return Err(Halt::NotIp);
    }
    inner.push(TunnelLayer::Lisp);
    behind(span, 8, Next::Ip)
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, outer, udp, udp_4, udp_6};

    fn check_udp(port: u16, header: &[u8], payload: &[u8], want: &str) {
        let frame = outer(17, &udp(40_000, port, &join(&[header, payload])));
        let outer = format!("192.0.2.1:40000 > 192.0.2.2:{port}");
        check(
            LinkType::ETHERNET,
            &frame,
            want,
            &[&outer, "192.0.2.1 > 192.0.2.2 protocol 17"],
        );
    }

    #[test]
    fn vxlan_is_read_on_its_ports_and_on_others_where_every_bit_fits() {
        let frame = ethernet(0x0800, &udp_4());
        let header = [8, 0, 0, 0, 0, 0, 5, 0];
        let want = "vxlan:5 10.0.0.1:1000 > 10.0.0.2:2000";
        for port in [4789, 8472, 12_345] {
            check_udp(port, &header, &frame, want);
        }
        let other = "192.0.2.1:40000 > 192.0.2.2:12345";
        check_udp(12_345, &[8, 0, 0, 1, 0, 0, 5, 0], &frame, other);
        check_udp(12_345, &header, &ethernet(0x0800, &[0x45; 30]), other);
    }

    #[test]
    fn gpe_says_what_it_carries() {
        let want = "vxlan:5 10.0.0.1:1000 > 10.0.0.2:2000";
        check_udp(4790, &[12, 0, 0, 1, 0, 0, 5, 0], &udp_4(), want);
        check_udp(4790, &[8, 0, 0, 1, 0, 0, 5, 0], &udp_4(), want);
        check_udp(4789, &[12, 0, 0, 1, 0, 0, 5, 0], &udp_4(), want);
        let service = [12, 0, 0, 4, 0, 0, 5, 0, 0x0f, 0xc2, 2, 1, 0, 0, 9, 255];
        check_udp(
            4790,
            &service,
            &udp_4(),
            "vxlan:5 nsh:9 10.0.0.1:1000 > 10.0.0.2:2000",
        );
    }

    #[test]
    fn geneve_passes_its_options() {
        let header = [1, 0, 0x65, 0x58, 0, 1, 0, 0, 1, 2, 3, 4];
        let frame = ethernet(0x86dd, &udp_6());
        check_udp(
            6081,
            &header,
            &frame,
            "geneve:256 2001:db8::1:1000 > 2001:db8::2:2000",
        );
        let plain = [0, 0, 8, 0, 0, 0, 7, 0];
        check_udp(
            6081,
            &plain,
            &udp_4(),
            "geneve:7 10.0.0.1:1000 > 10.0.0.2:2000",
        );
    }

    #[test]
    fn lisp_carries_ip_and_labels_may_be_in_udp() {
        check_udp(
            4341,
            &[0x80; 8],
            &udp_4(),
            "lisp 10.0.0.1:1000 > 10.0.0.2:2000",
        );
        check_udp(
            6635,
            &[0, 1, 1, 64],
            &udp_4(),
            "mpls:16 10.0.0.1:1000 > 10.0.0.2:2000",
        );
    }
}
