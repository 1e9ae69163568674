//! Layer two tunnelling: version 2 carries PPP over UDP (RFC 2661), version 3 any link layer (RFC 3931).

use super::{CUT, is_ethernet_with_ip};
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::link::behind;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

const CONTROL: u16 = 0x8000;
const LENGTH: u16 = 0x4000;
const SEQUENCE: u16 = 0x0800;
const OFFSET: u16 = 0x0200;

/// Either version over UDP; control messages carry no packet.
pub fn over_udp<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let flags = span.short(0).ok_or(CUT)?;
    match (flags & CONTROL, flags & 0x000f) {
        (0, 2) => version_2(span, flags, inner),
        (0, 3) => session(span.skip(8).ok_or(CUT)?, inner),
        _ => Err(Halt::NotIp),
    }
}

/// Version 3 directly over IP: the session first; session 0 is control.
pub fn over_ip<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    match span.word(0).ok_or(CUT)? {
        0 => Err(Halt::NotIp),
        _ => session(span.skip(4).ok_or(CUT)?, inner),
    }
}

/// Flags, length, tunnel and session, sequence numbers, offset with its padding; then PPP.
fn version_2<'a>(span: Span<'a>, flags: u16, inner: &mut Around<'a>) -> Step<'a> {
    let has = |flag: u16| usize::from(flags & flag != 0);
    let mut at = 6 + 2 * has(LENGTH) + 4 * has(SEQUENCE);
    if flags & OFFSET != 0 {
        at += 2 + usize::from(span.short(at).ok_or(CUT)?);
    }
    inner.push(TunnelLayer::L2tp);
    behind(span, at, Next::PppFrame)
}

/// The length of the cookie (0, 4 or 8 bytes) and of a sublayer (4) was agreed beforehand, and so was what is carried: an
/// Ethernet frame or PPP is found where it fits.
fn session<'a>(rest: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    for at in [0, 4, 8, 12] {
        let Some(frame) = rest.skip(at) else {
            return Err(Halt::NotIp);
        };
        let next = if is_ethernet_with_ip(frame) {
            Next::Ethernet
        } else if matches!(frame.array(0), Some([0xff, 3, 0, 0x21 | 0x57])) {
            Next::PppFrame
        } else {
            continue;
        };
        inner.push(TunnelLayer::L2tp);
        return Ok((next, frame));
    }
    Err(Halt::NotIp)
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, outer, udp, udp_4};

    const WANT: &str = "l2tp 10.0.0.1:1000 > 10.0.0.2:2000";
    const PPP: [u8; 4] = [0xff, 3, 0, 0x21];

    fn check_udp(header: &[u8], payload: &[u8], want: &str) {
        let frame = outer(17, &udp(1701, 1701, &join(&[header, payload])));
        let outer = [
            "192.0.2.1:1701 > 192.0.2.2:1701",
            "192.0.2.1 > 192.0.2.2 protocol 17",
        ];
        check(LinkType::ETHERNET, &frame, want, &outer);
    }

    #[test]
    fn version_2_carries_ppp_behind_all_fields() {
        let body = join(&[&PPP, &udp_4()]);
        check_udp(&[0, 2, 0, 1, 0, 2], &body, WANT);
        check_udp(&[0x40, 2, 0, 99, 0, 1, 0, 2], &body, WANT);
        let all = [0x4a, 2, 0, 99, 0, 1, 0, 2, 0, 3, 0, 4, 0, 2, 0, 0];
        check_udp(&all, &body, WANT);
        check_udp(
            &[0xc8, 2, 0, 12, 0, 1, 0, 0, 0, 0, 0, 0],
            &[],
            "192.0.2.1:1701 > 192.0.2.2:1701",
        );
    }

    #[test]
    fn version_3_is_read_with_and_without_a_cookie() {
        let frame = ethernet(0x0800, &udp_4());
        check_udp(&[0, 3, 0, 0, 0, 0, 0, 9], &frame, WANT);
        check_udp(&[0, 3, 0, 0, 0, 0, 0, 9, 5, 5, 5, 5], &frame, WANT);
        let over_ip = outer(115, &join(&[&[0, 0, 0, 9], &[5; 8], &frame]));
        let outer_ip = ["192.0.2.1 > 192.0.2.2 protocol 115"];
        check(LinkType::ETHERNET, &over_ip, WANT, &outer_ip);
        let control = outer(115, &[0, 0, 0, 0, 0xc8, 3, 0, 12, 0, 0, 0, 0]);
        check(LinkType::ETHERNET, &control, outer_ip[0], &outer_ip);
    }
}
