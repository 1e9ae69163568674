//! Data between an access point and its controller (CAPWAP, RFC 5415 §4.3): Wi-Fi or Ethernet frames over UDP.

use super::CUT;
use crate::wire::packet::around::{Around, Halt, Next, Step, WifiShape};
use crate::wire::packet::link::behind;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// Bits of the header's first word behind the preamble: frames as on the air, part of a frame, keep-alive.
const NATIVE: u32 = 0x0100;
const FRAGMENT: u32 = 0x0080;
const KEEP_ALIVE: u32 = 0x0008;

/// Preamble (version 0, type 0: not encrypted), header length in words, flags.
pub fn header<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let first = span.word(0).ok_or(CUT)?;
    if first >> 24 != 0 || first & (FRAGMENT | KEEP_ALIVE) != 0 {
        return Err(Halt::NotIp);
    }
    let header_bytes = usize::try_from((first >> 19) & 0x1f).unwrap_or(0) * 4;
    if header_bytes < 8 {
        return Err(Halt::NotIp);
    }
    inner.push(TunnelLayer::Capwap);
    match first & NATIVE {
        0 => behind(span, header_bytes, Next::Ethernet),
        _ => native(span.skip(header_bytes).ok_or(CUT)?),
    }
}

/// A Wi-Fi frame. Cisco's controllers swap the two bytes of frame control.
fn native(frame: Span<'_>) -> Step<'_> {
    let [first, second] = frame.array(0).ok_or(CUT)?;
    match (first & 0x0f, second & 0x0f) {
        (8, _) => Ok((Next::Wifi(WifiShape::Plain), frame)),
        (_, 8) => Ok((Next::Wifi(WifiShape::Swapped), frame)),
        _ => Err(Halt::NotIp),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, outer, udp, udp_4};

    const WANT: &str = "capwap 10.0.0.1:1000 > 10.0.0.2:2000";
    const OUTER: &str = "192.0.2.1:40000 > 192.0.2.2:5247";

    fn check_capwap(header: &[u8], frame: &[u8], want: &str) {
        let message = outer(17, &udp(40_000, 5247, &join(&[header, frame])));
        let outer = [OUTER, "192.0.2.1 > 192.0.2.2 protocol 17"];
        check(LinkType::ETHERNET, &message, want, &outer);
    }

    #[test]
    fn frames_of_both_kinds_are_read() {
        check_capwap(
            &[0, 0x10, 2, 0, 0, 0, 0, 0],
            &ethernet(0x0800, &udp_4()),
            WANT,
        );
        for control in [[0x08, 0x01], [0x01, 0x08]] {
            let wifi = join(&[
                &control,
                &[0, 0],
                &[1; 18],
                &[u8::from(control[0] == 1), 0],
                &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0],
                &udp_4(),
            ]);
            check_capwap(&[0, 0x10, 3, 0, 0, 0, 0, 0], &wifi, WANT);
        }
    }

    #[test]
    fn keep_alives_and_parts_are_the_tunnels_own() {
        check_capwap(&[0, 0x10, 2, 8, 0, 0, 0, 0], &[0; 30], OUTER);
        check_capwap(&[0, 0x10, 3, 0x80, 0, 0, 0, 0], &[0; 30], OUTER);
        check_capwap(&[1, 0, 0, 0, 0x16, 0xfe, 0xff], &[0; 30], OUTER);
    }
}
