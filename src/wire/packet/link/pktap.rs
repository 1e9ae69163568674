//! Apple's PKTAP header: which interface, which process, and the link type of what follows.
//!
//! Layout from `bsd/net/pktap.h` of XNU; the fields are in the order of the capturing machine, and all of Apple's
//! machines that write it put the low byte first.

use super::{CUT, UNREAD, begin};
use crate::capture::frame::LinkType;
use crate::wire::packet::app::padded_text;
use crate::wire::packet::around::{Around, Halt, Step};
use crate::wire::packet::layers::{AppNote, Stop};
use crate::wire::packet::span::Span;

/// Length of the header; later versions may be longer.
const HEADER_BYTES: u32 = 108;

/// `PTH_TYPE_PACKET`: a packet follows.
const PACKET: u32 = 1;

/// Offsets: process and its name, then the process on whose behalf it works.
const PROCESS_AT: usize = 52;
const NAME_AT: usize = 56;
const BEHALF_AT: usize = 84;
const BEHALF_NAME_AT: usize = 88;
const NAME_BYTES: usize = 20;

const NOT_PKTAP: Halt = Halt::Stopped(Stop::new(
    "a frame should begin with a PKTAP header, and does not",
    UNREAD,
));

const USER_2: Halt = Halt::Stopped(Stop {
    what: "frames of a link type that is for private use:",
    meaning: "they count as bytes that could not be read; nothing in them is placed",
    number: Some(149),
    name: Some("USER2"),
});

/// A frame of the registered link type.
pub fn pktap<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    if span.bytes.len() < HEADER_BYTES as usize {
        return Err(CUT);
    }
    let (link, packet) = header(span).ok_or(NOT_PKTAP)?;
    around.app = app(span);
    begin(link, packet, around)
}

/// The number that Apple's tcpdump wrote before PKTAP had its own; anyone may use it, so the header must be right.
pub fn user_2<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    match header(span) {
        Some(_) => pktap(span, around),
        None => Err(USER_2),
    }
}

/// The link type inside, and the packet.
fn header(span: Span<'_>) -> Option<(LinkType, Span<'_>)> {
    let (length, kind, link) = (span.word_le(0)?, span.word_le(4)?, span.word_le(8)?);
    let fits = length >= HEADER_BYTES && length <= span.wire_len;
    // A header inside a header would only serve to keep a reader busy.
    let known = kind == PACKET && !matches!(link, 149 | 258);
    let packet = span.skip(length as usize)?;
    (fits && known).then_some((LinkType(link), packet))
}

/// The process on whose behalf the packet was sent, else the one that sent it.
fn app(span: Span<'_>) -> Option<AppNote<'_>> {
    let named = |name_at: usize, number_at: usize| {
        let name = padded_text(span.bytes.get(name_at..name_at + NAME_BYTES)?)?;
        let number = span.word_le(number_at)?;
        Some(AppNote {
            name,
            number,
            is_trailer: false,
        })
    };
    named(BEHALF_NAME_AT, BEHALF_AT).or_else(|| named(NAME_AT, PROCESS_AT))
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, frame, join, udp_4};
    use crate::wire::packet::{Decoded, decode};

    const PLAIN: &str = "10.0.0.1:1000 > 10.0.0.2:2000";

    fn packet(behalf: &[u8; 20]) -> Vec<u8> {
        let mut name = [0; 20];
        name[..4].copy_from_slice(b"curl");
        join(&[
            &[108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
            &[0; 40],
            &[77, 0, 0, 0],
            &name,
            &[0; 8],
            &[78, 0, 0, 0],
            behalf,
            &ethernet(0x0800, &udp_4()),
        ])
    }

    fn app_of(bytes: &[u8]) -> Option<(String, u32)> {
        match decode(&frame(LinkType(258), bytes, bytes.len())) {
            Decoded::Packet(packet) => packet.app.map(|app| (app.name.to_owned(), app.number)),
            _ => None,
        }
    }

    #[test]
    fn the_process_is_noted() {
        let bytes = packet(&[0; 20]);
        check(LinkType(258), &bytes, PLAIN, &[]);
        check(LinkType(149), &bytes, PLAIN, &[]);
        assert_eq!(app_of(&bytes), Some(("curl".to_owned(), 77)));
        let mut behalf = [0; 20];
        behalf[..6].copy_from_slice(b"Safari");
        assert_eq!(app_of(&packet(&behalf)), Some(("Safari".to_owned(), 78)));
    }

    #[test]
    fn another_use_of_the_private_number_is_told() {
        let want = "stopped: frames of a link type that is for private use: USER2 (149)";
        check(LinkType(149), &[7; 200], want, &[]);
    }
}
