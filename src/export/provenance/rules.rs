//! Rules that a result was made with: packs of the program, packs of the user, what was set by hand, and for whom.

use super::short_hash;
use crate::analysis::model::Analysis;
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;

/// The rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RuleLines {
    /// Packs of the program.
    packs: u64,
    /// Their versions, each once.
    versions: String,
    /// SHA-256 of all of them.
    sha256: String,
    /// Name, version and SHA-256 of each pack of the user.
    users: Vec<(String, String, String)>,
    /// Name and SHA-256 of each file of types set by hand.
    by_hand: Vec<(String, String)>,
    /// Types that were set.
    entries: u64,
    /// Values of the user's own that were looked for; which they are is nobody's business, nor is their hash.
    known: u64,
    /// Whom the user named.
    subject: String,
}

impl RuleLines {
    pub fn of(analysis: &Analysis) -> Self {
        let rules = analysis.reference.rules();
        let (users, own): (Vec<_>, Vec<_>) = rules.packs().iter().partition(|pack| pack.is_users);
        let mut versions: Vec<&str> = own.iter().map(|pack| pack.version.as_str()).collect();
        versions.sort_unstable();
        versions.dedup();
        let stated = &analysis.stated;
        let files = stated.by_hand.files.iter();
        let told = users.iter().map(|pack| {
            let (name, version) = (plain_text(&pack.name), plain_text(&pack.version));
            (name, version, pack.sha256.clone())
        });
        Self {
            packs: own.len() as u64,
            versions: versions.join(", "),
            sha256: rules.bundled_sha256(),
            users: told.collect(),
            by_hand: files
                .map(|(name, hash)| (plain_text(name), hash.clone()))
                .collect(),
            entries: stated.by_hand.entries.len() as u64,
            known: rules.known().len() as u64,
            subject: plain_text(&stated.subject.words().join(", ")),
        }
    }

    /// For the foot of a picture.
    pub fn short(&self) -> Vec<String> {
        let mut words = Vec::new();
        if self.packs > 0 {
            words.push(format!("rules {}", self.versions));
        }
        let users = self.users.iter();
        words.extend(users.map(|(name, _, hash)| format!("own rules {name} {}", short_hash(hash))));
        let by_hand = self.by_hand.iter();
        words
            .extend(by_hand.map(|(name, hash)| format!("set by hand {name} {}", short_hash(hash))));
        if !self.subject.is_empty() {
            words.push(format!("subject {}", self.subject));
        }
        words
    }

    /// One thing a line.
    pub fn full(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.packs > 0 {
            let packs = counted(self.packs, "pack", "packs");
            lines.push(format!(
                "Rules: {packs} of the program, version {}, SHA-256 of all {}",
                self.versions, self.sha256
            ));
        }
        let users = self.users.iter();
        lines.extend(users.map(|(name, version, hash)| {
            format!("Rules of the user: {name}, version {version}, SHA-256 {hash}")
        }));
        let by_hand = self.by_hand.iter();
        lines.extend(by_hand.map(|(name, hash)| {
            format!("Data types set by hand by the user: {name}, SHA-256 {hash}")
        }));
        if self.entries > 0 {
            let entries = counted(self.entries, "entry", "entries");
            lines.push(format!("What was set by hand has {entries}."));
        }
        if self.known > 0 {
            let values = counted(self.known, "value", "values");
            lines.push(format!(
                "{values} known to the user, which are not told here, were looked for."
            ));
        }
        if !self.subject.is_empty() {
            lines.push(format!("Subject, as named by the user: {}", self.subject));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_files_and_subject_are_told_with_their_hashes() {
        let hash = "0123456789abcdef".repeat(4);
        let lines = RuleLines {
            packs: 29,
            versions: "2026.11".into(),
            sha256: hash.clone(),
            users: vec![("mine".into(), "3".into(), hash.clone())],
            by_hand: vec![("whither-by-hand.toml".into(), hash.clone())],
            entries: 2,
            known: 3,
            subject: "ByteWave".into(),
        };
        let want = [
            format!("Rules: 29 packs of the program, version 2026.11, SHA-256 of all {hash}"),
            format!("Rules of the user: mine, version 3, SHA-256 {hash}"),
            format!("Data types set by hand by the user: whither-by-hand.toml, SHA-256 {hash}"),
            "What was set by hand has 2 entries.".to_owned(),
            "3 values known to the user, which are not told here, were looked for.".to_owned(),
            "Subject, as named by the user: ByteWave".to_owned(),
        ];
        assert_eq!(lines.full(), want);
        let short = [
            "rules 2026.11",
            "own rules mine SHA-256 01234567…cdef",
            "set by hand whither-by-hand.toml SHA-256 01234567…cdef",
            "subject ByteWave",
        ];
        assert_eq!(lines.short(), short);
    }
}
