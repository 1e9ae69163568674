//! Analysis, filter and selection become a `Screen`: plain data, exactly what is shown.
//!
//! The filter is worked out once as one bit a flow; headline, ledger, map, timeline and table are folds over the same
//! bits, so that their numbers agree.

pub mod amount;
pub mod claim_sheet;
pub mod claim_view;
pub mod compare;
mod banner;
mod changes;
pub mod dns_list;
pub mod facets;
pub mod filter;
pub mod find;
pub mod follow;
pub mod headline;
pub mod held;
mod group;
mod hidden;
mod kept;
pub mod ledger;
pub mod map;
pub mod marks;
pub mod marks_file;
pub mod measure;
pub mod parts;
pub mod place;
pub mod plain_text;
pub mod query;
pub mod redact;
pub mod screen;
mod sort;
pub mod status;
mod stretch;
mod sums;
pub mod table;
pub mod timeline;
mod when;
pub mod why;

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use crate::analysis::model::Analysis;
use claim_view::ClaimView;
use filter::{Key, Parsed, Term, What, parse};
use kept::Kept;
use parts::{PartSums, Parts};
use query::{FilterError, FilterView};
use query::{Metric, Query};
use redact::Redaction;
use screen::{LedgerRow, Screen};
use sums::Sums;

/// Everything that is shown for one query. A pure function: same analysis, same query, same screen.
pub fn screen(analysis: &Arc<Analysis>, query: &Query) -> Screen {
    let redaction = Redaction::unless(!query.hides_personal, analysis);
    screen_with(analysis, query, &Arc::new(redaction))
}

/// The same with what is hidden found out before: it is the same for every query of an analysis.
pub fn screen_with(analysis: &Arc<Analysis>, query: &Query, redaction: &Arc<Redaction>) -> Screen {
    let parsed = understood(analysis, query, redaction);
    hidden::hidden(in_full(analysis, query, redaction, parsed))
}

/// Every number and every text, texts still as they are.
fn in_full(
    analysis: &Arc<Analysis>,
    query: &Query,
    redaction: &Arc<Redaction>,
    parsed: Parsed,
) -> Screen {
    let kept = Kept::new(analysis, &parsed, query.span);
    let parts = Parts::new(analysis, query.colouring);
    let with_seats = facets::with_seats(query.map_by, &parsed.terms);
    let (table, timeline, sums) = side_by_side(
        || table::table(analysis, &kept, query, with_seats),
        || timeline::timeline(analysis, &kept, query, &parts),
        || Sums::over(analysis, &kept, &kept.rows),
    );
    let terms = if parsed.error.is_none() {
        parsed.terms.as_slice()
    } else {
        &[]
    };
    let whole = terms.is_empty() && query.span.is_none();
    let ledger = ledger::ledger(analysis, &sums, whole);
    let judged = analysis.judged.as_ref();
    let claim = judged.map(|judged| ClaimView::new(judged, &sums.by_verdict));
    let by_part = PartSums::over(analysis, &kept, &parts, query.metric);
    Screen {
        headline: headline::headline(
            &ledger,
            countries_sent_to(analysis, &sums),
            analysis.flows.len(),
            claim.as_ref(),
        ),
        map: map::map(
            analysis,
            &sums,
            &ledger,
            terms,
            query,
            map::Coloured {
                parts: &parts,
                sums: &by_part,
            },
        ),
        claim,
        banner: banner::banner(analysis),
        facets: facets::facets(analysis, &kept, &sums, terms, query),
        timeline,
        table,
        why: query.selected.and_then(|flow| why::why(analysis, flow)),
        status: status::status(analysis),
        filter: FilterView {
            kept: kept.rows.count_ones(..) as u64,
            total: analysis.flows.len() as u64,
            error: parsed.error.clone(),
            easier: kept.easier,
        },
        ledger,
        analysis: Arc::clone(analysis),
        query: query.clone(),
        redaction: Arc::clone(redaction),
    }
}

/// The filter, pseudonyms in it read as what they stand for; terms that ask for verdicts are understood only where there
/// is a claim.
fn understood(analysis: &Analysis, query: &Query, redaction: &Redaction) -> Parsed {
    let filter = &query.filter;
    let revealed = parse(&redaction.revealed(filter));
    // Where something is wrong, its place is that in the text that was typed.
    let parsed = match revealed.error {
        Some(_) => parse(filter),
        None => revealed,
    };
    let asks = |term: &Term| matches!(term.what, What::Any(Key::Verdict | Key::Promise, _));
    let without_claim = analysis.judged.is_none() && parsed.terms.iter().any(asks);
    match parsed.error.is_none() && without_claim {
        true => Parsed {
            error: Some(FilterError {
                at: 0..filter.len(),
                expected: "no claim is chosen, so that nothing has a verdict".to_owned(),
            }),
            ..parsed
        },
        false => parsed,
    }
}

/// The three walks over all flows read the same and share nothing that they write.
fn side_by_side<A: Send, B: Send, C>(
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
    c: impl FnOnce() -> C,
) -> (A, B, C) {
    thread::scope(|scope| {
        let (a, b) = (scope.spawn(a), scope.spawn(b));
        let c = c();
        (joined(a), joined(b), c)
    })
}

fn joined<T>(handle: ScopedJoinHandle<T>) -> T {
    handle.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn countries_sent_to(analysis: &Analysis, sums: &Sums) -> usize {
    let placed = sums.addresses(analysis).filter(|(_, sum)| sum.sent > 0);
    let codes: BTreeSet<_> = placed.filter_map(|(tag, _)| tag.place.country()).collect();
    codes.len()
}

/// The number of a ledger row that a metric measures.
fn ledger_value(row: &LedgerRow, metric: Metric) -> u64 {
    match metric {
        Metric::Sent => row.sent,
        Metric::Received => row.received,
        Metric::Flows => row.flows,
    }
}
