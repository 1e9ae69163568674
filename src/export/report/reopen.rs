//! A `result.json`, or what lies beside a picture, becomes the question that it answered: captures, filter, claim.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::view::held::Held;

/// Bytes of a file that is looked into: a report of many captures has a few.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// How the schemas of such files begin.
const SCHEMAS: [&str; 2] = ["whither-report/", "whither-figure/"];

/// What a file asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Name and SHA-256 of each capture.
    pub captures: Vec<(String, Option<String>)>,
    /// The filter; empty where none was, or where it was redacted.
    pub filter: String,
    /// Whether the filter holds what was redacted, so that it cannot be asked again.
    pub filter_is_redacted: bool,
    /// The scale that was held.
    pub held: Option<Held>,
}

/// Looks into a file; `None` where it is no such file.
pub fn read_told(path: &Path) -> Option<Told> {
    let ending = path.extension()?;
    if !ending.eq_ignore_ascii_case("json") {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    told(&serde_json::from_slice(&bytes).ok()?)
}

fn told(value: &Value) -> Option<Told> {
    let schema = value.get("schema")?.as_str()?;
    if !SCHEMAS.iter().any(|known| schema.starts_with(known)) {
        return None;
    }
    let record = value.get("record").unwrap_or(value);
    let captures = record.get("captures")?.as_array()?.iter();
    let text = |of: &Value, key: &str| Some(of.get(key)?.as_str()?.to_owned());
    let query = record.get("query");
    let held = query.and_then(|query| text(query, "held_scale"));
    let filter = query.and_then(|query| text(query, "filter"));
    let filter = filter.unwrap_or_default();
    let is_redacted = filter.contains(['«', '»'])
        || ["device-", "host-"]
            .iter()
            .any(|word| filter.contains(word));
    Some(Told {
        captures: captures
            .filter_map(|one| Some((text(one, "name")?, text(one, "sha256"))))
            .collect(),
        filter: if is_redacted { String::new() } else { filter },
        filter_is_redacted: is_redacted,
        held: held.as_deref().and_then(Held::parse),
    })
}

/// Where a file of this name lies: beside the report, a folder above it, or in one of `others`. Only its name counts.
pub fn find(name: &str, report: &Path, others: &[PathBuf]) -> Option<PathBuf> {
    let name = Path::new(name).file_name()?;
    let folder = report.parent().unwrap_or(Path::new("."));
    let near = [Some(folder), folder.parent()].into_iter().flatten();
    let near = near.map(|folder| folder.join(name));
    let same = others.iter().filter(|path| path.file_name() == Some(name));
    near.chain(same.cloned()).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_kinds_of_files_tell_what_they_answered() {
        let captures = json!([{"name": "a.pcapng", "sha256": "00ff"}]);
        let want = Told {
            captures: vec![("a.pcapng".into(), Some("00ff".into()))],
            filter: "country:CN".into(),
            filter_is_redacted: false,
            held: Held::parse("10MB,500kB"),
        };
        let query =
            json!({"filter": "country:CN", "metric": "sent", "held_scale": "10000000,500000"});
        let report =
            json!({"schema": "whither-report/1", "record": {"captures": captures, "query": query}});
        let figure = json!({"schema": "whither-figure/1", "captures": captures, "query": query});
        assert_eq!(told(&report), Some(want.clone()));
        assert_eq!(told(&figure), Some(want));
        let query = json!({"filter": "ip:device-1"});
        let hidden = json!({"schema": "whither-figure/1", "captures": captures, "query": query});
        assert!(told(&hidden).is_some_and(|one| one.filter_is_redacted && one.filter.is_empty()));
        for other in [
            json!({}),
            json!([1]),
            json!({"schema": "other/1"}),
            json!({"schema": 1}),
        ] {
            assert_eq!(told(&other), None);
        }
    }

    #[test]
    fn a_name_never_leads_out_of_the_folders_that_are_looked_in() {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("report").join("result.json");
        std::fs::write(folder.path().join("a.pcapng"), "x").unwrap();
        let found = find("../../../a.pcapng", &report, &[]);
        assert_eq!(found, Some(folder.path().join("a.pcapng")));
        assert_eq!(find("..", &report, &[]), None);
        assert_eq!(find("b.pcapng", &report, &[]), None);
    }
}
