//! Rules about requests and bodies: parts of paths, names of fields, types of bodies.

use std::collections::HashMap;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use foldhash::fast::RandomState;

use super::pack::Pack;
use super::pattern::Pattern;
use super::{Rule, rule_of};

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NamePlace {
    /// A field of a body.
    Key,
    /// A part of a query.
    Query,
    /// A cookie.
    Cookie,
}

#[derive(Clone, Debug)]
struct PathRule {
    hosts: Vec<Pattern>,
    rule: Arc<Rule>,
}

/// Compiled rules about content.
#[derive(Clone, Debug, Default)]
pub struct ContentRules {
    names: HashMap<(NamePlace, Box<str>), Arc<Rule>, RandomState>,
    types: HashMap<(bool, Box<str>), Arc<Rule>, RandomState>,
    parts: Vec<String>,
    paths: Vec<PathRule>,
    automaton: Option<AhoCorasick>,
}

impl ContentRules {
    pub(super) fn add(&mut self, pack: &Pack) {
        for (place, entries) in [
            (NamePlace::Key, &pack.key),
            (NamePlace::Query, &pack.query),
            (NamePlace::Cookie, &pack.cookie),
        ] {
            for entry in entries {
                let rule = Arc::new(rule_of(
                    pack,
                    "content_key",
                    &entry.id,
                    &entry.data_type,
                    &entry.source,
                ));
                for name in &entry.names {
                    self.names
                        .insert((place, folded(name.get_ref())), Arc::clone(&rule));
                }
            }
        }
        for entry in &pack.content_type {
            let rule = Arc::new(rule_of(
                pack,
                "content_type",
                &entry.id,
                &entry.data_type,
                &entry.source,
            ));
            for kind in &entry.is {
                self.types.insert(
                    (entry.sent, kind.get_ref().to_ascii_lowercase().into()),
                    Arc::clone(&rule),
                );
            }
        }
        for entry in &pack.path {
            let rule = Arc::new(rule_of(
                pack,
                "path",
                &entry.id,
                &entry.data_type,
                &entry.source,
            ));
            let hosts: Vec<Pattern> = entry
                .hosts
                .iter()
                .filter_map(|host| Pattern::read(host.get_ref()).ok())
                .collect();
            for part in &entry.contains {
                self.parts.push(part.get_ref().clone());
                self.paths.push(PathRule {
                    hosts: hosts.clone(),
                    rule: Arc::clone(&rule),
                });
            }
        }
        if !pack.path.is_empty() {
            // A few hundred short texts always fit into an automaton.
            self.automaton = AhoCorasick::new(&self.parts).ok();
        }
    }

    /// The rule about a name.
    pub fn name(&self, place: NamePlace, name: &str) -> Option<&Arc<Rule>> {
        self.names.get(&(place, folded(name)))
    }

    /// The rule about the type of a body that the device sent, or got.
    pub fn content_type(&self, sent: bool, content_type: &str) -> Option<&Arc<Rule>> {
        let kind = content_type
            .split(';')
            .next()
            .unwrap_or("")
            .trim()
            .to_ascii_lowercase();
        let whole = kind
            .split_once('/')
            .map(|(kind, _)| format!("{kind}/*").into_boxed_str());
        let exact = self.types.get(&(sent, kind.into_boxed_str()));
        exact.or_else(|| self.types.get(&(sent, whole?)))
    }

    /// The rules whose part of a path is in this one, the longest part first.
    pub fn path(&self, host: &str, path: &str) -> Option<(&str, &Arc<Rule>)> {
        let found = self.automaton.as_ref()?.find_overlapping_iter(path);
        let fits = |rule: &PathRule| {
            rule.hosts.is_empty() || rule.hosts.iter().any(|one| one.matches(host))
        };
        found
            .filter_map(|found| {
                let number = found.pattern().as_usize();
                let rule = self.paths.get(number).filter(|rule| fits(rule))?;
                Some((self.parts.get(number)?.as_str(), &rule.rule))
            })
            .max_by_key(|(part, _)| part.len())
    }
}

/// Case, `_` and `-` do not count in names.
pub fn folded(name: &str) -> Box<str> {
    let kept = name.chars().filter(|c| !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect::<String>().into()
}
