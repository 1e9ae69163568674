//! Bytes as an unwrapped capture, through the whole pipeline without tables: it ends, and frames stay inside.
#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use whither::capture::frame::CaptureIndex;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::{Ending, read_capture};
use whither::evidence::gather::Gather;
use whither::flow::splitting::Splitting;
use whither::flow::table::FlowTable;
use whither::wire::packet::{Decoded, decode};

fuzz_target!(|bytes: &[u8]| {
    let (mut log, mut frames) = (ProblemLog::default(), 0_u64);
    let (mut table, mut gather) = (FlowTable::new(CaptureIndex(0), Splitting::default()), Gather::default());
    let described = read_capture(bytes, &mut log, &mut |frame, log| {
        assert!(frame.number > frames && frame.bytes.len() <= bytes.len());
        frames = frame.number;
        if let Decoded::Packet(packet) = decode(frame)
            && let Some(update) = table.add(frame, &packet)
        {
            gather.take(&update, log);
        }
        ControlFlow::Continue(())
    });
    table.flows_so_far(&[], &[]);
    if let Ok(described) = described {
        let said = !log.problems(CaptureIndex(0)).is_empty();
        assert!(described.ending == Ending::Whole || said, "damage is said");
    }
});
