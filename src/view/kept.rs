//! A query becomes the flows that it keeps and what each of them counts: filter first, then the selected span.

use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::filter::easier::easier;
use super::filter::keep::Compiled;
use super::filter::{Key, Parsed};
use super::query::{Easier, TimeSpan};
use crate::analysis::model::Analysis;
use crate::capture::frame::Time;
use crate::flow::activity::{Activity, Slice};
use crate::flow::model::{Flow, FlowId};

/// The flows a query keeps.
pub struct Kept {
    /// Kept by the filter and active within the span.
    pub rows: FixedBitSet,
    /// Kept by the filter, whenever they were active.
    pub any_time: FixedBitSet,
    /// As `rows`, without the filter's choice of values of one key; only where it makes such a choice.
    wider: Vec<(Key, FixedBitSet)>,
    /// Where nothing is kept: parts of the question without which something would be.
    pub easier: Vec<Easier>,
    /// Bytes sent and received within the span, by flow number; `None` without a span.
    pub within_span: Option<Arc<Vec<(u64, u64)>>>,
}

/// Keys that have a ranked list.
const LISTED: [Key; 10] = [
    Key::Country,
    Key::Seat,
    Key::Org,
    Key::Domain,
    Key::Type,
    Key::Owner,
    Key::Party,
    Key::App,
    Key::Proto,
    Key::Verdict,
];

impl Kept {
    /// Works out what is kept; a filter that could not be understood keeps everything.
    pub fn new(analysis: &Analysis, filter: &Parsed, span: Option<TimeSpan>) -> Self {
        let terms = if filter.error.is_none() {
            filter.terms.as_slice()
        } else {
            &[]
        };
        let compiled = Compiled::new(terms, analysis);
        let within = span.map(|span| Within::new(analysis, span));
        let narrowed = |mut rows: FixedBitSet| {
            if let Some(within) = &within {
                rows.intersect_with(&within.active);
            }
            rows
        };
        let any_time = compiled.all();
        let wider = LISTED
            .into_iter()
            .filter_map(|key| Some((key, narrowed(compiled.without(key)?))))
            .collect();
        let rows = narrowed(any_time.clone());
        let easier = match rows.is_clear() {
            true => easier(&compiled, terms, span, narrowed),
            false => Vec::new(),
        };
        Self {
            rows,
            easier,
            any_time,
            wider,
            within_span: within.map(|within| Arc::new(within.bytes)),
        }
    }

    /// The rows for a ranked list: the filter's choice from the list itself does not shorten it.
    pub fn wider_rows(&self, key: Key) -> Option<&FixedBitSet> {
        self.wider
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, rows)| rows)
    }

    /// Payload bytes sent and received that count for a flow.
    pub fn bytes_of(&self, index: usize, flow: &Flow) -> (u64, u64) {
        match &self.within_span {
            Some(bytes) => bytes.get(index).copied().unwrap_or_default(),
            None => (flow.sent(), flow.received()),
        }
    }
}

/// What happened within a span.
struct Within {
    active: FixedBitSet,
    bytes: Vec<(u64, u64)>,
}

impl Within {
    fn new(analysis: &Analysis, span: TimeSpan) -> Self {
        let mut within = Self {
            active: FixedBitSet::with_capacity(analysis.flows.len()),
            bytes: vec![(0, 0); analysis.flows.len()],
        };
        for (activity, capture) in analysis.activity.iter().zip(&analysis.captures) {
            for slice in activity.slices() {
                if moment(activity, slice, capture.first)
                    .is_some_and(|at| span.from <= at && at < span.to)
                {
                    within.add(analysis, slice);
                }
            }
        }
        for (index, flow) in analysis.flows.iter().enumerate() {
            if flow.payload_bytes.total() == 0 && overlaps(flow, span) {
                within.active.insert(index);
            }
        }
        within
    }

    fn add(&mut self, analysis: &Analysis, slice: &Slice) {
        let Some((index, flow)) = flow_of(analysis, slice.flow) else {
            return;
        };
        let (sent, received) = sent_and_received(flow, slice);
        if let Some(sum) = self.bytes.get_mut(index) {
            *sum = (sum.0.saturating_add(sent), sum.1.saturating_add(received));
            self.active.insert(index);
        }
    }
}

fn overlaps(flow: &Flow, span: TimeSpan) -> bool {
    match (flow.start, flow.end) {
        (Some(start), Some(end)) => start < span.to && span.from <= end,
        _ => false,
    }
}

/// When the bytes of a slice count: its start, but never before the capture's first frame.
pub fn moment(activity: &Activity, slice: &Slice, first: Option<Time>) -> Option<Time> {
    let start = activity.start_of(slice.bin)?;
    Some(first.map_or(start, |first| start.max(first)))
}

/// The flow of a slice with its position.
pub fn flow_of(analysis: &Analysis, id: FlowId) -> Option<(usize, &Flow)> {
    let index = id.0 as usize;
    Some((index, analysis.flows.get(index)?))
}

/// A slice seen from the captured side.
pub fn sent_and_received(flow: &Flow, slice: &Slice) -> (u64, u64) {
    let side = flow.sending_side();
    let of = |side| u64::from(slice.bytes[side]);
    (of(side), of(side.other()))
}
