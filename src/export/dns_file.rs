//! The DNS list becomes CSV: a row an answer, or a question without one.

use super::csv_file::neutral;
use super::error::ExportError;
use crate::view::dns_list::{DnsList, DnsRow, Outcome};
use crate::view::plain_text::plain_text;
use crate::view::redact::Redaction;

const COLUMNS: [&str; 11] = [
    "capture",
    "frame",
    "time",
    "client",
    "asked",
    "type",
    "outcome",
    "answer",
    "ttl_seconds",
    "source",
    "flows",
];

/// Every row of the list, by time. Times are RFC 3339 in UTC; aliases stand before the address, joined by an arrow.
pub fn csv(list: &DnsList, redaction: &Redaction) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(ExportError::Csv)?;
    for row in &list.rows {
        let written = writer.write_record(cells(list, row, redaction).map(neutral));
        written.map_err(ExportError::Csv)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}

fn cells(list: &DnsList, row: &DnsRow, redaction: &Redaction) -> [String; COLUMNS.len()] {
    let is_given = row.flows().is_some();
    let (ttl, source) = match &row.outcome {
        Outcome::Address {
            ttl_seconds,
            source,
            ..
        } => (ttl_seconds.to_string(), source.token()),
        _ => (String::new(), ""),
    };
    [
        plain_text(list.capture_file(row)),
        row.frame.to_string(),
        row.at.map_or_else(String::new, |at| at.to_string()),
        row.client
            .map_or_else(String::new, |ip| redaction.address(ip)),
        redaction.host(&row.asked_text()),
        row.kind_text(),
        row.outcome.token().to_owned(),
        Some(redaction.text(&row.answer_text()))
            .filter(|_| is_given)
            .unwrap_or_default(),
        ttl,
        source.to_owned(),
        row.flows()
            .map_or_else(String::new, |flows| flows.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::frame::{CaptureIndex, Time};

    #[test]
    fn a_question_without_an_answer_has_its_row_and_no_cell_is_a_formula() {
        let row = DnsRow {
            at: Some(Time::from_nanos(0)),
            capture: CaptureIndex(0),
            frame: 7,
            client: Some([10, 0, 0, 2].into()),
            asked: "=cmd.example".into(),
            kind: 28,
            outcome: Outcome::NoAnswer,
        };
        let mut list = DnsList::default();
        list.rows.push(row);
        let text = String::from_utf8(csv(&list, &Redaction::none()).unwrap()).unwrap();
        let want = "capture,frame,time,client,asked,type,outcome,answer,ttl_seconds,source,flows\n\
            ,7,1970-01-01T00:00:00.000000000Z,10.0.0.2,'=cmd.example,AAAA,no-answer,,,,\n";
        assert_eq!(text, want);
    }
}
