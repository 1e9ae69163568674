//! `whither report`: everything that is found, as a folder of files that can be checked and made again.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::arguments::{Inputs, ReportArguments};
use super::flows::{CommandError, Outcome, outcome};
use super::picture::screen_of;
use crate::export::report::bundle::{Order, bundle};
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
    let overwrite = match arguments.overwrite {
        true => Overwrite::Yes,
        false => Overwrite::No,
    };
    check(&arguments.out, overwrite).map_err(CommandError::Export)?;
    let screen = screen_of(inputs)?;
    // Of another content, or of none, no report is made.
    let claim = inputs.claim.as_ref();
    let claim = claim.and_then(|path| std::fs::read(path).ok());
    let world = World::load().map_err(CommandError::Reference)?;
    let redaction = Redaction::unless(inputs.show_all, &screen.analysis);
    let order = Order {
        command: command_line(inputs, &redaction),
        made_at: arguments.made_at.clone().or_else(made_at),
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

/// The command that makes the same again: files without their folders, which are the user's own.
fn command_line(inputs: &Inputs, redaction: &Redaction) -> String {
    let mut words = vec!["whither".to_owned(), "report".to_owned()];
    words.extend(inputs.captures.iter().map(|path| quoted(&name_of(path))));
    let mut option = |name: &str, value: String| words.push(format!("{name} {}", quoted(&value)));
    let files = [
        ("--claim", inputs.claim.as_slice()),
        ("--rules", &inputs.rules),
        ("--keys", &inputs.keys),
        ("--by-hand", &inputs.by_hand),
        ("--db", &inputs.databases),
        ("--apps", &inputs.apps),
    ];
    for (name, paths) in files {
        paths.iter().for_each(|path| option(name, name_of(path)));
    }
    for address in &inputs.local {
        option("--local", redaction.address(*address));
    }
    for subject in &inputs.subject {
        option("--subject", subject.clone());
    }
    if !inputs.filter.is_empty() {
        option("--filter", redaction.text(&inputs.filter));
    }
    if let Some(place) = inputs.place {
        option("--place", place.to_string());
    }
    for interface in &inputs.without_interfaces {
        option("--without-interface", interface.to_string());
    }
    let usual = crate::flow::splitting::Splitting::default();
    if inputs.splitting.udp_idle_seconds != usual.udp_idle_seconds {
        option("--udp-idle", inputs.splitting.udp_idle_seconds.to_string());
    }
    let switches = [
        ("--like-wireshark", inputs.splitting.like_wireshark),
        ("--without-names", inputs.without_names),
        ("--show-all", inputs.show_all),
    ];
    let switches = switches.iter().filter(|(_, is_on)| *is_on);
    words.extend(switches.map(|(name, _)| (*name).to_owned()));
    words.push("--out report".to_owned());
    words.join(" ")
}

fn name_of(path: &Path) -> String {
    let name: Option<PathBuf> = path.file_name().map(PathBuf::from);
    name.unwrap_or_else(|| path.to_owned())
        .display()
        .to_string()
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:,=@%+".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
