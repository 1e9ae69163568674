//! Bytes as a file: unwrapped and read. A small file may unpack to a large one, so reading stops after some frames.
#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use whither::capture::problem::ProblemLog;
use whither::capture::reader::read_capture;
use whither::capture::source::from_reader;

/// Frames after which a file has shown enough.
const MAX_FRAMES: u64 = 10_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = from_reader(Box::new(Cursor::new(bytes.to_vec())), true) else {
        return;
    };
    let rest = source.rest();
    let mut log = ProblemLog::default();
    let read = read_capture(source.bytes, &mut log, &mut |frame, _| match frame.number {
        ..MAX_FRAMES => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    });
    drop(read);
    assert!(rest().is_ok());
    assert_eq!(source.meter.bytes(), bytes.len() as u64);
});
