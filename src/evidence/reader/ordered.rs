//! Bytes of a stream of QUIC, which come as pieces with positions, put in order.

use std::collections::BTreeMap;

/// Pieces beyond a gap. Some clients cut their hello into dozens of small ones and shuffle them.
const MAX_PIECES: usize = 512;

/// What a piece costs beside its bytes, so that tiny pieces cannot outgrow the cap on bytes.
const PIECE_BYTES: usize = 64;

/// One direction of a stream: what is read is dropped, what came too early waits.
#[derive(Debug, Default)]
pub struct Ordered {
    /// Position of the first byte of `ready`.
    start: u64,
    ready: Vec<u8>,
    pieces: BTreeMap<u64, Vec<u8>>,
    waiting_bytes: usize,
}

impl Ordered {
    /// Adds bytes at a position; returns whether the part without gaps grew. A piece that would make more than
    /// `max_bytes` wait is dropped, which leaves a gap.
    pub fn add(&mut self, position: u64, bytes: &[u8], max_bytes: usize) -> bool {
        let end = self.end();
        if position > end {
            self.hold(position, bytes, max_bytes);
            return false;
        }
        if !self.join(position, bytes, max_bytes) {
            return false;
        }
        while let Some(entry) = self.pieces.first_entry()
            && *entry.key() <= self.start.saturating_add(self.ready.len() as u64)
        {
            let (position, piece) = entry.remove_entry();
            self.waiting_bytes -= piece.len() + PIECE_BYTES;
            self.join(position, &piece, usize::MAX);
        }
        self.end() > end
    }

    /// What is in order and was not taken yet.
    pub fn ready(&self) -> &[u8] {
        &self.ready
    }

    /// Position of the first byte that did not come yet.
    pub fn end(&self) -> u64 {
        self.start.saturating_add(self.ready.len() as u64)
    }

    /// Bytes that wait.
    pub fn held_bytes(&self) -> usize {
        self.ready.len() + self.waiting_bytes
    }

    /// Whether bytes wait behind a gap.
    pub fn has_gap(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// Drops bytes that were read.
    pub fn take(&mut self, count: usize) {
        let count = count.min(self.ready.len());
        self.ready.drain(..count);
        self.start += count as u64;
    }

    fn hold(&mut self, position: u64, bytes: &[u8], max_bytes: usize) {
        let cost = bytes.len() + PIECE_BYTES;
        let fits = self.held_bytes() + cost <= max_bytes && self.pieces.len() < MAX_PIECES;
        let is_longer = |known: &Vec<u8>| known.len() < bytes.len();
        if fits && self.pieces.get(&position).is_none_or(is_longer) {
            let before = self.pieces.insert(position, bytes.to_vec());
            self.waiting_bytes += cost;
            self.waiting_bytes -= before.map_or(0, |known| known.len() + PIECE_BYTES);
        }
    }

    fn join(&mut self, position: u64, bytes: &[u8], max_bytes: usize) -> bool {
        let known = usize::try_from(self.end() - position).unwrap_or(usize::MAX);
        let fresh = bytes.get(known..).unwrap_or(&[]);
        let fits = fresh.len() + self.ready.len() <= max_bytes;
        if fits {
            self.ready.extend_from_slice(fresh);
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a plain set of positions, with bytes taken in between.
        #[test]
        fn pieces_give_what_has_no_gap(
            pieces in prop::collection::vec((0_u64..90, 1_usize..30, 0_usize..20), 1..60),
        ) {
            let stream: Vec<u8> = (0..120).collect();
            let (mut ordered, mut seen, mut taken) = (Ordered::default(), [false; 120], Vec::new());
            for (from, len, count) in pieces {
                let at = usize::try_from(from).unwrap();
                ordered.add(from, &stream[at..at + len], 10_000);
                seen[at..at + len].fill(true);
                let count = count.min(ordered.ready().len());
                taken.extend_from_slice(&ordered.ready()[..count]);
                ordered.take(count);
            }
            taken.extend_from_slice(ordered.ready());
            let whole = seen.iter().take_while(|seen| **seen).count();
            prop_assert_eq!(taken, &stream[..whole]);
            prop_assert_eq!(ordered.end(), whole as u64);
        }
    }

    #[test]
    fn what_waits_never_passes_its_cap() {
        let mut ordered = Ordered::default();
        for piece in 0..1_000 {
            ordered.add(10 + piece * 2, &[1], 5_000);
            ordered.add(u64::MAX - piece, &[1; 100], 5_000);
            assert!(ordered.held_bytes() <= 5_000);
        }
        assert!(!ordered.add(0, &[1; 6_000], 5_000));
        assert!(ordered.add(0, &[1; 10], 5_000));
    }
}
