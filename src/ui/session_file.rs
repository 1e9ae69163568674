//! A session as a small readable file: which captures with their hashes, what is said of them, how they are looked at.
//!
//! Paths are kept as they lie from the file, so that a folder can be moved or handed on as a whole.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use crate::analysis::written_file::SESSION;
use crate::reference::fault::Fault;

/// Everything that a session file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SessionFile {
    schema: String,
    /// The captures.
    pub capture: Vec<SavedCapture>,
    /// What is said of them.
    pub said: Said,
    /// How they are looked at.
    pub view: SavedView,
}

/// A capture as it was when the session was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SavedCapture {
    /// Where it lies, seen from the session file.
    pub path: PathBuf,
    /// SHA-256 of the file, lower-case hex; empty where it was not known.
    pub sha256: String,
}

/// What the user says of the traffic.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    /// Path of the claim, or the name of one that comes with the program.
    pub claim: String,
    /// SHA-256 of the claim's text.
    pub claim_sha256: String,
    /// Files of data types set by hand.
    pub by_hand: Vec<PathBuf>,
    /// Whom the question is about.
    pub subject: Vec<String>,
    /// Where the captures were made.
    pub place: String,
    /// Addresses that were set as local.
    pub local: Vec<String>,
}

/// How it is looked at, by the names of files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SavedView {
    /// The filter as typed.
    pub filter: String,
    /// Start of the span, RFC 3339; empty without one.
    pub from: String,
    /// Its end.
    pub to: String,
    /// What map and lists measure.
    pub measure: String,
    /// What colours stand for; of a comparison with the numbers of its captures, `change 1 2`.
    pub colours: String,
    /// Which country a destination counts for on the map.
    pub map: String,
    /// The scale that is held, as `--hold-scale` takes it; empty where none is.
    pub scale: String,
    /// `sent down`, `time up`: the columns that sort.
    pub sort: Vec<String>,
    /// What rows are grouped by; empty where they are not.
    pub group: String,
    /// What was done and when: a time and words.
    pub marks: Vec<String>,
    /// Columns that are shown, from left to right.
    pub columns: Vec<String>,
}

impl SessionFile {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self {
            schema: SESSION.to_owned(),
            ..Self::default()
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The first thing that is wrong with it, with line and column.
    pub fn read(text: &str) -> Result<Self, String> {
        let read: Self =
            toml::from_str(text).map_err(|error| Fault::of_toml(text, &error).to_string())?;
        match read.schema == SESSION {
            true => Ok(read),
            false => Err(format!("the schema is not `{SESSION}`")),
        }
    }

    /// The text of a file.
    pub fn text(&self) -> String {
        let mut text = DocumentMut::new();
        text.insert("schema", value(SESSION));
        let mut captures = ArrayOfTables::new();
        for capture in &self.capture {
            let path = capture.path.to_string_lossy().into_owned();
            captures.push(table(&[
                ("path", one(&path)),
                ("sha256", one(&capture.sha256)),
            ]));
        }
        text.insert("capture", Item::ArrayOfTables(captures));
        let said = &self.said;
        let by_hand = said.by_hand.iter();
        let by_hand: Vec<String> = by_hand
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        let said = table(&[
            ("claim", one(&said.claim)),
            ("claim_sha256", one(&said.claim_sha256)),
            ("by_hand", several(&by_hand)),
            ("subject", several(&said.subject)),
            ("place", one(&said.place)),
            ("local", several(&said.local)),
        ]);
        text.insert("said", Item::Table(said));
        let view = &self.view;
        let view = table(&[
            ("filter", one(&view.filter)),
            ("from", one(&view.from)),
            ("to", one(&view.to)),
            ("measure", one(&view.measure)),
            ("colours", one(&view.colours)),
            ("map", one(&view.map)),
            ("scale", one(&view.scale)),
            ("sort", several(&view.sort)),
            ("group", one(&view.group)),
            ("marks", several(&view.marks)),
            ("columns", several(&view.columns)),
        ]);
        text.insert("view", Item::Table(view));
        format!(
            "# What was open in Whither and how it was looked at; open this file to come back to it.\n{text}"
        )
    }
}

fn one(text: &str) -> Option<Item> {
    (!text.is_empty()).then(|| value(text))
}

fn several(texts: &[String]) -> Option<Item> {
    let array: Array = texts.iter().map(String::as_str).collect();
    (!texts.is_empty()).then(|| value(array))
}

/// What is empty is not written.
fn table(fields: &[(&str, Option<Item>)]) -> Table {
    let mut table = Table::new();
    for (key, item) in fields {
        if let Some(item) = item {
            table.insert(key, item.clone());
        }
    }
    table
}

/// A path as it lies from a folder, where it lies in it; else whole.
pub fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    path.strip_prefix(folder)
        .map_or(path.clone(), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::frame::Time;
    use crate::view::query::{Sort, TimeSpan};

    #[test]
    fn a_session_reads_back_and_faults_have_their_place() {
        let saved = SessionFile {
            schema: SESSION.to_owned(),
            capture: vec![SavedCapture {
                path: "a \"b\".pcap".into(),
                sha256: "12ab".into(),
            }],
            said: Said {
                subject: vec!["example.com".into()],
                ..Said::default()
            },
            view: SavedView {
                filter: "org:\"A \\\\ B\" /x\\./".into(),
                sort: vec!["sent down".into(), "time up".into()],
                ..SavedView::default()
            },
        };
        let text = saved.text();
        assert_eq!(SessionFile::read(&text), Ok(saved), "{text}");
        let fault = SessionFile::read("schema = \"whither-session/1\"\n[view]\nfiltre = \"\"\n");
        assert!(
            fault.as_ref().is_err_and(|words| words.contains("line 3")),
            "{fault:?}"
        );
        assert!(SessionFile::read("schema = \"whither-session/2\"").is_err());
    }

    #[test]
    fn sorts_and_spans_read_back() {
        for text in ["sent down", "time up", "data_type down"] {
            assert_eq!(Sort::parse(text).map(Sort::text).as_deref(), Some(text));
        }
        assert_eq!(Sort::parse("nothing up"), None);
        let (from, to) = (Time::from_nanos(1), Time::from_nanos(2_000_000_003));
        let span = TimeSpan::between(&from.to_string(), &to.to_string());
        assert_eq!(span, Some(TimeSpan { from, to }));
        assert_eq!(TimeSpan::between("", ""), None);
    }
}
