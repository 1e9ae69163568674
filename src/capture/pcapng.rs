//! The pcapng file: sections of blocks (draft-ietf-opsawg-pcapng).
//!
//! The walk over blocks is ours, with every length checked; bodies of the blocks that hold interfaces and packets go
//! to `pcap-parser`. Blocks for names, statistics, secrets and custom data are stepped over here.

use std::io::{self, Read};
use std::net::IpAddr;
use std::ops::ControlFlow;

use pcap_parser::pcapng::{
    parse_enhancedpacketblock_be, parse_enhancedpacketblock_le, parse_interfacedescriptionblock_be,
    parse_interfacedescriptionblock_le,
};

use super::blocks::Blocks;
use super::frame::Frame;
use super::interface::Interface;
use super::problem::{ProblemLog, Spot};
use super::reader::Ending;

const INTERFACE: u32 = 1;
const PACKET_OBSOLETE: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;

/// Type, length and trailing length.
const LEAST_BLOCK_BYTES: usize = 12;

/// Longest block that is believed, as in Wireshark's `MAX_BLOCK_SIZE`: 16 MiB.
const MAX_BLOCK_BYTES: usize = 16 << 20;

/// Interfaces remembered over all sections; a file that claims more is hostile.
const MAX_INTERFACES: usize = 65_536;

/// Whether `first` begins a pcapng file.
pub fn is_start(first: &[u8]) -> bool {
    first.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a])
}

/// Byte order and interfaces while a file is read.
#[derive(Debug, Default)]
pub struct Sections {
    big_endian: bool,
    interfaces: Vec<Interface>,
    section_start: usize,
    frames: u64,
}

/// What the loop does after a block.
enum Step {
    Next,
    End(Ending),
}

impl Sections {
    /// Addresses that the capture states for its interfaces.
    pub fn addresses(&self) -> Vec<IpAddr> {
        self.interfaces
            .iter()
            .flat_map(|interface| interface.addresses.iter().copied())
            .collect()
    }

    /// Reads blocks to the end of the file.
    pub fn read<R: Read>(
        &mut self,
        blocks: &mut Blocks<R>,
        problems: &mut ProblemLog,
        each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
    ) -> io::Result<Ending> {
        loop {
            if let Step::End(ending) = self.read_block(blocks, problems, each)? {
                return Ok(ending);
            }
        }
    }

    fn read_block<R: Read>(
        &mut self,
        blocks: &mut Blocks<R>,
        problems: &mut ProblemLog,
        each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
    ) -> io::Result<Step> {
        let spot = Spot {
            frame: None,
            offset: Some(blocks.offset()),
        };
        if !blocks.fill(LEAST_BLOCK_BYTES)? {
            return Ok(Step::End(end_of_file(
                blocks.window().len(),
                problems,
                spot,
            )));
        }
        if is_start(blocks.window()) && !self.begin_section(blocks.window()) {
            problems.add(
                "a section header has no valid byte-order mark",
                "reading stopped there; what follows in this file is missing",
                spot,
            );
            return Ok(Step::End(Ending::Damaged));
        }
        let kind = self.number(blocks.window(), 0);
        let length = self.number(blocks.window(), 4) as usize;
        if !(LEAST_BLOCK_BYTES..=MAX_BLOCK_BYTES).contains(&length) {
            let what = format!("a block claims an impossible length of {length} bytes");
            problems.add(
                &what,
                "reading stopped there; what follows in this file is missing",
                spot,
            );
            return Ok(Step::End(Ending::Damaged));
        }
        // Lengths are multiples of four; a writer that forgot to round up still padded the block.
        let padded = length.next_multiple_of(4);
        if !blocks.fill(padded)? && !blocks.fill(length)? {
            problems.add(
                "the file ends inside a block",
                "the capture was cut off; everything before is here, that block is not",
                spot,
            );
            return Ok(Step::End(Ending::Damaged));
        }
        let step = self.take_block(kind, length, blocks, problems, each, spot);
        blocks.consume(padded);
        Ok(step)
    }

    /// Takes the byte order of a new section; false where its mark is neither.
    fn begin_section(&mut self, window: &[u8]) -> bool {
        self.big_endian = match window.get(8..12) {
            Some([0x1a, 0x2b, 0x3c, 0x4d]) => true,
            Some([0x4d, 0x3c, 0x2b, 0x1a]) => false,
            _ => return false,
        };
        self.section_start = self.interfaces.len();
        true
    }

    fn number(&self, bytes: &[u8], at: usize) -> u32 {
        let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
        let four = four.unwrap_or([0; 4]);
        if self.big_endian {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    }

    fn short(&self, bytes: &[u8], at: usize) -> u16 {
        let two = bytes.get(at..at + 2).and_then(|b| b.try_into().ok());
        let two = two.unwrap_or([0; 2]);
        if self.big_endian {
            u16::from_be_bytes(two)
        } else {
            u16::from_le_bytes(two)
        }
    }

    fn take_block<R: Read>(
        &mut self,
        kind: u32,
        length: usize,
        blocks: &Blocks<R>,
        problems: &mut ProblemLog,
        each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
        spot: Spot,
    ) -> Step {
        let block = blocks.window().get(..length).unwrap_or(&[]);
        if self.number(block, length.saturating_sub(4)) as usize != length {
            problems.add(
                "the two lengths of a block differ",
                "the first one was believed",
                spot,
            );
        }
        let frame = match kind {
            INTERFACE => {
                self.add_interface(block, problems, spot);
                return Step::Next;
            }
            ENHANCED_PACKET => self.enhanced(block),
            PACKET_OBSOLETE => self.obsolete(block),
            SIMPLE_PACKET => self.simple(block),
            _ => return Step::Next,
        };
        self.frames += 1;
        let spot = Spot {
            frame: Some(self.frames),
            ..spot
        };
        let Some(mut frame) = frame else {
            problems.add(
                "a packet block is damaged or names no known interface",
                "that frame is missing from every count",
                spot,
            );
            return Step::Next;
        };
        frame.number = self.frames;
        frame.offset = blocks.offset();
        if frame.at.is_none() && kind != SIMPLE_PACKET {
            problems.add(
                "a frame states a time that cannot be represented",
                "it counts in every sum but not on the timeline",
                spot,
            );
        }
        match each(&frame, problems) {
            ControlFlow::Continue(()) => Step::Next,
            ControlFlow::Break(()) => Step::End(Ending::Stopped),
        }
    }

    fn add_interface(&mut self, block: &[u8], problems: &mut ProblemLog, spot: Spot) {
        let parsed = if self.big_endian {
            parse_interfacedescriptionblock_be(block)
        } else {
            parse_interfacedescriptionblock_le(block)
        };
        match parsed {
            Ok((_, interface)) if self.interfaces.len() < MAX_INTERFACES => {
                let interface = Interface::new(&interface, self.big_endian);
                self.interfaces.push(interface);
            }
            Ok(_) => problems.add(
                "the file describes more than 65,536 interfaces",
                "frames of the further interfaces are missing",
                spot,
            ),
            Err(_) => problems.add(
                "an interface description is damaged",
                "frames of that interface may be read with the wrong link type or be missing",
                spot,
            ),
        }
    }

    fn interface(&self, index: u32) -> Option<(u32, &Interface)> {
        let place = self.section_start.checked_add(index as usize)?;
        Some((u32::try_from(place).ok()?, self.interfaces.get(place)?))
    }

    fn enhanced<'a>(&self, block: &'a [u8]) -> Option<Frame<'a>> {
        let parsed = if self.big_endian {
            parse_enhancedpacketblock_be(block)
        } else {
            parse_enhancedpacketblock_le(block)
        };
        // Damaged options do not spoil the packet: its fixed part is read by hand then.
        let (index, ticks, wire_len, captured) = match &parsed {
            Ok((_, p)) => (p.if_id, (p.ts_high, p.ts_low), p.origlen, p.caplen),
            Err(_) => (
                self.number(block, 8),
                (self.number(block, 12), self.number(block, 16)),
                self.number(block, 24),
                self.number(block, 20),
            ),
        };
        self.packet(index, ticks, wire_len, block.get(28..)?, captured)
    }

    /// Packet Block, obsolete but still found: interface and drop count share four bytes.
    fn obsolete<'a>(&self, block: &'a [u8]) -> Option<Frame<'a>> {
        let index = u32::from(self.short(block, 8));
        let ticks = (self.number(block, 12), self.number(block, 16));
        let captured = self.number(block, 20);
        self.packet(
            index,
            ticks,
            self.number(block, 24),
            block.get(28..)?,
            captured,
        )
    }

    fn packet<'a>(
        &self,
        index: u32,
        (high, low): (u32, u32),
        wire_len: u32,
        rest: &'a [u8],
        captured: u32,
    ) -> Option<Frame<'a>> {
        let (interface, about) = self.interface(index)?;
        let body = rest.get(..rest.len().checked_sub(4)?)?;
        let ticks = u64::from(high) << 32 | u64::from(low);
        Some(Frame {
            number: 0,
            at: about.clock.and_then(|clock| clock.time(ticks)),
            link: about.link,
            interface,
            wire_len,
            bytes: body.get(..captured as usize)?,
            offset: 0,
            comment: None,
        })
    }

    /// Simple Packet Block: first interface of the section, no time, length bounded by the snap length.
    fn simple<'a>(&self, block: &'a [u8]) -> Option<Frame<'a>> {
        let (interface, about) = self.interface(0)?;
        let wire_len = self.number(block, 8);
        let body = block.get(12..block.len().checked_sub(4)?)?;
        let snapped = match about.snap_bytes {
            0 => wire_len,
            snap => wire_len.min(snap),
        };
        Some(Frame {
            number: 0,
            at: None,
            link: about.link,
            interface,
            wire_len,
            bytes: body.get(..(snapped as usize).min(body.len()))?,
            offset: 0,
            comment: None,
        })
    }
}

fn end_of_file(left: usize, problems: &mut ProblemLog, spot: Spot) -> Ending {
    if left == 0 {
        return Ending::Whole;
    }
    problems.add(
        "the file ends inside the header of a block",
        "the capture was cut off; everything before is here, that block is not",
        spot,
    );
    Ending::Damaged
}
