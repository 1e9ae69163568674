//! The lz4 wrapping, streamed: frame after frame, and a cut between two blocks is told from an end.

use std::io::{self, ErrorKind, Read};

use lz4_flex::frame::FrameDecoder;

/// A frame ends with four zero bytes, or with these and a checksum of four.
const END_MARK_BYTES: usize = 8;

/// All lz4 frames of a file. A block is at most 8 MiB, so that is what the decoder holds twice.
pub struct Lz4Frames<R: Read> {
    decoder: FrameDecoder<LastBytes<R>>,
}

impl<R: Read> Lz4Frames<R> {
    /// At the start of `file`.
    pub fn new(file: R) -> Self {
        Self {
            decoder: FrameDecoder::new(LastBytes {
                file,
                last: [0; END_MARK_BYTES],
                ended: false,
            }),
        }
    }
}

impl<R: Read> Read for Lz4Frames<R> {
    /// The decoder says 0 at the end of each frame, and also where the file ends without an end mark.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match self.decoder.read(buffer)? {
                0 if self.decoder.get_ref().is_cut() => {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
                0 if self.decoder.get_ref().ended => return Ok(0),
                0 => {}
                count => return Ok(count),
            }
        }
    }
}

/// A reader that remembers the last bytes it gave.
struct LastBytes<R> {
    file: R,
    last: [u8; END_MARK_BYTES],
    ended: bool,
}

impl<R> LastBytes<R> {
    /// Whether the file has ended without an end mark.
    fn is_cut(&self) -> bool {
        let [a, b] = [self.last.first_chunk::<4>(), self.last.last_chunk::<4>()];
        self.ended && a != Some(&[0; 4]) && b != Some(&[0; 4])
    }
}

impl<R: Read> Read for LastBytes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.ended = count == 0 && !buffer.is_empty();
        let given = buffer.get(..count).unwrap_or(&[]);
        let from = given.len().saturating_sub(END_MARK_BYTES);
        for byte in given.get(from..).unwrap_or(&[]) {
            self.last.rotate_left(1);
            self.last[END_MARK_BYTES - 1] = *byte;
        }
        Ok(count)
    }
}
