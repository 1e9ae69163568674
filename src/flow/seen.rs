//! What counting needs to know of a frame, and sums of several frames.

use crate::capture::frame::{Frame, Time};

/// One frame, without its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Frame number; 0 is none.
    pub number: u64,
    /// When it was captured.
    pub at: Option<Time>,
    /// Length on the wire in bytes.
    pub wire_len: u32,
    /// Index of the interface within the file.
    pub interface: u32,
}

impl Seen {
    /// The frame without its bytes.
    pub fn of(frame: &Frame<'_>) -> Self {
        Self {
            number: frame.number,
            at: frame.at,
            wire_len: frame.wire_len,
            interface: frame.interface,
        }
    }
}

/// Several frames together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub frames: u64,
    /// Sum of their lengths on the wire in bytes.
    pub wire_bytes: u64,
    /// Lowest frame number; 0 without frames.
    pub first_frame: u64,
    /// Earliest time.
    pub start: Option<Time>,
    /// Latest time.
    pub end: Option<Time>,
}

impl Tally {
    /// Adds a frame; one without a number is none.
    pub fn add(&mut self, seen: Seen) {
        if seen.number == 0 {
            return;
        }
        if self.frames == 0 {
            self.first_frame = seen.number;
        }
        self.frames += 1;
        self.wire_bytes += u64::from(seen.wire_len);
        self.start = self.start.into_iter().chain(seen.at).min();
        self.end = self.end.into_iter().chain(seen.at).max();
    }
}
