//! Terms and an analysis become the rows that a filter keeps: one bit a flow.
//!
//! What many flows share (address tags, domains, names) is looked at once for each distinct one, so that a term costs
//! one look-up a flow.

use std::sync::Arc;

use fixedbitset::FixedBitSet;
use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::texts::{Ends, hosts, texts};
use super::{Key, Measure, Term, Value, What, judged, matching, problem};
use crate::analysis::model::Analysis;
use crate::flow::model::Flow;
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::{AddressTag, Tags};

/// Terms with the flows for which each holds.
pub struct Compiled<'a> {
    terms: &'a [Term],
    rows: Vec<FixedBitSet>,
    flows: usize,
}

impl<'a> Compiled<'a> {
    /// Works every term out once.
    pub fn new(terms: &'a [Term], analysis: &Analysis) -> Self {
        let rows = terms
            .iter()
            .map(|term| {
                let mut rows = holding(&term.what, analysis);
                if term.negated {
                    rows.toggle_range(..);
                }
                rows
            })
            .collect();
        Self {
            terms,
            rows,
            flows: analysis.flows.len(),
        }
    }

    /// The flows for which all terms hold.
    pub fn all(&self) -> FixedBitSet {
        self.meet(|_| true)
    }

    /// As `all` without the terms that choose values of this key: what further values could add.
    /// `None` where there are none such.
    pub fn without(&self, key: Key) -> Option<FixedBitSet> {
        let chooses =
            |term: &Term| !term.negated && matches!(&term.what, What::Any(k, _) if *k == key);
        self.terms
            .iter()
            .any(chooses)
            .then(|| self.meet(|term| !chooses(term)))
    }

    /// As `all` without one term, by its position.
    pub fn without_term(&self, at: usize) -> FixedBitSet {
        let left_out = self.terms.get(at);
        self.meet(|term| !left_out.is_some_and(|out| std::ptr::eq(out, term)))
    }

    fn meet(&self, wanted: impl Fn(&Term) -> bool) -> FixedBitSet {
        let mut kept = FixedBitSet::with_capacity(self.flows);
        kept.insert_range(..);
        for (term, rows) in self.terms.iter().zip(&self.rows) {
            if wanted(term) {
                kept.intersect_with(rows);
            }
        }
        kept
    }
}

fn holding(what: &What, analysis: &Analysis) -> FixedBitSet {
    match what {
        What::Any(key, values) => any_of(*key, values, analysis),
        What::Text(text) => anywhere(&Value::Part(text.clone()), analysis),
        What::Pattern(pattern) => anywhere(&Value::Pattern(pattern.clone()), analysis),
        What::Within(measure, least, most) => by_flow(analysis, |flow, _| {
            (*least..=*most).contains(&measured(flow, *measure))
        }),
        What::Compare(measure, comparison, than) => by_flow(analysis, |flow, _| {
            comparison.holds(measured(flow, *measure), *than)
        }),
    }
}

/// In names, addresses and organisations.
pub(super) fn anywhere(value: &Value, analysis: &Analysis) -> FixedBitSet {
    let mut rows = texts(&[value], Ends::Both, analysis);
    rows.union_with(&by_address(analysis, |tag| {
        matching::text(matching::organisation(tag), value)
    }));
    rows
}

fn measured(flow: &Flow, measure: Measure) -> u64 {
    match measure {
        Measure::Sent => flow.sent(),
        Measure::Received => flow.received(),
        Measure::Frames => flow.frames.total(),
    }
}

fn any_of(key: Key, values: &[Value], analysis: &Analysis) -> FixedBitSet {
    match key {
        Key::Country => by_address(analysis, |tag| {
            values.iter().any(|v| matching::place(&tag.place, v))
        }),
        Key::Seat => by_address(analysis, |tag| {
            values.iter().any(|v| matching::seat(tag, v))
        }),
        Key::Org => by_address(analysis, |tag| {
            values.iter().any(|v| matching::network(tag, v))
        }),
        Key::Asn => by_address(analysis, |tag| {
            values.iter().any(|v| match v {
                Value::Unknown => matching::no_network(tag),
                _ => matching::network(tag, v),
            })
        }),
        Key::Domain => by_table(
            analysis,
            &analysis.tables.domains,
            |tags| tags.domain,
            values,
        ),
        Key::App => by_table(analysis, &analysis.tables.apps, |tags| tags.app, values),
        Key::Type => by_presumed(analysis, matching::presumed, values),
        Key::Grade => {
            let mut rows = by_presumed(analysis, |data, v| *v == Value::Grade(data.grade), values);
            rows.union_with(&by_address(analysis, |tag| {
                let grade = tag.place.grade().map(Value::PlaceGrade);
                grade.is_some_and(|grade| values.contains(&grade))
            }));
            rows
        }
        Key::Owner => {
            let owners = analysis.tables.owners.iter();
            let names: Vec<Arc<str>> = owners.map(|(name, _)| Arc::clone(name)).collect();
            by_table(analysis, &names, |tags| tags.owner, values)
        }
        Key::Party => by_tags(analysis, |tags| {
            let party = tags.party.party();
            values.iter().any(|v| matching::party(party, v))
        }),
        Key::Tunnel => by_tags(analysis, |tags| {
            values.iter().any(|v| matching::tunnel(tags.tunnel, v))
        }),
        Key::Host => hosts(analysis, values),
        Key::Proto => by_flow(analysis, |flow, tags| {
            let stack = tags.map_or(&[][..], |tags| analysis.tables.protocols_of(tags));
            values
                .iter()
                .any(|v| matching::protocol(stack, flow.transport, v))
        }),
        Key::Ip => by_flow(analysis, |flow, _| {
            let ends = [flow.client.ip, flow.server.ip];
            values
                .iter()
                .any(|v| ends.iter().any(|ip| matching::address(*ip, v)))
        }),
        Key::Port => by_flow(analysis, |flow, _| {
            let ends = [flow.client.port, flow.server.port];
            let mut ports = ends.iter().flatten().map(|port| u32::from(*port));
            ports.any(|port| values.iter().any(|v| matching::number(port, v)))
        }),
        Key::Time => by_flow(analysis, |flow, _| {
            values
                .iter()
                .any(|v| matches!(v, Value::During(period) if period.holds(flow)))
        }),
        Key::Interface => by_flow(analysis, |flow, _| {
            values.contains(&Value::Number(u32::from(flow.interface)))
        }),
        Key::Capture => by_capture(analysis, values),
        Key::Problem => problem::by_problem(analysis, values),
        Key::Verdict | Key::Promise => judged::by_verdict(analysis, values),
    }
}

fn by_flow(analysis: &Analysis, holds: impl Fn(&Flow, Option<&Tags>) -> bool) -> FixedBitSet {
    let mut rows = FixedBitSet::with_capacity(analysis.flows.len());
    for (index, flow) in analysis.flows.iter().enumerate() {
        rows.set(index, holds(flow, analysis.tags.get(index)));
    }
    rows
}

pub(super) fn by_tags(analysis: &Analysis, mut holds: impl FnMut(&Tags) -> bool) -> FixedBitSet {
    let mut rows = FixedBitSet::with_capacity(analysis.flows.len());
    for (index, tags) in analysis.tags.iter().enumerate().take(analysis.flows.len()) {
        rows.set(index, holds(tags));
    }
    rows
}

pub(super) fn by_presumed(
    analysis: &Analysis,
    holds: impl Fn(Presumed, &Value) -> bool,
    values: &[Value],
) -> FixedBitSet {
    let mut known: HashMap<Presumed, bool, RandomState> = HashMap::default();
    by_tags(analysis, |tags| {
        let data = tags.data;
        *known
            .entry(data)
            .or_insert_with(|| values.iter().any(|v| holds(data, v)))
    })
}

pub(super) fn by_address(analysis: &Analysis, holds: impl Fn(&AddressTag) -> bool) -> FixedBitSet {
    let answers: Vec<bool> = analysis.tables.addresses.iter().map(holds).collect();
    by_tags(analysis, |tags| {
        answers.get(tags.address as usize).copied().unwrap_or(false)
    })
}

/// Texts that flows point at: each is looked at once.
pub(super) fn by_table(
    analysis: &Analysis,
    texts: &[Arc<str>],
    of: impl Fn(&Tags) -> Option<u32>,
    values: &[Value],
) -> FixedBitSet {
    let holds = |text: Option<&str>| values.iter().any(|v| matching::text(text, v));
    let answers: Vec<bool> = texts.iter().map(|text| holds(Some(text))).collect();
    let without = holds(None);
    by_tags(analysis, |tags| match of(tags) {
        Some(text) => answers.get(text as usize).copied().unwrap_or(false),
        None => without,
    })
}

fn by_capture(analysis: &Analysis, values: &[Value]) -> FixedBitSet {
    let answers: Vec<bool> = analysis
        .captures
        .iter()
        .map(|capture| {
            values
                .iter()
                .any(|v| matching::text(Some(&capture.name), v))
        })
        .collect();
    by_flow(analysis, |flow, _| {
        answers
            .get(usize::from(flow.capture.0))
            .copied()
            .unwrap_or(false)
    })
}
