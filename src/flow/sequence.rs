//! One direction of a TCP connection: which payload bytes are new, which came again, which never came.
//!
//! Positions are counted in 64 bits from the first byte, so that sequence numbers may wrap (RFC 9293 §3.4).

/// Pieces beyond a gap that are remembered; more means loss so heavy that the oldest gap is given up.
const MAX_PIECES: usize = 64;

/// Where a segment lies in the stream and what of it is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Position of its first byte; negative for bytes before the first one seen.
    pub position: i64,
    /// Bytes not seen before.
    pub new_bytes: u32,
    /// Bytes seen before.
    pub repeated_bytes: u32,
}

/// What is known of one direction.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// Sequence number of position `top`; `None` before the first segment.
    top_number: Option<u32>,
    /// Highest position reached: what comes is placed as near to it as its number allows, so that gaps may add up to
    /// more than 32 bits hold.
    top: i64,
    /// First position not yet seen without a gap.
    next: i64,
    /// Pieces beyond gaps, sorted, apart from each other: start and end positions.
    pieces: Vec<(i64, i64)>,
    /// Bytes in gaps that were given up.
    lost: u64,
}

impl Sequence {
    /// Sets where the stream begins: the number after the SYN's.
    pub fn begin(&mut self, first_number: u32) {
        self.top_number.get_or_insert(first_number);
    }

    /// Whether a segment has been seen.
    pub fn has_begun(&self) -> bool {
        self.top_number.is_some()
    }

    /// Places a segment of `len` payload bytes that begins at sequence number `number`.
    pub fn place(&mut self, number: u32, len: u32) -> Placed {
        let top_number = *self.top_number.get_or_insert(number);
        // Differences are read as signed (RFC 1982 arithmetic).
        let ahead = number.wrapping_sub(top_number).cast_signed();
        let position = self.top + i64::from(ahead);
        let end = position + i64::from(len);
        self.raise_top(number.wrapping_add(len), end);
        let new_bytes = if position == self.next && self.pieces.is_empty() {
            self.next = end;
            len
        } else {
            self.insert(position.max(self.next), end)
        };
        Placed {
            position,
            new_bytes,
            repeated_bytes: len - new_bytes,
        }
    }

    /// Bytes that the sequence numbers skip and that never came.
    pub fn lost_bytes(&self) -> u64 {
        let mut lost = self.lost;
        let mut at = self.next;
        for (start, end) in &self.pieces {
            lost = lost.saturating_add((*start - at).unsigned_abs());
            at = *end;
        }
        lost
    }

    fn raise_top(&mut self, number: u32, end: i64) {
        if end > self.top {
            self.top = end;
            self.top_number = Some(number);
        }
    }

    /// Adds `start..end` (not before `next`) and returns how many of its bytes are new.
    fn insert(&mut self, start: i64, end: i64) -> u32 {
        if start >= end {
            return 0;
        }
        let first = self.pieces.partition_point(|piece| piece.1 < start);
        let last = self.pieces.partition_point(|piece| piece.0 <= end);
        let touched = self.pieces.get(first..last).unwrap_or(&[]);
        let covered: i64 = touched
            .iter()
            .map(|piece| (piece.1.min(end) - piece.0.max(start)).max(0))
            .sum();
        let joined = touched.iter().fold((start, end), |joined, piece| {
            (joined.0.min(piece.0), joined.1.max(piece.1))
        });
        self.pieces.splice(first..last, [joined]);
        self.close_gaps();
        u32::try_from(end - start - covered).unwrap_or(0)
    }

    fn close_gaps(&mut self) {
        while let Some(&(start, end)) = self.pieces.first() {
            if start > self.next && self.pieces.len() <= MAX_PIECES {
                return;
            }
            self.lost = self
                .lost
                .saturating_add((start - self.next).max(0).unsigned_abs());
            self.pieces.remove(0);
            self.next = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a plain set of positions, over segments near each other and across the wrap of sequence numbers.
        #[test]
        fn agrees_with_a_plain_set(
            start in any::<u32>(),
            segments in prop::collection::vec((0_u32..200, 0_u32..30), 1..60),
        ) {
            let (mut sequence, mut seen) = (Sequence::default(), BTreeSet::new());
            sequence.begin(start);
            for (offset, len) in segments {
                let placed = sequence.place(start.wrapping_add(offset), len);
                let bytes: Vec<u32> = (offset..offset + len).collect();
                let fresh = bytes.iter().filter(|byte| seen.insert(**byte)).count();
                prop_assert_eq!(placed.new_bytes as usize, fresh);
                prop_assert_eq!(placed.repeated_bytes, len - placed.new_bytes);
            }
            let highest = seen.last().map_or(0, |last| u64::from(*last) + 1);
            prop_assert_eq!(sequence.lost_bytes(), highest - seen.len() as u64);
        }
    }

    #[test]
    fn gaps_of_more_than_four_gigabytes_are_counted() {
        let mut sequence = Sequence::default();
        sequence.begin(1);
        let mut number = 1_u32;
        for _ in 0..5 {
            number = number.wrapping_add(1 << 30);
            assert_eq!(sequence.place(number, 100).new_bytes, 100);
            number = number.wrapping_add(100);
        }
        assert_eq!(sequence.lost_bytes(), 5 << 30);
        assert_eq!(sequence.place(number, 1).position, (5 << 30) + 500);
    }

    #[test]
    fn a_gap_that_never_closes_is_counted_and_bounded() {
        let mut sequence = Sequence::default();
        sequence.begin(0);
        for piece in 0..1_000_u32 {
            sequence.place(10 + piece * 20, 10);
        }
        assert!(sequence.pieces.len() <= MAX_PIECES);
        assert_eq!(sequence.lost_bytes(), 10 * 1_000);
    }
}
