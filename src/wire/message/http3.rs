//! HTTP/3 (RFC 9114): kinds of streams, headers of frames, settings; capsules of RFC 9297.

use super::quic::number::Cursor;

/// What a stream that goes one way is for (RFC 9114 §6.2, RFC 9204 §4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamKind {
    /// Settings.
    Control,
    /// Responses that nobody asked for: a push id, then frames.
    Push,
    /// Instructions for the table of header compression.
    Encoder,
    /// Reserved, the decoder's acknowledgements, extensions.
    Other,
}

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// A part of a body.
    Data,
    /// A field section.
    Headers,
    /// Settings of one side.
    Settings,
    /// The rest of the stream belongs to an extension that has no frames (WebTransport's 0x41).
    Raw,
    /// Others.
    Other,
}

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// What it is.
    pub kind: FrameKind,
    /// Bytes of its payload.
    pub payload_bytes: u64,
    /// Bytes of this header.
    pub header_bytes: usize,
}

/// Reads the kind of a stream that goes one way, and the bytes it takes; `None` where it is not all there.
pub fn read_stream_kind(bytes: &[u8]) -> Option<(StreamKind, usize)> {
    let mut cursor = Cursor::new(bytes);
    let kind = match cursor.number()? {
        0 => StreamKind::Control,
        1 => {
            cursor.number()?;
            StreamKind::Push
        }
        2 => StreamKind::Encoder,
        _ => StreamKind::Other,
    };
    Some((kind, bytes.len() - cursor.rest().len()))
}

/// Reads the header of a frame; `None` where it is not all there.
pub fn read_frame_header(bytes: &[u8]) -> Option<FrameHeader> {
    let mut cursor = Cursor::new(bytes);
    let kind = match cursor.number()? {
        0x00 => FrameKind::Data,
        0x01 => FrameKind::Headers,
        0x04 => FrameKind::Settings,
        0x41 => FrameKind::Raw,
        _ => FrameKind::Other,
    };
    let payload_bytes = match kind {
        FrameKind::Raw => 0,
        _ => cursor.number()?,
    };
    Some(FrameHeader {
        kind,
        payload_bytes,
        header_bytes: bytes.len() - cursor.rest().len(),
    })
}

/// The size of the table for header compression that a SETTINGS frame allows (RFC 9204 §5); 0 where it says nothing.
pub fn allowed_table_bytes(settings: &[u8]) -> u64 {
    let mut cursor = Cursor::new(settings);
    let max_table_capacity = 0x01;
    while let (Some(setting), Some(value)) = (cursor.number(), cursor.number()) {
        if setting == max_table_capacity {
            return value;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_frames_are_read_in_full_only() {
        let bytes = [0x01, 0x44, 0x00];
        let expected = FrameHeader {
            kind: FrameKind::Headers,
            payload_bytes: 1_024,
            header_bytes: 3,
        };
        assert_eq!(read_frame_header(&bytes), Some(expected));
        for length in 0..bytes.len() {
            assert_eq!(read_frame_header(&bytes[..length]), None, "{length}");
        }
    }

    #[test]
    fn a_push_stream_has_its_id_behind_its_kind() {
        assert_eq!(read_stream_kind(&[1]), None);
        assert_eq!(read_stream_kind(&[1, 5]), Some((StreamKind::Push, 2)));
        assert_eq!(read_stream_kind(&[2]), Some((StreamKind::Encoder, 1)));
        assert_eq!(read_stream_kind(&[]), None);
    }

    #[test]
    fn the_allowed_table_is_found_among_the_settings() {
        let settings = [0x06, 0x40, 0xff, 0x01, 0x50, 0x00, 0x33, 1];
        assert_eq!(allowed_table_bytes(&settings), 4_096);
        for length in 0..6 {
            assert_eq!(allowed_table_bytes(&settings[..length]), 0, "{length}");
        }
    }
}
