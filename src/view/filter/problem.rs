//! `problem:`: the flows that a problem touches.

use fixedbitset::FixedBitSet;

use super::{Value, matching};
use crate::analysis::model::Analysis;

/// `none` keeps what no problem touches.
pub(super) fn by_problem(analysis: &Analysis, values: &[Value]) -> FixedBitSet {
    let flows = analysis.flows.len();
    let (mut asked, mut any) = (
        FixedBitSet::with_capacity(flows),
        FixedBitSet::with_capacity(flows),
    );
    for affected in &analysis.affected {
        let what = analysis.problems.get(affected.problem).map(|p| &*p.what);
        let holds = values.iter().any(|v| matching::text(what, v));
        for flow in affected
            .flows
            .iter()
            .map(|flow| flow.0 as usize)
            .filter(|flow| *flow < flows)
        {
            any.insert(flow);
            asked.set(flow, holds || asked.contains(flow));
        }
    }
    if values.contains(&Value::Unknown) {
        any.toggle_range(..);
        asked.union_with(&any);
    }
    asked
}
