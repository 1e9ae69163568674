//! WireGuard messages, and the path probes of Tailscale, which runs it: bytes → type and indices.
//!
//! Source: wireguard.com/protocol (first and subsequent messages), and the disco package of tailscale/tailscale
//! (disco/disco.go: magic, key, nonce).

use super::Reading;
use crate::wire::packet::span::Span;

/// Lengths of the three handshake messages in bytes.
const INITIATION_BYTES: usize = 148;
const RESPONSE_BYTES: usize = 92;
const COOKIE_BYTES: usize = 64;

/// Header and authentication tag of an empty data message (a keep-alive), in bytes.
const MIN_DATA_BYTES: usize = 32;

/// Start of a path probe: `TS` and a speech balloon in UTF-8.
const DISCO_MAGIC: &[u8] = b"TS\xf0\x9f\x92\xac";

/// Magic, sender's key, nonce and tag of the shortest probe, in bytes.
const MIN_DISCO_BYTES: usize = 6 + 32 + 24 + 16;

/// One message. Indices are numbers that each side picks for itself; the other side addresses it by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Type 1.
    Initiation { sender: u32 },
    /// Type 2.
    Response { sender: u32, receiver: u32 },
    /// Type 3.
    Cookie { receiver: u32 },
    /// Type 4.
    Data { receiver: u32, counter: u64 },
    /// A path probe of Tailscale.
    Disco,
}

/// Whether a datagram has the shape of a message.
pub fn probe(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(_))
}

/// Reads one datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    message(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn message(bytes: &[u8]) -> Option<Message> {
    let span = Span::from(bytes);
    if bytes.starts_with(DISCO_MAGIC) {
        return (bytes.len() >= MIN_DISCO_BYTES).then_some(Message::Disco);
    }
    let first = span.word_le(4)?;
    match (span.array(0)?, bytes.len()) {
        ([1, 0, 0, 0], INITIATION_BYTES) => Some(Message::Initiation { sender: first }),
        ([2, 0, 0, 0], RESPONSE_BYTES) => Some(Message::Response {
            sender: first,
            receiver: span.word_le(8)?,
        }),
        ([3, 0, 0, 0], COOKIE_BYTES) => Some(Message::Cookie { receiver: first }),
        // What is inside is padded to 16 bytes.
        ([4, 0, 0, 0], length) if length >= MIN_DATA_BYTES && length.is_multiple_of(16) => {
            Some(Message::Data {
                receiver: first,
                counter: span.long_le(8)?,
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kind: u8, length: usize) -> Vec<u8> {
        let mut bytes = vec![kind, 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        bytes.resize(length, 0xaa);
        bytes
    }

    #[test]
    fn each_type_has_its_length() {
        let response = Message::Response {
            sender: 5,
            receiver: 6,
        };
        let data = Message::Data {
            receiver: 5,
            counter: 6,
        };
        for (bytes, message) in [
            (made(1, 148), Message::Initiation { sender: 5 }),
            (made(2, 92), response),
            (made(3, 64), Message::Cookie { receiver: 5 }),
            (made(4, 32), data),
            (made(4, 1_456), data),
        ] {
            assert_eq!(read(&bytes), Reading::Found(message));
        }
        for bytes in [made(1, 149), made(2, 64), made(4, 40), made(5, 148)] {
            assert_eq!(read(&bytes), Reading::NotThis);
        }
    }

    #[test]
    fn every_shorter_message_is_none() {
        let mut disco = DISCO_MAGIC.to_vec();
        disco.resize(MIN_DISCO_BYTES, 1);
        assert!(probe(&disco));
        for bytes in [made(1, 148), disco, made(4, 32)] {
            for length in 0..bytes.len() {
                assert!(!probe(&bytes[..length]), "{length} bytes");
            }
        }
    }
}
