//! Sums become the ledger: every byte in exactly one row.

use super::screen::{Ledger, LedgerRow};
use super::sums::{Sum, Sums};
use crate::analysis::model::{Analysis, CaptureSummary, Outside};
use crate::tag::model::PlaceGroup;

/// One row for each group of places; `whole` where neither filter nor span leaves anything out.
pub fn ledger(analysis: &Analysis, sums: &Sums, whole: bool) -> Ledger {
    let mut groups = PlaceGroup::ALL.map(|group| (group, Sum::default()));
    let mut total = Sum::default();
    for (tag, sum) in sums.addresses(analysis) {
        let group = tag.place.group();
        if let Some((_, row)) = groups.iter_mut().find(|(g, _)| *g == group) {
            row.add(sum);
        }
        total.add(sum);
    }
    let outside = |bytes: fn(&Outside) -> u64| {
        let sum = |sum: u64, capture: &CaptureSummary| sum.saturating_add(bytes(&capture.outside));
        if whole {
            analysis.captures.iter().fold(0, sum)
        } else {
            0
        }
    };
    Ledger {
        rows: groups.into_iter().map(row).collect(),
        sent: total.sent,
        received: total.received,
        wire: total.wire,
        flows: total.flows,
        not_ip_wire: outside(|o| o.not_ip_bytes),
        unread_wire: outside(|o| o.unread_bytes),
    }
}

fn row((group, sum): (PlaceGroup, Sum)) -> LedgerRow {
    LedgerRow {
        group,
        flows: sum.flows,
        sent: sum.sent,
        received: sum.received,
        wire: sum.wire,
    }
}
