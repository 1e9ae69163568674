//! The list of seats: countries in which operators are registered, apart from the list of places.

use std::collections::BTreeMap;

use super::{Entry, PlaceRow, place_entry, with_unknown};
use crate::analysis::model::Analysis;
use crate::tag::model::AddressTag;
use crate::tag::seat::Seat;
use crate::view::sums::{Sum, Sums};

/// What the list as a whole says.
pub(super) const NOTE: &str = "Registered there, not where the machine is";

/// Words for destinations whose registration no table has.
pub const NOT_KNOWN: &str = "Registration not known";

/// The row in which a seat counts: its country, or where there is no destination outside to ask about, the part of the
/// ledger; `None` where it is not known.
pub(in crate::view) fn seat_row(tag: &AddressTag) -> Option<PlaceRow> {
    match tag.seat {
        Seat::Registered(answer) => Some(PlaceRow::Country(answer.country)),
        Seat::NotAsked => Some(PlaceRow::Group(tag.place.group())),
        Seat::NotKnown => None,
    }
}

/// Countries by seat, and what has none: not known, or not asked because it is no destination outside.
pub(super) fn seats(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let mut rows: BTreeMap<PlaceRow, Sum> = BTreeMap::new();
    let mut not_known = Sum::default();
    for (tag, sum) in sums.addresses(analysis) {
        match seat_row(tag) {
            Some(row) => rows.entry(row).or_default().add(sum),
            None => not_known.add(sum),
        }
    }
    let known = rows.into_iter().map(place_entry);
    known
        .chain(with_unknown([], NOT_KNOWN, not_known))
        .collect()
}
