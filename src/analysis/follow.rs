//! Reads a capture once more for one flow and keeps what that flow carried.

use std::fmt;
use std::path::{Path, PathBuf};

use super::model::Analysis;
use super::progress::Progress;
use super::read::ReadCapture;
use super::run::Options;
use crate::capture::error::CaptureError;
use crate::evidence::followed::Followed;
use crate::flow::model::{Flow, FlowId};

/// Why a flow could not be followed.
#[derive(Debug)]
pub enum FollowError {
    /// No flow has this number; how many there are.
    NoSuchFlow(u32, usize),
    /// The capture came through standard input, which is read only once.
    StandardInput,
    /// The capture cannot be read any more.
    Read(CaptureError),
    /// The capture no longer holds the flow.
    Changed(PathBuf),
    /// Somebody asked to stop.
    Cancelled,
}

impl fmt::Display for FollowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FollowError::NoSuchFlow(number, count) => {
                write!(f, "there is no flow {number} among {count}")
            }
            FollowError::StandardInput => write!(
                f,
                "a capture from standard input cannot be read a second time, so no flow of it can be followed"
            ),
            FollowError::Read(error) => error.fmt(f),
            FollowError::Changed(path) => {
                let path = path.display();
                write!(f, "the capture has changed since it was read: {path}")
            }
            FollowError::Cancelled => write!(f, "following the flow was cancelled"),
        }
    }
}

impl std::error::Error for FollowError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            FollowError::Read(error) => error.source(),
            _ => None,
        }
    }
}

/// Reads the capture of a flow again, with the options it was read with, and keeps what the flow carried.
pub fn follow(
    analysis: &Analysis,
    flow: FlowId,
    options: &Options,
    progress: &Progress,
) -> Result<Followed, FollowError> {
    let Some(wanted) = analysis.flows.get(flow.0 as usize) else {
        return Err(FollowError::NoSuchFlow(flow.0, analysis.flows.len()));
    };
    let path = analysis
        .capture(wanted.capture)
        .map_or(Path::new(""), |capture| &capture.path);
    if path == Path::new("-") {
        return Err(FollowError::StandardInput);
    }
    let options = Options {
        hash: false,
        without_names: false,
        ..options.clone()
    };
    let size = std::fs::metadata(path).map_or(0, |about| about.len());
    progress.set_total_bytes(size);
    let guess = rank_within_capture(&analysis.flows, flow);
    let read = |own: FlowId| read_for(path, wanted, own, &options, progress);
    match read(guess)? {
        Found::Here(followed) => Ok(followed),
        Found::At(own) => match read(own)? {
            Found::Here(followed) => Ok(followed),
            Found::At(_) | Found::Nowhere => Err(FollowError::Changed(path.to_owned())),
        },
        Found::Nowhere => Err(FollowError::Changed(path.to_owned())),
    }
}

/// The number that a flow has within its capture where that capture's flows stand by first frame. That is so but for
/// flows that began with a fragment; those are looked up once the capture is read.
fn rank_within_capture(flows: &[Flow], flow: FlowId) -> FlowId {
    let before = flows.get(..flow.0 as usize).unwrap_or(&[]);
    let capture = flows.get(flow.0 as usize).map(|flow| flow.capture);
    let own = before.iter().filter(|flow| Some(flow.capture) == capture);
    FlowId(u32::try_from(own.count()).unwrap_or(u32::MAX))
}

enum Found {
    Here(Followed),
    /// Another flow was followed; the wanted one has this number.
    At(FlowId),
    Nowhere,
}

fn read_for(
    path: &Path,
    wanted: &Flow,
    own: FlowId,
    options: &Options,
    progress: &Progress,
) -> Result<Found, FollowError> {
    let mut reading = ReadCapture::new(wanted.capture, path, options, Some(own));
    reading
        .read(options, progress, 0, &mut |_| ())
        .map_err(FollowError::Read)?;
    if progress.is_cancelled() {
        return Err(FollowError::Cancelled);
    }
    let (whole, followed) = reading.into_whole(options);
    let flows = whole.flows;
    let key = |flow: &Flow| (flow.first_frame, flow.transport, flow.client, flow.server);
    let is_wanted = |flow: &Flow| key(flow) == key(wanted);
    if let Some(followed) = followed.filter(|_| flows.get(own.0 as usize).is_some_and(is_wanted)) {
        return Ok(Found::Here(followed));
    }
    let at = flows.iter().position(is_wanted);
    Ok(at
        .and_then(|at| u32::try_from(at).ok())
        .map_or(Found::Nowhere, |at| Found::At(FlowId(at))))
}
