//! A file of the user's → the text of a rule pack, or of whatever else people write by hand for the program.

use std::path::Path;

use super::ReferenceError;
use super::rules::MAX_PACK_BYTES;

/// Whether a file is named as a rule pack is.
pub fn is_rule_pack(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// The text of a rule pack of the user's.
///
/// # Errors
/// It cannot be read, or is larger than any pack.
pub fn pack_text(path: &Path) -> Result<String, ReferenceError> {
    let unreadable = |cause| ReferenceError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let len_bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    match len_bytes > MAX_PACK_BYTES {
        true => Err(ReferenceError::TooLarge {
            path: path.to_owned(),
            len_bytes,
            cap_bytes: MAX_PACK_BYTES,
        }),
        false => std::fs::read_to_string(path).map_err(unreadable),
    }
}

/// Whether a text says of itself that it is of this schema, by its first line `schema = "…"`: a file with faults further
/// down is still what it says it is. The number after the slash is left to whoever reads it.
pub fn is_of_schema(text: &str, schema: &str) -> bool {
    let stated = text.lines().find_map(|line| {
        let value = line.trim().strip_prefix("schema")?.trim_start();
        value.strip_prefix('=').map(str::trim)
    });
    let name = schema.split('/').next().unwrap_or(schema);
    let value = stated.map(|value| value.trim_start_matches(['"', '\'']));
    value.is_some_and(|value| value.starts_with(&format!("{name}/")))
}
