//! Reads a capture once more to find which of its frames belong to some of its flows: fragments to the flow of the
//! packet that they make up, frames of several packets to the flows of each.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use fixedbitset::FixedBitSet;
use foldhash::fast::RandomState;

use super::model::Analysis;
use super::progress::Progress;
use super::read::FRAMES_PER_LOOK;
use super::run::Options;
use super::take::counted;
use crate::capture::error::CaptureError;
use crate::capture::frame::{CaptureIndex, Frame};
use crate::capture::problem::ProblemLog;
use crate::capture::reader::{Description, read_capture};
use crate::capture::source;
use crate::flow::fragment::FragmentKey;
use crate::flow::model::{Flow, FlowId};
use crate::flow::released::Released;
use crate::flow::table::{FlowTable, FlowUpdate};
use crate::wire::packet::{Decoded, decode};

/// Numbers of frames kept until their flow is known: 8 bytes each, 128 MiB at most. Only fragments wait.
const MAX_WAITING: usize = 16 << 20;

/// Why the packets of flows could not be taken from their capture again.
#[derive(Debug)]
pub enum AgainError {
    /// The capture came through standard input.
    StandardInput,
    /// The captures were not read to their end yet, or never will be.
    NotWhole,
    /// The capture cannot be read any more.
    Read(PathBuf, CaptureError),
    /// The capture no longer holds the flows.
    Changed(PathBuf),
    /// More fragments than are remembered wait for their flow.
    TooManyFragments(PathBuf),
    /// Somebody asked to stop.
    Cancelled,
}

impl fmt::Display for AgainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StandardInput => write!(
                f,
                "a capture from standard input cannot be read a second time, so its packets cannot be taken from it"
            ),
            Self::NotWhole => write!(
                f,
                "reading has not come to its end, so the packets of a flow are not all known"
            ),
            Self::Read(path, error) => write!(f, "{error}: {}", path.display()),
            Self::Changed(path) => {
                let path = path.display();
                write!(f, "the capture has changed since it was read: {path}")
            }
            Self::TooManyFragments(path) => write!(
                f,
                "more than 16 million fragments wait for their packets: {}",
                path.display()
            ),
            Self::Cancelled => write!(f, "writing the packets was cancelled"),
        }
    }
}

impl std::error::Error for AgainError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(_, error) => std::error::Error::source(error),
            _ => None,
        }
    }
}

/// The frames of some flows of a capture, and how it describes where they come from.
#[derive(Debug)]
pub struct FramesOf {
    /// Numbers of the frames.
    pub frames: FixedBitSet,
    /// The capture beside its frames.
    pub about: Description,
}

/// Finds the frames of the flows in `wanted` (numbers as in `Analysis::flows`), read as they were read before.
pub fn frames_of(
    analysis: &Analysis,
    capture: CaptureIndex,
    wanted: &FixedBitSet,
    options: &Options,
    progress: &Progress,
) -> Result<FramesOf, AgainError> {
    let path = analysis.capture(capture).map(|capture| &*capture.path);
    let path = path.unwrap_or(Path::new(""));
    if path == Path::new("-") {
        return Err(AgainError::StandardInput);
    }
    let read = |error| AgainError::Read(path.to_owned(), error);
    let mut sorting = Sorting::new(&analysis.flows, capture, wanted, options);
    let source = source::open(path, false).map_err(read)?;
    let about = read_capture(
        source.bytes,
        &mut ProblemLog::default(),
        &mut |frame, _| match frame.number.is_multiple_of(FRAMES_PER_LOOK)
            && (progress.is_cancelled() || sorting.is_full())
        {
            true => ControlFlow::Break(()),
            false => {
                sorting.take(frame);
                ControlFlow::Continue(())
            }
        },
    )
    .map_err(read)?;
    match (progress.is_cancelled(), sorting.is_full()) {
        (true, _) => return Err(AgainError::Cancelled),
        (_, true) => return Err(AgainError::TooManyFragments(path.to_owned())),
        _ => {}
    }
    let changed = || AgainError::Changed(path.to_owned());
    let frames = sorting.finish().ok_or_else(changed)?;
    Ok(FramesOf { frames, about })
}

/// What is known of a flow that is counted anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Wanted,
    NotWanted,
    /// No flow of the analysis begins with this frame: a fragment that came before it is still waiting.
    NotYet,
}

/// One capture while its frames are sorted.
struct Sorting<'a> {
    flows: &'a [Flow],
    capture: CaptureIndex,
    wanted: &'a FixedBitSet,
    found: FixedBitSet,
    without: &'a [u32],
    like_wireshark: bool,
    table: FlowTable,
    known: Vec<Known>,
    frames: FixedBitSet,
    /// Frames counted in wanted flows; one that holds several packets counts for each.
    counted: u64,
    waiting: HashMap<FragmentKey, VecDeque<u64>, RandomState>,
    waiting_len: usize,
    late: Vec<(FlowId, u64)>,
}

impl<'a> Sorting<'a> {
    fn new(
        flows: &'a [Flow],
        capture: CaptureIndex,
        wanted: &'a FixedBitSet,
        options: &'a Options,
    ) -> Self {
        Self {
            flows,
            capture,
            wanted,
            found: FixedBitSet::with_capacity(flows.len()),
            without: &options.without_interfaces,
            like_wireshark: options.splitting.like_wireshark,
            table: FlowTable::new(capture, options.splitting),
            known: Vec::new(),
            frames: FixedBitSet::new(),
            counted: 0,
            waiting: HashMap::default(),
            waiting_len: 0,
            late: Vec::new(),
        }
    }

    fn is_full(&self) -> bool {
        self.waiting_len + self.late.len() > MAX_WAITING
    }

    fn take(&mut self, frame: &Frame<'_>) {
        if !self.without.contains(&frame.interface) {
            self.sort_in(decode(frame), &counted(frame, self.like_wireshark));
        }
    }

    /// The same way that a frame goes when it is counted first.
    fn sort_in(&mut self, decoded: Decoded<'_>, frame: &Frame<'_>) {
        match decoded {
            Decoded::Packet(packet) => match packet.fragment {
                None => {
                    if let Some(update) = self.table.add(frame, &packet) {
                        self.belongs(&update, [frame.number]);
                    }
                }
                Some(part) => {
                    let released = self.table.add_fragment(frame, &packet, part);
                    let key = FragmentKey::new(&packet, part.id);
                    self.waiting.entry(key).or_default().push_back(frame.number);
                    self.waiting_len += 1;
                    released.iter().for_each(|one| self.release(one));
                }
            },
            Decoded::Several(parts) => {
                for part in parts.frames(frame) {
                    self.sort_in(decode(&part), &part);
                }
            }
            Decoded::NotIp | Decoded::Stopped(_) => {}
        }
    }

    /// Those that waited longest are its frames: a fragment that begins a new packet is released later.
    fn release(&mut self, released: &Released) {
        let Some(waiting) = self.waiting.get_mut(&released.key) else {
            return;
        };
        let count = usize::try_from(released.earlier.frames + 1).unwrap_or(usize::MAX);
        let numbers: Vec<u64> = waiting.drain(..count.min(waiting.len())).collect();
        if waiting.is_empty() {
            self.waiting.remove(&released.key);
        }
        self.waiting_len -= numbers.len();
        if let Some(update) = self.table.add_released(released) {
            self.belongs(&update, numbers);
        }
    }

    fn belongs(&mut self, update: &FlowUpdate<'_>, numbers: impl IntoIterator<Item = u64>) {
        let flow = update.flow;
        if flow.0 as usize >= self.known.len() {
            let known = self.look_up(flow);
            self.known.push(known);
        }
        match self.known.get(flow.0 as usize) {
            Some(Known::Wanted) => numbers.into_iter().for_each(|number| self.keep(number)),
            Some(Known::NotYet) => self
                .late
                .extend(numbers.into_iter().map(|number| (flow, number))),
            Some(Known::NotWanted) | None => {}
        }
    }

    fn keep(&mut self, number: u64) {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        self.frames.grow_and_insert(at);
        self.counted += 1;
    }

    /// The flow of the analysis that a flow of the table is.
    fn look_up(&mut self, id: FlowId) -> Known {
        let Some(flow) = self.table.flow(id) else {
            return Known::NotWanted;
        };
        let (capture, flows) = (self.capture, self.flows);
        let from = flows.partition_point(|one| one.first_frame < flow.first_frame);
        let begin_here = flows.iter().enumerate().skip(from);
        let mut begin_here = begin_here.take_while(|(_, one)| one.first_frame == flow.first_frame);
        let found = begin_here.find(|(at, one)| {
            let ends = (one.client, one.server) == (flow.client, flow.server);
            let same = ends && one.capture == capture && one.transport == flow.transport;
            same && !self.found.contains(*at)
        });
        let Some((at, _)) = found else {
            return Known::NotYet;
        };
        self.found.insert(at);
        match self.wanted.contains(at) {
            true => Known::Wanted,
            false => Known::NotWanted,
        }
    }

    /// The frames, where they are as many as the flows have; else the capture is another one.
    fn finish(mut self) -> Option<FixedBitSet> {
        let left = self.table.give_up_fragments();
        left.iter().for_each(|one| self.release(one));
        let mut late = std::mem::take(&mut self.late);
        late.sort_unstable();
        for of_flow in late.chunk_by(|one, next| one.0 == next.0) {
            let known = of_flow.first().map(|(flow, _)| self.look_up(*flow));
            if known == Some(Known::Wanted) {
                of_flow.iter().for_each(|(_, number)| self.keep(*number));
            }
        }
        let own = |at: &usize| {
            self.flows
                .get(*at)
                .filter(|one| one.capture == self.capture)
        };
        let frames = self.wanted.ones().filter_map(|at| own(&at));
        let wanted: u64 = frames.map(|flow| flow.frames.total()).sum();
        (wanted == self.counted).then_some(self.frames)
    }
}
