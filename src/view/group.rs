//! Ordered rows become groups with subtotals: the same words and the same sums as the ranked list of that key.

use std::sync::Arc;

use hashbrown::HashMap;

use super::facets::seats::{NOT_KNOWN, seat_row};
use super::facets::{PlaceRow, place_words, spoken_words};
use super::kept::Kept;
use super::plain_text::plain_text;
use super::query::{Metric, Query};
use super::screen::{FacetKey, Group};
use super::sums::Spoken;
use crate::analysis::model::Analysis;
use crate::flow::model::{Flow, FlowId};
use crate::tag::model::{AddressTag, Tags};
use crate::view::place::sentence_case;

/// Flows group after group, each in the order they had; largest group first, what cannot be told last.
pub fn grouped(
    analysis: &Analysis,
    kept: &Kept,
    query: &Query,
    key: FacetKey,
    order: Vec<FlowId>,
) -> (Vec<FlowId>, Vec<Group>) {
    let grouping = Grouping::new(analysis, key);
    let mut groups = grouping.names.groups;
    let mut members: Vec<Vec<FlowId>> = vec![Vec::new(); groups.len()];
    for id in order {
        let index = id.0 as usize;
        let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index)) else {
            continue;
        };
        let at = (grouping.of)(index, flow, tags);
        if let (Some(group), Some(members)) = (groups.get_mut(at), members.get_mut(at)) {
            add(group, kept.bytes_of(index, flow), flow);
            members.push(id);
        }
    }
    let mut ranked: Vec<(Group, Vec<FlowId>)> = groups.into_iter().zip(members).collect();
    ranked.retain(|(group, _)| group.flows > 0);
    ranked.sort_by(|(a, _), (b, _)| {
        let size = |group: &Group| std::cmp::Reverse((measured(group, query.metric), group.flows));
        (a.doubtful, size(a), &a.label).cmp(&(b.doubtful, size(b), &b.label))
    });
    let mut order = Vec::new();
    let mut groups = Vec::new();
    for (group, members) in ranked {
        groups.push(Group {
            first: order.len(),
            ..group
        });
        order.extend(members);
    }
    (order, groups)
}

fn add(group: &mut Group, (sent, received): (u64, u64), flow: &Flow) {
    group.flows += 1;
    group.sent = group.sent.saturating_add(sent);
    group.received = group.received.saturating_add(received);
    group.frames = group.frames.saturating_add(flow.frames.total());
}

fn measured(group: &Group, metric: Metric) -> u64 {
    match metric {
        Metric::Sent => group.sent,
        Metric::Received => group.received,
        Metric::Flows => group.flows as u64,
    }
}

/// The number of a flow's group, by its own number, itself and its tags.
type NumberOf<'a> = Box<dyn Fn(usize, &Flow, &Tags) -> usize + 'a>;

/// Which group a flow is in: the number of its name.
struct Grouping<'a> {
    names: Names,
    of: NumberOf<'a>,
}

/// Groups by their words, numbered as they come.
#[derive(Default)]
struct Names {
    groups: Vec<Group>,
    known: HashMap<String, usize>,
}

impl Names {
    fn number(&mut self, label: String, doubtful: bool) -> usize {
        *self.known.entry(label).or_insert_with_key(|label| {
            self.groups.push(Group {
                label: label.clone(),
                doubtful,
                first: 0,
                flows: 0,
                sent: 0,
                received: 0,
                frames: 0,
            });
            self.groups.len() - 1
        })
    }
}

impl<'a> Grouping<'a> {
    fn new(analysis: &'a Analysis, key: FacetKey) -> Self {
        let tables = &analysis.tables;
        let owners = || tables.owners.iter().map(|(owner, _)| owner);
        match key {
            FacetKey::Country => by_address(analysis, |tag, names| {
                let (label, _, doubtful) = place_words(PlaceRow::of(&tag.place));
                names.number(label, doubtful)
            }),
            FacetKey::Seat => by_address(analysis, |tag, names| match seat_row(tag) {
                Some(row) => {
                    let (label, _, doubtful) = place_words(row);
                    names.number(label, doubtful)
                }
                None => names.number(NOT_KNOWN.into(), true),
            }),
            FacetKey::Organisation => by_address(analysis, |tag, names| {
                let network = tag.network.as_ref();
                match network.and_then(|network| network.organisation.as_deref()) {
                    Some(organisation) => names.number(plain_text(organisation), false),
                    None => names.number("Organisation not known".into(), true),
                }
            }),
            FacetKey::Domain => {
                by_table(tables.domains.iter(), "No domain name", |tags| tags.domain)
            }
            FacetKey::Owner => by_table(owners(), "Owner not known", |tags| tags.owner),
            FacetKey::App => by_table(tables.apps.iter(), "App not known", |tags| tags.app),
            FacetKey::DataType => by_flow(analysis, |_, _, tags| match tags.data.first {
                Some(first) => (first.label().into(), false),
                None => ("Not classified".into(), true),
            }),
            FacetKey::Party => by_flow(analysis, |_, _, tags| match tags.party.party() {
                Some(party) => (party.label().into(), false),
                None => ("Party not known".into(), true),
            }),
            FacetKey::Protocol => by_spoken(analysis),
            FacetKey::Verdict => by_flow(analysis, |index, _, _| {
                let judged = analysis.judged.as_ref();
                match judged.and_then(|judged| judged.of(index)) {
                    Some(verdict) => (sentence_case(verdict.word.label()), false),
                    None => ("Not judged".into(), true),
                }
            }),
        }
    }
}

fn by_address<'a>(
    analysis: &'a Analysis,
    mut number: impl FnMut(&AddressTag, &mut Names) -> usize,
) -> Grouping<'a> {
    let mut names = Names::default();
    let addresses = analysis.tables.addresses.iter();
    let numbers: Vec<usize> = addresses.map(|tag| number(tag, &mut names)).collect();
    Grouping {
        names,
        of: Box::new(move |_, _, tags| {
            let number = numbers.get(tags.address as usize);
            number.copied().unwrap_or(usize::MAX)
        }),
    }
}

fn by_table<'a>(
    texts: impl Iterator<Item = &'a Arc<str>>,
    none: &str,
    of: impl Fn(&Tags) -> Option<u32> + 'a,
) -> Grouping<'a> {
    let mut names = Names::default();
    let numbers: Vec<usize> = texts
        .map(|text| names.number(plain_text(text), false))
        .collect();
    let none = names.number(none.to_owned(), true);
    Grouping {
        names,
        of: Box::new(move |_, _, tags| {
            let number = of(tags).and_then(|at| numbers.get(at as usize));
            number.copied().unwrap_or(none)
        }),
    }
}

/// For the few values of a short list.
fn by_flow<'a>(
    analysis: &Analysis,
    words: impl Fn(usize, &Flow, &Tags) -> (String, bool) + 'a,
) -> Grouping<'a> {
    let mut names = Names::default();
    let rows = analysis.flows.iter().zip(&analysis.tags);
    let numbers: Vec<usize> = rows
        .enumerate()
        .map(|(index, (flow, tags))| {
            let (label, doubtful) = words(index, flow, tags);
            names.number(label, doubtful)
        })
        .collect();
    Grouping {
        names,
        of: Box::new(move |index, _, _| numbers.get(index).copied().unwrap_or(usize::MAX)),
    }
}

fn by_spoken(analysis: &Analysis) -> Grouping<'_> {
    let mut names = Names::default();
    let mut known: HashMap<Spoken, usize> = HashMap::new();
    for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
        known
            .entry(Spoken::of(tags, flow.transport))
            .or_insert_with_key(|spoken| {
                let (label, _, doubtful) = spoken_words(analysis, *spoken);
                names.number(label, doubtful)
            });
    }
    Grouping {
        names,
        of: Box::new(move |_, flow, tags| {
            let spoken = Spoken::of(tags, flow.transport);
            known.get(&spoken).copied().unwrap_or(usize::MAX)
        }),
    }
}
