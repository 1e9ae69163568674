//! Host rules by the written-out end of their patterns: a look-up walks the labels of the name, not the rules.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::ask::suffixes;
use super::pattern::Pattern;
use super::{HostAnswer, Rule};

#[derive(Clone, Debug)]
struct HostRule {
    pattern: Pattern,
    rule: Arc<Rule>,
    is_users: bool,
}

/// Compiled host rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Hosts {
    rules: Vec<HostRule>,
    by_tail: HashMap<Box<str>, Vec<u32>, RandomState>,
}

impl Hosts {
    /// Adds one; a pattern that cannot be read was refused when the pack was checked.
    pub(super) fn add(&mut self, written: &str, rule: &Arc<Rule>, is_users: bool) {
        let Ok(pattern) = Pattern::read(written) else {
            return;
        };
        let number = u32::try_from(self.rules.len()).unwrap_or(u32::MAX);
        self.by_tail
            .entry(pattern.tail().into())
            .or_default()
            .push(number);
        self.rules.push(HostRule {
            pattern,
            rule: Arc::clone(rule),
            is_users,
        });
    }

    /// Patterns.
    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    /// The most specific rule that matches; the user's before the program's, the first of equals.
    pub(super) fn best(&self, name: &str) -> Option<HostAnswer<'_>> {
        let candidates = suffixes(name)
            .filter_map(|tail| self.by_tail.get(tail))
            .flatten()
            .filter_map(|number| self.rules.get(*number as usize))
            .filter(|one| one.pattern.matches(name));
        let best = candidates.reduce(|best, one| {
            let rank = |one: &HostRule| (one.is_users, one.pattern.rank());
            if rank(one) > rank(best) { one } else { best }
        })?;
        Some(HostAnswer {
            rule: &best.rule,
            pattern: best.pattern.text(),
        })
    }
}
