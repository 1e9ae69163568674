//! `whither follow`: what one flow carried, both sides in order, as text or hex.

use std::io::Write;
use std::sync::Arc;

use super::arguments::{FollowArguments, Inputs};
use super::flows::{CommandError, Outcome, analysis, options, outcome};
use crate::analysis::follow::follow;
use crate::analysis::progress::Progress;
use crate::evidence::followed::Followed;
use crate::flow::model::FlowId;
use crate::view::follow::FollowLines;

/// Prints one layer of a flow: the one that was named, else the innermost.
pub fn print_followed(
    inputs: &Inputs,
    wanted: &FollowArguments,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let analysis = analysis(inputs, false)?;
    let flow = FlowId(wanted.flow.unwrap_or(0));
    let options = options(inputs, false)?;
    let followed =
        follow(&analysis, flow, &options, &Progress::default()).map_err(CommandError::Follow)?;
    let layer = chosen(&followed, wanted.layer.as_deref())?;
    let lines = FollowLines::new(Arc::new(followed), layer, wanted.hex);
    let is_cut = lines.layer().is_some_and(|layer| layer.cut);
    out.write_all(lines.to_text().as_bytes())?;
    if lines.is_empty() {
        writeln!(out, "[no payload]")?;
    }
    if is_cut {
        writeln!(out, "[cut: a side is longer than 4 MiB or 65,536 frames]")?;
    }
    out.flush()?;
    Ok(if is_cut {
        Outcome::InPart
    } else {
        outcome(&analysis)
    })
}

fn chosen(followed: &Followed, name: Option<&str>) -> Result<usize, CommandError> {
    let Some(name) = name else {
        return Ok(followed.layers.len().saturating_sub(1));
    };
    let tokens: Vec<&str> = followed.layers.iter().map(|l| l.name.token()).collect();
    let at = tokens.iter().position(|token| *token == name);
    at.ok_or_else(|| CommandError::NoSuchLayer(name.to_owned(), tokens.join(", ")))
}
