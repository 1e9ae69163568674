//! Frames of WebSocket (RFC 6455 §5.2), with the mask of clients taken off.

use super::Reading;

/// Longest header: two bytes, eight of length, four of mask.
const MAX_HEADER_BYTES: usize = 14;

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// More of the message before it.
    More,
    /// Text.
    Text,
    /// Bytes.
    Binary,
    /// Close, ping or pong.
    Control,
}

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// What it carries.
    pub kind: Kind,
    /// The message ends with it.
    pub is_last: bool,
    /// The message is compressed (RFC 7692 §6).
    pub is_packed: bool,
    /// Every byte of its body is combined with one of these, in turn.
    pub mask: Option<[u8; 4]>,
    /// Length of the header, in bytes.
    pub header_bytes: usize,
    /// Length of the body, in bytes.
    pub body_bytes: u64,
}

/// Reads the header of a frame.
pub fn read_header(bytes: &[u8]) -> Reading<FrameHeader> {
    let head = bytes.get(..MAX_HEADER_BYTES).unwrap_or(bytes);
    let [first, second, ..] = *head else {
        return Reading::NeedMore;
    };
    let kind = match first & 0x0f {
        0 => Kind::More,
        1 => Kind::Text,
        2 => Kind::Binary,
        8..=10 => Kind::Control,
        _ => return Reading::NotThis,
    };
    // Reserved bits beside the one of compression have no meaning that is known.
    if first & 0x30 != 0 {
        return Reading::NotThis;
    }
    let Some((body_bytes, length_end)) = length(head, second & 0x7f) else {
        return Reading::NeedMore;
    };
    if kind == Kind::Control && body_bytes > 125 || body_bytes > i64::MAX.unsigned_abs() {
        return Reading::NotThis;
    }
    let (mask, header_bytes) = match second & 0x80 != 0 {
        false => (None, length_end),
        true => match head
            .get(length_end..)
            .and_then(|rest| rest.first_chunk::<4>())
        {
            Some(mask) => (Some(*mask), length_end + 4),
            None => return Reading::NeedMore,
        },
    };
    Reading::Found(FrameHeader {
        kind,
        is_last: first & 0x80 != 0,
        is_packed: first & 0x40 != 0,
        mask,
        header_bytes,
        body_bytes,
    })
}

/// Length of the body and where the header goes on behind it.
fn length(head: &[u8], short: u8) -> Option<(u64, usize)> {
    let rest = head.get(2..)?;
    match short {
        126 => Some((u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 4)),
        127 => Some((u64::from_be_bytes(*rest.first_chunk()?), 10)),
        short => Some((u64::from(short), 2)),
    }
}

impl FrameHeader {
    /// The head of the body as it was before masking.
    pub fn unmasked(self, body: &[u8]) -> Vec<u8> {
        match self.mask {
            None => body.to_vec(),
            Some(mask) => body
                .iter()
                .zip(mask.iter().cycle())
                .map(|(byte, mask)| byte ^ mask)
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6455 §5.7: a masked text frame that says `Hello`.
    const HELLO: [u8; 11] = [
        0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58,
    ];

    #[test]
    fn the_frame_of_the_rfc_is_unmasked() {
        let Reading::Found(header) = read_header(&HELLO) else {
            panic!("a whole header is read");
        };
        assert_eq!(
            (header.kind, header.is_last, header.body_bytes),
            (Kind::Text, true, 5)
        );
        assert_eq!(header.unmasked(&HELLO[header.header_bytes..]), b"Hello");
    }

    #[test]
    fn every_shorter_header_asks_for_more() {
        let long = [&[0xc2, 0xff, 0, 0, 0, 0, 0, 1, 0, 0][..], &[1, 2, 3, 4]].concat();
        for (bytes, header_bytes) in [(&HELLO[..], 6), (&long[..], 14)] {
            for length in 0..header_bytes {
                assert_eq!(
                    read_header(&bytes[..length]),
                    Reading::NeedMore,
                    "{length} bytes"
                );
            }
            assert!(
                matches!(read_header(bytes), Reading::Found(h) if h.header_bytes == header_bytes)
            );
        }
        assert_eq!(read_header(&[0xb1, 0]), Reading::NotThis);
        assert_eq!(read_header(&[0x83, 0]), Reading::NotThis);
        assert_eq!(
            read_header(&[0x89, 126, 1, 0]),
            Reading::NotThis,
            "a ping of 256 bytes"
        );
    }
}
