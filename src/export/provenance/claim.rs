//! The claim that a result was judged by: title, source and the hash of its file.

use super::short_hash;
use crate::analysis::model::Analysis;
use crate::view::plain_text::plain_text;

/// What is always said beside verdicts.
const NO_FINDING: &str = "This is a record of network destinations. It is not a legal finding.";

/// The claim, where there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ClaimLines {
    /// Title, source and day.
    about: Option<(String, String, String)>,
    /// Name and SHA-256 of the file.
    file: Option<(String, String)>,
}

impl ClaimLines {
    pub fn of(analysis: &Analysis) -> Self {
        let claim = analysis.judged.as_ref().map(|judged| &judged.claim);
        let file = claim.and_then(|claim| claim.file.as_ref());
        Self {
            about: claim.map(|claim| {
                let (title, source) = (plain_text(&claim.title), plain_text(&claim.source));
                (title, source, claim.stated.to_string())
            }),
            file: file.map(|file| (plain_text(&file.name), file.sha256.clone())),
        }
    }

    /// For the foot of a picture.
    pub fn short(&self) -> Vec<String> {
        let file = self.file.iter();
        file.map(|(name, hash)| format!("claim {name} {}", short_hash(hash)))
            .collect()
    }

    /// The line that stands by itself in a picture with verdicts.
    pub fn limit(&self) -> Option<&'static str> {
        self.about.as_ref().map(|_| NO_FINDING)
    }

    /// One thing a line.
    pub fn full(&self) -> Vec<String> {
        let about = self.about.iter();
        let mut lines: Vec<String> = about
            .map(|(title, source, stated)| format!("Claim: {title}; stated {stated}; {source}"))
            .collect();
        let file = self.file.iter();
        lines.extend(file.map(|(name, hash)| format!("Claim file {name}: SHA-256 {hash}")));
        lines.extend(self.limit().map(str::to_owned));
        lines
    }
}
