//! One direction of a stream put in order, while somebody wants its bytes: segments that come early wait, bytes that
//! came before are cut off, bytes that never come are a gap of known length.

use crate::capture::frame::Time;

/// Segments that may wait for missing bytes: what a window of 64 KiB holds in full-sized segments, and half again.
const MAX_PIECES: usize = 64;

/// Bytes that may wait: a large window; a gap that is not filled by then was not captured.
const MAX_HELD_BYTES: usize = 256 * 1024;

/// The payload of one packet.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// Place of its first byte in the stream.
    pub position: i64,
    /// The captured part.
    pub bytes: &'a [u8],
    /// Its length on the wire.
    pub wire_len: u32,
    /// Frame that brought it.
    pub frame: u64,
    /// Time of that frame.
    pub at: Option<Time>,
}

/// A segment that waited.
#[derive(Debug)]
pub struct Piece {
    position: i64,
    end: i64,
    /// What is new in it, once it is handed out.
    pub bytes: Vec<u8>,
    /// Frame that brought it.
    pub frame: u64,
    /// Time of that frame.
    pub at: Option<Time>,
}

/// One direction of a stream.
#[derive(Debug, Default)]
pub struct Stream {
    next: i64,
    has_begun: bool,
    pieces: Vec<Piece>,
    held_bytes: usize,
}

impl Stream {
    /// The new bytes of a segment that is next in order, and how many behind them the capture cut off; `None` where it
    /// is old, or waits now.
    pub fn offer<'a>(&mut self, segment: Segment<'a>) -> Option<(&'a [u8], u64)> {
        let end = end_of(&segment);
        if !self.has_begun && segment.position == -1 && end > 0 {
            // Made by a program that does not count its SYN: the first byte has the number of the SYN.
            self.next = -1;
        }
        if end <= self.next {
            return None;
        }
        if segment.position > self.next {
            self.keep(segment, end);
            return None;
        }
        Some(self.pass(segment.position, end, segment.bytes))
    }

    /// Whether all of a segment was read or left out.
    pub fn is_past(&self, segment: &Segment<'_>) -> bool {
        self.has_begun && end_of(segment) <= self.next
    }

    /// The next segment that waited and is in order now.
    pub fn next_piece(&mut self) -> Option<(Piece, u64)> {
        loop {
            let at = self
                .pieces
                .iter()
                .position(|piece| piece.position <= self.next)?;
            let mut piece = self.pieces.swap_remove(at);
            self.held_bytes = self.held_bytes.saturating_sub(piece.bytes.len());
            if piece.end <= self.next {
                continue;
            }
            let (fresh, missing) = self.pass(piece.position, piece.end, &piece.bytes);
            let known = piece.bytes.len() - fresh.len();
            piece.bytes.drain(..known);
            return Some((piece, missing));
        }
    }

    /// Goes on behind bytes that nobody wants.
    pub fn skip(&mut self, bytes: u64) {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        self.next = self.next.saturating_add(bytes);
        if bytes > 0 {
            let next = self.next;
            self.pieces.retain(|piece| piece.end > next);
            self.held_bytes = self.pieces.iter().map(|piece| piece.bytes.len()).sum();
        }
    }

    /// Whether more waits than is kept: the missing bytes will not come.
    pub fn is_stuck(&self) -> bool {
        self.pieces.len() >= MAX_PIECES || self.held_bytes >= MAX_HELD_BYTES
    }

    /// Goes on at the first segment that waits; the number of bytes that are missing before it.
    pub fn jump(&mut self) -> Option<u64> {
        let first = self.pieces.iter().map(|piece| piece.position).min()?;
        let missing = u64::try_from(first.saturating_sub(self.next)).unwrap_or(0);
        self.next = self.next.max(first);
        Some(missing)
    }

    /// Bytes that wait.
    pub fn held_bytes(&self) -> usize {
        self.held_bytes
    }

    fn pass<'a>(&mut self, position: i64, end: i64, bytes: &'a [u8]) -> (&'a [u8], u64) {
        let known = usize::try_from(self.next.saturating_sub(position)).unwrap_or(usize::MAX);
        let fresh = bytes.get(known..).unwrap_or(&[]);
        let new = u64::try_from(end.saturating_sub(self.next)).unwrap_or(0);
        let missing = new.saturating_sub(fresh.len() as u64);
        self.next = end;
        self.has_begun = true;
        (fresh, missing)
    }

    fn keep(&mut self, segment: Segment<'_>, end: i64) {
        if self.is_stuck() {
            return;
        }
        self.held_bytes += segment.bytes.len();
        self.pieces.push(Piece {
            position: segment.position,
            end,
            bytes: segment.bytes.to_vec(),
            frame: segment.frame,
            at: segment.at,
        });
    }
}

fn end_of(segment: &Segment<'_>) -> i64 {
    segment.position.saturating_add(i64::from(segment.wire_len))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segment(position: usize, bytes: &[u8]) -> Segment<'_> {
        Segment {
            position: i64::try_from(position).unwrap(),
            bytes,
            wire_len: u32::try_from(bytes.len()).unwrap(),
            frame: 1,
            at: None,
        }
    }

    fn read_all(stream: &mut Stream, part: Segment<'_>, into: &mut Vec<u8>) {
        if let Some((fresh, missing)) = stream.offer(part) {
            assert_eq!(missing, 0);
            into.extend_from_slice(fresh);
        }
        while let Some((piece, _)) = stream.next_piece() {
            into.extend_from_slice(&piece.bytes);
        }
    }

    proptest! {
        /// Against a plain set of positions: pieces that overlap and repeat give what is there before the first gap.
        #[test]
        fn pieces_in_any_order_give_what_has_no_gap(
            pieces in prop::collection::vec((0_usize..90, 1_usize..30), 1..MAX_PIECES),
        ) {
            let whole: Vec<u8> = (0..120).collect();
            let (mut stream, mut seen, mut read) = (Stream::default(), [false; 120], Vec::new());
            for (from, len) in pieces {
                read_all(&mut stream, segment(from, &whole[from..from + len]), &mut read);
                seen[from..from + len].fill(true);
            }
            let first_gap = seen.iter().take_while(|seen| **seen).count();
            prop_assert_eq!(&read, &whole[..first_gap]);
        }
    }

    #[test]
    fn a_gap_has_a_length_and_what_follows_is_read() {
        let (mut stream, mut read) = (Stream::default(), Vec::new());
        read_all(&mut stream, segment(0, b"ab"), &mut read);
        read_all(&mut stream, segment(7, b"hi"), &mut read);
        assert_eq!((read.as_slice(), stream.jump()), (&b"ab"[..], Some(5)));
        let piece = stream.next_piece().unwrap();
        assert_eq!((piece.0.bytes.as_slice(), piece.1), (&b"hi"[..], 0));
    }

    #[test]
    fn bytes_that_the_capture_cut_off_are_counted_as_missing() {
        let cut = Segment {
            wire_len: 9,
            ..segment(0, b"abc")
        };
        assert_eq!(Stream::default().offer(cut), Some((&b"abc"[..], 6)));
    }

    #[test]
    fn a_first_byte_in_place_of_the_syn_is_no_repetition() {
        let early = Segment {
            position: -1,
            ..segment(0, b"GET")
        };
        let mut stream = Stream::default();
        assert_eq!(stream.offer(early), Some((&b"GET"[..], 0)));
        assert_eq!(stream.offer(segment(1, b"T /")), Some((&b" /"[..], 0)));
    }

    #[test]
    fn what_is_skipped_is_not_waited_for() {
        let (mut stream, mut read) = (Stream::default(), Vec::new());
        read_all(&mut stream, segment(0, b"head"), &mut read);
        read_all(&mut stream, segment(50, b"body"), &mut read);
        stream.skip(96);
        assert_eq!(stream.held_bytes(), 0);
        read_all(&mut stream, segment(100, b"next"), &mut read);
        assert_eq!(read, b"headnext");
    }

    #[test]
    fn what_waits_never_passes_its_cap() {
        let mut stream = Stream::default();
        for piece in 0..2_000 {
            stream.offer(segment(5 + piece * 9_000, &[1; 9_000]));
        }
        assert!(stream.is_stuck() && stream.held_bytes() < MAX_HELD_BYTES + 9_000);
    }
}
