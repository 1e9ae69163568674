//! What follows a command word: hosts, questions, the claim.

use std::path::PathBuf;

use super::{Command, Format, Inputs, OutArguments, PictureArguments, ReportArguments, UsageError};
use crate::cli::rules::RulesQuestion;
use crate::export::forms::Form;
use crate::export::report::stated::CapturePoint;
use crate::view::held::Held;
use crate::view::query::{Colouring, MapBy, Metric, Sort, TimeSpan};

pub(super) fn lookup(mut inputs: Inputs) -> Result<Command, UsageError> {
    let words = words_of(&mut inputs)?;
    Ok(Command::Lookup(inputs, words))
}

fn words_of(inputs: &mut Inputs) -> Result<Vec<String>, UsageError> {
    let words = std::mem::take(&mut inputs.captures).into_iter();
    let text = |word: PathBuf| match word.into_os_string().into_string() {
        Ok(text) => Ok(text),
        Err(word) => Err(UsageError(format!("`{}` is no text", word.display()))),
    };
    words.map(text).collect()
}

/// `rules check [FILE]...`, `rules explain HOST...`, `rules explain --flow N CAPTURE...`, `rules coverage CAPTURE...`.
pub(super) fn rules(mut inputs: Inputs, flow: Option<u32>) -> Result<Command, UsageError> {
    let wrong = || UsageError("`rules` is followed by check, explain or coverage".into());
    if inputs.captures.is_empty() {
        return Err(wrong());
    }
    let question = inputs.captures.remove(0);
    let question = match question.to_str() {
        Some("explain") if inputs.captures.is_empty() => {
            let wanted = "`rules explain` needs a HOST, or --flow NUMBER and a CAPTURE";
            return Err(UsageError(wanted.into()));
        }
        Some("check" | "coverage") if flow.is_some() => {
            return Err(UsageError("--flow belongs to `rules explain`".into()));
        }
        Some("check") => RulesQuestion::Check(std::mem::take(&mut inputs.captures)),
        Some("explain") => match flow {
            Some(flow) => RulesQuestion::ExplainFlow(flow),
            None => RulesQuestion::Explain(words_of(&mut inputs)?),
        },
        Some("coverage") => RulesQuestion::Coverage,
        _ => return Err(wrong()),
    };
    Ok(Command::Rules(inputs, question))
}

/// `--claim` and `--format` stand where they say something.
pub(super) fn claim_options(
    verb: Option<&str>,
    inputs: &Inputs,
    format: Option<Format>,
) -> Result<(), UsageError> {
    let wrong = |what: &str| Err(UsageError(what.into()));
    match verb {
        Some("check") if inputs.claim.is_none() => wrong("`check` needs --claim FILE"),
        Some("check") if inputs.captures.is_empty() => wrong("nothing was named to read"),
        Some("check") => Ok(()),
        _ if inputs.redact => wrong(
            "--redact belongs to `check`: what other commands write is redacted, or is for programs",
        ),
        Some("compare") => Ok(()),
        _ if format.is_some() => wrong("--format belongs to `check` and `compare`"),
        None | Some("flows" | "picture" | "report" | "export" | "extract") => Ok(()),
        _ if inputs.claim.is_some() => wrong(
            "--claim belongs to `check`, `compare`, `flows`, `picture`, `report`, `export`, `extract` and the window",
        ),
        _ => Ok(()),
    }
}

pub(super) fn format_of(word: &str) -> Result<Format, UsageError> {
    match word {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        _ => Err(UsageError(format!("`{word}` is neither text nor json"))),
    }
}

/// `place` or `seat`.
pub(super) fn map_by(word: &str) -> Result<MapBy, UsageError> {
    let mut known = MapBy::ALL.into_iter();
    let found = known.find(|by| by.token() == word);
    found.ok_or_else(|| UsageError(format!("`{word}` is neither place nor seat")))
}

/// `sent`, `received` or `flows`.
pub(super) fn metric(word: &str) -> Result<Metric, UsageError> {
    let mut known = Metric::ALL.into_iter();
    let found = known.find(|metric| metric.token() == word);
    found.ok_or_else(|| UsageError(format!("`{word}` is none of sent, received and flows")))
}

/// Two times in RFC 3339 with a slash between.
pub(super) fn span(text: &str) -> Result<TimeSpan, UsageError> {
    let ends = text.split_once('/');
    let span = ends.and_then(|(from, to)| TimeSpan::between(from, to));
    span.ok_or_else(|| {
        UsageError(format!(
            "`{text}` is no span like 2026-11-23T14:03:10Z/2026-11-23T14:05:00Z"
        ))
    })
}

/// `sent down`, `time up`.
pub(super) fn sort(text: &str) -> Result<Sort, UsageError> {
    Sort::parse(text).ok_or_else(|| {
        UsageError(format!(
            "`{text}` is no order like `sent down` or `time up`"
        ))
    })
}

/// `plain`, `verdict` or `type`.
pub(super) fn colouring(word: &str) -> Result<Colouring, UsageError> {
    let mut known = Colouring::ALL.into_iter();
    let found = known.find(|colouring| colouring.token() == word);
    found.ok_or_else(|| UsageError(format!("`{word}` is none of plain, verdict and type")))
}

/// `10MB`, or `10MB,500kB` for map and bars.
pub(super) fn held(word: &str) -> Result<Held, UsageError> {
    Held::parse(word)
        .ok_or_else(|| UsageError(format!("`{word}` is no scale like 10MB or 10MB,500kB")))
}

/// `compare A B`.
pub(super) fn compare(inputs: Inputs, format: Option<Format>) -> Result<Command, UsageError> {
    match inputs.captures.len() {
        2 => Ok(Command::Compare(inputs, format.unwrap_or_default())),
        _ => Err(UsageError("`compare` needs two captures".into())),
    }
}

/// `report CAPTURE... --out DIR`.
pub(super) fn report(
    inputs: Inputs,
    given: PictureArguments,
    own: ReportArguments,
) -> Result<Command, UsageError> {
    written(&inputs, &given, true, "`report` needs --out DIR")?;
    let arguments = ReportArguments {
        out: given.out,
        look: given.look,
        overwrite: given.overwrite,
        ..own
    };
    Ok(Command::Report(inputs, arguments))
}

/// `client`, `gateway` or `mirror`.
pub(super) fn point(word: &str) -> Result<CapturePoint, UsageError> {
    CapturePoint::of_token(word)
        .ok_or_else(|| UsageError(format!("`{word}` is none of client, gateway and mirror")))
}

/// Nothing but a target is set, and there is something to read.
fn written(
    inputs: &Inputs,
    given: &PictureArguments,
    takes_look: bool,
    wanted: &str,
) -> Result<(), UsageError> {
    let look = takes_look.then(|| given.look.clone());
    let own = PictureArguments {
        out: given.out.clone(),
        look: look.unwrap_or_default(),
        overwrite: given.overwrite,
        ..PictureArguments::default()
    };
    let what = if own != *given {
        "--size, --scale, --preset, --part, --dark and --colour belong to `picture`"
    } else if inputs.captures.is_empty() {
        "nothing was named to read"
    } else if given.out.as_os_str().is_empty() {
        wanted
    } else {
        return Ok(());
    };
    Err(UsageError(what.into()))
}

/// `export CAPTURE... --out FILE`.
pub(super) fn export(inputs: Inputs, given: PictureArguments) -> Result<Command, UsageError> {
    let endings = Form::endings();
    let wanted = format!("`export` needs --out FILE, which ends in {endings}");
    written(&inputs, &given, true, &wanted)?;
    if Form::of(&given.out).is_none() {
        return Err(UsageError(wanted));
    }
    let arguments = OutArguments {
        out: given.out,
        look: given.look,
        overwrite: given.overwrite,
    };
    Ok(Command::Export(inputs, arguments))
}

/// `extract DIR... --out DATASET`.
pub(super) fn extract(inputs: Inputs, given: PictureArguments) -> Result<Command, UsageError> {
    written(&inputs, &given, false, "`extract` needs --out DATASET")?;
    let what = if !inputs.filter.is_empty() {
        "`extract` writes every flow: --filter belongs to `export`"
    } else if given.overwrite {
        "`extract` adds to a dataset and replaces nothing: --overwrite is of no use"
    } else {
        return Ok(Command::Extract(inputs, given.out));
    };
    Err(UsageError(what.into()))
}

/// A moment in RFC 3339, in UTC.
pub(super) fn moment(text: &str) -> Result<String, UsageError> {
    let moment = text.parse::<jiff::Timestamp>();
    moment
        .map(|moment| moment.to_string())
        .map_err(|_| UsageError(format!("`{text}` is no moment like 2026-11-23T19:40:00Z")))
}

/// `claim check FILE...`.
pub(super) fn claims(mut inputs: Inputs) -> Result<Command, UsageError> {
    match inputs.captures.first().and_then(|word| word.to_str()) {
        Some("check") if inputs.captures.len() > 1 => {
            Ok(Command::Claims(inputs.captures.split_off(1)))
        }
        _ => Err(UsageError("`claim` is followed by check FILE...".into())),
    }
}
