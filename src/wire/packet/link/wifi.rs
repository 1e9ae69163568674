//! IEEE 802.11: data frames lead to IP; management and control frames carry none; encrypted ones are told.

use super::{CUT, UNREAD, behind};
use crate::wire::packet::around::{Around, Halt, Next, Step, WifiShape};
use crate::wire::packet::layers::Stop;
use crate::wire::packet::span::Span;

const ENCRYPTED: Halt = Halt::Stopped(Stop::new(
    "a data frame is encrypted by the Wi-Fi",
    "it counts as bytes that could not be read; capture on one of its stations, or decrypt it first",
));

const PIECE: Halt = Halt::Stopped(Stop::new(
    "a data frame is a later piece of one that the Wi-Fi sent in parts",
    UNREAD,
));

const SEVERAL: Halt = Halt::Stopped(Stop::new(
    "a data frame holds several packets in one (A-MSDU)",
    UNREAD,
));

/// Bits of the second byte of frame control (IEEE 802.11-2020 §9.2.4.1).
const TO_SYSTEM: u8 = 0x01;
const FROM_SYSTEM: u8 = 0x02;
const PROTECTED: u8 = 0x40;
const ORDER: u8 = 0x80;

/// A data frame's header.
pub fn data<'a>(span: Span<'a>, shape: WifiShape, around: &mut Around<'a>) -> Step<'a> {
    let [first, second] = span.array(0).ok_or(CUT)?;
    let (kind, flags) = match shape {
        WifiShape::Swapped => (second, first),
        WifiShape::Plain | WifiShape::Padded => (first, second),
    };
    // Version 0, type 2 (data), and not one of the subtypes without a body.
    if kind & 0x0f != 0x08 || kind & 0x40 != 0 {
        return Err(Halt::NotIp);
    }
    let quality = kind & 0x80 != 0;
    let four_addresses = flags & (TO_SYSTEM | FROM_SYSTEM) == TO_SYSTEM | FROM_SYSTEM;
    let control_at = if four_addresses { 30 } else { 24 };
    if flags & PROTECTED != 0 {
        return Err(ENCRYPTED);
    }
    // A controller that swaps frame control writes its own numbers here, and its tunnel has pieces of its own.
    let is_piece = span.byte(22).ok_or(CUT)? & 0x0f != 0;
    if is_piece && shape != WifiShape::Swapped {
        return Err(PIECE);
    }
    around.link_from = sender(span, flags);
    let [control, mesh] = match quality {
        true => span.array(control_at).ok_or(CUT)?,
        false => [0, 0],
    };
    let header = header_bytes(control_at, quality, flags, shape);
    let body = span.skip(header).ok_or(CUT)?;
    let body = match four_addresses && mesh & 1 == 1 {
        true => without_mesh(body)?,
        false => body,
    };
    match control & 0x80 {
        0 => Ok((Next::Llc, body)),
        _ => only_of_several(body, around),
    }
}

fn header_bytes(control_at: usize, quality: bool, flags: u8, shape: WifiShape) -> usize {
    let high_throughput = quality && flags & ORDER != 0;
    let header = control_at + usize::from(quality) * 2 + usize::from(high_throughput) * 4;
    match shape {
        WifiShape::Padded => header.next_multiple_of(4),
        WifiShape::Plain | WifiShape::Swapped => header,
    }
}

/// The station that sent the packet (§9.3.2.1.2): which address it is depends on the direction.
fn sender(span: Span<'_>, flags: u8) -> Option<[u8; 6]> {
    match (flags & TO_SYSTEM != 0, flags & FROM_SYSTEM != 0) {
        (_, false) => span.array(10),
        (false, true) => span.array(16),
        (true, true) => span.array(24),
    }
}

/// Mesh control (§9.2.4.7.3): flags that count further addresses, time to live, sequence number.
fn without_mesh(body: Span<'_>) -> Result<Span<'_>, Halt> {
    let further = usize::from(body.byte(0).ok_or(CUT)? & 3);
    body.skip(6 + further * 6).ok_or(CUT)
}

/// Several packets in one frame (§9.3.2.2.2), each behind addresses and a length. One alone is read here; more are
/// handed on to be read one by one (`aggregate`), unless the frame came through a tunnel.
fn only_of_several<'a>(body: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let length = u32::from(body.short(12).ok_or(CUT)?);
    around.link_from = body.array(6);
    let next_at = 14 + length.next_multiple_of(4);
    // A frame check sequence of four bytes may be behind the last one.
    if body.wire_len > next_at.saturating_add(14) {
        around.several = Some(body);
        return Err(SEVERAL);
    }
    let (next, packet) = behind(body, 14, Next::Llc)?;
    Ok((next, packet.cut_to(length)))
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, join, udp_4};

    const PLAIN: &str = "10.0.0.1:1000 > 10.0.0.2:2000";
    const SNAP: [u8; 8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];

    fn header(kind: u8, flags: u8) -> Vec<u8> {
        join(&[&[kind, flags, 0, 0], &[1; 6], &[2; 6], &[3; 6], &[0x10, 0]])
    }

    #[test]
    fn data_frames_of_all_shapes_lead_to_ip() {
        let body = join(&[&SNAP, &udp_4()]);
        check(LinkType(105), &join(&[&header(0x08, 1), &body]), PLAIN, &[]);
        let quality = join(&[&header(0x88, 2), &[0, 0], &body]);
        check(LinkType(105), &quality, PLAIN, &[]);
        let throughput = join(&[&header(0x88, 0x82), &[0, 0], &[0; 4], &body]);
        check(LinkType(105), &throughput, PLAIN, &[]);
        let four = join(&[&header(0x88, 3), &[4; 6], &[0, 0], &body]);
        check(LinkType(105), &four, PLAIN, &[]);
        let mesh = join(&[
            &header(0x88, 3),
            &[4; 6],
            &[0, 1],
            &[0, 9, 0, 0, 0, 1],
            &body,
        ]);
        check(LinkType(105), &mesh, PLAIN, &[]);
    }

    #[test]
    fn an_aggregate_of_one_is_read_like_any_other() {
        let body = join(&[&SNAP, &udp_4()]);
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        let one = join(&[&[1; 6], &[2; 6], &length, &body]);
        let aggregate = join(&[&header(0x88, 1), &[0x80, 0], &one]);
        check(LinkType(105), &aggregate, PLAIN, &[]);
    }

    #[test]
    fn beacons_and_acknowledgements_are_not_ip() {
        check(
            LinkType(105),
            &join(&[&header(0x80, 0), &[0; 12]]),
            "not IP",
            &[],
        );
        check(
            LinkType(105),
            &[0xd4, 0, 0, 0, 1, 1, 1, 1, 1, 1],
            "not IP",
            &[],
        );
        check(LinkType(105), &header(0x48, 1), "not IP", &[]);
    }

    #[test]
    fn an_encrypted_frame_says_so() {
        let sealed = join(&[&header(0x08, 0x41), &[0xee; 60]]);
        let want = "stopped: a data frame is encrypted by the Wi-Fi";
        check(LinkType(105), &sealed, want, &[]);
    }
}
