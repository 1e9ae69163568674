//! `whither check --claim FILE CAPTURE...`: the sheet of a claim, as text or as one JSON object.

use std::io::Write;

use super::arguments::{Format, Inputs};
use super::flows::{CommandError, Outcome, analysis};
use crate::export::claim_json::{self, object};
use crate::export::claim_pages::{self, blocks, text};
use crate::view::claim_sheet::ClaimSheet;
use crate::view::redact::Redaction;

/// Prints the sheet.
pub fn print_check(
    inputs: &Inputs,
    format: Format,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, true)?;
    let Some(judged) = &analysis.judged else {
        return Ok(Outcome::NothingAssessed);
    };
    let sheet = ClaimSheet::new(&analysis, judged);
    let redaction = Redaction::unless(!inputs.redact, &analysis);
    match format {
        Format::Text => {
            let blocks = blocks(&analysis, judged, &sheet);
            let text = text(&match inputs.redact {
                true => claim_pages::redacted(blocks, &redaction),
                false => blocks,
            });
            out.write_all(text.as_bytes())?;
        }
        Format::Json => {
            let object = object(&analysis, judged, &sheet);
            let object = match inputs.redact {
                true => claim_json::redacted(object, &redaction),
                false => object,
            };
            serde_json::to_writer_pretty(&mut *out, &object)
                .map_err(|error| CommandError::Write(error.into()))?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    Ok(match sheet.assessed() {
        (_, 0) => Outcome::NothingAssessed,
        (0, _) => Outcome::Whole,
        _ => Outcome::Contradicted,
    })
}
