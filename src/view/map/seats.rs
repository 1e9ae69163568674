//! Sums by address become the map of seats: countries in which operators are registered, and nothing of where machines are.
//!
//! Lines, the place of capture and the disc say where bytes went, and verdicts judge that: none of them is on this map.

use std::collections::BTreeMap;

use super::{Coloured, legend, summary};
use crate::analysis::model::Analysis;
use crate::reference::TableKind;
use crate::reference::country::CountryCode;
use crate::tag::model::AddressTag;
use crate::tag::seat::{Seat, WITHOUT_SEAT};
use crate::view::facets::NOT_KNOWN;
use crate::view::filter::{Key, Term, Value, holds, term_text};
use crate::view::held::{held_sentence, map_top, scale_text};
use crate::view::ledger_value;
use crate::view::measure::{name, number, phrase, share};
use crate::view::parts::Parts;
use crate::view::plain_text::plain_text;
use crate::view::query::{Metric, Query};
use crate::view::screen::{Ledger, MapCountry, MapView, MarginItem};
use crate::view::sums::Sums;

/// What a country on this map does and does not say.
const REGISTERED: &str = "Where operators are registered, not where machines are";

/// The map.
pub(super) fn map(
    analysis: &Analysis,
    sums: &Sums,
    ledger: &Ledger,
    terms: &[Term],
    query: &Query,
    coloured: Coloured<'_>,
) -> MapView {
    let metric = query.metric;
    let (by_code, not_known) = tallies(analysis, sums, metric);
    let largest = by_code.values().copied().max().unwrap_or(0);
    let held = map_top(query);
    let top = held.unwrap_or(largest);
    let countries = by_code.iter();
    let mut countries: Vec<MapCountry> = countries
        .map(|(code, value)| country(*code, *value, top, metric, terms))
        .collect();
    countries.sort_by_key(|country| std::cmp::Reverse(country.value));
    let judges_places = matches!(coloured.parts, Parts::Verdicts(_));
    let (mut key, mut key_title) = (Vec::new(), "");
    if !judges_places {
        let seat = |tag: &AddressTag| tag.seat.country();
        coloured.give_parts(analysis, &mut countries, top, metric, seat);
        key = coloured.key(metric);
        key_title = coloured.parts.title();
    }
    let margin = margin(ledger, not_known, metric);
    let title = format!(
        "World map of {} by where the operator is registered.{}",
        name(metric),
        held_sentence(metric, held)
    );
    let summary = summary(title, &countries, &margin);
    MapView {
        metric,
        by: query.map_by,
        countries,
        margin,
        origin: None,
        disc: None,
        legend_title: format!("Shade: {}", name(metric)),
        legend: legend(top, metric),
        scale: scale_text(metric, held, largest),
        largest,
        key_title: key_title.to_owned(),
        key,
        provenance: provenance(analysis),
        summary,
    }
}

/// By country of registration, and what no table has a registration for.
fn tallies(analysis: &Analysis, sums: &Sums, metric: Metric) -> (BTreeMap<CountryCode, u64>, u64) {
    let mut by_code = BTreeMap::new();
    let mut not_known = 0_u64;
    for (tag, sum) in sums.addresses(analysis) {
        let tally = match tag.seat {
            Seat::Registered(answer) => by_code.entry(answer.country).or_insert(0_u64),
            Seat::NotKnown => &mut not_known,
            Seat::NotAsked => continue,
        };
        *tally = tally.saturating_add(sum.metric(metric));
    }
    (by_code, not_known)
}

fn country(
    code: CountryCode,
    value: u64,
    largest: u64,
    metric: Metric,
    terms: &[Term],
) -> MapCountry {
    let term = Term::any(Key::Seat, Value::Country(code));
    MapCountry {
        code,
        name: code.name().to_owned(),
        value,
        disputed: 0,
        text: format!("{}, operator registered here", phrase(metric, value)),
        share: share(value, largest),
        active: holds(terms, &term),
        term: term.to_string(),
        parts: Vec::new(),
    }
}

/// What has no seat; with the countries it adds up to the ledger.
fn margin(ledger: &Ledger, not_known: u64, metric: Metric) -> Vec<MarginItem> {
    let item = |label: &str, amount: u64, value: Value| MarginItem {
        label: label.to_owned(),
        value: number(metric, amount),
        term: term_text(Key::Seat, value),
    };
    let unknown = (not_known > 0).then(|| item(NOT_KNOWN, not_known, Value::Unknown));
    let rows = ledger.rows.iter();
    let not_asked = rows
        .filter(|row| WITHOUT_SEAT.contains(&row.group))
        .map(|row| (row, ledger_value(row, metric)))
        .filter(|(_, amount)| *amount > 0)
        .map(|(row, amount)| item(row.group.label(), amount, Value::Group(row.group)));
    unknown.into_iter().chain(not_asked).collect()
}

fn provenance(analysis: &Analysis) -> String {
    let tables = analysis.reference_tables().iter();
    let tables = tables.filter(|table| table.kind == TableKind::Seat);
    let dated = tables.map(|table| {
        format!(
            " · {} {}",
            plain_text(&table.title),
            plain_text(&table.dated)
        )
    });
    format!("{REGISTERED}{}", dated.collect::<String>())
}
