//! The classic pcap file: one header, then records.
//!
//! Format: draft-ietf-opsawg-pcap. The "modified" variant (magic `a1b2cd34`) has eight more bytes in each record header.

use std::io::Read;
use std::ops::ControlFlow;

use pcap_parser::pcap::{parse_pcap_frame, parse_pcap_frame_be, parse_pcap_header};

use super::blocks::Blocks;
use super::error::CaptureError;
use super::frame::{Frame, LinkType, Time};
use super::problem::{ProblemLog, Spot};
use super::reader::Ending;

/// Length of the file header.
const FILE_HEADER_BYTES: usize = 24;

/// Length of a record header.
const RECORD_HEADER_BYTES: usize = 16;

/// Longest record that is believed, as in Wireshark's `WTAP_MAX_PACKET_SIZE_STANDARD`; a longer one means that the
/// reader is no longer at the start of a record.
const MAX_RECORD_BYTES: usize = 262_144;

/// What the header says about all records.
#[derive(Clone, Copy, Debug)]
pub struct PcapHeader {
    big_endian: bool,
    nanos: bool,
    modified: bool,
    link: LinkType,
}

impl PcapHeader {
    /// Whether `first` is the magic of a pcap file.
    pub fn is_start(first: &[u8]) -> bool {
        matches!(
            first,
            [0xa1, 0xb2, 0xc3, 0xd4, ..]
                | [0xd4, 0xc3, 0xb2, 0xa1, ..]
                | [0xa1, 0xb2, 0x3c, 0x4d, ..]
                | [0x4d, 0x3c, 0xb2, 0xa1, ..]
                | [0xa1, 0xb2, 0xcd, 0x34, ..]
                | [0x34, 0xcd, 0xb2, 0xa1, ..]
        )
    }

    /// Reads the file header.
    pub fn read<R: Read>(blocks: &mut Blocks<R>) -> Result<Self, CaptureError> {
        if !blocks.fill(FILE_HEADER_BYTES).map_err(CaptureError::Open)? {
            return Err(CaptureError::CutInHeader);
        }
        let Ok((_, header)) = parse_pcap_header(blocks.window()) else {
            return Err(CaptureError::CutInHeader);
        };
        // The upper bits hold the length of a frame check sequence; the registry's number is in the lower 26.
        let link = u32::from_ne_bytes(header.network.0.to_ne_bytes()) & 0x03ff_ffff;
        blocks.consume(FILE_HEADER_BYTES);
        Ok(Self {
            big_endian: header.is_bigendian(),
            nanos: header.is_nanosecond_precision(),
            modified: header.is_modified_format(),
            link: LinkType(link),
        })
    }

    /// `pcap`, `pcap (nanoseconds)`.
    pub fn label(self) -> &'static str {
        match (self.nanos, self.modified) {
            (true, _) => "pcap (nanoseconds)",
            (_, true) => "pcap (modified)",
            _ => "pcap",
        }
    }

    fn number(self, bytes: &[u8], at: usize) -> u32 {
        let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
        let four = four.unwrap_or([0; 4]);
        if self.big_endian {
            u32::from_be_bytes(four)
        } else {
            u32::from_le_bytes(four)
        }
    }

    fn time(self, seconds: u32, fraction: u32) -> Time {
        let scale = if self.nanos { 1 } else { 1_000 };
        Time::from_nanos(i64::from(seconds) * 1_000_000_000 + i64::from(fraction) * scale)
    }
}

/// Hands every record to `each` until the file, the patience of `each`, or the damage ends it.
pub fn read_records<R: Read>(
    header: PcapHeader,
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> std::io::Result<Ending> {
    let header_bytes = RECORD_HEADER_BYTES + if header.modified { 8 } else { 0 };
    let mut number = 0;
    loop {
        let spot = Spot {
            frame: Some(number + 1),
            offset: Some(blocks.offset()),
        };
        if !blocks.fill(header_bytes)? {
            return Ok(ending_at(blocks.window().len(), problems, spot));
        }
        let captured = header.number(blocks.window(), 8) as usize;
        if captured > MAX_RECORD_BYTES {
            let what = format!("a record claims more than {MAX_RECORD_BYTES} captured bytes");
            problems.add(
                &what,
                "reading stopped there; what follows in this file is missing",
                spot,
            );
            return Ok(Ending::Damaged);
        }
        if !blocks.fill(header_bytes + captured)? {
            problems.add(
                "the file ends inside a record",
                "the capture was cut off; everything before is here, that record is not",
                spot,
            );
            return Ok(Ending::Damaged);
        }
        number += 1;
        let flow = each(
            &record(header, blocks, number, header_bytes, captured),
            problems,
        );
        blocks.consume(header_bytes + captured);
        if flow.is_break() {
            return Ok(Ending::Stopped);
        }
    }
}

fn record<'a, R: Read>(
    header: PcapHeader,
    blocks: &'a Blocks<R>,
    number: u64,
    header_bytes: usize,
    captured: usize,
) -> Frame<'a> {
    let window = blocks.window();
    let parsed = match (header.modified, header.big_endian) {
        (true, _) => None,
        (_, true) => parse_pcap_frame_be(window).ok(),
        (_, false) => parse_pcap_frame(window).ok(),
    };
    let (seconds, fraction, wire_len, bytes) = match parsed {
        Some((_, block)) => (block.ts_sec, block.ts_usec, block.origlen, block.data),
        None => (
            header.number(window, 0),
            header.number(window, 4),
            header.number(window, 12),
            window
                .get(header_bytes..header_bytes + captured)
                .unwrap_or(&[]),
        ),
    };
    Frame {
        number,
        at: Some(header.time(seconds, fraction)),
        link: header.link,
        interface: 0,
        wire_len,
        bytes,
        offset: blocks.offset(),
        comment: None,
    }
}

fn ending_at(left: usize, problems: &mut ProblemLog, spot: Spot) -> Ending {
    if left == 0 {
        return Ending::Whole;
    }
    problems.add(
        "the file ends inside the header of a record",
        "the capture was cut off; everything before is here, that record is not",
        spot,
    );
    Ending::Damaged
}
