//! NTP packets (RFC 5905 §7.3): bytes → version and mode, where every field has a value that is used.

use super::Reading;
use crate::wire::packet::span::Span;

/// Header without extensions, in bytes.
const HEADER_BYTES: usize = 48;

/// Seconds by which two times of one packet of a server may differ: it answers at once.
const MAX_ANSWER_SECONDS: u32 = 3_600;

/// A packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// 1 to 4.
    pub version: u8,
    /// 1 and 2 symmetric, 3 client, 4 server, 5 broadcast.
    pub mode: u8,
}

/// Whether a datagram is one.
pub fn probe(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(_))
}

/// Reads one datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    message(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn message(bytes: &[u8]) -> Option<Message> {
    let span = Span::from(bytes);
    let [first, stratum, poll, precision] = span.array(0)?;
    let message = Message {
        version: (first >> 3) & 7,
        mode: first & 7,
    };
    let (delay, dispersion) = (span.short(4)?, span.short(8)?);
    let sized =
        bytes.len() >= HEADER_BYTES && bytes.len().is_multiple_of(4) && bytes.len() <= 1_024;
    // Precision is a negative power of two; clients that keep no clock write zero.
    let ranged = stratum <= 16
        && poll <= 17
        && (precision == 0 || precision >= 0xe0)
        && delay < 16
        && dispersion < 16;
    let (origin, received, sent) = (span.long(24)?, span.word(32)?, span.word(40)?);
    let timed = match message.mode {
        1 | 2 | 5 => sent != 0,
        3 => (sent != 0 || span.word(44)? != 0) && stratum <= 15,
        4 => origin != 0 && sent != 0 && received.abs_diff(sent) < MAX_ANSWER_SECONDS,
        _ => false,
    };
    (sized && ranged && timed && (1..=4).contains(&message.version)).then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> [u8; 48] {
        let mut bytes = [0; 48];
        bytes[0] = 0x23;
        bytes[40..44].copy_from_slice(&[0xe9, 1, 2, 3]);
        bytes
    }

    #[test]
    fn a_request_is_read_and_every_shorter_one_is_none() {
        let found = Message {
            version: 4,
            mode: 3,
        };
        assert_eq!(read(&request()), Reading::Found(found));
        for length in 0..48 {
            assert!(!probe(&request()[..length]), "{length} bytes");
        }
    }

    #[test]
    fn values_that_are_not_used_are_none() {
        for (at, value) in [(0, 0x00), (0, 0x27), (1, 99), (2, 40), (3, 9), (4, 200)] {
            let mut bytes = request();
            bytes[at] = value;
            assert!(!probe(&bytes), "byte {at} is {value}");
        }
        assert!(!probe(&[0x23; 48]));
    }
}
