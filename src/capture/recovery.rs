//! Behind damage in a pcapng file: the next place where a block certainly begins, and what was skipped on the way.
//!
//! Certain is a place where the type is known, the length stands at both ends of the block, and behind it another
//! block begins or the file ends. Such a place by chance is less likely than one in 2^64; a pcapng file that was itself
//! transferred in the damaged packet could still be taken for one.

use std::io::{self, Read};

use super::blocks::Blocks;
use super::order::ByteOrder;
use super::pcapng::{LEAST_BLOCK_BYTES, MAX_BLOCK_BYTES, is_start, order_of_section};
use super::problem::{ProblemLog, Spot};
use super::reader::Ending;
use super::section::kind;

/// Longest block that is believed behind damage: twice the longest usual packet. Smaller than elsewhere, because each
/// candidate is read to its end.
const MAX_CANDIDATE_BYTES: usize = 512 * 1024;

/// Bytes looked through at a time.
const STEP_BYTES: usize = 64 * 1024;

/// What was skipped of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Skipped {
    bytes: u64,
    places: u64,
    first: Option<u64>,
}

impl Skipped {
    /// Adds the bytes between two offsets.
    pub fn add(&mut self, from: u64, to: u64) {
        self.bytes = self.bytes.saturating_add(to.saturating_sub(from));
        self.places += 1;
        self.first.get_or_insert(from);
    }

    /// How a file that was read to its end has ended.
    pub fn ending(self) -> Ending {
        match self.places {
            0 => Ending::Whole,
            _ => Ending::Damaged,
        }
    }

    /// Says how much is missing.
    pub fn report(self, problems: &mut ProblemLog) {
        if self.places > 0 {
            let spot = Spot {
                frame: None,
                offset: self.first,
            };
            let what = format!(
                "{} bytes of the file are damaged and were skipped",
                self.bytes
            );
            let meaning = "frames in them are missing from every count";
            problems.add_many(&what, meaning, spot, self.places);
        }
    }
}

/// Moves the window to the next place where a block certainly begins and returns its byte order; `None` at the end of
/// the file. The damaged block itself is none: what makes it damaged makes it uncertain.
///
/// Where the header of the section is what is damaged, both orders are possible, and only places at multiples of four
/// are: a little-endian chain read as a big-endian one three bytes before looks like a chain, too.
pub fn find_block<R: Read>(
    order: Option<ByteOrder>,
    blocks: &mut Blocks<R>,
) -> io::Result<Option<ByteOrder>> {
    let (orders, step) = match &order {
        Some(order) => (std::slice::from_ref(order), 1),
        None => (&ByteOrder::ALL[..], 4),
    };
    loop {
        let is_more = blocks.fill(STEP_BYTES)?;
        let starts = (blocks.window().len() + 1).saturating_sub(LEAST_BLOCK_BYTES);
        for at in (0..starts).step_by(step) {
            for order in orders {
                if is_certain(*order, at, blocks)? {
                    blocks.consume(at);
                    return Ok(Some(*order));
                }
            }
        }
        if !is_more {
            blocks.consume(usize::MAX);
            return Ok(None);
        }
        blocks.consume(starts / step * step);
    }
}

fn is_certain<R: Read>(order: ByteOrder, at: usize, blocks: &mut Blocks<R>) -> io::Result<bool> {
    let rest = blocks.window().get(at..).unwrap_or(&[]);
    if !order.u32(rest, 0).is_some_and(kind::is_known) {
        return Ok(false);
    }
    let Some(length) = believable_length(order, rest, MAX_CANDIDATE_BYTES) else {
        return Ok(false);
    };
    if is_start(rest) && order_of_section(rest) != Some(order) {
        return Ok(false);
    }
    if !blocks.fill(at + length)? {
        return Ok(false);
    }
    let trailing = order.length(blocks.window(), at + length - 4);
    Ok(trailing == Some(length) && is_plausible_start(order, at + length, blocks)?)
}

/// The length of the block at the start of the window as its end states it, where that is shorter than the one at its
/// start and a block certainly begins behind: a damaged length may by chance reach to the edge of a later block.
pub fn length_by_its_end<R: Read>(
    order: ByteOrder,
    length: usize,
    blocks: &mut Blocks<R>,
) -> io::Result<Option<usize>> {
    for end in (LEAST_BLOCK_BYTES..length).step_by(4) {
        let stated = order.length(blocks.window(), end - 4);
        if stated == Some(end) && is_certain(order, end, blocks)? {
            return Ok(Some(end));
        }
    }
    Ok(None)
}

/// Whether a block may begin at `at`, or the file ends there.
pub fn is_plausible_start<R: Read>(
    order: ByteOrder,
    at: usize,
    blocks: &mut Blocks<R>,
) -> io::Result<bool> {
    if !blocks.fill(at + 8)? {
        return Ok(true);
    }
    let rest = blocks.window().get(at..).unwrap_or(&[]);
    Ok(is_start(rest)
        || order.u32(rest, 0).is_some_and(kind::is_known)
            && believable_length(order, rest, MAX_BLOCK_BYTES).is_some())
}

fn believable_length(order: ByteOrder, block: &[u8], most: usize) -> Option<usize> {
    let length = order.length(block, 4)?;
    let fits = (LEAST_BLOCK_BYTES..=most).contains(&length) && length.is_multiple_of(4);
    fits.then_some(length)
}
