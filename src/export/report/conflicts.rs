//! Where sources, types or times do not agree: every such case is told, none is smoothed over.

use serde::Serialize;

use super::destinations::{Line, Reason};
use crate::analysis::model::Analysis;
use crate::claim::sentence::would_decide;
use crate::claim::verdict::Word;
use crate::reference::age::Distance;
use crate::view::amount::traffic;
use crate::view::redact::Redaction;
use crate::view::screen::{Role, Screen, Topic};

/// Conflicts of one kind that are told one by one; more are counted.
const MAX_OF_A_KIND: usize = 40;

/// Reasons for *cannot tell* that are told, those with most bytes.
const TOP_DOUBTS: usize = 3;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// `Sources differ on a country`.
    pub about: &'static str,
    /// What disagrees, in words.
    pub what: String,
}

/// All of them, kind by kind.
pub fn conflicts(screen: &Screen, lines: &[Line], redaction: &Redaction) -> Vec<Conflict> {
    let analysis = &*screen.analysis;
    let mut all = limited("Sources differ on a country", places(lines));
    all.extend(limited(
        "A fast reply rules a country out",
        ruled_out(lines),
    ));
    all.extend(limited("Two data types are as likely", types(lines)));
    all.extend(limited("Why verdicts cannot be told", doubts(screen)));
    all.extend(limited(
        "Tables and capture are far apart in time",
        far(analysis),
    ));
    all.extend(limited(
        "Round trips are not believed",
        off(screen, redaction),
    ));
    all
}

fn limited(about: &'static str, found: Vec<String>) -> Vec<Conflict> {
    let more = found.len().saturating_sub(MAX_OF_A_KIND);
    let rest = (more > 0).then(|| format!("and {more} more, in flows.csv"));
    let told = found.into_iter().take(MAX_OF_A_KIND).chain(rest);
    told.map(|what| Conflict { about, what }).collect()
}

/// What every witness says of a disputed place.
fn places(lines: &[Line]) -> Vec<String> {
    let disputed = lines
        .iter()
        .filter(|line| line.country_grade == Some("disputed"));
    let mut told: Vec<String> = disputed
        .map(|line| {
            let own = line.why.iter().filter(|one| one.topic == Topic::Place);
            let says: Vec<String> = own
                .flat_map(|one| &one.reasons)
                .filter(|Reason(.., role)| *role == Role::Witness)
                .map(|Reason(text, dated, _)| format!("{text} ({dated})"))
                .collect();
            format!("{}: {}", line.destination, says.join("; "))
        })
        .collect();
    told.dedup();
    told
}

fn ruled_out(lines: &[Line]) -> Vec<String> {
    let told = lines.iter().flat_map(|line| {
        let reasons = line.why.iter().flat_map(|one| &one.reasons);
        reasons
            .filter(|Reason(.., role)| *role == Role::RulesOut)
            .map(|Reason(text, ..)| format!("{}: {text}", line.destination))
    });
    let mut told: Vec<String> = told.collect();
    told.dedup();
    told
}

fn types(lines: &[Line]) -> Vec<String> {
    let tied = lines.iter().filter(|line| line.is_between_types);
    let both = tied.filter_map(|line| {
        let words = line.data_type.as_ref()?;
        Some(format!(
            "{}: {words} ({})",
            line.destination, line.data_grade
        ))
    });
    let mut told: Vec<String> = both.collect();
    told.dedup();
    told
}

/// The reasons that keep most bytes from being assessed, each with what would decide it.
fn doubts(screen: &Screen) -> Vec<String> {
    use std::collections::BTreeMap;
    let analysis = &*screen.analysis;
    let Some(judged) = &analysis.judged else {
        return Vec::new();
    };
    let mut sums: BTreeMap<_, (u64, u64, u64, &str)> = BTreeMap::new();
    for &id in screen.table.order.iter() {
        let Some(verdict) = judged
            .of(id.0 as usize)
            .filter(|one| one.word == Word::CannotTell)
        else {
            continue;
        };
        let (sent, received) = crate::view::table::counted_bytes(screen, id);
        let decider = verdict.decider.map_or("", would_decide);
        let sum = sums.entry(verdict.because).or_insert((0, 0, 0, decider));
        *sum = (
            sum.0 + 1,
            sum.1.saturating_add(sent),
            sum.2.saturating_add(received),
            sum.3,
        );
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(because, sum)| (std::cmp::Reverse((sum.1, sum.0)), *because));
    let told = sums.into_iter().take(TOP_DOUBTS);
    told.map(|(because, (flows, sent, received, decider))| {
        let amount = traffic(flows, sent, received);
        let because = because.label();
        match decider {
            "" => format!("{because}: {amount}"),
            decider => format!("{because}: {amount}; would decide: {decider}"),
        }
    })
    .collect()
}

fn far(analysis: &Analysis) -> Vec<String> {
    let Some(capture) = analysis.tables.first_day else {
        return Vec::new();
    };
    let tables = analysis.reference_tables().iter();
    tables
        .filter_map(|table| {
            let far = Distance::between(&table.dated, capture)?;
            Some(format!("{} {}: {}", table.title, table.dated, far.label()))
        })
        .collect()
}

fn off(screen: &Screen, redaction: &Redaction) -> Vec<String> {
    let lines = screen.status.distances_note.lines();
    lines.map(|line| redaction.text(line)).collect()
}
