//! One capture through the pipeline: frames, packets, flows and evidence.

use super::secrets::key_use;
use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::app_lists;
use super::aside::Aside;
use super::gathering::Found;
use super::model::CaptureSummary;
use super::progress::Progress;
use super::run::Options;
use super::so_far::{CaptureSoFar, empty_summary};
use super::touched::Touched;
use super::twice;
use crate::capture::error::CaptureError;
use crate::capture::frame::{CaptureIndex, LinkType};
use crate::capture::problem::{ProblemLog, Spot};
use crate::capture::reader::{Description, Ending, Given, read_with_secrets};
use crate::capture::source::{self, Meter};
use crate::capture::told::{AddressName, ProgramName};
use crate::capture::wrapping::Wrapping;
use crate::evidence::comment::{Apps, named_by_capture};
use crate::evidence::followed::Followed;
use crate::evidence::gather::Gather;
use crate::evidence::outer_tunnel;
use crate::flow::activity::Activity;
use crate::flow::finish::FlowsSoFar;
use crate::flow::model::FlowId;
use crate::flow::table::FlowTable;

/// Frames between two looks at progress and the wish to cancel: well under 100 ms of work.
pub const FRAMES_PER_LOOK: u64 = 16_384;

/// A capture while it is read.
#[derive(Debug)]
pub struct ReadCapture {
    index: CaptureIndex,
    path: PathBuf,
    pub(super) summary: CaptureSummary,
    pub(super) links: BTreeSet<LinkType>,
    interfaces: Vec<IpAddr>,
    names: Vec<AddressName>,
    programs: Vec<ProgramName>,
    pub(super) table: FlowTable,
    pub(super) aside: Aside,
    pub(super) apps: Apps,
    problems: ProblemLog,
    pub(super) touched: Touched,
    pub(super) without: Vec<u32>,
    pub(super) like_wireshark: bool,
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
        let mut reading = Self::new(index, path, options, None);
        reading.read(options, progress, bytes_before, so_far)?;
        Ok(reading.into_whole(options).0)
    }

    /// Reads the whole file, once.
    pub(super) fn read(
        &mut self,
        options: &Options,
        progress: &Progress,
        bytes_before: u64,
        so_far: &mut dyn FnMut(&ReadCapture),
    ) -> Result<(), CaptureError> {
        let path = self.path.clone();
        let size_before = source::size_of(&path);
        let source = source::open(&path, options.hash)?;
        let (meter, wrapping) = (source.meter.clone(), source.wrapping);
        let rest = source.rest();
        let mut log = ProblemLog::default();
        if self.index == CaptureIndex(0) {
            options.keys.say_problems(&mut log);
        }
        let described = read_with_secrets(source.bytes, &mut log, &mut |given, log| {
            let frame = match given {
                Given::Frame(frame) => frame,
                Given::Secrets(text) => {
                    self.aside.secrets(text, self.summary.frames);
                    return ControlFlow::Continue(());
                }
            };
            self.take(frame, log);
            if frame.number % FRAMES_PER_LOOK != 0 {
                return ControlFlow::Continue(());
            }
            self.look(&meter, progress, bytes_before, log, so_far)
        })?;
        for released in self.table.give_up_fragments() {
            self.take_released(&released, &mut log);
        }
        self.problems = log;
        let ending = described.ending;
        self.learn(described, wrapping);
        self.finish(ending);
        if ending != Ending::Stopped {
            self.read_rest(rest);
            self.summary.sha256 = meter.sha256();
        }
        self.summary.file_bytes = meter.bytes();
        self.say_whether_it_grew(size_before);
        self.report(progress, bytes_before);
        Ok(())
    }

    /// One of which nothing was read yet.
    pub(super) fn new(
        index: CaptureIndex,
        path: &Path,
        options: &Options,
        follow: Option<FlowId>,
    ) -> Self {
        let mut gather = match options.without_names {
            true => Gather::without_names(),
            false => Gather::with_keys(options.keys.keys.clone()),
        };
        follow.into_iter().for_each(|flow| gather.follow(flow));
        Self {
            index,
            path: path.to_owned(),
            summary: empty_summary(path),
            links: BTreeSet::new(),
            interfaces: Vec::new(),
            names: Vec::new(),
            programs: Vec::new(),
            table: FlowTable::new(index, options.splitting),
            aside: Aside::new(gather),
            apps: Apps::default(),
            problems: ProblemLog::default(),
            touched: Touched::default(),
            without: options.without_interfaces.clone(),
            like_wireshark: options.splitting.like_wireshark,
        }
    }

    /// What is known at the end, and what the followed flow carried; nothing is held twice.
    pub(super) fn into_whole(mut self, options: &Options) -> (CaptureSoFar, Option<Followed>) {
        let (found, followed) = self.aside.finish();
        self.say_what_was_dropped(&found);
        let empty = FlowTable::new(self.index, options.splitting);
        let table = std::mem::replace(&mut self.table, empty);
        let (flows, activity) = table.into_flows(&options.local, &self.interfaces);
        let listed = app_lists::found(&self.path, &options.apps, &flows.flows, &mut self.problems);
        for twice in twice::found(&flows.flows) {
            let problems = &mut self.problems;
            problems.add(&twice.what(), twice::MEANING, twice.spot());
        }
        let mut whole = self.put_together(flows, activity, found, options);
        whole.evidence.extend(listed);
        (whole, followed)
    }

    /// What is known so far.
    pub fn so_far(&self, options: &Options) -> CaptureSoFar {
        let flows = self.table.flows_so_far(&options.local, &self.interfaces);
        let activity = self.table.activity().clone();
        self.put_together(flows, activity, self.aside.so_far(), options)
    }

    fn put_together(
        &self,
        flows: FlowsSoFar,
        activity: Activity,
        found: Found,
        options: &Options,
    ) -> CaptureSoFar {
        let mut summary = self.summary.clone();
        summary.links = self.links.iter().copied().collect();
        summary.local_rules = flows.local_rules;
        summary.keys = key_use(&found, &options.keys);
        let mut evidence = found.items;
        evidence.extend(self.apps.items(&self.programs));
        evidence.extend(named_by_capture(&flows.flows, &self.names));
        evidence.sort_by_key(|item| item.flow);
        let tunnels = outer_tunnel::found(&flows.flows, &evidence);
        evidence.extend(tunnels);
        let mut problems = self.problems.problems(self.index);
        let mut affected = self.touched.lists(problems.len());
        let of_payload = found.problems.problems(self.index);
        affected.extend(found.touched.lists(of_payload.len()));
        problems.extend(of_payload);
        CaptureSoFar {
            summary,
            flows: flows.flows,
            evidence,
            activity,
            tunnels: flows.tunnels,
            problems,
            affected,
        }
    }

    fn say_what_was_dropped(&mut self, found: &Found) {
        if found.beyond_cap > 0 {
            self.problems.add_many(
                "more names and answers than are kept",
                "later flows may lack a name",
                Spot::default(),
                found.beyond_cap,
            );
        }
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
        self.aside.settle();
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
        self.summary.about = described.about;
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
