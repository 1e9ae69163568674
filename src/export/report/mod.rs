//! A screen becomes a report: plain data first, the same for the page and for `result.json`, then a folder of files.
//!
//! Every text in it is redacted when it is put in, so that no form of the report can forget to. No moment of making is in
//! the data: the same captures, tables, rules, claim and question give the same bytes.

pub mod bundle;
pub mod command;
mod conflicts;
pub(crate) mod destinations;
pub mod folder;
pub mod html;
pub(crate) mod record;
pub mod reopen;
pub(crate) mod results;
pub(crate) mod said;
mod sidecar;
pub mod stated;
pub mod summary;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use self::conflicts::{Conflict, conflicts};
use self::destinations::Line;
use self::record::Record;
use self::results::{Count, List, Verdicts};
use self::stated::Stated;
use crate::claim::sentence::{LIMITS, limits};
use crate::reference::provenance::sha256_of;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// The shape of `result.json`. A change of it is a new number.
pub const SCHEMA: &str = "whither-report/1";

/// Hexadecimal digits of a report's own number.
const ID_DIGITS: usize = 16;

/// Problems that a report lists; more are counted.
const MAX_PROBLEMS: usize = 200;

/// Everything that a report says.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The shape of this object.
    pub schema: &'static str,
    /// What was asked.
    pub question: String,
    /// The sentences on top of the screen.
    pub headline: Vec<String>,
    /// With what it was made.
    pub record: Record,
    /// What the claim says; `None` without one.
    pub verdicts: Option<Verdicts>,
    /// Every byte accounted for, what cannot be placed first.
    pub ledger: Vec<Count>,
    /// Wire bytes beside the flows.
    pub outside: String,
    /// Ranked lists.
    pub lists: Vec<List>,
    /// Destinations with their reasons.
    pub destinations: Vec<Line>,
    /// Destinations that are only in `flows.csv`.
    pub further_destinations: usize,
    /// Where sources do not agree.
    pub conflicts: Vec<Conflict>,
    /// What could not be read: capture, place, what, meaning.
    pub problems: Vec<[String; 4]>,
    /// Problems that are not listed.
    pub further_problems: usize,
    /// How it was made.
    pub method: Vec<&'static str>,
    /// What it cannot say.
    pub limits: Vec<String>,
    /// What was taken out.
    pub redaction: Redacted,
}

/// What was taken out.
#[derive(Clone, Debug, Serialize)]
pub struct Redacted {
    /// Whether anything was.
    pub is_on: bool,
    /// In words, with its numbers.
    pub summary: String,
    /// How often, by kind.
    pub places: BTreeMap<&'static str, u64>,
}

impl Report {
    /// Of a screen. `command` is the line that makes it again.
    pub fn new(screen: &Screen, command: &str, stated: &Stated, redaction: &Redaction) -> Self {
        let analysis = &*screen.analysis;
        let (lines, further_destinations) = destinations::lines(screen, redaction);
        let problems = screen.status.problems.iter();
        let facets = screen.facets.iter();
        Self {
            schema: SCHEMA,
            question: question(screen, redaction),
            headline: headline(screen, redaction),
            record: Record::of(analysis, &screen.query, command, redaction).stating(stated),
            verdicts: Verdicts::of(screen, redaction),
            ledger: results::ledger(&screen.ledger),
            outside: results::outside(&screen.ledger),
            lists: facets
                .map(|facet| results::list(facet, redaction))
                .collect(),
            conflicts: conflicts(screen, &lines, redaction),
            destinations: lines,
            further_destinations,
            problems: problems
                .take(MAX_PROBLEMS)
                .map(|row| {
                    [&row.capture, &row.place, &row.what, &row.meaning]
                        .map(|text| redaction.text(text))
                })
                .collect(),
            further_problems: screen.status.problems.len().saturating_sub(MAX_PROBLEMS),
            method: said::METHOD.to_vec(),
            limits: limits_of(screen),
            redaction: Redacted::of(redaction),
        }
    }

    /// As `result.json`: keys in order, with its own number, which is made of everything else.
    pub fn to_json(&self) -> serde_json::Result<(String, Vec<u8>)> {
        let mut value = serde_json::to_value(self)?;
        let hash = sha256_of(serde_json::to_vec(&value)?);
        let id = hash.get(..ID_DIGITS).unwrap_or(&hash).to_owned();
        if let Value::Object(object) = &mut value {
            object.insert("id".to_owned(), Value::String(id.clone()));
        }
        let mut bytes = serde_json::to_vec_pretty(&value)?;
        bytes.push(b'\n');
        Ok((id, bytes))
    }
}

impl Redacted {
    /// As it stands now: once everything else was put in.
    pub fn of(redaction: &Redaction) -> Self {
        let counts = redaction.counts().into_iter();
        Self {
            is_on: redaction.is_on(),
            summary: redaction.summary(),
            places: counts
                .map(|(kind, places)| (kind.token(), places))
                .collect(),
        }
    }
}

fn question(screen: &Screen, redaction: &Redaction) -> String {
    let names: Vec<&str> = screen
        .analysis
        .captures
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let captures = redaction.text(&names.join(", "));
    let shown = match screen.query.filter.is_empty() {
        true => String::new(),
        false => format!(
            " Shown is what matches the filter “{}”.",
            redaction.text(&screen.query.filter)
        ),
    };
    match &screen.claim {
        Some(claim) => format!(
            "Does the traffic of {} in {captures} agree with the claim “{}”, stated {}?{shown}",
            redaction.text(&claim.subject),
            redaction.text(&claim.title),
            claim.stated
        ),
        None => format!(
            "Where did the data in {captures} go first, and what kind of data was it presumably?{shown}"
        ),
    }
}

fn headline(screen: &Screen, redaction: &Redaction) -> Vec<String> {
    let headline = &screen.headline;
    let mut lines = vec![
        &headline.lead,
        &headline.open,
        &headline.verdict,
        &headline.doubt,
    ];
    lines.retain(|line| !line.is_empty());
    lines.into_iter().map(|line| redaction.text(line)).collect()
}

/// Those of the claim, which hold without one too, and those of every report.
fn limits_of(screen: &Screen) -> Vec<String> {
    let judged = screen.analysis.judged.as_ref();
    let of_claim = judged.map_or_else(
        || LIMITS.iter().map(|limit| (*limit).to_owned()).collect(),
        |judged| limits(&judged.claim),
    );
    let own = said::LIMITS.iter().map(|limit| (*limit).to_owned());
    of_claim.into_iter().chain(own).collect()
}
