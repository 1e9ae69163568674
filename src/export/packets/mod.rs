//! The shown flows become a capture: their packets as they were captured, taken from the files once more, with what is
//! known of each flow beside its first packet. Nothing is held but one frame at a time and a bit for each.

mod blocks;
mod comment;
mod section;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use fixedbitset::FixedBitSet;

use self::blocks::Blocks;
use self::section::Sections;
use super::error::ExportError;
use super::write::{Overwrite, write_with};
use crate::analysis::frames_of::{AgainError, FramesOf, frames_of};
use crate::analysis::progress::Progress;
use crate::analysis::read::FRAMES_PER_LOOK;
use crate::analysis::run::Options;
use crate::capture::frame::CaptureIndex;
use crate::capture::problem::ProblemLog;
use crate::capture::reader::read_capture;
use crate::capture::source;
use crate::flow::model::{Flow, FlowId};
use crate::view::screen::Screen;

/// Said before such a file is written.
pub const WARNING: &str = "Warning: packets hold everything that was captured: addresses, names, contents, account data. \
    Nothing can be redacted in this file.";

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Flows.
    pub flows: u64,
    /// Packets, each once.
    pub packets: u64,
}

/// Writes the packets of every row of the screen's table, capture by capture in the order in which they were opened,
/// frame by frame. `options`: those that the captures were read with.
pub fn write(
    screen: &Screen,
    options: &Options,
    progress: &Progress,
    path: &Path,
    overwrite: Overwrite,
) -> Result<Written, ExportError> {
    write_with(path, overwrite, |file| {
        let mut out = Out {
            file: BufWriter::with_capacity(1 << 18, file),
            path,
        };
        let written = write_to(screen, options, progress, &mut out)?;
        let flushed = out.file.flush();
        flushed.map_err(|cause| ExportError::refused(cause, path))?;
        Ok(written)
    })
}

/// Where it goes.
struct Out<'a> {
    file: BufWriter<&'a mut File>,
    path: &'a Path,
}

fn write_to(
    screen: &Screen,
    options: &Options,
    progress: &Progress,
    out: &mut Out<'_>,
) -> Result<Written, ExportError> {
    let analysis = &*screen.analysis;
    if !analysis.complete {
        return Err(ExportError::Packets(AgainError::NotWhole));
    }
    let mut wanted = FixedBitSet::with_capacity(analysis.flows.len());
    for id in screen.table.order.iter() {
        wanted.grow_and_insert(id.0 as usize);
    }
    let mut written = Written::default();
    for index in (0_u16..).map(CaptureIndex).take(analysis.captures.len()) {
        let own = own_flows(&analysis.flows, &wanted, index);
        if own.is_empty() {
            continue;
        }
        let found = frames_of(analysis, index, &wanted, options, progress);
        let found = found.map_err(ExportError::Packets)?;
        written.flows += own.len() as u64;
        written.packets += write_capture(screen, index, &own, &found, progress, out)?;
    }
    Ok(written)
}

/// The wanted flows of a capture by their first frame.
fn own_flows(flows: &[Flow], wanted: &FixedBitSet, capture: CaptureIndex) -> Vec<FlowId> {
    let numbered = (0_u32..).zip(flows);
    let own =
        numbered.filter(|(id, flow)| flow.capture == capture && wanted.contains(*id as usize));
    own.map(|(id, _)| FlowId(id)).collect()
}

fn write_capture(
    screen: &Screen,
    index: CaptureIndex,
    own: &[FlowId],
    found: &FramesOf,
    progress: &Progress,
    out: &mut Out<'_>,
) -> Result<u64, ExportError> {
    let analysis = &*screen.analysis;
    let Some(capture) = analysis.capture(index) else {
        return Ok(0);
    };
    let path = &*capture.path;
    let about = comment::of_capture(screen, capture, own.len());
    let mut sections = Sections::new(&found.about, &about, Blocks::new(&mut out.file));
    sections.tell_only(analysis, own);
    let mut begins = Begins { screen, own };
    let (mut packets, mut failed) = (0, None);
    let source = source::open(path, false);
    let source = source.map_err(|error| again(AgainError::Read(path.to_owned(), error)))?;
    let read = read_capture(source.bytes, &mut ProblemLog::default(), &mut |frame, _| {
        if frame.number % FRAMES_PER_LOOK == 0 && progress.is_cancelled() {
            return ControlFlow::Break(());
        }
        let at = usize::try_from(frame.number).unwrap_or(usize::MAX);
        if !found.frames.contains(at) {
            return ControlFlow::Continue(());
        }
        packets += 1;
        match sections.frame(frame, &begins.comments(frame.number)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    read.map_err(|error| again(AgainError::Read(path.to_owned(), error)))?;
    if let Some(cause) = failed {
        return Err(ExportError::refused(cause, out.path));
    }
    if progress.is_cancelled() {
        return Err(again(AgainError::Cancelled));
    }
    match packets == found.frames.count_ones(..) as u64 {
        true => Ok(packets),
        false => Err(again(AgainError::Changed(path.to_owned()))),
    }
}

fn again(error: AgainError) -> ExportError {
    ExportError::Packets(error)
}

/// The flows of a capture that have not begun yet.
struct Begins<'a> {
    screen: &'a Screen,
    own: &'a [FlowId],
}

impl Begins<'_> {
    /// Comments of the flows that begin with this frame.
    fn comments(&mut self, frame: u64) -> Vec<String> {
        let mut comments = Vec::new();
        while let Some((id, rest)) = self.own.split_first()
            && let Some(flow) = self.screen.analysis.flows.get(id.0 as usize)
            && flow.first_frame <= frame
        {
            comments.extend(comment::of_flow(self.screen, *id));
            self.own = rest;
        }
        comments
    }
}
