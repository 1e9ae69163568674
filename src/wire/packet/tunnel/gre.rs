//! Generic routing encapsulation: version 0 (RFC 2784, RFC 2890, RFC 1701), version 1 of PPTP (RFC 2637), and the frames
//! that Cisco's switches mirror in it (ERSPAN).

use super::CUT;
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::link::behind;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

const CHECKSUM: u16 = 0x8000;
const ROUTING: u16 = 0x4000;
const KEY: u16 = 0x2000;
const SEQUENCE: u16 = 0x1000;
const ACKNOWLEDGED: u16 = 0x0080;

/// Entries of a source route that are passed.
const MAX_ROUTES: usize = 16;

/// Flags and version, protocol, then the fields that the flags say.
pub fn header<'a>(span: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let flags = span.short(0).ok_or(CUT)?;
    let protocol = span.short(2).ok_or(CUT)?;
    inner.push(TunnelLayer::Gre);
    match (flags & 7, protocol) {
        (0, _) => carried(protocol, flags, without_fields(span, flags)?, inner),
        (1, 0x880b) => point_to_point(span, flags),
        _ => Err(Halt::NotIp),
    }
}

fn without_fields(span: Span<'_>, flags: u16) -> Result<Span<'_>, Halt> {
    let has = |flag: u16| usize::from(flags & flag != 0);
    let length = 4 + 4 * (has(CHECKSUM | ROUTING) + has(KEY) + has(SEQUENCE));
    let rest = span.skip(length).ok_or(CUT)?;
    match flags & ROUTING {
        0 => Ok(rest),
        _ => without_routes(rest),
    }
}

/// RFC 1701: family, offset, length of each entry; the last one is empty.
fn without_routes(mut rest: Span<'_>) -> Result<Span<'_>, Halt> {
    for _ in 0..MAX_ROUTES {
        let [high, low, _, length] = rest.array(0).ok_or(CUT)?;
        rest = rest.skip(4 + usize::from(length)).ok_or(CUT)?;
        if [high, low, length] == [0, 0, 0] {
            return Ok(rest);
        }
    }
    Err(Halt::NotIp)
}

/// What the protocol field names; most are EtherTypes.
fn carried<'a>(protocol: u16, flags: u16, rest: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    match protocol {
        0x88be if flags & SEQUENCE == 0 => Ok((Next::Ethernet, rest)),
        0x88be => mirrored(rest, 8, inner),
        0x22eb => mirrored_with_time(rest, inner),
        0x883e => redirected(rest),
        kind => Ok((Next::EtherType(kind), rest)),
    }
}

/// ERSPAN type II: version, VLAN, session (ten bits), index; type I has no header and no sequence number.
fn mirrored<'a>(rest: Span<'a>, header_bytes: usize, inner: &mut Around<'a>) -> Step<'a> {
    let session = rest.short(2).ok_or(CUT)? & 0x03ff;
    inner.push(TunnelLayer::Erspan(session));
    behind(rest, header_bytes, Next::Ethernet)
}

/// ERSPAN type III: twelve bytes, eight more where the last bit says so; frame type 0 is Ethernet, 2 IP.
fn mirrored_with_time<'a>(rest: Span<'a>, inner: &mut Around<'a>) -> Step<'a> {
    let [kind, more] = rest.array(10).ok_or(CUT)?;
    let header_bytes = if more & 1 == 1 { 20 } else { 12 };
    let (_, frame) = mirrored(rest, header_bytes, inner)?;
    match (kind >> 2) & 0x1f {
        0 => Ok((Next::Ethernet, frame)),
        2 => Ok((Next::Ip, frame)),
        _ => Err(Halt::NotIp),
    }
}

/// WCCP: version 2 puts four bytes before the redirected packet.
fn redirected(rest: Span<'_>) -> Step<'_> {
    match rest.byte(0).ok_or(CUT)? >> 4 {
        4 => Ok((Next::Ip, rest)),
        _ => behind(rest, 4, Next::Ip),
    }
}

/// PPTP: payload length and call, then sequence numbers; without a payload it only acknowledges.
fn point_to_point(span: Span<'_>, flags: u16) -> Step<'_> {
    let has = |flag: u16| usize::from(flags & flag != 0);
    let payload_len = u32::from(span.short(4).ok_or(CUT)?);
    let rest = span
        .skip(8 + 4 * (has(SEQUENCE) + has(ACKNOWLEDGED)))
        .ok_or(CUT)?;
    match payload_len {
        0 => Err(Halt::NotIp),
        _ => Ok((Next::PppFrame, rest.cut_to(payload_len))),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, outer, udp_4};

    const OUTER: &str = "192.0.2.1 > 192.0.2.2 protocol 47";

    fn check_gre(header: &[u8], payload: &[u8], want: &str) {
        let frame = outer(47, &join(&[header, payload]));
        check(LinkType::ETHERNET, &frame, want, &[OUTER]);
    }

    #[test]
    fn all_optional_fields_are_passed() {
        let want = "gre 10.0.0.1:1000 > 10.0.0.2:2000";
        check_gre(&[0, 0, 8, 0], &udp_4(), want);
        check_gre(
            &[0xb0, 0, 8, 0, 1, 1, 0, 0, 2, 2, 2, 2, 3, 3, 3, 3],
            &udp_4(),
            want,
        );
        let routed = [
            0x40, 0, 8, 0, 0, 0, 0, 0, 8, 0, 4, 4, 9, 9, 9, 9, 0, 0, 0, 0,
        ];
        check_gre(&routed, &udp_4(), want);
        check_gre(
            &[0x20, 0, 0x65, 0x58, 0, 0, 9, 1],
            &ethernet(0x0800, &udp_4()),
            want,
        );
        check_gre(&[0, 0, 0x88, 0x3e, 0, 1, 2, 3], &udp_4(), want);
    }

    #[test]
    fn mirrored_frames_of_all_three_types_are_read() {
        let frame = ethernet(0x0800, &udp_4());
        check_gre(
            &[0, 0, 0x88, 0xbe],
            &frame,
            "gre 10.0.0.1:1000 > 10.0.0.2:2000",
        );
        let second = [0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 5, 0, 7, 0, 0, 0, 0];
        let want = "gre erspan:7 10.0.0.1:1000 > 10.0.0.2:2000";
        check_gre(&second, &frame, want);
        let third = [
            0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
            0, 0, 0,
        ];
        check_gre(&third, &frame, want);
    }

    #[test]
    fn pptp_carries_ppp() {
        let length = u8::try_from(udp_4().len() + 4).unwrap();
        let header = [
            0x30, 0x81, 0x88, 0x0b, 0, length, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 3, 0, 0x21,
        ];
        check_gre(&header, &udp_4(), "gre 10.0.0.1:1000 > 10.0.0.2:2000");
        check_gre(
            &[0x20, 0x81, 0x88, 0x0b, 0, 0, 0, 5, 0, 0, 0, 2],
            &[],
            OUTER,
        );
    }
}
