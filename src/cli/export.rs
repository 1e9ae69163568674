//! `whither export`: the flows that the filter keeps, in the form that the file's ending asks for.

use std::io::Write;

use super::arguments::{Inputs, OutArguments};
use super::flows::{CommandError, Outcome, options, outcome};
use super::picture::screen_of;
use crate::analysis::progress::Progress;
use crate::export::forms::{Form, Order, write};
use crate::export::packets;
use crate::view::redact::Redaction;

/// Writes the file and says what is in it; of packets it warns before.
pub fn write_export(
    inputs: &Inputs,
    arguments: &OutArguments,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    if Form::of(&arguments.out) == Some(Form::Packets) {
        eprintln!("whither: {}", packets::WARNING);
    }
    let screen = screen_of(inputs, &arguments.look, None)?;
    let order = Order {
        path: &arguments.out,
        columns: &[],
        overwrite: arguments.overwrite.into(),
        redaction: &Redaction::unless(inputs.show_all, &screen.analysis),
        options: &options(inputs, false)?,
        progress: &Progress::default(),
    };
    let told = write(&screen, &order).map_err(CommandError::Export)?;
    for path in &told.files {
        writeln!(out, "{}", path.display())?;
    }
    match &told.packets {
        // The warning was given.
        Some(amount) => writeln!(out, "{amount}")?,
        None => writeln!(out, "{}", told.redaction)?,
    }
    out.flush()?;
    Ok(outcome(&screen.analysis))
}
