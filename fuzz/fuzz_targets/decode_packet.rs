//! Frames of one link type, through packets and flows to what they state. The first two bytes are the link type, the
//! rest are frames with two bytes of length before each.
#![no_main]

mod pipeline;

use libfuzzer_sys::fuzz_target;
use pipeline::Pipeline;
use whither::capture::frame::{Frame, LinkType, Time};
use whither::capture::problem::ProblemLog;

fuzz_target!(|bytes: &[u8]| {
    let Some((link, mut rest)) = two(bytes) else {
        return;
    };
    let (mut pipeline, mut log) = (Pipeline::new(), ProblemLog::default());
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
            program: None,
        };
        pipeline.take(&frame, &mut log);
    }
    pipeline.finish(&mut log);
});

fn two(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (two, rest) = bytes.split_first_chunk()?;
    Some((u16::from_be_bytes(*two), rest))
}
