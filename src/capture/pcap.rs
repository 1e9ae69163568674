//! The records of a classic pcap file become frames.

use std::io::Read;
use std::ops::ControlFlow;

use super::blocks::Blocks;
use super::frame::Frame;
use super::pcap_header::{PcapHeader, RecordHead};
use super::pcapdroid::BarePackets;
use super::problem::{ProblemLog, Spot};
use super::reader::Ending;

/// Longest record that is believed, as in Wireshark's `WTAP_MAX_PACKET_SIZE_STANDARD`; a longer one means that the
/// reader is no longer at the start of a record.
pub const MAX_RECORD_BYTES: usize = 262_144;

/// Hands every record to `each` until the file, the patience of `each`, or the damage ends it.
pub fn read_records<R: Read>(
    header: PcapHeader,
    blocks: &mut Blocks<R>,
    problems: &mut ProblemLog,
    each: &mut impl FnMut(&Frame<'_>, &mut ProblemLog) -> ControlFlow<()>,
) -> std::io::Result<Ending> {
    let header_bytes = header.shape.header_bytes();
    let mut bare = BarePackets::default();
    for number in 1.. {
        let spot = Spot {
            frame: Some(number),
            offset: Some(blocks.offset()),
        };
        if !blocks.fill(header_bytes)? {
            return Ok(ending_at(blocks.window().len(), problems, spot));
        }
        let Some(head) = header.head(blocks.window()) else {
            break;
        };
        let captured = head.captured as usize;
        if captured > MAX_RECORD_BYTES {
            let what = "a record claims more than 262,144 captured bytes";
            let meaning = "reading stopped there; what follows in this file is missing";
            problems.add(what, meaning, spot);
            return Ok(Ending::Damaged);
        }
        if !blocks.fill(header_bytes + captured)? {
            return Ok(cut("the file ends inside a record", problems, spot));
        }
        let mut frame = record(header, head, blocks, number);
        frame.link = bare.link_of(header.link, frame.bytes, frame.wire_len);
        let given = each(&frame, problems);
        blocks.consume(header_bytes + captured);
        if given.is_break() {
            return Ok(Ending::Stopped);
        }
    }
    Ok(Ending::Whole)
}

fn record<R: Read>(
    header: PcapHeader,
    head: RecordHead,
    blocks: &Blocks<R>,
    number: u64,
) -> Frame<'_> {
    let from = header.shape.header_bytes();
    let body = from..from + head.captured as usize;
    Frame {
        number,
        at: Some(header.time(head)),
        link: header.link,
        interface: 0,
        wire_len: head.wire_len,
        bytes: blocks.window().get(body).unwrap_or(&[]),
        offset: blocks.offset(),
        comment: None,
        program: None,
    }
}

fn ending_at(left: usize, problems: &mut ProblemLog, spot: Spot) -> Ending {
    match left {
        0 => Ending::Whole,
        _ => cut(
            "the file ends inside the header of a record",
            problems,
            spot,
        ),
    }
}

fn cut(what: &str, problems: &mut ProblemLog, spot: Spot) -> Ending {
    let meaning =
        "the capture was cut off, or this record is still being written; everything before is here";
    problems.add(what, meaning, spot);
    Ending::Damaged
}
