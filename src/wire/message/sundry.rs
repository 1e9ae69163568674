//! Openings that are told by a few constant bytes: Telnet's options (RFC 854, 855), queries to game servers of Source
//! (Valve's "Server queries"), and WhatsApp (tulir/whatsmeow, socket/constants.go: start and versions).

use super::Reading;
use crate::wire::packet::span::Span;

/// Option commands that one side sends before any text; one alone could be chance.
const ENOUGH_OPTIONS: usize = 2;

/// The query of the Source engine.
const QUERY: &[u8] = b"\xff\xff\xff\xffTSource Engine Query\0";

/// Longest first message of WhatsApp that is believed, in bytes.
const MAX_HELLO_BYTES: u32 = 4_096;

/// Whether a side begins with the options of Telnet: interpret-as-command, WILL to DONT, an assigned option.
pub fn read_telnet(bytes: &[u8]) -> Reading<()> {
    let is_option = |part: &[u8]| matches!(part, [0xff, 0xfb..=0xfe, 0..=49 | 255]);
    let count = bytes
        .chunks_exact(3)
        .take_while(|part| is_option(part))
        .count();
    if count >= ENOUGH_OPTIONS {
        return Reading::Found(());
    }
    match bytes.get(3 * count..).unwrap_or(&[]) {
        [] | [0xff] | [0xff, 0xfb..=0xfe] => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// Whether a datagram asks a game server what it is.
pub fn is_source_query(bytes: &[u8]) -> bool {
    bytes.starts_with(QUERY)
}

/// Whether a client opens WhatsApp: routing bytes or none, then `WA`, two versions, and a short message.
pub fn read_whatsapp(bytes: &[u8]) -> Reading<()> {
    let start = match bytes {
        [b'E', b'D', 0, 1, 0, high, low, rest @ ..] => {
            match rest.get(usize::from(u16::from_be_bytes([*high, *low]))..) {
                Some(start) => start,
                None => return Reading::NeedMore,
            }
        }
        []
        | [b'E']
        | [b'E', b'D']
        | [b'E', b'D', 0]
        | [b'E', b'D', 0, 1]
        | [b'E', b'D', 0, 1, 0]
        | [b'E', b'D', 0, 1, 0, _] => {
            return Reading::NeedMore;
        }
        start => start,
    };
    match start {
        [b'W', b'A', 1..=9, 0..=9, 0, rest @ ..] => {
            match Span::from(rest).short(0).map(u32::from) {
                Some(1..=MAX_HELLO_BYTES) => Reading::Found(()),
                Some(_) => Reading::NotThis,
                None => Reading::NeedMore,
            }
        }
        [] | [b'W'] | [b'W', b'A'] | [b'W', b'A', 1..=9] | [b'W', b'A', 1..=9, 0..=9] => {
            Reading::NeedMore
        }
        _ => Reading::NotThis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_by_its_bytes_and_shorter_ones_wait() {
        let telnet = [0xff, 0xfd, 0x18, 0xff, 0xfb, 0x03];
        let plain = b"WA\x06\x03\x00\x00\x2b";
        let routed = b"ED\x00\x01\x00\x00\x02rrWA\x06\x03\x00\x00\x2b";
        assert_eq!(read_telnet(&telnet), Reading::Found(()));
        assert_eq!(read_whatsapp(plain), Reading::Found(()));
        assert_eq!(read_whatsapp(routed), Reading::Found(()));
        for length in 0..telnet.len() {
            assert_eq!(
                read_telnet(&telnet[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..plain.len() {
            assert_eq!(
                read_whatsapp(&plain[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..routed.len() {
            assert_eq!(
                read_whatsapp(&routed[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        assert!(is_source_query(QUERY) && !is_source_query(&QUERY[..10]));
    }

    #[test]
    fn other_bytes_are_none() {
        for bytes in [
            &b"GET / HTTP/1.1"[..],
            b"WAVE data",
            &[0xff, 0xfb, 99, 0xff, 0xfb, 99],
        ] {
            assert_eq!(read_telnet(bytes), Reading::NotThis);
            assert_eq!(read_whatsapp(bytes), Reading::NotThis);
        }
    }
}
