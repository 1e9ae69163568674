//! Lines between two points: PPP (RFC 1661, RFC 1662), PPPoE (RFC 2516), Cisco HDLC, frame relay (RFC 2427).

use super::{CUT, behind};
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// PPP with address and control bytes (RFC 1662 §3.1) or with them left out.
pub fn ppp_frame(span: Span<'_>) -> Step<'_> {
    match span.array(0) {
        Some([0xff, 0x03]) => behind(span, 2, Next::Ppp),
        _ => Ok((Next::Ppp, span)),
    }
}

/// The protocol field: two bytes, or one where the first is odd (RFC 1661 §2), then what it names (IANA PPP numbers).
pub fn ppp(span: Span<'_>) -> Step<'_> {
    let first = span.byte(0).ok_or(CUT)?;
    let (protocol, bytes) = match first & 1 {
        1 => (u16::from(first), 1),
        _ => (span.short(0).ok_or(CUT)?, 2),
    };
    match protocol {
        0x0021 | 0x0057 => behind(span, bytes, Next::Ip),
        0x0281 | 0x0283 => behind(span, bytes, Next::Mpls),
        0x0031 => bridged(span, bytes),
        0x003d => whole_of_multilink(span, bytes),
        _ => Err(Halt::NotIp),
    }
}

/// A bridged frame (RFC 3518 §4.2): flags and kind of link, 1 for Ethernet.
fn bridged(span: Span<'_>, at: usize) -> Step<'_> {
    match span.byte(at + 1).ok_or(CUT)? {
        1 => behind(span, at + 2, Next::Ethernet),
        _ => Err(Halt::NotIp),
    }
}

/// Multilink (RFC 1990 §3) with long sequence numbers, where one piece is the whole packet.
fn whole_of_multilink(span: Span<'_>, at: usize) -> Step<'_> {
    match span.byte(at).ok_or(CUT)? & 0xc0 {
        0xc0 => behind(span, at + 4, Next::Ppp),
        _ => Err(Halt::NotIp),
    }
}

/// Version and type 1, code 0 for a session's data, its number, length, then a PPP protocol.
pub fn pppoe<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let [version, code, _, _, high, low] = span.array(0).ok_or(CUT)?;
    if (version, code) != (0x11, 0) {
        return Err(Halt::NotIp);
    }
    around.push(TunnelLayer::Pppoe);
    let rest = span.skip(6).ok_or(CUT)?;
    let length = u32::from(u16::from_be_bytes([high, low]));
    Ok((Next::Ppp, rest.cut_to(length)))
}

/// Address 0x0f (one station) or 0x8f (all), control, EtherType.
pub fn cisco_hdlc(span: Span<'_>) -> Step<'_> {
    let kind = span.short(2).ok_or(CUT)?;
    behind(span, 4, Next::EtherType(kind))
}

/// One byte of direction before the frame.
pub fn with_direction<'a>(span: Span<'a>, frame: fn(Span<'a>) -> Step<'a>) -> Step<'a> {
    frame(span.skip(1).ok_or(CUT)?)
}

/// PPP in HDLC framing, or Cisco's own: the address byte says which.
pub fn ppp_or_hdlc(span: Span<'_>) -> Step<'_> {
    match span.byte(0).ok_or(CUT)? {
        0x0f | 0x8f => cisco_hdlc(span),
        _ => Ok((Next::PppFrame, span)),
    }
}

/// The address ends at the byte whose last bit is set (Q.922 §3.3); then control 3 and a network identifier, or Cisco's EtherType.
pub fn frame_relay(span: Span<'_>) -> Step<'_> {
    let address = span.bytes.iter().take(4).position(|byte| byte & 1 == 1);
    let at = address.ok_or(CUT)? + 1;
    if span.byte(at).ok_or(CUT)? != 3 {
        let kind = span.short(at).ok_or(CUT)?;
        return behind(span, at + 2, Next::EtherType(kind));
    }
    let pad = usize::from(span.byte(at + 1).ok_or(CUT)? == 0);
    let behind_id = at + 2 + pad;
    match span.byte(at + 1 + pad).ok_or(CUT)? {
        0xcc | 0x8e => behind(span, behind_id, Next::Ip),
        0xcf => behind(span, behind_id, Next::Ppp),
        0x80 => network_access(span, behind_id),
        _ => Err(Halt::NotIp),
    }
}

/// SNAP without its IEEE 802.2 header.
fn network_access(span: Span<'_>, at: usize) -> Step<'_> {
    let organisation: [u8; 3] = span.array(at).ok_or(CUT)?;
    let kind = span.short(at + 3).ok_or(CUT)?;
    match (organisation, kind) {
        ([0, 0, 0], kind) => behind(span, at + 5, Next::EtherType(kind)),
        ([0, 0x80, 0xc2], 1 | 7) => behind(span, at + 5, Next::Ethernet),
        _ => Err(Halt::NotIp),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, udp_4, udp_6};

    const PLAIN: &str = "10.0.0.1:1000 > 10.0.0.2:2000";

    #[test]
    fn ppp_is_read_with_and_without_what_may_be_left_out() {
        let full = join(&[&[0xff, 3, 0, 0x21], &udp_4()]);
        check(LinkType(9), &full, PLAIN, &[]);
        check(LinkType(50), &full, PLAIN, &[]);
        check(LinkType(204), &join(&[&[1], &full]), PLAIN, &[]);
        check(LinkType(9), &join(&[&[0x21], &udp_4()]), PLAIN, &[]);
        let six = join(&[&[0xff, 3, 0, 0x57], &udp_6()]);
        check(
            LinkType(9),
            &six,
            "2001:db8::1:1000 > 2001:db8::2:2000",
            &[],
        );
        check(
            LinkType(9),
            &[0xff, 3, 0xc0, 0x21, 1, 1, 0, 4],
            "not IP",
            &[],
        );
    }

    #[test]
    fn multilink_and_bridging_are_passed() {
        let whole = join(&[&[0xff, 3, 0, 0x3d, 0xc0, 0, 0, 9, 0x21], &udp_4()]);
        check(LinkType(9), &whole, PLAIN, &[]);
        let frame = join(&[&[0, 0x31, 0, 1], &ethernet(0x0800, &udp_4())]);
        check(LinkType(9), &frame, PLAIN, &[]);
    }

    #[test]
    fn a_pppoe_session_carries_ip_and_its_discovery_none() {
        let length = u8::try_from(udp_4().len() + 2).unwrap();
        let session = join(&[&[0x11, 0, 0, 7, 0, length, 0, 0x21], &udp_4(), &[0; 5]]);
        let want = "pppoe 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &ethernet(0x8864, &session), want, &[]);
        check(LinkType(51), &session, want, &[]);
        check(
            LinkType(51),
            &[0x11, 9, 0, 0, 0, 4, 1, 1, 0, 0],
            "not IP",
            &[],
        );
    }

    #[test]
    fn hdlc_and_frame_relay_name_what_they_carry() {
        check(
            LinkType(104),
            &join(&[&[0x0f, 0, 8, 0], &udp_4()]),
            PLAIN,
            &[],
        );
        check(
            LinkType(50),
            &join(&[&[0x8f, 0, 8, 0], &udp_4()]),
            PLAIN,
            &[],
        );
        check(
            LinkType(104),
            &[0x8f, 0, 0x80, 0x35, 0, 0, 0, 2],
            "not IP",
            &[],
        );
        let identified = join(&[&[0x18, 0x41, 3, 0xcc], &udp_4()]);
        check(LinkType(107), &identified, PLAIN, &[]);
        let cisco = join(&[&[0x18, 0x41, 8, 0], &udp_4()]);
        check(LinkType(107), &cisco, PLAIN, &[]);
        let access = join(&[&[0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0], &udp_4()]);
        check(LinkType(107), &access, PLAIN, &[]);
    }
}
