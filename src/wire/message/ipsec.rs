//! IPsec over UDP: the header of IKE (RFC 2408 §3.1, RFC 7296 §3.1), behind the zero marker too, and ESP (RFC 3948 §2).

use super::Reading;
use crate::wire::packet::span::Span;

/// Header of IKE, in bytes.
const IKE_BYTES: usize = 28;

/// Lowest number of a security association in use (RFC 4303 §2.1: 1 to 255 are reserved).
const MIN_SPI: u32 = 256;

/// Number, sequence, one block and the check value of the shortest ESP packet, in bytes.
const MIN_ESP_BYTES: usize = 8 + 8 + 12;

/// One datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Keys are agreed; `version` is 1 or 2.
    Ike { version: u8 },
    /// What the tunnel carries. Any bytes look like it: see the reader for what makes it sure.
    Esp { spi: u32, sequence: u32 },
    /// The single byte that keeps a translation alive (RFC 3948 §2.3).
    KeepAlive,
}

/// Whether a datagram is IKE.
pub fn probe(bytes: &[u8]) -> bool {
    is_ike(bytes).is_some() || marked(bytes).is_some()
}

/// Whether a datagram may be ESP: the first of a few that must agree.
pub fn may_be_esp(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(Message::Esp { sequence, .. }) if sequence > 0)
}

/// Reads one datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    if let Some(version) = is_ike(bytes).or_else(|| marked(bytes)) {
        return Reading::Found(Message::Ike { version });
    }
    if bytes == [0xff] {
        return Reading::Found(Message::KeepAlive);
    }
    let span = Span::from(bytes);
    match (span.word(0), span.word(4)) {
        (Some(spi @ MIN_SPI..), Some(sequence))
            if bytes.len() >= MIN_ESP_BYTES && bytes.len().is_multiple_of(2) =>
        {
            Reading::Found(Message::Esp { spi, sequence })
        }
        _ => Reading::NotThis,
    }
}

/// IKE behind the four zero bytes that tell it from ESP (RFC 3948 §2.2).
fn marked(bytes: &[u8]) -> Option<u8> {
    is_ike(bytes.strip_prefix(&[0, 0, 0, 0])?)
}

/// The version of the header, where every field is one that is used and the length is the datagram's.
fn is_ike(bytes: &[u8]) -> Option<u8> {
    let span = Span::from(bytes);
    let [next, version, exchange, flags] = span.array(16)?;
    let length = usize::try_from(span.word(24)?).ok()?;
    let fits = span.long(0)? != 0 && length >= IKE_BYTES && length == bytes.len();
    let known = match version >> 4 {
        1 => matches!(exchange, 1..=6 | 32..=34) && flags < 8 && next <= 24,
        2 => matches!(exchange, 34..=44) && flags & 0b1100_0111 == 0 && matches!(next, 0 | 33..=54),
        _ => false,
    };
    (fits && known).then_some(version >> 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// IKE_SA_INIT of version 2 without payloads.
    const INIT: [u8; 28] = [
        1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 33, 0x20, 34, 8, 0, 0, 0, 0, 0, 0, 0, 28,
    ];

    #[test]
    fn a_header_is_read_with_and_without_marker() {
        let ike = Reading::Found(Message::Ike { version: 2 });
        assert_eq!(read(&INIT), ike);
        assert_eq!(read(&[&[0; 4][..], &INIT].concat()), ike);
        let esp = [0xc0, 0, 0, 1, 0, 0, 0, 5, 1, 1, 1, 1, 1, 1, 1, 1];
        let esp = [&esp[..], &[7; 16]].concat();
        let found = Message::Esp {
            spi: 0xc000_0001,
            sequence: 5,
        };
        assert_eq!(read(&esp), Reading::Found(found));
        assert_eq!(read(&[0xff]), Reading::Found(Message::KeepAlive));
    }

    #[test]
    fn every_shorter_header_is_none_and_so_are_damaged_ones() {
        for length in 0..INIT.len() {
            assert!(!probe(&INIT[..length]), "{length} bytes");
        }
        for (at, value) in [(17, 0x30), (18, 60), (19, 1), (27, 29), (16, 7)] {
            let mut bytes = INIT;
            bytes[at] = value;
            assert!(!probe(&bytes), "byte {at}");
        }
    }
}
