//! A window over a byte stream: large reads into one buffer, records handed out in place.
//!
//! No memory map: a file that another program shortens while it is mapped would end this one.

use std::io::{self, Read};

/// Bytes asked for in one read: large enough that system calls vanish, small enough to stay in the processor's cache.
const READ_BYTES: usize = 512 * 1024;

/// A stream with a movable window over it.
#[derive(Debug)]
pub struct Blocks<R> {
    source: R,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    offset: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// A window at the start of `source`.
    pub fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; READ_BYTES],
            from: 0,
            to: 0,
            offset: 0,
            ended: false,
        }
    }

    /// Offset in the stream of the first byte of the window.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes that are there without reading.
    pub fn window(&self) -> &[u8] {
        self.buffer.get(self.from..self.to).unwrap_or(&[])
    }

    /// Makes the window at least `want` bytes long where the stream has them; returns whether it is.
    pub fn fill(&mut self, want: usize) -> io::Result<bool> {
        while self.to - self.from < want && !self.ended {
            self.make_room(want);
            self.read_more()?;
        }
        Ok(self.to - self.from >= want)
    }

    /// Moves the window past `count` of its bytes.
    pub fn consume(&mut self, count: usize) {
        let count = count.min(self.to - self.from);
        self.from += count;
        self.offset = self.offset.saturating_add(count as u64);
    }

    /// Moves bytes only where the room behind them is too small, and grows by more than is needed, so that a long
    /// window that is moved in short steps costs no more than the steps.
    fn make_room(&mut self, want: usize) {
        if self.from + want <= self.buffer.len() {
            return;
        }
        self.buffer.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        if self.buffer.len() < want {
            self.buffer.resize(want.saturating_mul(2), 0);
        }
    }

    fn read_more(&mut self) -> io::Result<()> {
        let Some(room) = self.buffer.get_mut(self.to..) else {
            return Ok(());
        };
        match self.source.read(room) {
            Ok(0) => self.ended = true,
            Ok(count) => self.to += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
