//! The words of the command line become a `Command`.

mod inputs;
mod outputs;
mod verbs;

use std::ffi::OsString;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use lexopt::prelude::*;

pub use self::inputs::{FollowArguments, Inputs};
pub use self::outputs::{Look, OutArguments, PictureArguments, ReportArguments};
use self::verbs::{
    claim_options, claims, colouring, compare, export, extract, format_of, held, lookup, map_by,
    metric, moment, point, report, rules, sort, span,
};
use super::rules::RulesQuestion;
use crate::export::figure::{Part, Preset};
use crate::tag::capture_place::CapturePlace;
use crate::view::query::Colouring;

/// What the user wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open the window (with captures, or empty).
    Window(Inputs),
    /// Print flows as JSON lines.
    Flows(Inputs),
    /// Print evidence as JSON lines.
    Evidence(Inputs),
    /// Print problems as JSON lines.
    Problems(Inputs),
    /// Print what one flow carried.
    Follow(Inputs, FollowArguments),
    /// Write the picture.
    Picture(Inputs, PictureArguments),
    /// Write the report.
    Report(Inputs, ReportArguments),
    /// Write the flows that the filter keeps.
    Export(Inputs, OutArguments),
    /// Write every capture into a folder of tables.
    Extract(Inputs, PathBuf),
    /// Print what tables and rules alone say of addresses and hosts.
    Lookup(Inputs, Vec<String>),
    /// Print what claims say, or what is wrong with them.
    Claims(Vec<PathBuf>),
    /// Print the sheet of a claim.
    Check(Inputs, Format),
    /// Print how two captures differ.
    Compare(Inputs, Format),
    /// Ask the rules.
    Rules(Inputs, RulesQuestion),
    /// Print the help.
    Help,
    /// Print the version.
    Version,
}

impl Command {
    /// Processors that it may use, where the user says.
    pub fn threads(&self) -> Option<usize> {
        match self {
            Command::Window(inputs)
            | Command::Flows(inputs)
            | Command::Evidence(inputs)
            | Command::Problems(inputs)
            | Command::Follow(inputs, _)
            | Command::Picture(inputs, _)
            | Command::Report(inputs, _)
            | Command::Export(inputs, _)
            | Command::Extract(inputs, _)
            | Command::Lookup(inputs, _)
            | Command::Check(inputs, _)
            | Command::Compare(inputs, _)
            | Command::Rules(inputs, _) => inputs.threads,
            Command::Claims(_) | Command::Help | Command::Version => None,
        }
    }
}

/// How a sheet is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object.
    Json,
}

/// Wrong usage, in words.
#[derive(Debug, PartialEq, Eq)]
pub struct UsageError(pub String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; see whither --help", self.0)
    }
}

impl std::error::Error for UsageError {}

impl From<lexopt::Error> for UsageError {
    fn from(error: lexopt::Error) -> Self {
        Self(error.to_string())
    }
}

/// Reads the arguments after the program's name.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Command, UsageError> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let verb = words
        .first()
        .and_then(|word| word.to_str())
        .map(str::to_owned);
    let verb = verb.filter(|verb| {
        matches!(
            verb.as_str(),
            "flows"
                | "evidence"
                | "problems"
                | "follow"
                | "picture"
                | "report"
                | "export"
                | "extract"
                | "lookup"
                | "rules"
                | "check"
                | "compare"
                | "claim"
        )
    });
    if verb.is_some() {
        words.remove(0);
    }
    let escaped = words.iter().any(|word| word == "--");
    let mut inputs = Inputs::default();
    let mut picture = PictureArguments::default();
    let mut follow = FollowArguments::default();
    let mut format = None;
    let mut report_only = ReportArguments::default();
    let mut parser = lexopt::Parser::from_args(words);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("version") | Short('V') => return Ok(Command::Version),
            Long("db") => inputs.databases.push(parser.value()?.into()),
            Long("claim") => inputs.claim = Some(parser.value()?.into()),
            Long("format") => format = Some(format_of(&parser.value()?.string()?)?),
            Long("rules") => inputs.rules.push(parser.value()?.into()),
            Long("keys") => inputs.keys.push(parser.value()?.into()),
            Long("local") => inputs.local.push(address(&parser.value()?)?),
            Long("without-names") => inputs.without_names = true,
            Long("like-wireshark") => inputs.splitting.like_wireshark = true,
            Long("without-interface") => {
                inputs.without_interfaces.push(parser.value()?.parse()?);
            }
            Long("apps") => inputs.apps.push(parser.value()?.into()),
            Long("udp-idle") => inputs.splitting.udp_idle_seconds = parser.value()?.parse()?,
            Long("subject") => inputs.subject.push(parser.value()?.string()?),
            Long("by-hand") => inputs.by_hand.push(parser.value()?.into()),
            Long("show-all") => inputs.show_all = true,
            Long("redact") => inputs.redact = true,
            Long("threads") => inputs.threads = Some(parser.value()?.parse()?),
            Long("made-at") => report_only.made_at = Some(moment(&parser.value()?.string()?)?),
            Long("operator") => report_only.stated.operator = Some(parser.value()?.string()?),
            Long("point") => report_only.stated.point = Some(point(&parser.value()?.string()?)?),
            Long("filter") => inputs.filter = parser.value()?.string()?,
            Long("place") => inputs.place = Some(place(&parser.value()?)?),
            Long("flow") => follow.flow = Some(parser.value()?.parse()?),
            Long("layer") => follow.layer = Some(parser.value()?.string()?),
            Long("hex") => follow.hex = true,
            Long("out") | Short('o') => picture.out = parser.value()?.into(),
            Long("size") => picture.size = Some(size(&parser.value()?.string()?)?),
            Long("scale") => picture.scale = Some(parser.value()?.parse()?),
            Long("preset") => picture.preset = Some(preset(&parser.value()?.string()?)?),
            Long("part") => picture.part = part(&parser.value()?.string()?)?,
            Long("dark") => picture.dark = true,
            Long("map") => picture.look.map_by = map_by(&parser.value()?.string()?)?,
            Long("hold-scale") => picture.look.held = Some(held(&parser.value()?.string()?)?),
            Long("metric") => picture.look.metric = metric(&parser.value()?.string()?)?,
            Long("span") => picture.look.span = Some(span(&parser.value()?.string()?)?),
            Long("sort") => picture.look.sort.push(sort(&parser.value()?.string()?)?),
            Long("colour") => picture.colouring = Some(colouring(&parser.value()?.string()?)?),
            Long("overwrite") => picture.overwrite = true,
            Value(path) => inputs.captures.push(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if verb.is_none()
        && !escaped
        && let Some(word) = misspelt_command(&inputs)
    {
        return Err(UsageError(format!(
            "`{word}` is neither a command nor a file"
        )));
    }
    claim_options(verb.as_deref(), &inputs, format)?;
    match verb.as_deref() {
        Some("check") => return Ok(Command::Check(inputs, format.unwrap_or_default())),
        Some("compare") => return compare(inputs, format),
        Some("report") => return report(inputs, picture, report_only),
        Some("export") => return export(inputs, picture),
        Some("extract") => return extract(inputs, picture),
        _ if report_only != ReportArguments::default() => {
            let words = "--made-at, --operator and --point belong to `report`";
            return Err(UsageError(words.into()));
        }
        _ => {}
    }
    command(verb.as_deref(), inputs, picture, follow)
}

/// The first of several names, where it is a plain word like a command's and no file is called that.
fn misspelt_command(inputs: &Inputs) -> Option<&str> {
    let [first, _, ..] = inputs.captures.as_slice() else {
        return None;
    };
    let word = first.to_str()?;
    let plain = word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && word != "-";
    (plain && first.symlink_metadata().is_err()).then_some(word)
}

fn command(
    verb: Option<&str>,
    inputs: Inputs,
    picture: PictureArguments,
    follow: FollowArguments,
) -> Result<Command, UsageError> {
    if verb != Some("picture") && picture != PictureArguments::default() {
        return Err(UsageError(
            "--out, --size, --scale, --preset, --part, --dark, --map, --metric, --span, --sort, --hold-scale, --colour and --overwrite belong to `picture`; --out, --map, --metric, --span, --sort, --hold-scale and --overwrite to `report` and `export` too".into(),
        ));
    }
    let flow_alone = FollowArguments {
        flow: follow.flow,
        ..FollowArguments::default()
    };
    let is_asked = verb == Some("rules") && follow == flow_alone;
    if verb != Some("follow") && !is_asked && follow != FollowArguments::default() {
        return Err(UsageError(
            "--flow, --layer and --hex belong to `follow`, --flow to `rules explain` too".into(),
        ));
    }
    if verb.is_some() && inputs.captures.is_empty() {
        return Err(UsageError("nothing was named to read".into()));
    }
    if picture.colouring == Some(Colouring::Verdict) && inputs.claim.is_none() {
        return Err(UsageError("--colour verdict needs --claim FILE".into()));
    }
    match verb {
        Some("flows") => Ok(Command::Flows(inputs)),
        Some("evidence") => Ok(Command::Evidence(inputs)),
        Some("problems") => Ok(Command::Problems(inputs)),
        Some("lookup") => lookup(inputs),
        Some("rules") => rules(inputs, follow.flow),
        Some("claim") => claims(inputs),
        Some("follow") if follow.flow.is_none() => {
            Err(UsageError("`follow` needs --flow NUMBER".into()))
        }
        Some("follow") => Ok(Command::Follow(inputs, follow)),
        Some(_) if picture.out.as_os_str().is_empty() => {
            Err(UsageError("`picture` needs --out FILE.png".into()))
        }
        Some(_) => Ok(Command::Picture(inputs, picture)),
        None => Ok(Command::Window(inputs)),
    }
}

fn address(word: &std::ffi::OsStr) -> Result<IpAddr, UsageError> {
    let text = word.to_string_lossy();
    text.parse()
        .map_err(|_| UsageError(format!("`{text}` is no IP address")))
}

fn place(word: &std::ffi::OsStr) -> Result<CapturePlace, UsageError> {
    let text = word.to_string_lossy();
    CapturePlace::parse(&text).ok_or_else(|| {
        UsageError(format!(
            "`{text}` is neither a country code of two letters (ISO 3166-1) nor latitude,longitude or latitude,longitude,km"
        ))
    })
}

fn part(word: &str) -> Result<Part, UsageError> {
    let known = Part::of_token(word);
    known.ok_or_else(|| {
        UsageError(format!(
            "`{word}` is none of plate, map, table, timeline, claim"
        ))
    })
}

fn preset(word: &str) -> Result<Preset, UsageError> {
    let known = Preset::of_token(word);
    known.ok_or_else(|| UsageError(format!("`{word}` is none of journal, slide, screen")))
}

fn size(text: &str) -> Result<(u32, u32), UsageError> {
    let parsed = text
        .split_once(['x', '×'])
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    parsed.ok_or_else(|| UsageError(format!("`{text}` is no size like 1600x1060")))
}

#[cfg(test)]
mod tests;
