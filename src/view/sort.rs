//! Kept flows become an order: every column as a number, so that a million rows sort in one go.

use std::cmp::Ordering;
use std::net::IpAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::kept::Kept;
use super::place::label;
use super::screen::{Column, Sort};
use super::sums::Spoken;
use crate::analysis::model::Analysis;
use crate::flow::model::{Flow, FlowId};
use crate::tag::model::{AddressTag, Place, Tags};

/// A row's key: unknown rows last, then by the column, then by time, then by number.
struct Row {
    key: Option<u64>,
    start: i64,
    id: u32,
}

/// The kept flows in order. Unknown is last in both directions; equal rows stay in order of time.
pub fn order(analysis: &Analysis, kept: &Kept, sort: Sort) -> Vec<FlowId> {
    let keys = keys(analysis, kept, sort.column);
    let mut rows: Vec<Row> = kept
        .rows
        .ones()
        .filter_map(|index| {
            let flow = analysis.flows.get(index)?;
            Some(Row {
                key: keys(index, flow, analysis.tags.get(index)?),
                start: flow.start.map_or(i64::MAX, |start| start.nanos()),
                id: u32::try_from(index).ok()?,
            })
        })
        .collect();
    rows.sort_unstable_by(|a, b| compare(a, b, sort.descending));
    rows.into_iter().map(|row| FlowId(row.id)).collect()
}

fn compare(a: &Row, b: &Row, descending: bool) -> Ordering {
    let by_key = match (a.key, b.key) {
        (Some(a), Some(b)) if descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    by_key.then(a.start.cmp(&b.start)).then(a.id.cmp(&b.id))
}

type KeyOf<'a> = Box<dyn Fn(usize, &Flow, &Tags) -> Option<u64> + 'a>;

fn keys<'a>(analysis: &'a Analysis, kept: &'a Kept, column: Column) -> KeyOf<'a> {
    match column {
        Column::Time => Box::new(|_, flow, _| flow.start.map(|start| above_zero(start.nanos()))),
        Column::Capture => Box::new(|_, flow, _| Some(u64::from(flow.capture.0))),
        Column::Destination => destinations(analysis, kept),
        Column::Organisation => by_address(analysis, |tag| {
            tag.network
                .as_ref()?
                .organisation
                .as_ref()
                .map(|o| (0, o.to_lowercase()))
        }),
        Column::Country => by_address(analysis, |tag| {
            Some((rank_of(&tag.place)?, label(&tag.place)))
        }),
        Column::Protocol => protocols(analysis),
        Column::Sent => Box::new(|index, flow, _| Some(kept.bytes_of(index, flow).0)),
        Column::Received => Box::new(|index, flow, _| Some(kept.bytes_of(index, flow).1)),
        Column::Frames => Box::new(|_, flow, _| Some(flow.frames.total())),
    }
}

/// The same order in numbers without a sign.
fn above_zero(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

/// Countries, then disputed ones, then places that are none; no answer is unknown.
fn rank_of(place: &Place) -> Option<u8> {
    match place {
        Place::Country(_) => Some(0),
        Place::Disputed(_) => Some(1),
        Place::NoAnswer => None,
        _ => Some(2),
    }
}

/// Position of each item among the distinct ones in order.
fn ranks<T: Ord + Clone>(items: &[Option<T>]) -> Vec<Option<u64>> {
    let mut distinct: Vec<&T> = items.iter().flatten().collect();
    distinct.sort_unstable();
    distinct.dedup();
    items
        .iter()
        .map(|item| {
            distinct
                .binary_search(&item.as_ref()?)
                .ok()
                .map(|rank| rank as u64)
        })
        .collect()
}

fn by_address<'a>(
    analysis: &'a Analysis,
    text: impl Fn(&AddressTag) -> Option<(u8, String)>,
) -> KeyOf<'a> {
    let texts: Vec<_> = analysis.tables.addresses.iter().map(text).collect();
    let ranks = ranks(&texts);
    Box::new(move |_, _, tags| ranks.get(tags.address as usize).copied().flatten())
}

fn protocols(analysis: &Analysis) -> KeyOf<'_> {
    let mut labels: Vec<String> = Vec::new();
    let mut slots: HashMap<Spoken, usize, RandomState> = HashMap::default();
    for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
        let spoken = Spoken::of(tags, flow.transport);
        slots.entry(spoken).or_insert_with(|| {
            labels.push(spoken.label().to_lowercase());
            labels.len() - 1
        });
    }
    let ranks = ranks(&labels.into_iter().map(Some).collect::<Vec<_>>());
    Box::new(move |_, flow, tags| {
        let slot = slots.get(&Spoken::of(tags, flow.transport))?;
        ranks.get(*slot).copied().flatten()
    })
}

/// Names in alphabetical order, then addresses in theirs.
fn destinations<'a>(analysis: &'a Analysis, kept: &Kept) -> KeyOf<'a> {
    let mut names: HashMap<usize, &str, RandomState> = HashMap::default();
    let mut addresses: Vec<IpAddr> = Vec::new();
    for index in kept.rows.ones() {
        let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index)) else {
            continue;
        };
        match analysis.tables.name_of(tags) {
            Some(name) => {
                names.insert(pointer(&name.value), &name.value);
            }
            None => addresses.push(flow.destination().ip),
        }
    }
    let mut sorted: Vec<(&str, usize)> = names.into_iter().map(|(at, name)| (name, at)).collect();
    sorted.sort_unstable();
    let by_name: HashMap<usize, u64, RandomState> = name_ranks(&sorted);
    addresses.sort_unstable();
    addresses.dedup();
    let after_names = sorted.len() as u64;
    Box::new(move |_, flow, tags| match analysis.tables.name_of(tags) {
        Some(name) => by_name.get(&pointer(&name.value)).copied(),
        None => {
            let rank = addresses.binary_search(&flow.destination().ip).ok()?;
            Some(after_names + rank as u64)
        }
    })
}

/// Equal names have equal ranks, wherever they are kept.
fn name_ranks(sorted: &[(&str, usize)]) -> HashMap<usize, u64, RandomState> {
    let mut rank = 0;
    let mut before = None;
    sorted
        .iter()
        .map(|(name, at)| {
            if before.is_some_and(|before| before != *name) {
                rank += 1;
            }
            before = Some(*name);
            (*at, rank)
        })
        .collect()
}

fn pointer(name: &Arc<str>) -> usize {
    Arc::as_ptr(name).cast::<u8>() as usize
}
