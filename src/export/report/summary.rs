//! A report becomes a few lines of Markdown, to be pasted into a message or a ticket.

use super::Report;
use super::results::Count;
use crate::export::markup::escaped_markdown;
use crate::export::provenance::FIRST_HOP;
use crate::view::amount::{bytes, count};
use crate::view::screen::FacetKey;

/// Countries that are listed.
const MAX_COUNTRIES: usize = 8;

/// The summary.
pub fn markdown(report: &Report) -> String {
    let mut lines = vec![
        format!("**{}**", escaped_markdown(&report.question)),
        String::new(),
    ];
    let headline = report.headline.iter();
    lines.extend(headline.map(|line| format!("- {}", escaped_markdown(line))));
    lines.push(String::new());
    match &report.verdicts {
        Some(verdicts) => lines.extend(table("verdict", &verdicts.totals)),
        None => lines.push(super::said::NO_CLAIM.to_owned()),
    }
    lines.push(String::new());
    lines.extend(table("place", &report.ledger));
    let countries = report
        .lists
        .iter()
        .find(|list| list.key == FacetKey::Country);
    let countries = countries.map_or(&[][..], |list| &list.rows);
    let told: Vec<String> = countries
        .iter()
        .take(MAX_COUNTRIES)
        .map(|row| format!("{} {}", escaped_markdown(&row.label), row.text))
        .collect();
    lines.push(String::new());
    lines.push(format!("Largest: {}", told.join(", ")));
    lines.push(String::new());
    let record = &report.record;
    for capture in &record.captures {
        let hash = capture.sha256.as_deref().unwrap_or("not computed");
        lines.push(format!(
            "{} (SHA-256 {hash})  ",
            escaped_markdown(&capture.name)
        ));
    }
    lines.push(format!(
        "{FIRST_HOP}. Data types are presumed. This is a record of network destinations. It is not a legal finding.  "
    ));
    lines.push(format!("{}  ", escaped_markdown(&report.redaction.summary)));
    lines.push(format!(
        "Made again by: `{}`",
        record.command.replace('`', "'")
    ));
    lines.push(String::new());
    lines.join("\n")
}

/// Rows that have flows, and those that say that something cannot be told.
fn table(first: &str, counts: &[Count]) -> Vec<String> {
    let rows = counts.iter().filter(|one| one.flows > 0 || one.is_doubtful);
    let rows = rows.map(|one| {
        format!(
            "| {} | {} | {} | {} |",
            escaped_markdown(&one.label),
            count(one.flows),
            bytes(one.sent_bytes),
            one.share
        )
    });
    let head = [
        format!("| {first} | flows | sent | share |"),
        "|---|--:|--:|--:|".to_owned(),
    ];
    head.into_iter().chain(rows).collect()
}
