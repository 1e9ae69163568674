//! Sums by address become the map, by place or by seat: what is placed, what may be there, what stands in the margin.

mod seats;

use std::collections::{BTreeMap, BTreeSet};

use super::filter::{Key, Term, Value, What, holds, term_text};
use super::held::{held_sentence, map_top, scale_text};
use super::ledger_value;
use super::measure::{name, number, phrase, share};
use super::parts::{ByPart, Part, PartSums, Parts};
use super::query::{MapBy, Metric, Query};
use super::screen::{Ledger, LegendStep, MapCountry, MapDisc, MapPart, MapView, MarginItem};
use super::status::country_tables_text;
use super::sums::Sums;
use crate::analysis::model::Analysis;
use crate::flow::model::FlowId;
use crate::reference::country::CountryCode;
use crate::tag::capture_place::CapturePlace;
use crate::tag::model::{AddressTag, Place, PlaceGroup};
use crate::tag::round_trip::Says;
use crate::tag::round_trip::refute::Origin;

/// Countries that the map in words names; the list beside it has all.
const SUMMARY_COUNTRIES: usize = 10;

/// What is known of one country.
#[derive(Default)]
struct Tally {
    value: u64,
    disputed: u64,
    placed: bool,
    /// The sets of candidates that it is one of.
    between: BTreeSet<Vec<CountryCode>>,
}

/// The map.
pub fn map(
    analysis: &Analysis,
    sums: &Sums,
    ledger: &Ledger,
    terms: &[Term],
    query: &Query,
    coloured: Coloured<'_>,
) -> MapView {
    if query.map_by == MapBy::Seat {
        return seats::map(analysis, sums, ledger, terms, query, coloured);
    }
    let metric = query.metric;
    let tallies = tallies(analysis, sums, metric);
    let largest = tallies.values().map(Tally::shown).max().unwrap_or(0);
    let held = map_top(query);
    let top = held.unwrap_or(largest);
    let mut countries: Vec<MapCountry> = tallies
        .iter()
        .map(|(code, tally)| country(*code, tally, metric, top, terms))
        .collect();
    countries.sort_by_key(|c| std::cmp::Reverse((c.value, c.disputed)));
    coloured.give_parts(analysis, &mut countries, top, metric, |tag| {
        tag.place.country()
    });
    let margin = margin(ledger, metric);
    let scale = held_sentence(metric, held);
    let title = format!("World map of {}.{scale}", name(metric));
    let summary = summary(title, &countries, &margin);
    MapView {
        metric,
        by: query.map_by,
        countries,
        margin,
        origin: query.place,
        disc: query.selected.and_then(|flow| disc(analysis, flow)),
        legend_title: format!("Shade and line width: {}", name(metric)),
        legend: legend(top, metric),
        scale: scale_text(metric, held, largest),
        largest,
        key_title: coloured.parts.title().to_owned(),
        key: coloured.key(metric),
        provenance: provenance(analysis),
        summary,
    }
}

/// Half the way round the Earth, in km: a wider circle holds everything.
const EVERYWHERE_KM: f64 = 20_015.0;

/// Where the machine was that answered, seen from a point that the user entered.
fn disc(analysis: &Analysis, flow: FlowId) -> Option<MapDisc> {
    let tags = analysis.tags.get(flow.0 as usize)?;
    let round_trip = analysis.tables.address_of(tags)?.round_trip.as_ref()?;
    let Says::Checked {
        from: Origin::Place(CapturePlace::Point(point)),
        ..
    } = round_trip.says
    else {
        return None;
    };
    let radius_km = round_trip.bound.fibre_km() + f64::from(point.radius_km);
    (radius_km < EVERYWHERE_KM).then(|| MapDisc {
        centre: point.at(),
        radius_km,
    })
}

impl Tally {
    fn shown(&self) -> u64 {
        if self.value > 0 {
            self.value
        } else {
            self.disputed
        }
    }
}

/// A flow with several candidates counts as disputed for each of them, and as placed for none.
fn tallies(analysis: &Analysis, sums: &Sums, metric: Metric) -> BTreeMap<CountryCode, Tally> {
    let mut tallies: BTreeMap<CountryCode, Tally> = BTreeMap::new();
    for (tag, sum) in sums.addresses(analysis) {
        let amount = sum.metric(metric);
        match &tag.place {
            Place::Firm(code) | Place::Probable(code) => {
                let tally = tallies.entry(*code).or_default();
                tally.value = tally.value.saturating_add(amount);
                tally.placed = true;
            }
            Place::Disputed(codes) => {
                for code in codes.iter() {
                    let tally = tallies.entry(*code).or_default();
                    tally.disputed = tally.disputed.saturating_add(amount);
                    tally.between.insert(codes.to_vec());
                }
            }
            _ => {}
        }
    }
    tallies
}

fn country(
    code: CountryCode,
    tally: &Tally,
    metric: Metric,
    largest: u64,
    terms: &[Term],
) -> MapCountry {
    let values = if tally.placed {
        vec![Value::Country(code)]
    } else {
        tally.between.iter().cloned().map(Value::Between).collect()
    };
    let term = Term {
        negated: false,
        what: What::Any(Key::Country, values),
    };
    MapCountry {
        code,
        name: code.name().to_string(),
        value: tally.value,
        disputed: tally.disputed,
        text: country_text(tally, metric),
        share: share(tally.shown(), largest),
        active: holds(terms, &term),
        term: term.to_string(),
        parts: Vec::new(),
    }
}

/// What the colours stand for, and how much of it there is.
#[derive(Clone, Copy)]
pub struct Coloured<'a> {
    /// The parts.
    pub parts: &'a Parts<'a>,
    /// Kept flows by part.
    pub sums: &'a PartSums,
}

impl Coloured<'_> {
    /// Divides what counts for each country; what only may be there is not divided.
    fn give_parts(
        &self,
        analysis: &Analysis,
        countries: &mut [MapCountry],
        largest: u64,
        metric: Metric,
        country_of: impl Fn(&AddressTag) -> Option<CountryCode>,
    ) {
        let parts = self.parts.all();
        if parts.is_empty() {
            return;
        }
        let mut by_country: BTreeMap<CountryCode, ByPart> = BTreeMap::new();
        let tags = analysis.tables.addresses.iter().zip(&self.sums.by_address);
        for (tag, sum) in tags {
            let Some(code) = country_of(tag) else {
                continue;
            };
            let of_country = by_country.entry(code).or_default();
            for (all, one) in of_country.iter_mut().zip(sum) {
                *all = all.saturating_add(*one);
            }
        }
        for country in countries {
            let values = by_country.get(&country.code).copied().unwrap_or_default();
            let values = parts.iter().zip(values).filter(|(_, value)| *value > 0);
            let part = |(part, value): (&Part, u64)| MapPart {
                part: *part,
                value,
                text: number(metric, value),
                share: share(value, largest),
            };
            country.parts = values.map(part).collect();
        }
    }

    /// Parts with anything in them.
    fn key(&self, metric: Metric) -> Vec<(Part, String)> {
        let all = self.parts.all().into_iter().zip(self.sums.all);
        all.filter(|(_, value)| *value > 0)
            .map(|(part, value)| (part, number(metric, value)))
            .collect()
    }
}

fn country_text(tally: &Tally, metric: Metric) -> String {
    if tally.between.is_empty() {
        phrase(metric, tally.value)
    } else if tally.value == 0 {
        format!("{}, place disputed", phrase(metric, tally.disputed))
    } else {
        let more = number(metric, tally.disputed);
        format!("{}, {more} more disputed", phrase(metric, tally.value))
    }
}

/// Parts without a place on the map; with the countries they add up to the ledger.
fn margin(ledger: &Ledger, metric: Metric) -> Vec<MarginItem> {
    ledger
        .rows
        .iter()
        .filter(|row| row.group != PlaceGroup::Country)
        .filter(|row| ledger_value(row, metric) > 0)
        .map(|row| MarginItem {
            label: row.group.label().into(),
            value: number(metric, ledger_value(row, metric)),
            term: term_text(Key::Country, Value::Group(row.group)),
        })
        .collect()
}

/// Round amounts a tenth apart, and the largest itself.
fn legend(largest: u64, metric: Metric) -> Vec<LegendStep> {
    let Some(power) = largest.checked_ilog10() else {
        return Vec::new();
    };
    let round = 10_u64.pow(power);
    let mut steps: Vec<u64> = [round / 100, round / 10, round, largest].into();
    steps.retain(|step| *step > 0);
    steps.dedup();
    steps
        .into_iter()
        .map(|step| LegendStep {
            share: share(step, largest),
            text: number(metric, step),
        })
        .collect()
}

fn provenance(analysis: &Analysis) -> String {
    let tables = country_tables_text(analysis, " + ");
    if tables.is_empty() {
        "First network hop, not storage".into()
    } else {
        format!("First network hop, not storage · {tables}")
    }
}

/// What the map is of, then its countries and its margin, in words.
fn summary(title: String, countries: &[MapCountry], margin: &[MarginItem]) -> String {
    let mut text = title;
    if countries.is_empty() {
        text.push_str(" No country has flows.");
    }
    for country in countries.iter().take(SUMMARY_COUNTRIES) {
        let parts = country.parts.iter();
        let parts: Vec<String> = parts
            .map(|one| format!(", {} {}", one.part.label(), one.text))
            .collect();
        text.push_str(&format!(
            " {}: {}{}.",
            country.name,
            country.text,
            parts.concat()
        ));
    }
    if let Some(more) = countries
        .len()
        .checked_sub(SUMMARY_COUNTRIES)
        .filter(|more| *more > 0)
    {
        text.push_str(&format!(" {more} more countries."));
    }
    for item in margin {
        text.push_str(&format!(" {}: {}.", item.label, item.value));
    }
    text
}
