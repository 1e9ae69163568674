//! What radio drivers put before an IEEE 802.11 frame: radiotap, PPI, AVS and Prism headers.

use super::{CUT, UNREAD, begin, behind};
use crate::capture::frame::LinkType;
use crate::wire::packet::around::{Around, Halt, Next, Step, WifiShape};
use crate::wire::packet::layers::Stop;
use crate::wire::packet::span::Span;

/// Length of Prism's header, which states none that can be trusted.
const PRISM_BYTES: usize = 144;

/// First bytes of an AVS header; the last four bits are its version.
const AVS_MAGIC: u32 = 0x8021_1000;

/// `radiotap.org`, field 1 (flags): the 802.11 header is padded to four bytes.
const PADDED: u8 = 0x20;

const BAD_LENGTH: Halt = Halt::Stopped(Stop::new(
    "a radio header states a length shorter than itself",
    UNREAD,
));

/// Version, pad, length, then which fields are present; all numbers have their low byte first.
pub fn radiotap(span: Span<'_>) -> Step<'_> {
    let length = usize::from(span.short_le(2).ok_or(CUT)?);
    if length < 8 {
        return Err(BAD_LENGTH);
    }
    let shape = match radiotap_flags(span) {
        Some(flags) if flags & PADDED != 0 => WifiShape::Padded,
        _ => WifiShape::Plain,
    };
    behind(span, length, Next::Wifi(shape))
}

/// The flags field stands behind all words of presence bits and an eight-byte time, where there is one.
fn radiotap_flags(span: Span<'_>) -> Option<u8> {
    let present = span.word_le(4)?;
    if present & 2 == 0 {
        return None;
    }
    let words = span.bytes.get(4..)?.chunks_exact(4);
    let further = words.take_while(|word| word.last().is_some_and(|byte| byte & 0x80 != 0));
    let mut at = 8 + further.count() * 4;
    if present & 1 != 0 {
        at = at.next_multiple_of(8) + 8;
    }
    span.byte(at)
}

/// Version, flags, length, then the link type of what follows.
pub fn ppi<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let length = usize::from(span.short_le(2).ok_or(CUT)?);
    let link = span.word_le(4).ok_or(CUT)?;
    if length < 8 {
        return Err(BAD_LENGTH);
    }
    begin(LinkType(link), span.skip(length).ok_or(CUT)?, around)
}

/// Prism, or AVS under either number; an AVS header states its length.
pub fn monitor(span: Span<'_>) -> Step<'_> {
    let magic = span.word(0).ok_or(CUT)?;
    if magic & 0xffff_f000 != AVS_MAGIC {
        return behind(span, PRISM_BYTES, Next::Wifi(WifiShape::Plain));
    }
    match span.word(4).ok_or(CUT)? {
        0..8 => Err(BAD_LENGTH),
        length => behind(span, length as usize, Next::Wifi(WifiShape::Plain)),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, join, udp_4};

    const PLAIN: &str = "10.0.0.1:1000 > 10.0.0.2:2000";

    fn wifi(fill: &[u8]) -> Vec<u8> {
        let header = join(&[&[0x88, 1, 0, 0], &[1; 6], &[2; 6], &[3; 6], &[0; 4]]);
        join(&[&header, fill, &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &udp_4()])
    }

    #[test]
    fn radiotap_is_passed_and_its_padding_heard() {
        let plain = join(&[&[0, 0, 8, 0, 0, 0, 0, 0], &wifi(&[])]);
        check(LinkType(127), &plain, PLAIN, &[]);
        // A time and flags, behind a second word of presence bits.
        let header = [
            0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 0x20,
        ];
        let padded = join(&[&header, &wifi(&[0, 0])]);
        check(LinkType(127), &padded, PLAIN, &[]);
    }

    #[test]
    fn ppi_names_the_link_type_inside() {
        let frame = join(&[&[0, 0, 12, 0, 105, 0, 0, 0, 2, 0, 0, 0], &wifi(&[])]);
        check(LinkType(192), &frame, PLAIN, &[]);
    }

    #[test]
    fn avs_and_prism_are_told_apart() {
        let avs = join(&[&[0x80, 0x21, 0x10, 1, 0, 0, 0, 64], &[0; 56], &wifi(&[])]);
        check(LinkType(163), &avs, PLAIN, &[]);
        check(LinkType(119), &avs, PLAIN, &[]);
        let prism = join(&[&[0x44, 0, 0, 0, 144, 0, 0, 0], &[0; 136], &wifi(&[])]);
        check(LinkType(119), &prism, PLAIN, &[]);
    }
}
