//! The comparison of two captures, flow by flow: what map and timeline are coloured by.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::compare::facts::{End, is_remote};
use super::compare::{Change, Comparison};
use crate::analysis::model::Analysis;
use crate::capture::frame::CaptureIndex;

/// How each flow's destination differs between two captures; `None` for flows of others, and for those that stay local.
pub struct Changes(Vec<Option<Change>>);

impl Changes {
    /// Compares, then looks up every flow's destination once.
    pub fn between(analysis: &Analysis, before: CaptureIndex, after: CaptureIndex) -> Self {
        let comparison = Comparison::within(analysis, before, after);
        let all = comparison.destinations.iter();
        let by_text: HashMap<&str, Change> = all
            .map(|one| (one.destination.as_str(), one.change))
            .collect();
        let mut known: HashMap<End<'_>, Option<Change>, RandomState> = HashMap::default();
        let flows = analysis.flows.iter().zip(&analysis.tags);
        let of = flows.map(|(flow, tags)| {
            let is_compared = flow.capture == before || flow.capture == after;
            if !is_compared || !is_remote(analysis, flow, tags) {
                return None;
            }
            let end = End::of(analysis, flow, tags);
            *known
                .entry(end)
                .or_insert_with(|| by_text.get(end.text().as_str()).copied())
        });
        Self(of.collect())
    }

    /// Of one flow.
    pub fn of(&self, flow: usize) -> Option<Change> {
        self.0.get(flow).copied().flatten()
    }
}
