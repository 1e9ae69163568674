//! `whither flows`, `whither evidence` and `whither problems`: results as JSON lines.

use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use serde::Serialize;

use super::arguments::Inputs;
use super::evidence_line::EvidenceLine;
use crate::analysis::assemble::assemble;
use crate::analysis::by_hand_file::read_by_hand;
use crate::analysis::follow::FollowError;
use crate::analysis::in_order::in_order;
use crate::analysis::model::Analysis;
use crate::analysis::progress::Progress;
use crate::analysis::run::{AnalysisError, Options, read_files};
use crate::analysis::secrets::{GivenKeys, KeyFileError};
use crate::claim::model::Claim;
use crate::claim::read::{ClaimError, read_file};
use crate::export::dataset::DatasetError;
use crate::export::error::ExportError;
use crate::export::lines::flow_line::FlowLine;
use crate::export::problems_file::ProblemLine;
use crate::reference::{Reference, ReferenceError};
use crate::tag::stated::Stated;
use crate::tag::subject::Subject;
use crate::view::query::FilterError;

/// Flows that a thread writes lines of before it hands them on: about a quarter of a megabyte.
const FLOWS_A_PIECE: usize = 256;

/// Bytes of an ordinary line.
const LINE_BYTES: usize = 1_024;

/// How a headless command ended; the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was read.
    Whole,
    /// Something could not be read, or a file has faults.
    InPart,
    /// A claim is contradicted.
    Contradicted,
    /// Nothing of what a claim is about could be assessed.
    NothingAssessed,
}

/// Why a headless command gave nothing.
#[derive(Debug)]
pub enum CommandError {
    /// Nothing could be read.
    Analysis(AnalysisError),
    /// A claim could not be used.
    Claim(PathBuf, ClaimError),
    /// A key log could not be used.
    Keys(KeyFileError),
    /// A database could not be used.
    Reference(ReferenceError),
    /// A flow could not be followed.
    Follow(FollowError),
    /// The followed flow has no such layer; those it has.
    NoSuchLayer(String, String),
    /// The output could not be written.
    Write(io::Error),
    /// The picture could not be made or written.
    Export(ExportError),
    /// The dataset could not be written.
    Dataset(DatasetError),
    /// The filter could not be understood: its text and where.
    Filter(String, FilterError),
    /// No window, and no capture to draw.
    NothingToDraw,
}

impl std::fmt::Display for CommandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CommandError::Analysis(error) => error.fmt(f),
            CommandError::Claim(path, error) => write!(f, "{}: {error}", path.display()),
            CommandError::Keys(error) => error.fmt(f),
            CommandError::Follow(error) => error.fmt(f),
            CommandError::NoSuchLayer(name, there) => {
                write!(f, "the flow has no layer `{name}`; it has: {there}")
            }
            CommandError::Reference(error) => error.fmt(f),
            CommandError::Write(_) => write!(f, "the output could not be written"),
            CommandError::Export(error) => error.fmt(f),
            CommandError::Dataset(error) => error.fmt(f),
            CommandError::Filter(text, error) => {
                let at = text.get(error.at.clone()).unwrap_or("");
                write!(f, "in the filter at `{at}`: {}", error.expected)
            }
            CommandError::NothingToDraw => {
                write!(
                    f,
                    "no capture was named, so there is nothing to draw either"
                )
            }
        }
    }
}

impl std::error::Error for CommandError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CommandError::Analysis(error) => error.source(),
            CommandError::Claim(_, error) => std::error::Error::source(error),
            CommandError::Keys(error) => std::error::Error::source(error),
            CommandError::Follow(error) => std::error::Error::source(error),
            CommandError::Reference(error) => std::error::Error::source(error),
            CommandError::Write(error) => Some(error),
            CommandError::Export(error) => std::error::Error::source(error),
            CommandError::Dataset(error) => std::error::Error::source(error),
            CommandError::Filter(..)
            | CommandError::NoSuchLayer(..)
            | CommandError::NothingToDraw => None,
        }
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        CommandError::Write(error)
    }
}

/// The bundled tables and the user's.
pub fn reference(inputs: &Inputs) -> Result<Arc<Reference>, CommandError> {
    let mut reference = Reference::bundled().map_err(CommandError::Reference)?;
    for path in inputs.databases.iter().chain(&inputs.rules) {
        reference
            .add_user_file(path)
            .map_err(CommandError::Reference)?;
    }
    Ok(Arc::new(reference))
}

/// How the captures are read.
pub fn options(inputs: &Inputs, hash: bool) -> Result<Options, CommandError> {
    Ok(Options {
        splitting: inputs.splitting,
        local: inputs.local.clone(),
        without_interfaces: inputs.without_interfaces.clone(),
        apps: inputs.apps.clone(),
        hash,
        without_names: inputs.without_names,
        keys: GivenKeys::read(&inputs.keys).map_err(CommandError::Keys)?,
        stated: Arc::new(stated(inputs)?),
        claim: None,
    })
}

/// What the user says of the traffic.
fn stated(inputs: &Inputs) -> Result<Stated, CommandError> {
    Ok(Stated {
        subject: Subject::of(inputs.subject.iter().map(String::as_str)),
        by_hand: read_by_hand(&inputs.by_hand).map_err(CommandError::Reference)?,
        place: inputs.place,
    })
}

fn claim(inputs: &Inputs) -> Result<Option<Claim>, CommandError> {
    let Some(path) = &inputs.claim else {
        return Ok(None);
    };
    let read = read_file(path).map_err(|error| CommandError::Claim(path.clone(), error));
    read.map(Some)
}

/// Reads the captures that `inputs` name, while the tables are unpacked.
pub fn analysis(inputs: &Inputs, hash: bool) -> Result<Analysis, CommandError> {
    let own = inputs.clone();
    let loading = thread::spawn(move || reference(&own));
    analysis_by(inputs, hash, || {
        let tables = loading.join();
        tables.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The same with tables that are asked for when the captures are read.
pub fn analysis_by(
    inputs: &Inputs,
    hash: bool,
    tables: impl FnOnce() -> Result<Arc<Reference>, CommandError>,
) -> Result<Analysis, CommandError> {
    let (options, claim) = judged_options(inputs, hash)?;
    let progress = Progress::default();
    let read = read_files(&inputs.captures, &options, &progress, &mut |_, _| {});
    let reference = tables()?;
    let captures = read.map_err(CommandError::Analysis)?;
    let analysis = assemble(captures, &reference, &options.stated, true);
    Ok(match claim {
        Some(claim) => analysis.with_claim(Arc::new(claim)),
        None => analysis,
    })
}

/// How captures are read, and the claim, whose subject the question is about where no other is named.
pub fn judged_options(
    inputs: &Inputs,
    hash: bool,
) -> Result<(Options, Option<Claim>), CommandError> {
    let mut options = options(inputs, hash)?;
    let claim = claim(inputs)?;
    if let Some(claim) = &claim
        && options.stated.subject.is_empty()
    {
        Arc::make_mut(&mut options.stated).subject = Subject::from(&claim.subject);
    }
    Ok((options, claim))
}

/// Whether anything is missing from the result.
pub fn outcome(analysis: &Analysis) -> Outcome {
    if analysis.problems.is_empty() {
        Outcome::Whole
    } else {
        Outcome::InPart
    }
}

/// Prints every flow.
pub fn print_flows(inputs: &Inputs, out: &mut impl Write) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, false)?;
    let lines = |range: Range<usize>| flow_lines(&analysis, range);
    in_order(analysis.flows.len(), FLOWS_A_PIECE, lines, |lines| {
        out.write_all(&lines?).map_err(CommandError::Write)
    })?;
    out.flush()?;
    let outcome = outcome(&analysis);
    // The command ends here, and so does the process: giving back a million small pieces first only takes time.
    std::mem::forget(analysis);
    Ok(outcome)
}

/// The lines of some flows; they are written on threads beside each other.
fn flow_lines(analysis: &Analysis, range: Range<usize>) -> Result<Vec<u8>, CommandError> {
    let mut lines = Vec::with_capacity(range.len() * LINE_BYTES);
    let flows = analysis.flows.get(range.clone()).unwrap_or(&[]);
    let tags = analysis.tags.get(range.clone()).unwrap_or(&[]);
    for (number, (flow, tags)) in range.zip(flows.iter().zip(tags)) {
        print_line(&FlowLine::new(analysis, number, flow, tags), &mut lines)?;
    }
    Ok(lines)
}

/// Prints every item of evidence.
pub fn print_evidence(inputs: &Inputs, out: &mut impl Write) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, false)?;
    for item in &analysis.evidence {
        print_line(&EvidenceLine::new(&analysis, item), out)?;
    }
    out.flush()?;
    Ok(outcome(&analysis))
}

/// Prints every problem.
pub fn print_problems(inputs: &Inputs, out: &mut impl Write) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, false)?;
    for problem in &analysis.problems {
        print_line(&ProblemLine::new(&analysis, problem), out)?;
    }
    out.flush()?;
    Ok(outcome(&analysis))
}

/// One object and the end of its line.
pub fn print_line(line: &impl Serialize, out: &mut impl Write) -> Result<(), CommandError> {
    serde_json::to_writer(&mut *out, line).map_err(|error| CommandError::Write(error.into()))?;
    out.write_all(b"\n")?;
    Ok(())
}
