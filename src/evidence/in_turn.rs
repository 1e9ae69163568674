//! The evidence of flows that are asked in the order of their numbers.

use super::item::Evidence;
use crate::flow::model::FlowId;

/// Hands out the evidence of one flow after the other; it is sorted by flow.
#[derive(Clone, Debug)]
pub struct InTurn<'a>(&'a [Evidence]);

impl<'a> InTurn<'a> {
    /// From a flow on.
    pub fn from(evidence: &'a [Evidence], first: FlowId) -> Self {
        let at = evidence.partition_point(|item| item.flow < first);
        Self(evidence.get(at..).unwrap_or(&[]))
    }

    /// What there is of a flow, which comes after all that were asked before.
    pub fn of(&mut self, flow: FlowId) -> &'a [Evidence] {
        // A flow has few items: a search from the start of the rest would jump through all of memory.
        let own = self.0.iter().take_while(|item| item.flow <= flow).count();
        let (own, later) = self.0.split_at(own);
        self.0 = later;
        own
    }
}
