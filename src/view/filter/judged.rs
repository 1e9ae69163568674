//! `verdict:` and `promise:`: each distinct verdict is asked once, then every flow for its own.

use fixedbitset::FixedBitSet;

use super::Value;
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::claim::verdict::Verdict;

/// Flows whose verdict is what one of the values asks for; none where no claim is chosen.
pub(super) fn by_verdict(analysis: &Analysis, values: &[Value]) -> FixedBitSet {
    let mut rows = FixedBitSet::with_capacity(analysis.flows.len());
    let Some(judged) = &analysis.judged else {
        return rows;
    };
    let asked = |verdict| values.iter().any(|value| holds(judged, verdict, value));
    let answers: Vec<bool> = judged.verdicts.iter().map(asked).collect();
    for index in 0..analysis.flows.len() {
        let verdict = judged.index_of(index);
        let holds = verdict.and_then(|verdict| answers.get(verdict));
        rows.set(index, holds.copied().unwrap_or(false));
    }
    rows
}

fn holds(judged: &Judged, verdict: &Verdict, value: &Value) -> bool {
    match value {
        Value::Verdict(word) => verdict.word == *word,
        Value::Exactly(name) => {
            let mut classes = judged.claim.classes_in(verdict.classes);
            classes.any(|(_, class)| class.name.to_lowercase() == *name)
        }
        _ => false,
    }
}
