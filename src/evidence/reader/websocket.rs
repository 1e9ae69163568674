//! WebSocket behind an upgrade: its messages, unmasked and unpacked, for whoever follows the flow; heads of the client's
//! first ones are kept as bodies are.

use flate2::{Decompress, FlushDecompress};

use super::body::Body;
use super::{Step, StreamReader};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::websocket::{FrameHeader, Kind, read_header};

/// Frames up to this length wait until they are whole; of longer ones nothing but the length is looked at.
const MAX_FRAME_BYTES: usize = 64 * 1024;

/// Bytes that one frame may unpack to; what is beyond is read for the sake of what follows, and dropped.
const MAX_UNPACKED_BYTES: usize = 256 * 1024;

/// Bytes unpacked at a time.
const PIECE_BYTES: usize = 8 * 1024;

/// Messages of a client whose heads are kept: what kind of data a socket carries shows early.
const MAX_KEPT: u16 = 32;

/// One connection.
#[derive(Debug, Default)]
struct WebSocket {
    halves: Sides<Half>,
}

/// One direction.
#[derive(Debug, Default)]
struct Half {
    /// Messages refer to those before them (RFC 7692 §7.1.1): made with the first packed one.
    unpack: Option<Box<Decompress>>,
    /// The message whose frames follow is packed.
    is_packed: bool,
    /// A part of a packed message is missing.
    is_lost: bool,
    /// Messages whose heads were kept.
    kept: u16,
}

/// The reader of what follows an upgrade to WebSocket.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<WebSocket>::default()
}

impl StreamReader for WebSocket {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        let header = match read_header(bytes) {
            Reading::Found(header) => header,
            Reading::NeedMore => return Step::More,
            Reading::NotThis | Reading::Malformed(_) => return Step::SideDone,
        };
        sink.speaks(Protocol::WebSocket);
        let whole = header.body_bytes.saturating_add(header.header_bytes as u64);
        let half = &mut self.halves[side];
        let is_short = whole <= MAX_FRAME_BYTES as u64;
        let is_kept = side == Side::Client && half.kept < MAX_KEPT;
        if !is_short || !is_kept && !sink.is_followed() {
            half.is_lost |= header.is_packed || half.is_packed;
            return Step::Skip(whole);
        }
        let end = usize::try_from(whole).unwrap_or(usize::MAX);
        let Some(body) = bytes.get(header.header_bytes..end) else {
            return Step::More;
        };
        let body = header.unmasked(body);
        if let Some(text) = half.text(header, body) {
            sink.opened(Protocol::WebSocket, side, &text);
            if is_kept {
                half.kept += 1;
                Body::of_message(side, &text).keep(sink);
            }
        }
        Step::Took(end)
    }
}

impl Half {
    /// What a frame says, where it can be read.
    fn text(&mut self, header: FrameHeader, body: Vec<u8>) -> Option<Vec<u8>> {
        match header.kind {
            Kind::Control => return None,
            Kind::Text | Kind::Binary => self.is_packed = header.is_packed,
            Kind::More => {}
        }
        match (self.is_packed, self.is_lost) {
            (false, _) => Some(body),
            (true, true) => None,
            (true, false) => self.unpacked(header, body),
        }
    }

    fn unpacked(&mut self, header: FrameHeader, mut body: Vec<u8>) -> Option<Vec<u8>> {
        if header.is_last {
            body.extend([0, 0, 0xff, 0xff]);
        }
        let unpack = self
            .unpack
            .get_or_insert_with(|| Box::new(Decompress::new(false)));
        let out = inflate(unpack, &body);
        self.is_lost = out.is_none();
        out
    }
}

/// Everything that `bytes` add to what was unpacked before; `None` where they are damaged.
fn inflate(unpack: &mut Decompress, bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut rest, mut out) = (bytes, Vec::new());
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let before = (unpack.total_in(), unpack.total_out());
        unpack
            .decompress(rest, &mut piece, FlushDecompress::Sync)
            .ok()?;
        let taken = usize::try_from(unpack.total_in() - before.0).ok()?;
        let given = usize::try_from(unpack.total_out() - before.1).ok()?;
        rest = rest.get(taken..)?;
        if out.len() < MAX_UNPACKED_BYTES {
            out.extend_from_slice(piece.get(..given)?);
        }
        if taken == 0 && given == 0 || rest.is_empty() && given < PIECE_BYTES {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compress, Compression, FlushCompress};

    #[test]
    fn packed_messages_refer_to_those_before_them() {
        let mut pack = Compress::new(Compression::best(), false);
        let mut unpack = Decompress::new(false);
        for _ in 0..3 {
            let mut packed = Vec::with_capacity(256);
            pack.compress_vec(
                b"one and the same message",
                &mut packed,
                FlushCompress::Sync,
            )
            .unwrap();
            assert_eq!(
                inflate(&mut unpack, &packed).unwrap(),
                b"one and the same message"
            );
        }
    }

    #[test]
    fn a_bomb_gives_no_more_than_the_cap() {
        let mut pack = Compress::new(Compression::best(), false);
        let mut packed = Vec::with_capacity(64 * 1024);
        pack.compress_vec(&vec![0; 4_000_000], &mut packed, FlushCompress::Sync)
            .unwrap();
        let out = inflate(&mut Decompress::new(false), &packed).unwrap();
        assert!(out.len() < MAX_UNPACKED_BYTES + PIECE_BYTES);
        for length in 0..packed.len().min(600) {
            assert!(inflate(&mut Decompress::new(false), &packed[..length]).is_some());
        }
    }
}
