//! The samples as they are shown and exported: every byte is in a country, local, or said to have no place.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use support::{analysis_of, sample};
use whither::analysis::model::Analysis;
use whither::export::csv_file;
use whither::view::query::Query;
use whither::view::redact::Redaction;
use whither::view::screen::{FacetKey, Screen};

/// Each sample alone, and all of them together.
fn openings() -> Vec<Vec<PathBuf>> {
    let all: Vec<PathBuf> = [
        "phone-fresh-install.pcapng",
        "phone-creator-upload.pcapng",
        "router-cut-off.pcap",
        "phone-keys-inside.pcapng",
        "phone-two-apps.pcap",
        "phone-hidden-names.pcapng",
    ]
    .map(sample)
    .into();
    let mut openings: Vec<Vec<PathBuf>> = all.iter().map(|path| vec![path.clone()]).collect();
    openings.push(all);
    openings
}

/// Payload bytes of the flows, and wire bytes of the captures, added up from the pipeline's own result.
fn totals(analysis: &Analysis) -> (u64, u64, u64) {
    let flows = &analysis.flows;
    (
        flows.iter().map(|flow| flow.sent()).sum(),
        flows.iter().map(|flow| flow.received()).sum(),
        analysis.captures.iter().map(|c| c.wire_bytes).sum(),
    )
}

fn in_view(screen: &Screen) {
    let (sent, received, wire) = totals(&screen.analysis);
    let ledger = &screen.ledger;
    assert_eq!((ledger.sent, ledger.received), (sent, received));
    let by_part: u64 = ledger.rows.iter().map(|row| row.sent).sum();
    assert_eq!(by_part, sent, "countries + local + unknown = total");
    let outside = ledger.not_ip_wire + ledger.unread_wire;
    assert_eq!(ledger.wire + outside, wire, "every byte on the wire");
    let countries = screen.facets.iter().find(|f| f.key == FacetKey::Country);
    let rows = &countries.expect("the list of countries").rows;
    assert_eq!(rows.iter().map(|row| row.value).sum::<u64>(), sent);
}

fn in_the_table(screen: &Screen) {
    let (sent, received, _) = totals(&screen.analysis);
    let bytes = csv_file::table(screen, &Redaction::none()).unwrap();
    let rows: Vec<BTreeMap<String, String>> = csv::Reader::from_reader(bytes.as_slice())
        .deserialize()
        .map(Result::unwrap)
        .collect();
    let mut by_place: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for row in &rows {
        let sums = by_place.entry(&row["place"]).or_default();
        sums.0 += row["sent_payload_bytes"].parse::<u64>().unwrap();
        sums.1 += row["received_payload_bytes"].parse::<u64>().unwrap();
    }
    let together = by_place
        .values()
        .fold((0, 0), |sum, (s, r)| (sum.0 + s, sum.1 + r));
    assert_eq!(together, (sent, received));
    for part in &screen.ledger.rows {
        let found = by_place
            .get(part.group.token())
            .copied()
            .unwrap_or_default();
        assert_eq!(found, (part.sent, part.received), "{:?}", part.group);
    }
}

#[test]
fn every_byte_of_the_samples_is_placed_or_said_to_have_no_place() {
    for paths in openings() {
        let analysis = Arc::new(analysis_of(&paths));
        let screen = whither::view::screen(&analysis, &Query::default());
        in_view(&screen);
        in_the_table(&screen);
    }
}
