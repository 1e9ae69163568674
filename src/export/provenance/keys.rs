//! Keys that a result was made with, by the hash of their file or block; a key itself goes into no export.

use std::collections::BTreeSet;

use super::short_hash;
use crate::analysis::model::Analysis;
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;

/// Blocks of secrets that are named one by one: beyond, their number is enough to be noticed.
const MAX_BLOCKS: usize = 16;

/// The keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KeyLines {
    /// Name and SHA-256 of each key log.
    given: BTreeSet<(String, String)>,
    /// Capture and SHA-256 of each block of secrets.
    inside: BTreeSet<(String, String)>,
    opened_flows: u64,
}

impl KeyLines {
    pub fn of(analysis: &Analysis) -> Self {
        let captures = || analysis.captures.iter();
        let inside = captures().flat_map(|capture| {
            let name = plain_text(&capture.name);
            let blocks = capture.keys.inside.iter();
            blocks.map(move |hash| (name.clone(), hash.clone()))
        });
        let given = captures().flat_map(|capture| {
            let logs = capture.keys.given.iter();
            logs.map(|(name, hash)| (plain_text(name), hash.clone()))
        });
        Self {
            given: given.collect(),
            inside: inside.collect(),
            opened_flows: captures().map(|c| c.keys.opened_flows).sum(),
        }
    }

    /// For the foot of a picture.
    pub fn short(&self) -> Vec<String> {
        let given = self.given.iter();
        let mut words: Vec<String> = given
            .map(|(name, hash)| format!("key log {name} {}", short_hash(hash)))
            .collect();
        if !self.inside.is_empty() {
            words.push("secrets inside the capture".to_owned());
        }
        words
    }

    /// One thing a line.
    pub fn full(&self) -> Vec<String> {
        let given = self.given.iter();
        let mut lines: Vec<String> = given
            .map(|(name, hash)| format!("Key log {name}: SHA-256 {hash}"))
            .collect();
        let named = self.inside.iter().take(MAX_BLOCKS);
        lines.extend(named.map(|(capture, hash)| {
            format!("Secrets inside the capture {capture}: SHA-256 {hash}")
        }));
        let rest = self.inside.len().saturating_sub(MAX_BLOCKS) as u64;
        if rest > 0 {
            let blocks = counted(rest, "more block", "more blocks");
            lines.push(format!("and {blocks} of secrets inside the captures"));
        }
        if !lines.is_empty() {
            let flows = counted(self.opened_flows, "flow", "flows");
            lines.push(format!("The keys opened {flows}."));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_by_their_hashes() {
        let hash = "0123456789abcdef".repeat(4);
        let keys = KeyLines {
            given: BTreeSet::from([("keys.txt".to_owned(), hash.clone())]),
            inside: BTreeSet::from([("a.pcapng".to_owned(), hash.clone())]),
            opened_flows: 2,
        };
        let want = [
            format!("Key log keys.txt: SHA-256 {hash}"),
            format!("Secrets inside the capture a.pcapng: SHA-256 {hash}"),
            "The keys opened 2 flows.".to_owned(),
        ];
        assert_eq!(keys.full(), want);
        let short = [
            "key log keys.txt SHA-256 01234567…cdef",
            "secrets inside the capture",
        ];
        assert_eq!(keys.short(), short);
        assert_eq!(KeyLines::default().full(), Vec::<String>::new());
    }
}
