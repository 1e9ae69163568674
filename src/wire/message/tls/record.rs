//! One record of a TLS stream (RFC 8446 §5.1), opened or not, and one message of the handshake inside records.

use crate::wire::message::Reading;

/// Bytes before the body of a record.
pub const RECORD_HEADER_BYTES: usize = 5;

/// Bytes before the body of a handshake message (RFC 8446 §4).
pub const HANDSHAKE_HEADER_BYTES: usize = 4;

/// Longest body: 16 KiB, and what encryption of TLS 1.2 may add (RFC 5246 §6.2.3).
const MAX_RECORD_BYTES: usize = 16 * 1024 + 2048;

/// Longest handshake message that is put together: a certificate chain; longer ones are allowed but not met.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// What a record carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// What follows from this side is encrypted with new keys (TLS 1.2); without meaning in TLS 1.3.
    ChangeCipherSpec,
    /// Errors and the end.
    Alert,
    /// Messages of the handshake.
    Handshake,
    /// What the layer above sent; in TLS 1.3 every encrypted record.
    ApplicationData,
    /// RFC 6520.
    Heartbeat,
}

impl Content {
    /// By its number.
    pub fn of(number: u8) -> Option<Self> {
        match number {
            20 => Some(Content::ChangeCipherSpec),
            21 => Some(Content::Alert),
            22 => Some(Content::Handshake),
            23 => Some(Content::ApplicationData),
            24 => Some(Content::Heartbeat),
            _ => None,
        }
    }
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// What it carries.
    pub content: Content,
    /// Its header, which AEAD suites authenticate.
    pub header: [u8; RECORD_HEADER_BYTES],
    /// What follows the header.
    pub body: &'a [u8],
}

/// Reads the record at the start of `bytes`.
pub fn read_record(bytes: &[u8]) -> Reading<Record<'_>> {
    let Some((header, rest)) = bytes.split_first_chunk::<RECORD_HEADER_BYTES>() else {
        return if may_begin(bytes) {
            Reading::NeedMore
        } else {
            Reading::NotThis
        };
    };
    let [number, _, _, high, low] = *header;
    let length = usize::from(u16::from_be_bytes([high, low]));
    match Content::of(number) {
        Some(content) if may_begin(bytes) && length <= MAX_RECORD_BYTES => match rest.get(..length)
        {
            Some(body) => Reading::Found(Record {
                content,
                header: *header,
                body,
            }),
            None => Reading::NeedMore,
        },
        _ => Reading::NotThis,
    }
}

fn may_begin(bytes: &[u8]) -> bool {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    fits(0, |byte| Content::of(byte).is_some()) && fits(1, |b| b == 3) && fits(2, |b| b <= 4)
}

/// One handshake message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    /// Its kind (RFC 8446 §4).
    pub kind: u8,
    /// What follows its header.
    pub body: &'a [u8],
}

/// Reads the handshake message at the start of `bytes`.
pub fn read_message(bytes: &[u8]) -> Reading<Message<'_>> {
    let Some(([kind, a, b, c], rest)) = bytes.split_first_chunk::<HANDSHAKE_HEADER_BYTES>() else {
        return Reading::NeedMore;
    };
    let length = usize::try_from(u32::from_be_bytes([0, *a, *b, *c])).unwrap_or(usize::MAX);
    if length > MAX_MESSAGE_BYTES {
        return Reading::Malformed("a TLS handshake message claims more than 64 KiB");
    }
    match rest.get(..length) {
        Some(body) => Reading::Found(Message { kind: *kind, body }),
        None => Reading::NeedMore,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shorter_record_asks_for_more() {
        let bytes = [22, 3, 1, 0, 5, 1, 0, 0, 1, 9];
        for length in 0..bytes.len() {
            assert_eq!(read_record(&bytes[..length]), Reading::NeedMore);
        }
        let Reading::Found(record) = read_record(&bytes) else {
            panic!("a whole record is read");
        };
        assert_eq!(record.content, Content::Handshake);
        for length in 0..record.body.len() {
            assert_eq!(read_message(&record.body[..length]), Reading::NeedMore);
        }
        let message = Message {
            kind: 1,
            body: &[9],
        };
        assert_eq!(read_message(record.body), Reading::Found(message));
    }

    #[test]
    fn other_bytes_are_no_record() {
        for bytes in [
            &b"GET / HTTP/1.1"[..],
            &[22, 2],
            &[19],
            &[22, 3, 1, 0xff, 0xff],
        ] {
            assert_eq!(read_record(bytes), Reading::NotThis);
        }
    }
}
