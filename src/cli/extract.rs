//! `whither extract`: every capture becomes tables in a folder of a dataset. One capture is one task; what is there
//! already is left as it is, so that it can be stopped, begun again and run by several machines at once.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::arguments::Inputs;
use super::flows::{CommandError, Outcome, judged_options, reference};
use crate::analysis::run::AnalysisError;
use crate::capture::inputs::files_of;
use crate::export::dataset::Extractor;

/// Writes what is missing; gives in part where a capture has problems or could not be read.
pub fn write_dataset(
    inputs: &Inputs,
    to: &Path,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let files = files_of(&inputs.captures).map_err(AnalysisError::Search);
    let files = files.map_err(CommandError::Analysis)?;
    if files.is_empty() {
        let none = AnalysisError::NoCaptures(inputs.captures.clone());
        return Err(CommandError::Analysis(none));
    }
    let (options, claim) = judged_options(inputs, true)?;
    let extractor = Extractor {
        to,
        options,
        reference: reference(inputs)?,
        claim: claim.map(Arc::new),
    };
    let mut outcome = Outcome::Whole;
    for file in files {
        match extractor.extract(&file) {
            Ok(done) => {
                if done.has_problems() {
                    outcome = Outcome::InPart;
                }
                writeln!(out, "{}: {done}", file.display())?;
            }
            Err(error) if error.is_of_the_capture() => {
                outcome = Outcome::InPart;
                let error = anyhow::Error::new(error);
                writeln!(out, "{}: not read: {error:#}", file.display())?;
            }
            Err(error) => return Err(CommandError::Dataset(error)),
        }
        out.flush()?;
    }
    Ok(outcome)
}
