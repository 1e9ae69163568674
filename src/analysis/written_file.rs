//! What a TOML file is, by the schema that it names: a claim, types set by hand, a session, or a rule pack.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::claim::read::SCHEMA as CLAIM;
use crate::reference::pack_file::is_of_schema;
use crate::tag::by_hand::file::SCHEMA as BY_HAND;

/// The schema of a session.
pub const SESSION: &str = "whither-session/1";

/// What was written in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenKind {
    /// A written promise.
    Claim,
    /// Data types set by hand.
    ByHand,
    /// A session.
    Session,
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

fn kind_of_text(text: &str) -> WrittenKind {
    match (is_of_schema(text, CLAIM), is_of_schema(text, BY_HAND)) {
        (true, _) => WrittenKind::Claim,
        (_, true) => WrittenKind::ByHand,
        _ if is_of_schema(text, SESSION) => WrittenKind::Session,
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
            ("schema = \"whither-session/1\"", WrittenKind::Session),
            ("schema = \"whither-rules/1\"", WrittenKind::Rules),
            ("schema = \"residency-claims/1\"", WrittenKind::Rules),
            ("", WrittenKind::Rules),
        ] {
            assert_eq!(kind_of_text(text), kind, "{text}");
        }
        assert_eq!(kind_of(Path::new("/no/such/file")), WrittenKind::Rules);
    }
}
