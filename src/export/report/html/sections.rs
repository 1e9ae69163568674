//! The first sections of a page: the question, the result, the map, and where the data went.

use std::fmt::Write;

use super::parts::{Cell, element, figure, heading, row, table_end, table_start};
use crate::claim::verdict::Word;
use crate::export::provenance::FIRST_HOP;
use crate::export::report::Report;
use crate::export::report::results::{Count, Verdicts};
use crate::export::report::said::NO_CLAIM;
use crate::view::amount::{bytes, count};

/// Sections in the list of contents.
const CONTENTS: [(&str, &str); 9] = [
    ("result", "Result"),
    ("where", "Where the data went first"),
    ("destinations", "Destinations"),
    ("reasons", "Reasons"),
    ("conflicts", "Conflicts, and what could not be read"),
    ("method", "Method"),
    ("limits", "Limitations"),
    ("record", "Record: captures, tables, rules, claim"),
    ("again", "How to reproduce"),
];

/// The question, the answer in a few sentences, and when and by what it was made.
pub(super) fn head(body: &mut String, report: &Report, id: &str, made_at: Option<&str>) {
    body.push_str("<header>\n");
    element(
        body,
        "p",
        "soft",
        "Where did the data go? A report of network destinations",
    );
    element(body, "h1", "", &report.question);
    for line in &report.headline {
        element(body, "p", "lead", line);
    }
    if report.verdicts.is_none() {
        element(body, "p", "", NO_CLAIM);
    }
    let record = &report.record;
    let made = made_at.map_or_else(String::new, |moment| format!(" · made at {moment}"));
    let facts = format!(
        "Captured {} · {} · report {id}{made}",
        record.period, record.program
    );
    element(body, "p", "soft", &facts);
    element(
        body,
        "p",
        "",
        &format!(
            "{FIRST_HOP}. Data types are presumed, never known. This is a record of network destinations. It is not a legal finding."
        ),
    );
    let class = if report.redaction.is_on {
        "soft"
    } else {
        "warning"
    };
    element(body, "p", class, &report.redaction.summary);
    body.push_str("</header>\n<nav aria-label=\"Contents\"><ol>\n");
    for (id, words) in CONTENTS {
        let _written = writeln!(body, "<li><a href=\"#{id}\">{words}</a></li>");
    }
    body.push_str("</ol></nav>\n");
}

/// Flows and bytes by verdict, what could not be assessed first; without a claim by what could be placed.
pub(super) fn result(body: &mut String, report: &Report) {
    heading(body, "result", "Result");
    match &report.verdicts {
        Some(verdicts) => judged(body, verdicts),
        None => element(body, "p", "", NO_CLAIM),
    }
}

fn judged(body: &mut String, verdicts: &Verdicts) {
    element(body, "h3", "", &format!("The claim: {}", verdicts.claim));
    if let Some(quote) = &verdicts.quote {
        element(body, "blockquote", "", &format!("“{quote}”"));
    }
    for line in &verdicts.about {
        element(body, "p", "soft", line);
    }
    counts(
        body,
        &format!("Flows of {} and all others, by verdict", verdicts.subject),
        "Verdict",
        &verdicts.totals,
    );
    for promise in &verdicts.promises {
        element(
            body,
            "h3",
            "",
            &format!("Promise {}: {}", promise.text, promise.word),
        );
        bar(body, &promise.counts);
        element(body, "p", "soft", &promise.shares);
    }
    element(
        body,
        "p",
        "soft",
        "A flow that may fall in several classes counts with each promise, and once in the table.",
    );
}

fn counts(body: &mut String, caption: &str, first: &str, counts: &[Count]) {
    let heads = [
        (first, false),
        ("Flows", true),
        ("Sent", true),
        ("Received", true),
        ("Sent, bytes", true),
        ("Share of sent", true),
    ];
    table_start(body, caption, &heads);
    for one in counts {
        let class = match Word::ALL.iter().any(|word| word.token() == one.token) {
            true => format!("verdict {}", one.token),
            false if one.is_doubtful => "doubt".to_owned(),
            false => String::new(),
        };
        let cells = [
            Cell::with(&class, one.label.clone()),
            Cell::number(count(one.flows)),
            Cell::number(bytes(one.sent_bytes)),
            Cell::number(bytes(one.received_bytes)),
            Cell::number(count(one.sent_bytes)),
            Cell::number(one.share.clone()),
        ];
        row(body, "", &cells);
    }
    table_end(body);
}

/// A bar by bytes sent, by flows where nothing was sent; the words stand under it.
fn bar(body: &mut String, counts: &[Count]) {
    let by_bytes = counts.iter().any(|one| one.sent_bytes > 0);
    let parts = counts.iter().filter(|one| one.flows > 0);
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return;
    }
    body.push_str("<div class=\"bar\" aria-hidden=\"true\">");
    for one in parts {
        let part = if by_bytes {
            one.sent_bytes.max(1)
        } else {
            one.flows
        };
        let _written = write!(
            body,
            "<i style=\"flex:{part};background:var(--{})\"></i>",
            one.token
        );
    }
    body.push_str("</div>\n");
}

/// The map; its numbers stand in tables too.
pub(super) fn map(body: &mut String, svg: &str) {
    let caption = "Where the bytes went first. Its numbers stand in the tables below; map.png, map.svg and map.pdf are the picture by itself.";
    figure(body, svg, caption);
}

/// The ledger and the ranked lists.
pub(super) fn where_to(body: &mut String, report: &Report) {
    heading(body, "where", "Where the data went first");
    counts(
        body,
        "Every byte accounted for; what cannot be placed comes first",
        "Place",
        &report.ledger,
    );
    element(body, "p", "soft", &report.outside);
    for one in &report.lists {
        let heads = [
            (one.title, false),
            ("Flows", true),
            ("Amount", true),
            ("Exactly", true),
        ];
        element(body, "h3", "", one.title);
        table_start(body, &one.note, &heads);
        for line in &one.rows {
            let class = if line.is_doubtful { "doubt" } else { "" };
            let cells = [
                Cell::with(class, line.label.clone()),
                Cell::number(count(line.flows)),
                Cell::number(line.text.clone()),
                Cell::number(count(line.value)),
            ];
            row(body, "", &cells);
        }
        table_end(body);
        if one.more > 0 {
            element(
                body,
                "p",
                "soft",
                &format!("and {} more, in flows.csv", count(one.more as u64)),
            );
        }
    }
}
