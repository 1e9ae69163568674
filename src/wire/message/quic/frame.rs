//! Frames of an opened packet (RFC 9000 §19, RFC 9221), one after another: those that carry something a reader wants.

use super::number::Cursor;

/// A frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    /// Part of the handshake.
    Crypto {
        /// Position of the first byte.
        position: u64,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// Part of a stream.
    Stream {
        /// Its number.
        stream: u64,
        /// Position of the first byte.
        position: u64,
        /// The bytes.
        bytes: &'a [u8],
        /// Whether the stream ends with them.
        is_last: bool,
    },
    /// A datagram (RFC 9221).
    Datagram(&'a [u8]),
    /// The sender may be called by this connection id too.
    NewConnectionId(&'a [u8]),
    /// What says nothing of the content: padding, acknowledgements, flow control, closing.
    Other,
}

/// The frames of a packet, up to the first that cannot be read.
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    cursor: Cursor<'a>,
    is_google: bool,
}

impl<'a> Frames<'a> {
    /// Of an opened packet; `is_google` where CRYPTO is 8, in Google's versions.
    pub fn new(opened: &'a [u8], is_google: bool) -> Self {
        Self {
            cursor: Cursor::new(opened),
            is_google,
        }
    }

    fn frame(&mut self) -> Option<Frame<'a>> {
        let cursor = &mut self.cursor;
        match (cursor.number()?, self.is_google) {
            // A CRYPTO frame of Google's versions; their other frames have other shapes than here.
            (0x08, true) | (0x06, false) => crypto(cursor),
            (0x00 | 0x01, _) => Some(Frame::Other),
            (_, true) => None,
            (kind @ (0x02 | 0x03), _) => acknowledgement(cursor, kind == 0x03),
            (kind @ 0x08..=0x0f, _) => stream(cursor, kind),
            (0x18, _) => new_connection_id(cursor),
            (0x30, _) => Some(Frame::Datagram(take_rest(cursor))),
            (0x31, _) => cursor.counted().map(Frame::Datagram),
            (kind, _) => skipped(cursor, kind),
        }
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        let frame = self.frame();
        if frame.is_none() {
            self.cursor = Cursor::new(&[]);
        }
        frame
    }
}

fn crypto<'a>(cursor: &mut Cursor<'a>) -> Option<Frame<'a>> {
    let position = cursor.number()?;
    let bytes = cursor.counted()?;
    Some(Frame::Crypto { position, bytes })
}

/// RFC 9000 §19.8: three bits say whether there are a position, a length, and the stream's end.
fn stream<'a>(cursor: &mut Cursor<'a>, kind: u64) -> Option<Frame<'a>> {
    let stream = cursor.number()?;
    let position = match kind & 0x04 {
        0 => 0,
        _ => cursor.number()?,
    };
    let bytes = match kind & 0x02 {
        0 => take_rest(cursor),
        _ => cursor.counted()?,
    };
    Some(Frame::Stream {
        stream,
        position,
        bytes,
        is_last: kind & 0x01 != 0,
    })
}

fn take_rest<'a>(cursor: &mut Cursor<'a>) -> &'a [u8] {
    let rest = cursor.rest();
    *cursor = Cursor::new(&[]);
    rest
}

fn new_connection_id<'a>(cursor: &mut Cursor<'a>) -> Option<Frame<'a>> {
    cursor.number()?;
    cursor.number()?;
    let length = usize::from(cursor.byte()?);
    let id = cursor.bytes(length)?;
    cursor.bytes(16)?;
    Some(Frame::NewConnectionId(id))
}

fn acknowledgement<'a>(cursor: &mut Cursor<'a>, has_counts: bool) -> Option<Frame<'a>> {
    cursor.number()?;
    cursor.number()?;
    let ranges = cursor.number()?;
    cursor.number()?;
    for _ in 0..ranges {
        cursor.number()?;
        cursor.number()?;
    }
    for _ in 0..if has_counts { 3 } else { 0 } {
        cursor.number()?;
    }
    Some(Frame::Other)
}

/// Frames of which only the length matters.
fn skipped<'a>(cursor: &mut Cursor<'a>, kind: u64) -> Option<Frame<'a>> {
    let numbers = match kind {
        0x04 => 3,
        0x05 | 0x11 | 0x15 => 2,
        0x10 | 0x12 | 0x13 | 0x14 | 0x16 | 0x17 | 0x19 => 1,
        // IMMEDIATE_ACK and ACK_FREQUENCY (draft-ietf-quic-ack-frequency), TIME_STAMP (draft-huitema-quic-ts).
        0x1e | 0x1f => 0,
        0xaf => 4,
        0x02f5 => 1,
        0x07 => {
            cursor.counted()?;
            0
        }
        0x1a | 0x1b => {
            cursor.bytes(8)?;
            0
        }
        0x1c | 0x1d => {
            for _ in 0..if kind == 0x1c { 2 } else { 1 } {
                cursor.number()?;
            }
            cursor.counted()?;
            0
        }
        _ => return None,
    };
    for _ in 0..numbers {
        cursor.number()?;
    }
    Some(Frame::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(opened: &[u8]) -> Vec<Frame<'_>> {
        Frames::new(opened, false)
            .filter(|frame| *frame != Frame::Other)
            .collect()
    }

    const FRAMES: &[u8] = &[
        0, 1, 2, 5, 0, 1, 0, 0, 2, // padding, ping, an acknowledgement with one more range
        6, 3, 2, 7, 8, // CRYPTO at 3
        0x0e, 4, 9, 1, 5, // STREAM 4 at 9
        0x18, 1, 0, 2, 0xaa, 0xbb, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // an id
        0x31, 1, 6, // DATAGRAM
        0x42, 0xf5, 0x43, 0x21, 0x40, 0xaf, 1, 2, 3, 4, // TIME_STAMP, ACK_FREQUENCY
        0x1c, 0, 6, 2, b'n', b'o', // CONNECTION_CLOSE
        0x09, 8, 1, 2, // STREAM 8 to the end, which is its last
    ];

    #[test]
    fn frames_are_read_one_after_another() {
        let expected = [
            Frame::Crypto {
                position: 3,
                bytes: &[7, 8],
            },
            Frame::Stream {
                stream: 4,
                position: 9,
                bytes: &[5],
                is_last: false,
            },
            Frame::NewConnectionId(&[0xaa, 0xbb]),
            Frame::Datagram(&[6]),
            Frame::Stream {
                stream: 8,
                position: 0,
                bytes: &[1, 2],
                is_last: true,
            },
        ];
        assert_eq!(wanted(FRAMES), expected);
    }

    #[test]
    fn every_shorter_input_gives_no_other_frames() {
        let whole = wanted(FRAMES);
        // The last frame fills the packet, whatever its length.
        for length in 0..FRAMES.len() - 2 {
            let part = wanted(&FRAMES[..length]);
            let complete = part.len().min(4);
            assert_eq!(part[..complete], whole[..complete], "{length} bytes");
        }
    }

    #[test]
    fn an_unknown_frame_ends_the_reading() {
        assert_eq!(wanted(&[0x40, 0x99, 6, 0, 1, 7]), []);
    }
}
