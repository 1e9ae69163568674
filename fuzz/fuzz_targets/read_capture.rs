//! Bytes as an unwrapped capture, through the whole pipeline without tables: it ends, and frames stay inside.
#![no_main]

mod pipeline;

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use pipeline::Pipeline;
use whither::capture::frame::CaptureIndex;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::{Ending, read_capture};

fuzz_target!(|bytes: &[u8]| {
    let (mut log, mut frames) = (ProblemLog::default(), 0_u64);
    let mut pipeline = Pipeline::new();
    let described = read_capture(bytes, &mut log, &mut |frame, log| {
        assert!(frame.number > frames && frame.bytes.len() <= bytes.len());
        frames = frame.number;
        pipeline.take(frame, log);
        ControlFlow::Continue(())
    });
    pipeline.finish(&mut log);
    if let Ok(described) = described {
        let said = !log.problems(CaptureIndex(0)).is_empty();
        assert!(described.ending == Ending::Whole || said, "damage is said");
    }
});
