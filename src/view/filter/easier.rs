//! Nothing matches: which one part of the question keeps it from matching.

use super::Term;
use super::keep::Compiled;
use crate::view::query::{Easier, TimeSpan};
use fixedbitset::FixedBitSet;

/// Each part without which something is kept, with what is left of the question. `narrowed` keeps to the span.
pub fn easier(
    compiled: &Compiled<'_>,
    terms: &[Term],
    span: Option<TimeSpan>,
    narrowed: impl Fn(FixedBitSet) -> FixedBitSet,
) -> Vec<Easier> {
    let mut parts: Vec<Easier> = (0..terms.len())
        .filter_map(|at| {
            let kept = narrowed(compiled.without_term(at)).count_ones(..);
            let left = terms.iter().enumerate().filter(|(other, _)| *other != at);
            let left: Vec<String> = left.map(|(_, term)| term.to_string()).collect();
            (kept > 0).then(|| Easier {
                part: terms.get(at).map_or_else(String::new, Term::to_string),
                filter: left.join(" "),
                span,
                kept: kept as u64,
            })
        })
        .collect();
    let kept = compiled.all().count_ones(..);
    if span.is_some() && kept > 0 {
        let all: Vec<String> = terms.iter().map(Term::to_string).collect();
        parts.push(Easier {
            part: "the selected span".to_owned(),
            filter: all.join(" "),
            span: None,
            kept: kept as u64,
        });
    }
    parts
}
