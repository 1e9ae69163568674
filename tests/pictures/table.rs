//! The table that is exported.

use std::collections::BTreeMap;

use whither::export::{csv_file, flow_rows};
use whither::view::query::Query;
use whither::view::redact::Redaction;

use super::screen_of;

#[test]
fn the_csv_reconciles_with_the_ledger_and_starts_no_formula() {
    let screen = screen_of(&Query {
        filter: "sent>50kB".into(),
        ..Query::default()
    });
    let bytes = csv_file::table(&screen, &Redaction::none()).expect("a table");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let columns = reader.headers().expect("a header").clone();
    assert_eq!(
        columns.iter().collect::<Vec<_>>(),
        flow_rows::COLUMNS.map(|column| column.name)
    );
    let rows: Vec<BTreeMap<String, String>> = reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect();
    let sum = |column: &str| {
        rows.iter()
            .map(|row| row[column].parse::<u64>().expect("a number"))
            .sum::<u64>()
    };
    assert_eq!(rows.len() as u64, screen.ledger.flows);
    assert_eq!(sum("sent_payload_bytes"), screen.ledger.sent);
    assert_eq!(sum("received_payload_bytes"), screen.ledger.received);
    assert_eq!(sum("wire_bytes"), screen.ledger.wire);
    let all = csv_file::table(&screen_of(&Query::default()), &Redaction::none()).expect("a table");
    let text = String::from_utf8(all).expect("UTF-8");
    assert!(
        text.contains(",'=cmd|calc!A1.example,") && text.contains(",'+Plus GmbH,"),
        "{text}"
    );
    assert!(text.contains("2026-11-23T"), "{text}");
    let disputed = text
        .lines()
        .find(|line| line.contains("203.0.113.7"))
        .expect("the disputed row");
    assert!(
        disputed.contains(",disputed,MY SG,disputed,dbip 2026-06-01 none; ipfire 2026-09-23 none,"),
        "{disputed}"
    );
}
