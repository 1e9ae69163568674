//! The pipeline from files to `Analysis`: reads each capture once, tags everything at the end and, while reading, now
//! and then in between.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::assemble::assemble;
use super::model::Analysis;
use super::pace::Pace;
use super::progress::Progress;
use super::read::ReadCapture;
use super::secrets::GivenKeys;
use super::so_far::CaptureSoFar;
use crate::capture::error::CaptureError;
use crate::capture::frame::CaptureIndex;
use crate::capture::inputs::files_of;
use crate::claim::model::Claim;
use crate::flow::splitting::Splitting;
use crate::reference::Reference;
use crate::tag::stated::Stated;

/// Captures open at a time; a flow names its capture in 16 bits.
const MAX_CAPTURES: usize = 65_535;

/// What the user may set about reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What counts as one flow.
    pub splitting: Splitting,
    /// Addresses that are the local side, set by hand.
    pub local: Vec<IpAddr>,
    /// Interfaces whose frames are left out, counted from 0 over the whole file.
    pub without_interfaces: Vec<u32>,
    /// Lists of connections with their programs, named by the user; those beside a capture are found anyway.
    pub apps: Vec<PathBuf>,
    /// Leaves payload unread: what flows cost without names.
    pub without_names: bool,
    /// Secrets that open encrypted traffic.
    pub keys: GivenKeys,
    /// Whether each file's SHA-256 is computed.
    pub hash: bool,
    /// What the user says of the traffic.
    pub stated: Arc<Stated>,
    /// The claim that flows are judged by.
    pub claim: Option<Arc<Claim>>,
}

/// Why there is no result at all.
#[derive(Debug)]
pub enum AnalysisError {
    /// Nothing was named.
    NoInput,
    /// A folder could not be searched.
    Search(io::Error),
    /// The named folders hold no captures.
    NoCaptures(Vec<PathBuf>),
    /// More files than can be open together.
    TooMany(usize),
    /// Not one of the files could be read; each with its reason.
    AllFailed(Vec<(PathBuf, CaptureError)>),
}

impl fmt::Display for AnalysisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnalysisError::NoInput => write!(f, "no capture was named"),
            AnalysisError::Search(_) => write!(f, "a folder could not be searched"),
            AnalysisError::NoCaptures(paths) => {
                write!(f, "no captures found in")?;
                paths
                    .iter()
                    .try_for_each(|path| write!(f, " {}", path.display()))
            }
            AnalysisError::TooMany(count) => {
                write!(
                    f,
                    "{count} files are more than the {MAX_CAPTURES} that can be open together"
                )
            }
            AnalysisError::AllFailed(files) => {
                for (index, (path, error)) in files.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "\n" };
                    write!(f, "{comma}{error}")?;
                    if let Some(cause) = std::error::Error::source(error) {
                        write!(f, ": {cause}")?;
                    }
                    write!(f, ": {}", path.display())?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for AnalysisError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            AnalysisError::Search(error) => Some(error),
            _ => None,
        }
    }
}

/// Reads everything that `inputs` name (files, folders, `-`) and tags it.
///
/// `on_partial` gets results of what was read so far, at growing intervals. A capture that cannot be read at all is a
/// problem of the result, unless none can.
pub fn read_captures(
    inputs: &[PathBuf],
    options: &Options,
    reference: Arc<Reference>,
    progress: &Progress,
    on_partial: &mut dyn FnMut(Analysis),
) -> Result<Analysis, AnalysisError> {
    let mut pace = Pace::start();
    let done = read_files(inputs, options, progress, &mut |done, reading| {
        if pace.is_due() {
            let all = done.iter().cloned().chain([reading.so_far(options)]);
            let partial = assemble(all.collect(), &reference, &options.stated, false);
            on_partial(partial.judged_by(options.claim.as_ref()));
            pace.done();
        }
    })?;
    let complete = !progress.is_cancelled();
    let whole = assemble(done, &reference, &options.stated, complete);
    Ok(whole.judged_by(options.claim.as_ref()))
}

/// The part of `read_captures` that needs no tables: what the files hold, one entry a file.
///
/// `so_far` is called often with the captures that are done and the one being read.
pub fn read_files(
    inputs: &[PathBuf],
    options: &Options,
    progress: &Progress,
    so_far: &mut dyn FnMut(&[CaptureSoFar], &ReadCapture),
) -> Result<Vec<CaptureSoFar>, AnalysisError> {
    let files = files_to_read(inputs)?;
    progress.set_total_bytes(total_bytes(&files));
    let mut done: Vec<CaptureSoFar> = Vec::new();
    let mut failed = Vec::new();
    for path in files {
        if progress.is_cancelled() {
            break;
        }
        let index = index_after(&done);
        let before: u64 = done.iter().map(|capture| capture.summary.file_bytes).sum();
        let mut look = |reading: &ReadCapture| so_far(&done, reading);
        match ReadCapture::run(index, &path, options, progress, before, &mut look) {
            Ok(capture) => done.push(capture),
            Err(error) => failed.push((path, error)),
        }
    }
    if done.is_empty() && !failed.is_empty() {
        return Err(AnalysisError::AllFailed(failed));
    }
    for (path, error) in failed {
        done.push(CaptureSoFar::failed(index_after(&done), &path, &error));
    }
    Ok(done)
}

fn index_after(done: &[CaptureSoFar]) -> CaptureIndex {
    CaptureIndex(u16::try_from(done.len()).unwrap_or(u16::MAX))
}

fn files_to_read(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, AnalysisError> {
    if inputs.is_empty() {
        return Err(AnalysisError::NoInput);
    }
    let files = files_of(inputs).map_err(AnalysisError::Search)?;
    match files.len() {
        0 => Err(AnalysisError::NoCaptures(inputs.to_vec())),
        count if count > MAX_CAPTURES => Err(AnalysisError::TooMany(count)),
        _ => Ok(files),
    }
}

/// 0 where a size is unknown (standard input, a device).
fn total_bytes(files: &[PathBuf]) -> u64 {
    let size = |path: &Path| std::fs::metadata(path).ok().filter(|about| about.is_file());
    let sizes: Option<Vec<u64>> = files
        .iter()
        .map(|path| size(path).map(|about| about.len()))
        .collect();
    sizes.map_or(0, |sizes| sizes.iter().sum())
}
