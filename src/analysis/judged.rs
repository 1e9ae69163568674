//! A claim over all flows: one verdict a flow, each distinct one held once.

use std::collections::HashMap;
use std::sync::Arc;

use super::model::Analysis;
use crate::claim::model::Claim;
use crate::claim::tagged::seen;
use crate::claim::verdict::Verdict;
use crate::claim::weigh::weigh;

/// What a claim says of the flows of an analysis.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The claim.
    pub claim: Arc<Claim>,
    /// Each distinct verdict, in the order in which flows had it first.
    pub verdicts: Vec<Verdict>,
    /// One index into `verdicts` a flow.
    of: Vec<u32>,
}

impl Judged {
    /// Judges every flow.
    pub fn new(claim: Arc<Claim>, analysis: &Analysis) -> Self {
        let mut verdicts = Vec::new();
        let mut known: HashMap<Verdict, u32> = HashMap::new();
        let mut of = Vec::with_capacity(analysis.flows.len());
        for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
            let verdict = weigh(&claim, &seen(&claim, flow, tags, &analysis.tables));
            let next = u32::try_from(verdicts.len()).unwrap_or(u32::MAX);
            let index = *known.entry(verdict).or_insert_with_key(|verdict| {
                verdicts.push(verdict.clone());
                next
            });
            of.push(index);
        }
        Self {
            claim,
            verdicts,
            of,
        }
    }

    /// The verdict of a flow.
    pub fn of(&self, flow: usize) -> Option<&Verdict> {
        self.verdicts.get(self.index_of(flow)?)
    }

    /// Index of the verdict of a flow in `verdicts`.
    pub fn index_of(&self, flow: usize) -> Option<usize> {
        self.of.get(flow).map(|index| *index as usize)
    }
}
