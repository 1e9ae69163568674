//! What is hidden changes words and nothing else, and its filters mean the same.

use std::sync::Arc;

use whither::flow::model::{FlowId, Locality, Side};
use whither::view::query::{Column, Query};
use whither::view::redact::{Redaction, in_full};
use whither::view::screen;
use whither::view::table::cell;

use crate::built::{analysis, story};

#[test]
fn hidden_screens_have_the_same_numbers_and_no_local_address() {
    let analysis = Arc::new(analysis(&story()));
    let local: Vec<String> = analysis
        .flows
        .iter()
        .flat_map(|flow| {
            let ends = [(Side::Client, flow.client), (Side::Server, flow.server)];
            ends.into_iter()
                .filter(|(side, _)| flow.locality[*side] == Locality::Local)
                .map(|(_, end)| end.ip.to_string())
        })
        .collect();
    assert!(!local.is_empty());
    for flow in (0..).map(FlowId).take(analysis.flows.len()) {
        let shown = Query {
            selected: Some(flow),
            ..Query::default()
        };
        let hidden = Query {
            hides_personal: true,
            ..shown.clone()
        };
        let (shown, hidden) = (screen(&analysis, &shown), screen(&analysis, &hidden));
        assert_eq!(shown.ledger, hidden.ledger);
        assert_eq!(shown.table.order, hidden.table.order);
        let seen = format!(
            "{:?} {:?} {:?} {:?}",
            hidden.why, hidden.facets, hidden.status.problems, hidden.headline
        );
        let devices = hidden.status.devices.iter().map(|device| &*device.text);
        let cells = Column::ALL.map(|column| cell(&hidden, flow, column).text);
        let seen = [seen, devices.collect(), cells.concat()].concat();
        for address in &local {
            let bare = |c: char| c.is_ascii_hexdigit() || c == '.' || c == ':';
            let mut words = seen.split(|c: char| !bare(c));
            assert!(!words.any(|word| word == address), "{address}: {seen}");
        }
    }
}

#[test]
fn a_filter_under_pseudonyms_reads_back() {
    let analysis = Arc::new(analysis(&story()));
    let redaction = Redaction::of(&analysis);
    let phone = analysis.flows[0].client.ip;
    let real = format!("-ip:{phone} country:CN \"{phone}\" port:53");
    let hidden = redaction.filter(&real);
    assert!(!hidden.contains(&phone.to_string()), "{hidden}");
    assert_eq!(redaction.revealed(&hidden), real);
    let asked = |filter: &str, hides_personal| Query {
        filter: filter.to_owned(),
        hides_personal,
        ..Query::default()
    };
    let by_address = screen(&analysis, &asked(&format!("ip:{phone}"), false));
    let term = redaction.filter(&format!("ip:{phone}"));
    let by_name = Arc::new(screen(&analysis, &asked(&term, true)));
    assert_eq!(by_name.filter.error, None, "{term}");
    assert_eq!(by_name.table.order, by_address.table.order);
    assert_eq!(in_full(&by_name).query.filter, format!("ip:{phone}"));
    let wrong = screen(&analysis, &asked("ip:device-999", true));
    assert!(wrong.filter.error.is_some(), "no such device");
}
