//! The lines about one capture.

use crate::analysis::model::CaptureSummary;
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;

/// Hexadecimal digits of a SHA-256 at its start and end that stand in a picture.
const SHORT_HASH: (usize, usize) = (8, 4);

/// A capture: its name, what it is, whether it was read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CaptureLine {
    pub name: String,
    pub format: String,
    pub sha256: Option<String>,
    pub frames: u64,
    pub wire_bytes: u64,
    pub whole: bool,
}

impl CaptureLine {
    pub fn of(capture: &CaptureSummary) -> Self {
        Self {
            name: plain_text(&capture.name),
            format: capture.format.clone(),
            sha256: capture.sha256.clone(),
            frames: capture.frames,
            wire_bytes: capture.wire_bytes,
            whole: capture.whole,
        }
    }

    /// With the ends of its hash.
    pub fn short(&self) -> String {
        let hash = self.sha256.as_deref();
        let hash = hash.map_or_else(|| "not hashed".to_owned(), short_hash);
        format!("{} {hash}", self.name)
    }

    /// With everything.
    pub fn full(&self) -> String {
        let hash = self.sha256.as_deref().unwrap_or("not computed");
        let frames = counted(self.frames, "frame", "frames");
        let end = if self.whole {
            ""
        } else {
            ", not read to its end"
        };
        format!(
            "Capture {}: {}, {frames}, {} bytes on the wire, SHA-256 {hash}{end}",
            self.name, self.format, self.wire_bytes
        )
    }
}

/// `SHA-256 0123abcd…89ef`.
pub(in crate::export) fn short_hash(hash: &str) -> String {
    let head = hash.get(..SHORT_HASH.0).unwrap_or(hash);
    let tail = hash.get(hash.len().saturating_sub(SHORT_HASH.1)..);
    format!("SHA-256 {head}…{}", tail.unwrap_or(""))
}
