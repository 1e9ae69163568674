//! Texts and patterns that are looked for in names and addresses.

use std::net::IpAddr;
use std::sync::Arc;

use fixedbitset::FixedBitSet;
use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::Value;
use super::keep::by_tags;
use crate::analysis::model::Analysis;
use crate::tag::name::NameTag;

/// Flows to one of the hosts.
pub(super) fn hosts(analysis: &Analysis, values: &[Value]) -> FixedBitSet {
    let parts = values.iter().filter(|value| **value != Value::Unknown);
    let parts: Vec<&Value> = parts.collect();
    let mut rows = texts(&parts, Ends::Destination, analysis);
    if values.contains(&Value::Unknown) {
        rows.union_with(&by_tags(analysis, |tags| {
            analysis.tables.names_of(tags).is_empty()
        }));
    }
    rows
}

/// Whose addresses are looked at beside the names.
#[derive(Clone, Copy)]
pub(super) enum Ends {
    Destination,
    Both,
}

/// Flows with one of the texts in a name or an address.
pub(super) fn texts(parts: &[&Value], ends: Ends, analysis: &Analysis) -> FixedBitSet {
    let mut names = Remembered::new(|name: &str| parts.iter().any(|part| is_in(name, part)));
    let mut rows = by_tags(analysis, |tags| {
        let all = analysis.tables.names_of(tags);
        all.iter().any(|name| names.holds(name))
    });
    let numeric: Vec<&&Value> = parts
        .iter()
        .filter(|part| may_be_in_address(part))
        .collect();
    if numeric.is_empty() {
        return rows;
    }
    let mut known: HashMap<IpAddr, bool, RandomState> = HashMap::default();
    let mut holds = |ip: IpAddr| {
        *known.entry(ip).or_insert_with(|| {
            let text = ip.to_string();
            numeric.iter().any(|part| is_in(&text, part))
        })
    };
    for (index, flow) in analysis.flows.iter().enumerate() {
        let found = match ends {
            Ends::Destination => holds(flow.destination().ip),
            Ends::Both => holds(flow.server.ip) || holds(flow.client.ip),
        };
        if found {
            rows.insert(index);
        }
    }
    rows
}

/// Names and addresses are in lower case as they are.
fn is_in(text: &str, part: &Value) -> bool {
    match part {
        Value::Part(part) => text.contains(part.as_str()),
        Value::Pattern(pattern) => pattern.is_in(text),
        _ => false,
    }
}

fn may_be_in_address(part: &Value) -> bool {
    match part {
        Value::Part(part) => part
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b'.' | b':')),
        _ => true,
    }
}

/// Answers by name, so that a name shared by many flows is searched once.
struct Remembered<F> {
    answers: HashMap<usize, bool, RandomState>,
    search: F,
}

impl<F: Fn(&str) -> bool> Remembered<F> {
    fn new(search: F) -> Self {
        Self {
            answers: HashMap::default(),
            search,
        }
    }

    /// Names are shared pointers: the same pointer is the same name as long as the analysis lives.
    fn holds(&mut self, name: &NameTag) -> bool {
        let pointer = Arc::as_ptr(&name.value).cast::<u8>() as usize;
        *self
            .answers
            .entry(pointer)
            .or_insert_with(|| (self.search)(&name.value))
    }
}
