//! Frames of one link type, through packets and flows to what they state. The first two bytes are the link type, the
//! rest are frames with two bytes of length before each.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::capture::frame::{CaptureIndex, Frame, LinkType, Time};
use whither::capture::problem::ProblemLog;
use whither::evidence::gather::Gather;
use whither::flow::splitting::Splitting;
use whither::flow::table::FlowTable;
use whither::wire::packet::{Decoded, decode};

fuzz_target!(|bytes: &[u8]| {
    let Some((link, mut rest)) = two(bytes) else {
        return;
    };
    let (mut table, mut gather) = (FlowTable::new(CaptureIndex(0), Splitting::default()), Gather::default());
    let mut log = ProblemLog::default();
    for number in 1.. {
        let Some((length, behind)) = two(rest) else {
            break;
        };
        let (frame, behind) = behind.split_at(usize::from(length).min(behind.len()));
        rest = behind;
        let frame = Frame {
            number,
            at: Some(Time::from_nanos(i64::from(length) * 1_000_000_007)),
            link: LinkType(u32::from(link)),
            interface: 0,
            wire_len: u32::from(length),
            bytes: frame,
            offset: 0,
            comment: None,
        };
        if let Decoded::Packet(packet) = decode(&frame)
            && let Some(update) = table.add(&frame, &packet)
        {
            gather.take(&update, &mut log);
        }
    }
    table.flows_so_far(&[], &[]);
});

fn two(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (two, rest) = bytes.split_first_chunk()?;
    Some((u16::from_be_bytes(*two), rest))
}
