//! One capture through the pipeline: frames, packets, flows and evidence.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::path::Path;

use super::model::{CaptureSummary, Outside};
use super::progress::Progress;
use super::run::Options;
use super::twice;
use crate::capture::error::CaptureError;
use crate::capture::frame::{CaptureIndex, Frame, LinkType, Time};
use crate::capture::problem::{Problem, ProblemLog, Spot};
use crate::capture::reader::{Description, Ending, read_capture};
use crate::capture::source::{self, Meter};
use crate::capture::told::{AddressName, ProgramName};
use crate::capture::wrapping::Wrapping;
use crate::evidence::comment::{Apps, named_by_capture};
use crate::evidence::gather::Gather;
use crate::evidence::item::Evidence;
use crate::flow::activity::Activity;
use crate::flow::model::{Flow, FlowId};
use crate::flow::released::Released;
use crate::flow::table::FlowTable;
use crate::wire::packet::{Decoded, Packet, Stop, Tunnel, decode};

/// Frames between two looks at progress and the wish to cancel: well under 100 ms of work.
const FRAMES_PER_LOOK: u64 = 16_384;

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

/// Flows remembered for one kind of problem: enough to look at; a filter over more would be the whole table.
const MAX_AFFECTED: usize = 1_000;

/// A capture while it is read.
#[derive(Debug)]
pub struct ReadCapture {
    index: CaptureIndex,
    summary: CaptureSummary,
    links: BTreeSet<LinkType>,
    interfaces: Vec<IpAddr>,
    names: Vec<AddressName>,
    programs: Vec<ProgramName>,
    table: FlowTable,
    gather: Gather,
    apps: Apps,
    problems: ProblemLog,
    affected: Vec<BTreeSet<FlowId>>,
    without: Vec<u32>,
}

impl ReadCapture {
    /// Reads one file to its end, its damage, or a cancel.
    pub fn run(
        index: CaptureIndex,
        path: &Path,
        options: &Options,
        progress: &Progress,
        bytes_before: u64,
        so_far: &mut dyn FnMut(&ReadCapture),
    ) -> Result<CaptureSoFar, CaptureError> {
        let size_before = source::size_of(path);
        let source = source::open(path, options.hash)?;
        let (meter, wrapping) = (source.meter.clone(), source.wrapping);
        let rest = source.rest();
        let mut reading = Self::new(index, path, options);
        let mut log = ProblemLog::default();
        let described = read_capture(source.bytes, &mut log, &mut |frame, log| {
            reading.take(frame, log);
            if frame.number % FRAMES_PER_LOOK != 0 {
                return ControlFlow::Continue(());
            }
            reading.look(&meter, progress, bytes_before, log, so_far)
        })?;
        for released in reading.table.give_up_fragments() {
            reading.take_released(&released, &mut log);
        }
        reading.problems = log;
        let ending = described.ending;
        reading.learn(described, wrapping);
        reading.finish(ending);
        if ending != Ending::Stopped {
            reading.read_rest(rest);
            reading.summary.sha256 = meter.sha256();
        }
        reading.summary.file_bytes = meter.bytes();
        reading.say_whether_it_grew(size_before);
        reading.report(progress, bytes_before);
        Ok(reading.into_whole(options))
    }

    fn new(index: CaptureIndex, path: &Path, options: &Options) -> Self {
        Self {
            index,
            summary: empty_summary(path),
            links: BTreeSet::new(),
            interfaces: Vec::new(),
            names: Vec::new(),
            programs: Vec::new(),
            table: FlowTable::new(index, options.splitting),
            gather: Gather::default(),
            apps: Apps::default(),
            problems: ProblemLog::default(),
            affected: Vec::new(),
            without: options.without_interfaces.clone(),
        }
    }

    /// What is known at the end; nothing is held twice.
    fn into_whole(self, options: &Options) -> CaptureSoFar {
        let affected = self.affected_flows();
        let (flows, activity) = self.table.into_flows(&options.local, &self.interfaces);
        let mut summary = self.summary;
        summary.links = self.links.into_iter().collect();
        summary.local_rules = flows.local_rules;
        let mut evidence = self.gather.into_items();
        evidence.extend(self.apps.items(&self.programs));
        evidence.extend(named_by_capture(&flows.flows, &self.names));
        evidence.sort_by_key(|item| item.flow);
        let mut log = self.problems;
        for twice in twice::found(&flows.flows) {
            log.add(&twice.what(), twice::MEANING, twice.spot());
        }
        CaptureSoFar {
            summary,
            flows: flows.flows,
            evidence,
            activity,
            tunnels: flows.tunnels,
            problems: log.problems(self.index),
            affected,
        }
    }

    /// What is known so far.
    pub fn so_far(&self, options: &Options) -> CaptureSoFar {
        let flows = self.table.flows_so_far(&options.local, &self.interfaces);
        let mut summary = self.summary.clone();
        summary.links = self.links.iter().copied().collect();
        summary.local_rules = flows.local_rules;
        let mut evidence = self.gather.items().to_vec();
        evidence.extend(self.apps.items(&self.programs));
        evidence.extend(named_by_capture(&flows.flows, &self.names));
        evidence.sort_by_key(|item| item.flow);
        CaptureSoFar {
            summary,
            flows: flows.flows,
            evidence,
            activity: self.table.activity().clone(),
            tunnels: flows.tunnels,
            problems: self.problems.problems(self.index),
            affected: self.affected_flows(),
        }
    }

    fn affected_flows(&self) -> Vec<Vec<FlowId>> {
        let of = |flows: &BTreeSet<FlowId>| flows.iter().copied().collect();
        self.affected.iter().map(of).collect()
    }

    fn take(&mut self, frame: &Frame<'_>, problems: &mut ProblemLog) {
        if self.without.contains(&frame.interface) {
            return self.stopped(LEFT_OUT.numbered(frame.interface), frame, problems);
        }
        self.count(frame);
        let before = problems.total();
        let flow = self.decode(frame, problems);
        if problems.total() != before
            && let (Some(flow), Some(place)) = (flow, problems.latest())
        {
            self.affect(place, flow);
        }
    }

    /// Remembers that a problem touches a flow.
    fn affect(&mut self, place: usize, flow: FlowId) {
        if self.affected.len() <= place {
            self.affected.resize(place + 1, BTreeSet::new());
        }
        if let Some(flows) = self.affected.get_mut(place)
            && flows.len() < MAX_AFFECTED
        {
            flows.insert(flow);
        }
    }

    /// Decodes a frame and counts it in its flow, where it has one.
    fn decode(&mut self, frame: &Frame<'_>, problems: &mut ProblemLog) -> Option<FlowId> {
        match decode(frame) {
            Decoded::Packet(packet) => match packet.fragment {
                None => return self.take_packet(frame, &packet, problems),
                Some(part) => {
                    for released in self.table.add_fragment(frame, &packet, part) {
                        self.take_released(&released, problems);
                    }
                }
            },
            Decoded::NotIp => {
                self.summary.outside.not_ip_frames += 1;
                self.summary.outside.not_ip_bytes += u64::from(frame.wire_len);
            }
            Decoded::Stopped(stop) => self.unread(stop, frame, problems),
        }
        None
    }

    fn take_packet(
        &mut self,
        frame: &Frame<'_>,
        packet: &Packet<'_>,
        problems: &mut ProblemLog,
    ) -> Option<FlowId> {
        if let Some(stop) = packet.stop {
            self.stopped(stop, frame, problems);
        }
        let Some(update) = self.table.add(frame, packet) else {
            self.unread(FULL, frame, problems);
            return None;
        };
        if let Some(app) = packet.app {
            self.gather.app(&update, app);
        }
        self.gather.take(&update, problems);
        if let Some(comment) = frame.comment {
            self.apps.take(&update, comment);
        }
        Some(update.flow)
    }

    /// A fragmented packet that is whole, or given up.
    fn take_released(&mut self, released: &Released, problems: &mut ProblemLog) {
        let spot = Spot {
            frame: Some(released.first_frame()),
            offset: None,
        };
        if let Some(stop) = released.problem() {
            problems.add(&stop.text(), stop.meaning, spot);
        }
        match self.table.add_released(released) {
            Some(update) => self.gather.take(&update, problems),
            None => {
                let outside = &mut self.summary.outside;
                outside.unread_frames += released.earlier.frames + 1;
                outside.unread_bytes += released.wire_bytes();
                problems.add(FULL.what, FULL.meaning, spot);
            }
        }
    }

    fn count(&mut self, frame: &Frame<'_>) {
        let summary = &mut self.summary;
        summary.frames += 1;
        summary.wire_bytes += u64::from(frame.wire_len);
        if let Some(at) = frame.at {
            summary.first = Some(summary.first.map_or(at, |first: Time| first.min(at)));
            summary.last = Some(summary.last.map_or(at, |last: Time| last.max(at)));
        }
        if self.links.len() < 64 {
            self.links.insert(frame.link);
        }
    }

    fn unread(&mut self, stop: Stop, frame: &Frame<'_>, problems: &mut ProblemLog) {
        self.summary.outside.unread_frames += 1;
        self.summary.outside.unread_bytes += u64::from(frame.wire_len);
        self.stopped(stop, frame, problems);
    }

    fn stopped(&self, stop: Stop, frame: &Frame<'_>, problems: &mut ProblemLog) {
        let spot = Spot {
            frame: Some(frame.number),
            offset: Some(frame.offset),
        };
        problems.add(&stop.text(), stop.meaning, spot);
    }

    fn look(
        &mut self,
        meter: &Meter,
        progress: &Progress,
        bytes_before: u64,
        log: &ProblemLog,
        so_far: &mut dyn FnMut(&ReadCapture),
    ) -> ControlFlow<()> {
        self.summary.file_bytes = meter.bytes();
        self.report(progress, bytes_before);
        if progress.is_cancelled() {
            return ControlFlow::Break(());
        }
        self.problems = log.clone();
        so_far(self);
        ControlFlow::Continue(())
    }

    fn report(&self, progress: &Progress, bytes_before: u64) {
        progress.set_bytes(bytes_before.saturating_add(self.summary.file_bytes));
        progress.set_frames(self.summary.frames, self.table.len() as u64);
    }

    /// Takes in what the file tells beside its frames.
    fn learn(&mut self, described: Description, wrapping: Wrapping) {
        self.summary.format = format!("{}{}", described.format, wrapping.suffix());
        self.summary.interfaces = described.interface_names;
        self.interfaces = described.interface_addresses;
        self.names = described.names;
        self.programs = described.programs;
    }

    fn finish(&mut self, ending: Ending) {
        self.summary.whole = ending == Ending::Whole;
        let nowhere = Spot::default();
        if ending == Ending::Stopped {
            self.problems.add(
                "reading was cancelled",
                "what follows in this file is missing from every number",
                nowhere,
            );
        }
        if self.gather.beyond_cap() > 0 {
            self.problems.add_many(
                "more names and answers than are kept",
                "later flows may lack a name",
                nowhere,
                self.gather.beyond_cap(),
            );
        }
        if self.summary.frames == 0 && ending == Ending::Whole {
            self.problems.add(
                "the capture holds no frames",
                "there is nothing to show from this file",
                nowhere,
            );
        }
    }

    /// A capture that is still being written: the file is longer now than it was before it was read.
    fn say_whether_it_grew(&mut self, size_before: Option<u64>) {
        if size_before.is_some_and(|before| self.summary.file_bytes > before) {
            self.problems.add(
                "the file was still being written while it was read",
                "what is not there yet is not in the result: read it again with Reload",
                Spot::default(),
            );
        }
    }

    /// The hash covers the whole file, also what lies behind damage.
    fn read_rest(&mut self, rest: impl FnOnce() -> std::io::Result<u64>) {
        if let Err(error) = rest() {
            self.problems.add(
                &format!("the end of the file could not be read: {error}"),
                "its hash covers only what was read",
                Spot::default(),
            );
        }
    }
}

const LEFT_OUT: Stop = Stop::new(
    "left out as asked: frames of interface",
    "they count in no number of this result",
);

const FULL: Stop = Stop::new(
    "more flows than are kept at once",
    "frames of the further flows count as bytes that could not be read",
);

fn empty_summary(path: &Path) -> CaptureSummary {
    let name = path.file_name().unwrap_or(path.as_os_str());
    CaptureSummary {
        name: name.to_string_lossy().into_owned(),
        path: path.to_string_lossy().into_owned(),
        format: String::new(),
        sha256: None,
        file_bytes: 0,
        frames: 0,
        wire_bytes: 0,
        interfaces: Vec::new(),
        links: Vec::new(),
        first: None,
        last: None,
        outside: Outside::default(),
        local_rules: Vec::new(),
        whole: false,
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
