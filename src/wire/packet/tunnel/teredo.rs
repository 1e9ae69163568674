//! Teredo (RFC 4380 §5.1.1): IPv6 over UDP, behind an authentication and an origin indication where they are sent.

use super::CUT;
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::link::behind;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// Bytes of an origin indication.
const ORIGIN_BYTES: usize = 8;

/// Bytes of an authentication indication, besides the two parts whose lengths it states.
const AUTHENTICATION_BYTES: usize = 13;

/// Indications, then an IPv6 packet.
pub fn header<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let mut rest = span;
    if let Some([0, 1, id_len, value_len]) = rest.array(0) {
        let bytes = AUTHENTICATION_BYTES + usize::from(id_len) + usize::from(value_len);
        rest = rest.skip(bytes).ok_or(CUT)?;
    }
    if rest.short(0) == Some(0) {
        rest = rest.skip(ORIGIN_BYTES).ok_or(CUT)?;
    }
    match rest.byte(0).ok_or(CUT)? >> 4 {
        6 => {
            inner.push(TunnelLayer::Teredo);
            behind(rest, 0, Next::Ip)
        }
        _ => Err(Halt::NotIp),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ip_6, join, outer, udp, udp_6};

    const OUTER: &str = "192.0.2.1:40000 > 192.0.2.2:3544";

    fn check_teredo(indications: &[u8], packet: &[u8], want: &str) {
        let frame = outer(17, &udp(40_000, 3544, &join(&[indications, packet])));
        let outer = [OUTER, "192.0.2.1 > 192.0.2.2 protocol 17"];
        check(LinkType::ETHERNET, &frame, want, &outer);
    }

    #[test]
    fn ipv6_is_read_behind_both_indications() {
        let want = "teredo 2001:db8::1:1000 > 2001:db8::2:2000";
        check_teredo(&[], &udp_6(), want);
        let origin = [0, 0, 0x9c, 0x40, 1, 2, 3, 4];
        check_teredo(&origin, &udp_6(), want);
        let authentication = [0, 1, 1, 2, 7, 8, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0];
        check_teredo(&join(&[&authentication, &origin]), &udp_6(), want);
    }

    #[test]
    fn a_bubble_has_no_flow_inside() {
        check_teredo(&[], &ip_6(59, &[]), OUTER);
    }
}
