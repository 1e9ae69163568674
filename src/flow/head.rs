//! The first bytes of one direction of a stream, put in order, while somebody wants to read a message from them.

/// Bytes of a stream that are kept: a ClientHello of the longest believed length, and room for its records' headers.
pub const MAX_HEAD_BYTES: usize = 40 * 1024;

/// Pieces kept beyond a gap.
const MAX_PIECES: usize = 16;

/// The start of one direction.
#[derive(Debug, Default)]
pub struct Head {
    joined: Vec<u8>,
    pieces: Vec<(usize, Vec<u8>)>,
}

impl Head {
    /// Adds bytes at a position; returns whether the part without gaps grew.
    pub fn add(&mut self, position: usize, bytes: &[u8]) -> bool {
        let before = self.joined.len();
        if position <= before {
            self.join(position, bytes);
            self.join_pieces();
        } else if self.pieces.len() < MAX_PIECES && position < MAX_HEAD_BYTES {
            let room = MAX_HEAD_BYTES - position;
            let kept = bytes.get(..room).unwrap_or(bytes);
            self.pieces.push((position, kept.to_vec()));
        }
        self.joined.len() > before
    }

    /// The bytes from the start to the first gap.
    pub fn bytes(&self) -> &[u8] {
        &self.joined
    }

    /// Whether no more will be kept.
    pub fn is_full(&self) -> bool {
        self.joined.len() >= MAX_HEAD_BYTES || self.pieces.len() >= MAX_PIECES
    }

    fn join(&mut self, position: usize, bytes: &[u8]) {
        let known = self.joined.len() - position;
        let fresh = bytes.get(known..).unwrap_or(&[]);
        let room = MAX_HEAD_BYTES.saturating_sub(self.joined.len());
        self.joined
            .extend_from_slice(fresh.get(..room).unwrap_or(fresh));
    }

    fn join_pieces(&mut self) {
        while let Some(at) = self
            .pieces
            .iter()
            .position(|(position, _)| *position <= self.joined.len())
        {
            let (position, bytes) = self.pieces.swap_remove(at);
            self.join(position, &bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_in_any_order_give_the_stream(
            cuts in prop::collection::btree_set(1_usize..99, 0..12),
            order in Just((0..13_usize).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let stream: Vec<u8> = (0..100).collect();
            let mut edges: Vec<usize> = cuts.into_iter().collect();
            edges.insert(0, 0);
            edges.push(stream.len());
            let pieces: Vec<(usize, usize)> = edges.windows(2).map(|w| (w[0], w[1])).collect();
            let mut head = Head::default();
            for index in order.into_iter().filter(|index| *index < pieces.len()) {
                let (from, to) = pieces[index];
                head.add(from, &stream[from..to]);
            }
            prop_assert_eq!(head.bytes(), stream.as_slice());
        }
    }

    proptest! {
        /// Against a plain set of positions: pieces that overlap and repeat give what is there before the first gap.
        #[test]
        fn overlapping_pieces_give_what_has_no_gap(
            pieces in prop::collection::vec((0_usize..90, 1_usize..30), 1..MAX_PIECES),
        ) {
            let stream: Vec<u8> = (0..120).collect();
            let (mut head, mut seen) = (Head::default(), [false; 120]);
            for (from, len) in pieces {
                head.add(from, &stream[from..from + len]);
                seen[from..from + len].fill(true);
            }
            let whole = seen.iter().take_while(|seen| **seen).count();
            prop_assert_eq!(head.bytes(), &stream[..whole]);
        }
    }

    #[test]
    fn a_head_never_passes_its_cap() {
        let mut head = Head::default();
        for piece in 0..200 {
            head.add(piece * 1_000, &[1; 1_000]);
            head.add(piece * 5_000 + 3, &[1; 1_000]);
        }
        assert!(head.bytes().len() <= MAX_HEAD_BYTES && head.is_full());
    }
}
