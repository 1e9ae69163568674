//! The list of seats: countries in which operators are registered, apart from the list of places.

use std::collections::BTreeMap;

use super::Entry;
use crate::analysis::model::Analysis;
use crate::reference::country::CountryCode;
use crate::tag::model::PlaceGroup;
use crate::tag::seat::Seat;
use crate::view::filter::Value;
use crate::view::place::is_doubtful;
use crate::view::sums::{Sum, Sums};

/// What the list as a whole says.
pub(super) const NOTE: &str = "Registered there, not where the machine is";

/// Words for destinations whose registration no table has.
pub const NOT_KNOWN: &str = "Registration not known";

/// Countries by seat, and what has none: not known, or not asked because it is no destination outside.
pub(super) fn seats(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let mut countries: BTreeMap<CountryCode, Sum> = BTreeMap::new();
    let mut groups: BTreeMap<PlaceGroup, Sum> = BTreeMap::new();
    let mut not_known = Sum::default();
    for (tag, sum) in sums.addresses(analysis) {
        match tag.seat {
            Seat::Registered(answer) => countries.entry(answer.country).or_default().add(sum),
            Seat::NotKnown => not_known.add(sum),
            Seat::NotAsked => groups.entry(tag.place.group()).or_default().add(sum),
        }
    }
    let known = countries.into_iter().map(|(code, sum)| {
        let label = format!("{} {}", code.as_str(), code.name());
        Entry::plain(label, Value::Country(code), false, sum)
    });
    let not_asked = groups.into_iter().map(|(group, sum)| {
        Entry::plain(
            group.label().into(),
            Value::Group(group),
            is_doubtful(group),
            sum,
        )
    });
    known
        .chain(not_asked)
        .chain([Entry::plain(
            NOT_KNOWN.into(),
            Value::Unknown,
            true,
            not_known,
        )])
        .collect()
}
