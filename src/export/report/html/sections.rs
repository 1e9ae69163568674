//! The sections of a page, in the order in which they are read.

use std::fmt::Write;

use super::parts::{Cell, element, figure, heading, list, pairs, row, table_end, table_start};
use crate::claim::verdict::Word;
use crate::export::provenance::FIRST_HOP;
use crate::export::report::destinations::Line;
use crate::export::report::results::{Count, Verdicts};
use crate::export::report::said::NO_CLAIM;
use crate::export::report::{Report, record::CaptureRecord};
use crate::view::amount::{bytes, count};

/// Sections in the list of contents.
const CONTENTS: [(&str, &str); 8] = [
    ("result", "Result"),
    ("where", "Where the data went first"),
    ("destinations", "Destinations, with reasons"),
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

/// The map and the table as pictures.
pub(super) fn figures(body: &mut String, report: &Report, figures: &[&[u8]]) {
    let says = format!("Map of where the bytes went. {}", report.headline.join(" "));
    let captions = [
        (
            says.as_str(),
            "Where the bytes went first. The numbers stand in the tables below; the picture is map.png.",
        ),
        (
            "Table of the largest destinations.",
            "The largest destinations. The picture is table.png; all flows are in flows.csv.",
        ),
    ];
    for (png, (says, caption)) in figures.iter().zip(captions) {
        figure(body, png, says, caption);
    }
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

/// One block of rows for each destination: what is said of it, and why.
pub(super) fn destinations(body: &mut String, report: &Report) {
    heading(body, "destinations", "Destinations, with reasons");
    let heads = [
        ("Destination", false),
        ("Organisation", false),
        ("Country (first network hop)", false),
        ("Presumed data type", false),
        ("Sent", true),
        ("Received", true),
        ("Flows", true),
        ("Verdict", false),
    ];
    table_start(
        body,
        "Each with the reasons of its first flow; frames are numbered as Wireshark numbers them",
        &heads,
    );
    for line in &report.destinations {
        destination(body, line);
    }
    table_end(body);
    if report.further_destinations > 0 {
        let words = format!(
            "{} more are in flows.csv, their reasons in evidence.csv.",
            count(report.further_destinations as u64)
        );
        element(body, "p", "doubt", &words);
    }
}

fn destination(body: &mut String, line: &Line) {
    let graded = |words: &str, grade: Option<&str>| match grade {
        Some(grade) => format!("{words}, {grade}"),
        None => words.to_owned(),
    };
    let data = match &line.data_type {
        Some(words) => graded(words, Some(line.data_grade)),
        None => "Not classified".to_owned(),
    };
    let class = line
        .word
        .map_or_else(String::new, |word| format!("verdict {}", word.token()));
    let doubt = |is: bool| if is { "doubt" } else { "" };
    let cells = [
        Cell::words(line.destination.clone()),
        Cell::words(
            line.organisation
                .clone()
                .unwrap_or_else(|| "not known".to_owned()),
        ),
        Cell::with(
            doubt(line.is_doubtful),
            graded(&line.country, line.country_grade),
        ),
        Cell::with(doubt(line.data_type.is_none()), data),
        Cell::number(bytes(line.sent_bytes)),
        Cell::number(bytes(line.received_bytes)),
        Cell::number(count(line.flows)),
        Cell::with(&class, line.verdict.unwrap_or("no claim")),
    ];
    row(body, "destination", &cells);
    let first = format!(
        "Why? Flow {}, from frame {}",
        line.first_flow,
        count(line.first_frame)
    );
    let _written = write!(body, "<tr class=\"why-row\"><td colspan=\"8\"><details>");
    element(body, "summary", "", &first);
    for one in &line.why {
        let grade = match one.grade.as_str() {
            "" => String::new(),
            grade => format!(" {grade}"),
        };
        element(body, "p", "", &format!("{}{grade}", one.question));
        body.push_str("<ul class=\"why\">\n");
        for (text, source) in &one.reasons {
            let source = match source.as_str() {
                "" => String::new(),
                source => format!(" ({source})"),
            };
            element(body, "li", "", &format!("{text}{source}"));
        }
        body.push_str("</ul>\n");
    }
    body.push_str("</details></td></tr>\n");
}

/// Where sources do not agree, and what could not be read.
pub(super) fn conflicts(body: &mut String, report: &Report) {
    heading(body, "conflicts", "Conflicts, and what could not be read");
    if report.conflicts.is_empty() {
        element(
            body,
            "p",
            "",
            "No source disagrees with another in what is shown.",
        );
    }
    let mut last = "";
    for one in &report.conflicts {
        if one.about != last {
            if !last.is_empty() {
                body.push_str("</ul>\n");
            }
            element(body, "h3", "", one.about);
            body.push_str("<ul>\n");
            last = one.about;
        }
        element(body, "li", "", &one.what);
    }
    if !last.is_empty() {
        body.push_str("</ul>\n");
    }
    element(body, "h3", "", "What could not be read");
    if report.problems.is_empty() {
        element(body, "p", "", "Everything in the captures was read.");
        return;
    }
    let heads = [
        ("Capture", false),
        ("Where", false),
        ("What", false),
        ("What it means", false),
    ];
    table_start(body, "", &heads);
    for problem in &report.problems {
        row(
            body,
            "",
            &problem.each_ref().map(|words| Cell::words(words.clone())),
        );
    }
    table_end(body);
    if report.further_problems > 0 {
        element(
            body,
            "p",
            "doubt",
            &format!("and {} more", count(report.further_problems as u64)),
        );
    }
}

/// Method and limitations.
pub(super) fn statements(body: &mut String, report: &Report) {
    heading(body, "method", "Method");
    list(body, &report.method);
    heading(body, "limits", "Limitations");
    list(body, &report.limits);
}

/// With what the report was made, from what, and by which tables.
pub(super) fn record(body: &mut String, report: &Report) {
    let record = &report.record;
    heading(body, "record", "Record: captures, tables, rules, claim");
    let build = format!("{} on {}", std::env::consts::ARCH, std::env::consts::OS);
    pairs(
        body,
        "Program",
        &[
            ("Program", record.program.clone()),
            (
                "Commit",
                record.commit.unwrap_or("not told to this build").to_owned(),
            ),
            ("Built for", build),
            (
                "Place of capture",
                record
                    .place
                    .clone()
                    .unwrap_or_else(|| "not stated".to_owned()),
            ),
            (
                "Filter",
                match record.query.filter.as_str() {
                    "" => "none".to_owned(),
                    filter => filter.to_owned(),
                },
            ),
        ],
    );
    for capture in &record.captures {
        pairs(
            body,
            &format!("Capture {}", capture.name),
            &of_capture(capture),
        );
    }
    let heads = [
        ("Table", false),
        ("Day", false),
        ("Licence", false),
        ("SHA-256", false),
    ];
    table_start(body, "Tables about the world", &heads);
    for table in &record.databases {
        let cells = [
            Cell::words(table.title.clone()),
            Cell::with("keep", table.dated.clone()),
            Cell::words(table.licence.clone()),
            Cell::with("hash", table.sha256.clone()),
        ];
        row(body, "", &cells);
    }
    table_end(body);
    element(body, "h3", "", "Sources, line by line");
    list(body, &record.sources);
}

fn of_capture(one: &CaptureRecord) -> Vec<(&'static str, String)> {
    let listed = |words: &[String]| match words.is_empty() {
        true => "not stated".to_owned(),
        false => words.join(", "),
    };
    let time = |time: &Option<String>| time.clone().unwrap_or_else(|| "not stated".to_owned());
    let grain = one.clock_grain_nanos;
    let grain = grain.map_or("not stated".to_owned(), |nanos| {
        format!("{} ns", count(nanos))
    });
    let sides = one
        .local_side
        .iter()
        .map(|(rule, flows)| format!("{rule} ({} flows)", count(*flows)));
    let keys = one
        .key_logs
        .iter()
        .map(|(name, hash)| format!("{name} SHA-256 {hash}"));
    let inside = one
        .secrets_inside
        .iter()
        .map(|hash| format!("inside the capture, SHA-256 {hash}"));
    let keys: Vec<String> = keys.chain(inside).collect();
    let keys = match keys.is_empty() {
        true => "none".to_owned(),
        false => format!(
            "{}; opened {} flows",
            keys.join(", "),
            count(one.opened_flows)
        ),
    };
    vec![
        (
            "SHA-256",
            one.sha256
                .clone()
                .unwrap_or_else(|| "not computed".to_owned()),
        ),
        ("Size", format!("{} bytes", count(one.file_bytes))),
        ("Format", one.format.clone()),
        ("Link types", listed(&one.link_types)),
        ("Interfaces", listed(&one.interfaces)),
        (
            "Frames",
            format!(
                "{}, {} bytes on the wire",
                count(one.frames),
                count(one.wire_bytes)
            ),
        ),
        ("Frames cut short", count(one.cut_frames)),
        ("First frame", time(&one.first_utc)),
        ("Last frame", time(&one.last_utc)),
        (
            "Clock",
            format!(
                "counts by {grain}, went back {} times",
                count(one.clock_steps)
            ),
        ),
        ("Local side by", listed(&sides.collect::<Vec<_>>())),
        ("Keys used", keys),
        (
            "Read to its end",
            if one.whole { "yes" } else { "no" }.to_owned(),
        ),
    ]
}

/// The one command line.
pub(super) fn again(body: &mut String, report: &Report) {
    heading(body, "again", "How to reproduce");
    element(
        body,
        "p",
        "",
        "With the same program, and files of these hashes in the current folder, this line makes the same bytes again; \
         sha256sum -c MANIFEST.sha256 in the folder shows that nothing was changed since.",
    );
    element(body, "pre", "", &report.record.command);
    if report.redaction.is_on {
        element(
            body,
            "p",
            "soft",
            "Folders of files are left out; what stands in «» or under a pseudonym in the line was redacted and must be put back.",
        );
    }
}
