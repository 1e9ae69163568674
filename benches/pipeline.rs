//! How fast each stage of the pipeline is, over a bundled sample held in memory: `cargo bench`.
//!
//! Each bench adds one stage to the one before it, so the difference is that stage's cost. Ratios against other
//! programs over large captures: `benches/peers/compare`.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;

use whither::analysis::progress::Progress;
use whither::analysis::run::{Options, read_captures};
use whither::capture::frame::{CaptureIndex, Frame};
use whither::capture::problem::ProblemLog;
use whither::capture::reader::read_capture;
use whither::evidence::gather::Gather;
use whither::flow::splitting::Splitting;
use whither::flow::table::FlowTable;
use whither::reference::Reference;
use whither::wire::packet::{Decoded, decode};

fn main() {
    divan::main();
}

fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-captures/phone-creator-upload.pcapng")
}

/// Hands every frame of the sample to `each`, as often as the bench wants.
fn over_frames(
    bencher: Bencher,
    start: impl Fn() -> Box<dyn FnMut(&Frame<'_>, &mut ProblemLog)> + Sync,
) {
    let bytes = fs::read(sample()).expect("the sample is bundled");
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let (mut log, mut each) = (ProblemLog::default(), start());
        read_capture(bytes.as_slice(), &mut log, &mut |frame, log| {
            each(frame, log);
            ControlFlow::Continue(())
        })
        .expect("the sample is a capture")
    });
}

#[divan::bench]
fn a_frames(bencher: Bencher) {
    over_frames(bencher, || {
        Box::new(|frame, _| {
            divan::black_box(frame);
        })
    });
}

#[divan::bench]
fn b_packets(bencher: Bencher) {
    over_frames(bencher, || {
        Box::new(|frame, _| {
            divan::black_box(decode(frame));
        })
    });
}

#[divan::bench]
fn c_flows(bencher: Bencher) {
    over_frames(bencher, || {
        let mut table = FlowTable::new(CaptureIndex(0), Splitting::default());
        Box::new(move |frame, _| {
            if let Decoded::Packet(packet) = decode(frame) {
                divan::black_box(table.add(frame, &packet));
            }
        })
    });
}

#[divan::bench]
fn d_evidence(bencher: Bencher) {
    over_frames(bencher, || {
        let (mut table, mut gather) = (
            FlowTable::new(CaptureIndex(0), Splitting::default()),
            Gather::default(),
        );
        Box::new(move |frame, log| {
            if let Decoded::Packet(packet) = decode(frame)
                && let Some(update) = table.add(frame, &packet)
            {
                gather.take(&update, log);
            }
        })
    });
}

#[divan::bench]
fn e_analysis(bencher: Bencher) {
    let reference = Arc::new(Reference::bundled().expect("the tables are bundled"));
    let (path, options, progress) = (sample(), Options::default(), Progress::default());
    let bytes = fs::metadata(&path).expect("the sample is bundled").len();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let inputs = std::slice::from_ref(&path);
        let reference = Arc::clone(&reference);
        read_captures(inputs, &options, reference, &progress, &mut |_| {}).expect("it is read")
    });
}
