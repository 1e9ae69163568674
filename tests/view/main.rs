//! One query over the story of `support::built` and what its screen says.

#[path = "../support/built.rs"]
mod built;
mod compare;
mod data_types;
mod dns;
mod filters;
mod hints;
mod ledger;
mod personal;
mod places;
mod reasons;
mod seats;
mod times;
mod verdicts;

use std::sync::Arc;

use whither::view::query::{Query, TimeSpan};
use whither::view::screen;
use whither::view::screen::{FacetKey, FacetRow, Ledger, LedgerRow, Screen};
use whither::view::table::counted_bytes;

use built::{analysis, at, story};

fn look(query: &Query) -> Screen {
    screen(&Arc::new(analysis(&story())), query)
}

fn filtered(filter: &str) -> Screen {
    look(&Query {
        filter: filter.into(),
        ..Query::default()
    })
}

fn spanned(from: i64, to: i64) -> Query {
    let span = TimeSpan {
        from: at(from),
        to: at(to),
    };
    Query {
        span: Some(span),
        ..Query::default()
    }
}

/// Numbers of the rows in their order.
fn order(screen: &Screen) -> Vec<u32> {
    screen.table.order.iter().map(|flow| flow.0).collect()
}

fn kept(filter: &str) -> Vec<u32> {
    let screen = filtered(filter);
    assert_eq!(screen.filter.error, None, "{filter}");
    let mut kept = order(&screen);
    kept.sort_unstable();
    kept
}

#[track_caller]
fn adds_up(screen: &Screen) {
    let ledger: &Ledger = &screen.ledger;
    let sum = |of: fn(&LedgerRow) -> u64| ledger.rows.iter().map(of).sum::<u64>();
    assert_eq!(sum(|r| r.sent), ledger.sent);
    assert_eq!(sum(|r| r.received), ledger.received);
    assert_eq!(sum(|r| r.wire), ledger.wire);
    assert_eq!(sum(|r| r.flows), ledger.flows);
    assert_eq!(ledger.flows, screen.filter.kept);
    assert_eq!(ledger.flows, screen.table.order.len() as u64);
    let cells = screen
        .table
        .order
        .iter()
        .map(|id| counted_bytes(screen, *id));
    let (sent, received) = cells.fold((0, 0), |sum, (s, r)| (sum.0 + s, sum.1 + r));
    assert_eq!((sent, received), (ledger.sent, ledger.received));
    let on_map: u64 = screen.map.countries.iter().map(|c| c.value).sum();
    assert_eq!(
        on_map, ledger.rows[0].sent,
        "map and ledger place the same bytes"
    );
}

fn rows(screen: &Screen, key: FacetKey) -> &[FacetRow] {
    &screen
        .facets
        .iter()
        .find(|f| f.key == key)
        .expect("every list is there")
        .rows
}
