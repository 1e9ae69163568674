//! User data of a mobile network (GTP-U version 1, 3GPP TS 29.281 §5).

use super::CUT;
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::link::behind;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// Message type of a user packet; all others belong to the tunnel itself.
const USER_PACKET: u8 = 255;

/// Extension headers that are passed; the standard names ten kinds.
const MAX_EXTENSIONS: usize = 16;

/// Flags, type, length, endpoint; four more bytes where any of the last three flags is set; extensions.
pub fn header<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let [flags, kind, high, low] = span.array(0).ok_or(CUT)?;
    // Version 1, protocol type 1 (GTP, not GTP').
    if flags & 0xf0 != 0x30 || kind != USER_PACKET {
        return Err(Halt::NotIp);
    }
    let length = u32::from(u16::from_be_bytes([high, low]));
    let rest = span.skip(8).ok_or(CUT)?.cut_to(length);
    let packet = match flags & 0x07 {
        0 => rest,
        _ => without_extensions(rest)?,
    };
    match packet.byte(0).ok_or(CUT)? >> 4 {
        4 | 6 => {
            inner.push(TunnelLayer::Gtp);
            behind(packet, 0, Next::Ip)
        }
        _ => Err(Halt::NotIp),
    }
}

/// Sequence number, N-PDU number, then the type of the first extension; each states its length in words and, in its last
/// byte, the type of the next.
fn without_extensions(rest: Span<'_>) -> Result<Span<'_>, Halt> {
    let mut kind = rest.byte(3).ok_or(CUT)?;
    let mut rest = rest.skip(4).ok_or(CUT)?;
    for _ in 0..MAX_EXTENSIONS {
        if kind == 0 {
            return Ok(rest);
        }
        let bytes = usize::from(rest.byte(0).ok_or(CUT)?) * 4;
        let last = bytes.checked_sub(1).ok_or(Halt::NotIp)?;
        kind = rest.byte(last).ok_or(CUT)?;
        rest = rest.skip(bytes).ok_or(CUT)?;
    }
    Err(Halt::NotIp)
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, join, outer, udp, udp_4};

    const OUTER: &str = "192.0.2.1:2152 > 192.0.2.2:2152";

    fn check_gtp(flags: u8, kind: u8, fields: &[u8], want: &str) {
        let body = join(&[fields, &udp_4()]);
        let length = u8::try_from(body.len()).unwrap();
        let message = join(&[&[flags, kind, 0, length, 0, 0, 0, 9], &body]);
        let frame = outer(17, &udp(2152, 2152, &message));
        let outer = [OUTER, "192.0.2.1 > 192.0.2.2 protocol 17"];
        check(LinkType::ETHERNET, &frame, want, &outer);
    }

    #[test]
    fn user_packets_are_read_behind_all_fields() {
        let want = "gtp 10.0.0.1:1000 > 10.0.0.2:2000";
        check_gtp(0x30, 255, &[], want);
        check_gtp(0x32, 255, &[0, 1, 0, 0], want);
        check_gtp(0x34, 255, &[0, 0, 0, 0x85, 1, 0, 9, 0xc0, 1, 7, 7, 0], want);
    }

    #[test]
    fn other_messages_are_the_tunnels_own() {
        check_gtp(0x32, 1, &[0, 1, 0, 0], OUTER);
        check_gtp(0x34, 255, &[0, 0, 0, 0x85, 0, 0, 0, 0], OUTER);
    }
}
