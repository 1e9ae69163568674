//! The xz wrapping, streamed: the decoder is fed piece by piece, because its own reader drops what it had unpacked when
//! it meets a cut.

use std::io::{self, BufRead, ErrorKind, Read};

use lzma_rust2::{Action, Status, XzStream};

/// Memory that a block may ask for, in KiB: a dictionary of 128 MiB, twice what `xz -9` uses, and its overhead.
const MAX_MEMORY_KIB: u32 = 130 * 1024;

/// Bytes unpacked at a time; on damage inside of them they are lost.
const STEP_BYTES: usize = 16 * 1024;

/// All xz streams of a file.
pub struct XzStreams<R> {
    file: R,
    stream: XzStream,
    ended: bool,
}

impl<R: BufRead> XzStreams<R> {
    /// At the start of `file`.
    pub fn new(file: R) -> Self {
        Self {
            file,
            stream: XzStream::new_mem_limit(true, MAX_MEMORY_KIB),
            ended: false,
        }
    }
}

impl<R: BufRead> Read for XzStreams<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(STEP_BYTES);
        let Some(room) = buffer.get_mut(..most).filter(|room| !room.is_empty()) else {
            return Ok(0);
        };
        while !self.ended {
            let packed = self.file.fill_buf()?;
            let (at_end, action) = match packed.is_empty() {
                true => (true, Action::Finish),
                false => (false, Action::Run),
            };
            let done = self.stream.process(packed, room, action)?;
            self.file.consume(done.bytes_consumed);
            self.ended = done.status == Status::StreamEnd;
            if done.bytes_produced > 0 {
                return Ok(done.bytes_produced);
            }
            if (at_end || done.bytes_consumed == 0) && !self.ended {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(0)
    }
}
