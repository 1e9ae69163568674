//! What is known of one capture, at its end or while it is read.

use std::path::Path;

use super::model::{CaptureSummary, KeyUse, Outside};
use crate::capture::about::About;
use crate::capture::error::CaptureError;
use crate::capture::frame::CaptureIndex;
use crate::capture::problem::{Problem, ProblemLog, Spot};
use crate::evidence::item::Evidence;
use crate::flow::activity::Activity;
use crate::flow::clock::Clock;
use crate::flow::model::{Flow, FlowId};
use crate::wire::packet::Tunnel;

/// Everything known of one capture, as far as it was read.
#[derive(Clone, Debug)]
pub struct CaptureSoFar {
    /// About the file.
    pub summary: CaptureSummary,
    /// Its flows, in the order in which they began.
    pub flows: Vec<Flow>,
    /// Its evidence; flow numbers count within this capture.
    pub evidence: Vec<Evidence>,
    /// Payload over time; flow numbers count within this capture.
    pub activity: Activity,
    /// Wrappings of its flows.
    pub tunnels: Vec<Tunnel>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The flows that each problem touches, in the order of `problems`; flow numbers count within this capture.
    pub affected: Vec<Vec<FlowId>>,
}

/// A summary of a file of which nothing is known yet.
pub(super) fn empty_summary(path: &Path) -> CaptureSummary {
    let name = path.file_name().unwrap_or(path.as_os_str());
    CaptureSummary {
        name: name.to_string_lossy().into_owned(),
        path: path.to_owned(),
        format: String::new(),
        sha256: None,
        about: About::default(),
        file_bytes: 0,
        frames: 0,
        wire_bytes: 0,
        cut_frames: 0,
        interfaces: Vec::new(),
        links: Vec::new(),
        first: None,
        last: None,
        clock: Clock::default(),
        outside: Outside::default(),
        local_rules: Vec::new(),
        whole: false,
        keys: KeyUse::default(),
    }
}

impl CaptureSoFar {
    /// A file that could not be read at all, beside others that could: nothing but its problem.
    pub fn failed(index: CaptureIndex, path: &Path, error: &CaptureError) -> Self {
        let mut log = ProblemLog::default();
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
        log.add(
            &format!("{error}{}", cause.unwrap_or_default()),
            "nothing of this file is in the result",
            Spot::default(),
        );
        Self {
            summary: empty_summary(path),
            flows: Vec::new(),
            evidence: Vec::new(),
            activity: Activity::default(),
            tunnels: vec![Tunnel::default()],
            problems: log.problems(index),
            affected: Vec::new(),
        }
    }
}
