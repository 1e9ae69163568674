//! Sums become ranked lists. What cannot be told has its row, also where it is zero.

mod data_types;
pub mod seats;
mod verdicts;

use std::collections::BTreeMap;

pub use seats::NOT_KNOWN;

use super::amount::share as percent;
use super::filter::{Key, Term, Value, What, holds};
use super::kept::Kept;
use super::measure::{number, share};
use super::place::{any_of, is_doubtful};
use super::plain_text::plain_text;
use super::query::{MapBy, Metric, Query};
use super::screen::{Facet, FacetKey, FacetRow};
use super::sums::{Spoken, Sum, Sums};
use crate::analysis::model::Analysis;
use crate::evidence::protocol::Protocol;
use crate::flow::model::Transport;
use crate::reference::country::CountryCode;
use crate::tag::data_type::grade::DataGrade;
use crate::tag::model::{Place, PlaceGroup};

/// The lists; that of apps only where a capture names one, that of parties only where a subject is named, that of seats
/// where the map or the filter asks for them. Each counts what
/// the query keeps, but a list is not shortened by the values chosen from itself, so that a second one can be chosen.
pub fn facets(
    analysis: &Analysis,
    kept: &Kept,
    sums: &Sums,
    terms: &[Term],
    query: &Query,
) -> Vec<Facet> {
    let metric = query.metric;
    let lists: [(FacetKey, &'static str, Key, Lister); 10] = [
        (FacetKey::Country, "Countries", Key::Country, places),
        (FacetKey::Seat, "Seats", Key::Seat, seats::seats),
        (
            FacetKey::Verdict,
            "Verdicts",
            Key::Verdict,
            verdicts::verdicts,
        ),
        (
            FacetKey::Organisation,
            "Organisations",
            Key::Org,
            organisations,
        ),
        (FacetKey::Domain, "Domains", Key::Domain, domains),
        (
            FacetKey::DataType,
            "Data types",
            Key::Type,
            data_types::data_types,
        ),
        (FacetKey::Owner, "Owners", Key::Owner, data_types::owners),
        (FacetKey::Party, "Parties", Key::Party, data_types::parties),
        (FacetKey::App, "Apps", Key::App, apps),
        (FacetKey::Protocol, "Protocols", Key::Proto, protocols),
    ];
    lists
        .into_iter()
        .filter(|(key, ..)| match key {
            FacetKey::App => !analysis.tables.apps.is_empty(),
            FacetKey::Seat => with_seats(query.map_by, terms),
            FacetKey::Party => !analysis.stated.subject.is_empty(),
            FacetKey::Verdict => analysis.judged.is_some(),
            _ => true,
        })
        .map(|(key, title, filter_key, list)| {
            let wider = kept.wider_rows(filter_key);
            let wider = wider.map(|rows| Sums::over(analysis, kept, rows));
            let entries = list(analysis, wider.as_ref().unwrap_or(sums));
            let note = match key {
                FacetKey::App => apps_known(wider.as_ref().unwrap_or(sums)),
                FacetKey::Party => data_types::subject_note(analysis),
                FacetKey::Seat => seats::NOTE.to_owned(),
                FacetKey::Verdict => verdicts::claim_note(analysis),
                _ => String::new(),
            };
            let rows = rows(entries, filter_key, terms, metric);
            Facet {
                key,
                title,
                note,
                rows,
            }
        })
        .collect()
}

/// Whether the map or the filter asks for seats: they have a list and a column then.
pub fn with_seats(map_by: MapBy, terms: &[Term]) -> bool {
    let asks = |term: &Term| matches!(term.what, What::Any(Key::Seat, _));
    map_by == MapBy::Seat || terms.iter().any(asks)
}

type Lister = fn(&Analysis, &Sums) -> Vec<Entry>;

/// A row before it is measured.
struct Entry {
    label: String,
    value: Value,
    doubtful: bool,
    sum: Sum,
    grade: DataGrade,
    note: String,
}

impl Entry {
    /// One without a grade and a note.
    fn plain(label: String, value: Value, doubtful: bool, sum: Sum) -> Self {
        Self {
            label,
            value,
            doubtful,
            sum,
            grade: DataGrade::None,
            note: String::new(),
        }
    }
}

fn rows(mut entries: Vec<Entry>, key: Key, terms: &[Term], metric: Metric) -> Vec<FacetRow> {
    let largest = entries
        .iter()
        .map(|e| e.sum.metric(metric))
        .max()
        .unwrap_or(0);
    entries.sort_by(|a, b| {
        let size = |e: &Entry| std::cmp::Reverse((e.sum.metric(metric), e.sum.flows));
        (a.doubtful, size(a), &a.label).cmp(&(b.doubtful, size(b), &b.label))
    });
    entries
        .into_iter()
        .map(|entry| {
            let value = entry.sum.metric(metric);
            let term = Term {
                negated: false,
                what: What::Any(key, vec![entry.value.clone()]),
            };
            FacetRow {
                label: entry.label,
                value,
                text: number(metric, value),
                flows: entry.sum.flows,
                share: share(value, largest),
                active: holds(terms, &term),
                doubtful: entry.doubtful,
                term: term.to_string(),
                grade: entry.grade,
                note: entry.note,
                verdict: match entry.value {
                    Value::Verdict(word) => Some(word),
                    _ => None,
                },
            }
        })
        .collect()
}

/// A row of the list of places; countries first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceRow {
    Country(CountryCode),
    Between(Vec<CountryCode>),
    Group(PlaceGroup),
}

impl PlaceRow {
    /// The row that a place is counted in.
    pub(super) fn of(place: &Place) -> Self {
        match place {
            Place::Firm(code) | Place::Probable(code) => PlaceRow::Country(*code),
            Place::Disputed(codes) => PlaceRow::Between(codes.to_vec()),
            other => PlaceRow::Group(other.group()),
        }
    }
}

fn places(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let always = [PlaceGroup::ManyPlaces, PlaceGroup::NoAnswer].map(PlaceRow::Group);
    let mut rows: BTreeMap<PlaceRow, Sum> = always
        .into_iter()
        .map(|row| (row, Sum::default()))
        .collect();
    for (tag, sum) in sums.addresses(analysis) {
        rows.entry(PlaceRow::of(&tag.place)).or_default().add(sum);
    }
    rows.into_iter().map(place_entry).collect()
}

fn place_entry((row, sum): (PlaceRow, Sum)) -> Entry {
    let (label, value, doubtful) = place_words(row);
    Entry::plain(label, value, doubtful, sum)
}

/// What the row of a place says, what it filters by, and whether it cannot be told.
pub(super) fn place_words(row: PlaceRow) -> (String, Value, bool) {
    match row {
        PlaceRow::Country(code) => {
            let label = format!("{} {}", code.as_str(), code.name());
            (label, Value::Country(code), false)
        }
        PlaceRow::Between(codes) => {
            let texts: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
            let label = match texts.as_slice() {
                [only] => format!("{only}, disputed"),
                several => any_of(several),
            };
            (label, Value::Between(codes), true)
        }
        PlaceRow::Group(group) => (
            group.label().into(),
            Value::Group(group),
            is_doubtful(group),
        ),
    }
}

fn organisations(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let mut known: BTreeMap<&str, Sum> = BTreeMap::new();
    let mut unknown = Sum::default();
    for (tag, sum) in sums.addresses(analysis) {
        match tag
            .network
            .as_ref()
            .and_then(|network| network.organisation.as_deref())
        {
            Some(organisation) => known.entry(organisation).or_default().add(sum),
            None => unknown.add(sum),
        }
    }
    with_unknown(known, "Organisation not known", unknown)
}

fn domains(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let known = analysis
        .tables
        .domains
        .iter()
        .zip(&sums.by_domain)
        .filter(|(_, sum)| sum.flows > 0)
        .map(|(domain, sum)| (&**domain, *sum));
    with_unknown(known, "No domain name", sums.no_domain)
}

fn apps(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let known = analysis.tables.apps.iter().zip(&sums.by_app);
    let known = known.filter(|(_, sum)| sum.flows > 0);
    with_unknown(
        known.map(|(app, sum)| (&**app, *sum)),
        "App not known",
        sums.no_app,
    )
}

/// `Apps known for 61 % of bytes`: payload both ways.
fn apps_known(sums: &Sums) -> String {
    let payload = |sum: &Sum| sum.sent.saturating_add(sum.received);
    let add = |all: u64, sum: &Sum| all.saturating_add(payload(sum));
    let known = sums.by_app.iter().fold(0, add);
    let all = known.saturating_add(payload(&sums.no_app));
    match all {
        0 => String::new(),
        _ => format!("Apps known for {} of bytes", percent(known, all)),
    }
}

fn with_unknown<'a>(
    known: impl IntoIterator<Item = (&'a str, Sum)>,
    words: &str,
    unknown: Sum,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = known
        .into_iter()
        .map(|(text, sum)| {
            let value = Value::Exactly(text.to_lowercase());
            Entry::plain(plain_text(text), value, false, sum)
        })
        .collect();
    entries.push(Entry::plain(words.into(), Value::Unknown, true, unknown));
    entries
}

/// Each flow under its innermost protocol. Where a protocol carries others elsewhere, its own row says that nothing was
/// recognised inside.
fn protocols(analysis: &Analysis, sums: &Sums) -> Vec<Entry> {
    let entry = |(spoken, sum): (Spoken, Sum)| {
        let (label, value, doubtful) = spoken_words(analysis, spoken);
        Entry::plain(label, value, doubtful, sum)
    };
    sums.protocols().map(entry).collect()
}

/// What the row of a protocol says, what it filters by, and whether it cannot be told.
pub(super) fn spoken_words(analysis: &Analysis, spoken: Spoken) -> (String, Value, bool) {
    let carries = |protocol: Protocol| {
        let mut stacks = analysis.tables.stacks.iter();
        stacks.any(|stack| {
            stack
                .split_last()
                .is_some_and(|(_, outer)| outer.contains(&protocol))
        })
    };
    match spoken {
        Spoken::App(protocol) if carries(protocol) => {
            let label = format!("{} only", protocol.label());
            (label, Value::Only(protocol), false)
        }
        Spoken::App(protocol) => (spoken.label(), Value::App(protocol), false),
        Spoken::Only(transport @ (Transport::Tcp | Transport::Udp)) => {
            let label = format!("{}, not recognised", transport.label());
            (label, Value::Unrecognised(transport), true)
        }
        Spoken::Only(transport) => (spoken.label(), Value::Transport(transport), false),
    }
}
