//! The pcapng file, a walk over its blocks (draft-ietf-opsawg-pcapng): each length is checked before it is believed,
//! and behind damage the walk goes on at the next place where a block certainly begins.

use std::io::{self, Read};
use std::ops::ControlFlow;

use super::blocks::Blocks;
use super::order::ByteOrder;
use super::problem::{ProblemLog, Spot};
use super::reader::{Ending, Given};
use super::recovery::{Skipped, find_block, is_plausible_start, length_by_its_end};
use super::section::{Sections, Taken, kind};

/// Type, length and trailing length.
pub const LEAST_BLOCK_BYTES: usize = 12;

/// Longest block that is believed, as in Wireshark's `MAX_BLOCK_SIZE`: 16 MiB.
pub const MAX_BLOCK_BYTES: usize = 16 << 20;

/// Whether `first` begins a pcapng file.
pub fn is_start(first: &[u8]) -> bool {
    first.starts_with(&kind::SECTION.to_be_bytes())
}

/// Byte order of the section whose header `block` begins; `None` where its mark is neither.
pub fn order_of_section(block: &[u8]) -> Option<ByteOrder> {
    ByteOrder::ALL
        .into_iter()
        .find(|order| order.u32(block, 8) == Some(0x1a2b_3c4d))
}

/// What stands at the start of the window.
enum Next {
    /// A block of this kind and length.
    Block(u32, usize),
    /// The end of the file.
    End,
    /// No block: what is wrong, and the byte order of the blocks behind, where it is known.
    Damage(&'static str, Option<ByteOrder>),
}

/// Reads blocks to the end of the file.
pub fn read_blocks<R: Read>(
    sections: &mut Sections,
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(Given<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> io::Result<Ending> {
    let mut skipped = Skipped::default();
    let ending = loop {
        match next(sections, blocks, problems)? {
            Next::End => break skipped.ending(),
            Next::Damage(what, order) => {
                let from = blocks.offset();
                let found = find_block(order, blocks)?;
                report(what, found.is_none(), from, problems);
                match found {
                    Some(order) => {
                        sections.order = order;
                        skipped.add(from, blocks.offset());
                    }
                    None => break Ending::Damaged,
                }
            }
            Next::Block(block_kind, length) => {
                let given = take(sections, block_kind, length, blocks, problems, each);
                // Lengths are multiples of four; a writer that forgot to round up still padded the block.
                blocks.consume(length.next_multiple_of(4));
                if given.is_break() {
                    break Ending::Stopped;
                }
            }
        }
    };
    skipped.report(problems);
    sections.report_dropped(problems);
    Ok(ending)
}

fn next<R: Read>(
    sections: &mut Sections,
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
) -> io::Result<Next> {
    if !blocks.fill(LEAST_BLOCK_BYTES)? {
        return Ok(match blocks.window().len() {
            0 => Next::End,
            _ => Next::Damage(CUT_IN_HEADER, Some(sections.order)),
        });
    }
    if is_start(blocks.window()) {
        let order = order_of_section(blocks.window());
        sections.begin(order.unwrap_or(sections.order));
        if order.is_none() {
            return Ok(Next::Damage(
                "a section header has no valid byte-order mark",
                None,
            ));
        }
    }
    let order = sections.order;
    let block_kind = order.u32(blocks.window(), 0).unwrap_or(0);
    let length = order.length(blocks.window(), 4).unwrap_or(0);
    if !(LEAST_BLOCK_BYTES..=MAX_BLOCK_BYTES).contains(&length) {
        return Ok(Next::Damage(
            "a block claims an impossible length",
            Some(order),
        ));
    }
    if !blocks.fill(length)? {
        return Ok(Next::Damage(CUT, Some(order)));
    }
    if order.length(blocks.window(), length - 4) == Some(length) {
        return Ok(Next::Block(block_kind, length));
    }
    unequal_lengths(block_kind, length, order, blocks, problems)
}

/// The two lengths of a block differ: which one fits what follows, if any.
fn unequal_lengths<R: Read>(
    block_kind: u32,
    length: usize,
    order: ByteOrder,
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
) -> io::Result<Next> {
    if !is_plausible_start(order, length.next_multiple_of(4), blocks)? {
        return Ok(Next::Damage("a block's length is damaged", Some(order)));
    }
    let shorter = length_by_its_end(order, length, blocks)?;
    let spot = Spot {
        frame: None,
        offset: Some(blocks.offset()),
    };
    let what = "the two lengths of a block differ";
    problems.add(what, "the one that fits what follows was believed", spot);
    Ok(Next::Block(block_kind, shorter.unwrap_or(length)))
}

fn take<R: Read>(
    sections: &mut Sections,
    block_kind: u32,
    length: usize,
    blocks: &Blocks<R>,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(Given<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let spot = Spot {
        frame: None,
        offset: Some(blocks.offset()),
    };
    let body = blocks.window().get(8..length - 4).unwrap_or(&[]);
    match sections.take(block_kind, body, problems, spot) {
        Taken::Frame(frame) => each(Given::Frame(&frame), problems),
        Taken::Secrets(text) => each(Given::Secrets(text), problems),
        Taken::Nothing => ControlFlow::Continue(()),
    }
}

fn report(what: &str, is_last: bool, offset: u64, problems: &mut ProblemLog) {
    let meaning = match (what, is_last) {
        (CUT | CUT_IN_HEADER, true) => {
            "the capture was cut off, or this block is still being written; everything before is here"
        }
        (_, true) => "no further block was found; what follows in this file is missing",
        (_, false) => "reading goes on at the next undamaged block; what lies between is missing",
    };
    let spot = Spot {
        frame: None,
        offset: Some(offset),
    };
    problems.add(what, meaning, spot);
}

const CUT: &str = "the file ends inside a block";
const CUT_IN_HEADER: &str = "the file ends inside the header of a block";
