//! The flows that each kind of problem touches, for "show flows".

use std::collections::BTreeSet;

use crate::capture::problem::ProblemLog;
use crate::flow::model::FlowId;

/// Flows remembered for one kind of problem: enough to look at; a filter over more would be the whole table.
const MAX_AFFECTED: usize = 1_000;

/// Flows by the place of their problem in a `ProblemLog`.
#[derive(Clone, Debug, Default)]
pub struct Touched(Vec<BTreeSet<FlowId>>);

impl Touched {
    /// Remembers that what was added to the log since it counted `before` touches a flow.
    pub fn note(&mut self, before: u64, log: &ProblemLog, flow: FlowId) {
        if log.total() == before {
            return;
        }
        let Some(place) = log.latest() else { return };
        if self.0.len() <= place {
            self.0.resize(place + 1, BTreeSet::new());
        }
        if let Some(flows) = self.0.get_mut(place)
            && flows.len() < MAX_AFFECTED
        {
            flows.insert(flow);
        }
    }

    /// The flows of the first `kinds` problems, in order.
    pub fn lists(&self, kinds: usize) -> Vec<Vec<FlowId>> {
        let of = |place| self.0.get(place).into_iter().flatten().copied().collect();
        (0..kinds).map(of).collect()
    }
}
