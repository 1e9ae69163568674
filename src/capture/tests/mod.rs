//! Small files made by hand, read as a whole: every kind of header, damage in every place, every wrapping.

mod made;
mod pcap;
mod pcapng;
mod process;
mod recovery;
mod secrets;
mod wrapped;

use std::ops::ControlFlow;

use super::error::CaptureError;
use super::frame::CaptureIndex;
use super::problem::ProblemLog;
use super::reader::{Description, read_capture};

/// What a file gave, in words that are compared as a whole.
#[derive(Debug)]
struct Read {
    frames: Vec<String>,
    problems: Vec<String>,
    described: Result<Description, CaptureError>,
}

impl Read {
    fn description(&self) -> &Description {
        self.described.as_ref().unwrap()
    }
}

/// Frames as `1: Ethernet-number interface time wire-length bytes comment`; problems as `what @ byte`.
fn read(bytes: impl std::io::Read) -> Read {
    let (mut log, mut frames) = (ProblemLog::default(), Vec::new());
    let described = read_capture(bytes, &mut log, &mut |frame, _| {
        let at = frame.at.map_or("-".into(), |at| at.nanos().to_string());
        let text = String::from_utf8_lossy(frame.bytes);
        let comment = frame.comment.map_or(String::new(), |c| format!(" {c}"));
        frames.push(format!(
            "{}: link {} if {} at {at} wire {} {text}{comment}",
            frame.number, frame.link.0, frame.interface, frame.wire_len
        ));
        ControlFlow::Continue(())
    });
    let problems = log.problems(CaptureIndex(0));
    let place = |offset: Option<u64>| offset.map_or(String::new(), |offset| format!(" @ {offset}"));
    Read {
        frames,
        problems: problems
            .iter()
            .map(|p| format!("{}{}", p.what, place(p.first.offset)))
            .collect(),
        described,
    }
}
