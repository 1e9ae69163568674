//! What a TOML file is, by the schema that it names: a claim, types set by hand, or a rule pack.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::claim::read::SCHEMA as CLAIM;
use crate::tag::by_hand::file::SCHEMA as BY_HAND;

/// What was written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenKind {
    /// A written promise.
    Claim,
    /// Data types set by hand.
    ByHand,
    /// Rules, or nothing that is known: whoever reads rules says what is wrong.
    Rules,
}

/// Bytes in which the schema is looked for: it stands on top, below remarks at most.
const LOOKED_AT: u64 = 64 * 1024;

/// Looks into a file; what cannot be read is left to whoever reads rules, who says why.
pub fn kind_of(path: &Path) -> WrittenKind {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LOOKED_AT).read_to_end(&mut bytes));
    match read {
        Ok(_) => kind_of_text(&String::from_utf8_lossy(&bytes)),
        Err(_) => WrittenKind::Rules,
    }
}

/// By its first line `schema = "…"`: a file with faults further down is still what it says it is. The number after the
/// slash is left to whoever reads it.
fn kind_of_text(text: &str) -> WrittenKind {
    let schema = text.lines().find_map(|line| {
        let value = line.trim().strip_prefix("schema")?.trim_start();
        value.strip_prefix('=').map(str::trim)
    });
    let is = |wanted: &str| {
        let name = wanted.split('/').next().unwrap_or(wanted);
        let value = schema.map(|value| value.trim_start_matches(['"', '\'']));
        value.is_some_and(|value| value.starts_with(&format!("{name}/")))
    };
    match (is(CLAIM), is(BY_HAND)) {
        (true, _) => WrittenKind::Claim,
        (_, true) => WrittenKind::ByHand,
        _ => WrittenKind::Rules,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_schema() {
        for (text, kind) in [
            ("schema = \"residency-claim/1\"", WrittenKind::Claim),
            (
                "# words\n  schema='residency-claim/2' # newer\n[claim",
                WrittenKind::Claim,
            ),
            ("schema = \"whither-by-hand/1\"", WrittenKind::ByHand),
            ("schema = \"whither-rules/1\"", WrittenKind::Rules),
            ("schema = \"residency-claims/1\"", WrittenKind::Rules),
            ("", WrittenKind::Rules),
        ] {
            assert_eq!(kind_of_text(text), kind, "{text}");
        }
        assert_eq!(kind_of(Path::new("/no/such/file")), WrittenKind::Rules);
    }
}
