//! Destinations of a page: one row each, and under the table why each row says what it says.

use super::parts::{Cell, element, heading, list, row, table_end, table_start_as};
use crate::claim::verdict::Word;
use crate::export::report::Report;
use crate::export::report::destinations::{Line, Reason, Reasons};
use crate::view::amount::{bytes, count};

/// What is said of each destination, one row each.
pub(super) fn destinations(body: &mut String, report: &Report) {
    heading(body, "destinations", "Destinations");
    let heads = [
        ("Destination", false),
        ("Organisation", false),
        ("Country (first hop)", false),
        ("Presumed data type", false),
        ("Sent", true),
        ("Received", true),
        ("Flows", true),
        ("Verdict", false),
    ];
    let caption =
        "One row for each destination, place, type and verdict; those with most bytes sent first";
    table_start_as(body, "destinations", caption, &heads);
    for line in &report.destinations {
        row(body, "", &cells_of(line));
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

fn cells_of(line: &Line) -> [Cell<'static>; 8] {
    let graded = |words: &str, grade: Option<&str>| match grade {
        Some(grade) => format!("{words}, {grade}"),
        None => words.to_owned(),
    };
    let data = match &line.data_type {
        Some(words) => graded(words, Some(line.data_grade)),
        None => "Not classified".to_owned(),
    };
    let class = match line.word {
        None => "",
        Some(Word::Contradicts) => "verdict contradicts",
        Some(Word::CannotTell) => "verdict cannot-tell",
        Some(Word::Consistent) => "verdict consistent",
        Some(Word::NotCovered) => "verdict not-covered",
    };
    let doubt = |is: bool| if is { "doubt" } else { "" };
    let organisation = line.organisation.as_deref().unwrap_or("not known");
    [
        Cell::words(line.destination.clone()),
        Cell::with(doubt(line.organisation.is_none()), organisation),
        Cell::with(
            doubt(line.is_doubtful),
            graded(&line.country, line.country_grade),
        ),
        Cell::with(doubt(line.data_type.is_none()), data),
        Cell::number(bytes(line.sent_bytes)),
        Cell::number(bytes(line.received_bytes)),
        Cell::number(count(line.flows)),
        Cell::with(class, line.verdict.unwrap_or("no claim")),
    ]
}

/// Why each row says what it says, by the evidence of its first flow.
pub(super) fn reasons(body: &mut String, report: &Report) {
    heading(body, "reasons", "Reasons");
    let words = "For each row above, the evidence of its first flow; frames are numbered as Wireshark numbers them. \
        evidence.csv has that of every flow. True of all: where a network is registered does not say where the machine is.";
    element(body, "p", "soft", words);
    for line in &report.destinations {
        body.push_str("<section class=\"why\">\n");
        let title = format!(
            "{}: {} (flow {}, from frame {})",
            line.destination,
            line.verdict.unwrap_or(&line.country),
            line.first_flow,
            count(line.first_frame)
        );
        element(body, "h3", "", &title);
        body.push_str("<div>\n");
        line.why.iter().for_each(|one| question(body, one));
        body.push_str("</div>\n</section>\n");
    }
}

fn question(body: &mut String, one: &Reasons) {
    let grade = match one.grade.as_str() {
        "" => String::new(),
        grade => format!(" {grade}"),
    };
    element(body, "p", "", &format!("{}{grade}", one.question));
    let lines = one
        .reasons
        .iter()
        .map(|Reason(text, source, _)| match source.as_str() {
            "" => text.clone(),
            source => format!("{text} ({source})"),
        });
    list(body, lines);
}
