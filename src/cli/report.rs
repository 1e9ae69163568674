//! `whither report`: everything that is found, as a folder of files that can be checked and made again.

use std::io::Write;
use std::path::PathBuf;

use super::arguments::{Inputs, ReportArguments};
use super::flows::{CommandError, Outcome, outcome};
use super::picture::screen_of;
use crate::export::report::bundle::{Order, bundle};
use crate::export::report::command::{CommandLine, name_of};
use crate::export::report::folder::{check, write_folder};
use crate::export::write::Overwrite;
use crate::reference::world::World;
use crate::view::redact::Redaction;

/// Seconds since 1970 that builds which can be repeated are told as their time (reproducible-builds.org).
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// Writes the folder and says what is in it.
pub fn write_report(
    inputs: &Inputs,
    arguments: &ReportArguments,
    out: &mut impl Write,
) -> Result<Outcome, CommandError> {
    let overwrite = Overwrite::from(arguments.overwrite);
    check(&arguments.out, overwrite).map_err(CommandError::Export)?;
    let screen = screen_of(inputs, &arguments.look, None)?;
    // Of another content, or of none, no report is made.
    let claim = inputs.claim.as_ref();
    let claim = claim.and_then(|path| std::fs::read(path).ok());
    let world = World::load().map_err(CommandError::Reference)?;
    let redaction = Redaction::unless(inputs.show_all, &screen.analysis);
    let order = Order {
        command: command_line(inputs, arguments).text(&redaction),
        made_at: arguments.made_at.clone().or_else(made_at),
        stated: arguments.stated.clone(),
        claim,
    };
    let files = bundle(&screen, &redaction, &world, &order).map_err(CommandError::Export)?;
    write_folder(&arguments.out, &files, overwrite).map_err(CommandError::Export)?;
    for file in &files {
        writeln!(out, "{}", arguments.out.join(file.name).display())?;
    }
    writeln!(out, "{}", redaction.summary())?;
    out.flush()?;
    Ok(outcome(&screen.analysis))
}

/// The moment that the environment sets; the clock is never asked.
fn made_at() -> Option<String> {
    let seconds = std::env::var(EPOCH).ok()?.parse().ok()?;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    Some(moment.to_string())
}

/// What decides the result.
fn command_line(inputs: &Inputs, arguments: &ReportArguments) -> CommandLine {
    let mut line = CommandLine {
        captures: inputs.captures.iter().map(|path| name_of(path)).collect(),
        local: inputs.local.clone(),
        filter: inputs.filter.clone(),
        place: inputs.place,
        without_interfaces: inputs.without_interfaces.clone(),
        splitting: inputs.splitting,
        without_names: inputs.without_names,
        show_all: inputs.show_all,
        look: arguments.look.query(),
        ..CommandLine::default()
    };
    let files = [
        ("--claim", inputs.claim.as_slice()),
        ("--rules", &inputs.rules),
        ("--keys", &inputs.keys),
        ("--by-hand", &inputs.by_hand),
        ("--db", &inputs.databases),
        ("--apps", &inputs.apps),
    ];
    for (option, paths) in files {
        line.files(option, paths.iter().map(PathBuf::as_path));
    }
    let subjects = inputs.subject.iter();
    line.options
        .extend(subjects.map(|subject| ("--subject", subject.clone())));
    line.options.extend(arguments.stated.options());
    line
}
