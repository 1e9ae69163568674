//! The ledger and the sentence above it.

use std::sync::Arc;

use whither::flow::model::FlowId;
use whither::view::query::{Column, Query};
use whither::view::screen;
use whither::view::table::cell;

use crate::built::analysis;
use crate::{adds_up, filtered, look, order, spanned};

#[test]
fn every_byte_is_in_one_row_of_the_ledger() {
    let whole = look(&Query::default());
    adds_up(&whole);
    let captured: u64 = whole.analysis.captures.iter().map(|c| c.wire_bytes).sum();
    let ledger = &whole.ledger;
    assert_eq!(
        ledger.wire + ledger.not_ip_wire + ledger.unread_wire,
        captured
    );
    assert_eq!(
        ledger
            .rows
            .iter()
            .map(|r| (r.group.token(), r.flows, r.sent))
            .collect::<Vec<_>>(),
        [
            ("placed", 3, 1_300_000),
            ("disputed", 1, 100_000),
            ("anycast", 1, 50_000),
            ("none", 1, 0),
            ("local", 1, 7_000),
            ("reserved", 1, 40),
            ("between-remotes", 1, 2_000),
        ]
    );
    for facet in &whole.facets {
        assert_eq!(
            facet.rows.iter().map(|r| r.value).sum::<u64>(),
            ledger.sent,
            "{}",
            facet.title
        );
        assert_eq!(
            facet.rows.iter().map(|r| r.flows).sum::<u64>(),
            ledger.flows,
            "{}",
            facet.title
        );
    }
}

#[test]
fn filter_and_span_leave_a_ledger_that_adds_up() {
    for filter in [
        "country:CN",
        "-country:CN",
        "sent>10kB",
        "country:disputed,none",
        "nowhere",
    ] {
        let screen = filtered(filter);
        adds_up(&screen);
        assert_eq!(screen.ledger.not_ip_wire, 0, "{filter}");
    }
    let first_half = look(&spanned(0, 30));
    let second_half = look(&spanned(30, 91));
    adds_up(&first_half);
    adds_up(&second_half);
    assert_eq!(first_half.ledger.sent, 1_000_000 + 150_000);
    assert_eq!(first_half.ledger.sent + second_half.ledger.sent, 1_459_040);
    assert_eq!(order(&first_half), [0, 1]);
    assert_eq!(cell(&first_half, FlowId(1), Column::Sent).text, "150 kB");
    assert!(
        order(&look(&spanned(72, 75))).contains(&7),
        "without payload the time of the flow counts"
    );
}

#[test]
fn headlines() {
    for (filter, lead, doubt) in [
        (
            "",
            "1.3 MB sent to 2 countries.",
            "152 kB (10 %) cannot be placed: sources differ 100 kB, anycast 50 kB, between remote hosts 2 kB.",
        ),
        ("country:CN", "1 MB sent to 1 country.", ""),
        (
            "country:disputed,anycast",
            "Nothing sent that can be placed in one country.",
            "150 kB (100 %) cannot be placed: sources differ 100 kB, anycast 50 kB.",
        ),
        (
            "country:local,reserved",
            "No payload sent to a public address.",
            "",
        ),
        ("country:none", "No payload sent.", ""),
        ("nowhere", "No flow matches.", ""),
    ] {
        let headline = filtered(filter).headline;
        assert_eq!(
            (headline.lead.as_str(), headline.doubt.as_str()),
            (lead, doubt),
            "{filter}"
        );
    }
    let empty = screen(&Arc::new(analysis(&[])), &Query::default());
    assert_eq!(empty.headline.lead, "No flows in what was captured.");
    assert_eq!(empty.timeline.bins.len(), 0);
}
