//! The text of a rule pack becomes its rules, or a list of what is wrong with it, each with line and reason.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::pattern::Pattern;
use crate::reference::data_type::DataType;

/// The shape of packs that is read.
pub const SCHEMA: &str = "whither-rules/1";

/// A pack as it is written; `assets/rules/README.md` describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    schema: Spanned<String>,
    /// First part of every rule's name.
    pub pack: Spanned<String>,
    /// Version of the pack.
    pub version: String,
    /// Where rules come from, by their short names.
    #[serde(default)]
    pub sources: BTreeMap<String, Source>,
    /// Who operates which domains.
    #[serde(default)]
    pub owner: Vec<OwnerEntry>,
    /// What hosts are told.
    #[serde(default)]
    pub host: Vec<HostEntry>,
    /// What the first label of a host says by convention, whatever the domain.
    #[serde(default)]
    pub label: Vec<LabelEntry>,
    /// What ordinary words in a host's name say.
    #[serde(default)]
    pub word: Vec<WordEntry>,
    /// What the path of a request says.
    #[serde(default)]
    pub path: Vec<PathEntry>,
    /// What the name of a field in a body says.
    #[serde(default)]
    pub key: Vec<NamesEntry>,
    /// What the name of a part of a query says.
    #[serde(default)]
    pub query: Vec<NamesEntry>,
    /// What the name of a cookie says.
    #[serde(default)]
    pub cookie: Vec<NamesEntry>,
    /// What the type of a body says.
    #[serde(default)]
    pub content_type: Vec<ContentTypeEntry>,
}

/// A public source.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Address of the page.
    pub url: String,
    /// Day on which it was looked at, `YYYY-MM-DD`.
    pub checked: String,
    /// What there is about it.
    pub basis: Basis,
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The page names the host or its pattern.
    Page,
    /// The host's own label or the one trade of its domain says it.
    Name,
}

/// Who operates registrable domains.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnerEntry {
    /// Common name of the company.
    pub name: String,
    /// Its domains.
    pub domains: Vec<Spanned<String>>,
    /// Short name of the source.
    pub source: Spanned<String>,
}

/// What a host is told, or tells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// Patterns of host names.
    pub hosts: Vec<Spanned<String>>,
    /// A data type, or `unclear`.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// A second type that is as likely.
    pub also: Option<Spanned<String>>,
    /// What is expected of the bytes.
    pub direction: Option<Way>,
    /// Short name of the source.
    pub source: Spanned<String>,
    /// A host that the rule matches.
    pub example: Option<Spanned<String>>,
}

/// Which way most bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// From the device.
    Up,
    /// To the device.
    Down,
}

/// First labels that serve one purpose by convention: `ocsp`, `imap`, `ntp`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// The labels, lower case, without digits at the end.
    pub labels: Vec<Spanned<String>>,
    /// What they speak for.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// A second type that is as likely.
    pub also: Option<Spanned<String>>,
    /// Short name of the source.
    pub source: Spanned<String>,
}

/// Ordinary words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// The words, lower case.
    pub words: Vec<Spanned<String>>,
    /// What they speak for.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// Short name of the source.
    pub source: Spanned<String>,
}

/// Parts of a path.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// One of these is in the path.
    pub contains: Vec<Spanned<String>>,
    /// Only on these hosts; everywhere where none is named.
    #[serde(default)]
    pub hosts: Vec<Spanned<String>>,
    /// What it speaks for.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// Short name of the source.
    pub source: Spanned<String>,
    /// A path that the rule matches.
    pub example: Option<Spanned<String>>,
}

/// Names of fields, of parts of a query, of cookies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamesEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// The names; case, `_` and `-` do not count.
    pub names: Vec<Spanned<String>>,
    /// What they speak for.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// Short name of the source.
    pub source: Spanned<String>,
}

/// Types of bodies.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentTypeEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// The types; `image/*` is all of a kind.
    pub is: Vec<Spanned<String>>,
    /// Whether the device sent the body; else it got it.
    pub sent: bool,
    /// What it speaks for.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// Short name of the source.
    pub source: Spanned<String>,
}

/// What is wrong with a pack, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Why.
    pub what: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.what
        )
    }
}

impl Pack {
    /// Reads a pack and checks it whole.
    pub fn read(text: &str) -> Result<Self, Vec<PackError>> {
        let pack: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            vec![error_at(text, at, error.message().to_owned())]
        })?;
        let mut check = Check {
            text,
            pack: &pack,
            ids: BTreeMap::new(),
            errors: Vec::new(),
        };
        check.all();
        let errors = check.errors;
        match errors.is_empty() {
            true => Ok(pack),
            false => Err(errors),
        }
    }
}

fn error_at(text: &str, at: usize, what: String) -> PackError {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    PackError {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or("").chars().count() + 1,
        what,
    }
}

struct Check<'a> {
    text: &'a str,
    pack: &'a Pack,
    ids: BTreeMap<String, usize>,
    errors: Vec<PackError>,
}

impl Check<'_> {
    fn all(&mut self) {
        let pack = self.pack;
        if pack.schema.get_ref() != SCHEMA {
            self.say(&pack.schema, format!("the schema is not `{SCHEMA}`"));
        }
        if !is_id(pack.pack.get_ref()) {
            self.say(
                &pack.pack,
                "a pack is called by lower case letters, digits and hyphens".to_owned(),
            );
        }
        for entry in &pack.owner {
            self.source(&entry.source);
        }
        for entry in &pack.host {
            self.head("host", &entry.id, &entry.source);
            self.host(entry);
        }
        for entry in &pack.label {
            self.head("label", &entry.id, &entry.source);
            self.data_type(&entry.data_type);
            entry.also.iter().for_each(|also| self.data_type(also));
        }
        for entry in &pack.word {
            self.head("word", &entry.id, &entry.source);
            self.data_type(&entry.data_type);
        }
        for entry in &pack.path {
            self.head("path", &entry.id, &entry.source);
            self.data_type(&entry.data_type);
            self.path(entry);
        }
        for (kind, entries) in [
            ("key", &pack.key),
            ("query", &pack.query),
            ("cookie", &pack.cookie),
        ] {
            for entry in entries {
                self.head(kind, &entry.id, &entry.source);
                self.data_type(&entry.data_type);
            }
        }
        for entry in &pack.content_type {
            self.head("content_type", &entry.id, &entry.source);
            self.data_type(&entry.data_type);
        }
    }

    fn head(&mut self, kind: &str, id: &Spanned<String>, source: &Spanned<String>) {
        if !is_id(id.get_ref()) {
            self.say(
                id,
                "an id is lower case letters, digits and hyphens".to_owned(),
            );
        }
        let before = self
            .ids
            .insert(format!("{kind}.{}", id.get_ref()), id.span().start);
        if let Some(before) = before {
            let line = error_at(self.text, before, String::new()).line;
            self.say(
                id,
                format!("the id `{}` stands in line {line} already", id.get_ref()),
            );
        }
        self.source(source);
    }

    fn source(&mut self, source: &Spanned<String>) {
        match self.pack.sources.get(source.get_ref()) {
            None => self.say(
                source,
                format!("no source is called `{}`", source.get_ref()),
            ),
            Some(about)
                if !about.url.starts_with("https://") && !about.url.starts_with("http://") =>
            {
                self.say(source, format!("`{}` is no address of a page", about.url));
            }
            Some(about) if about.checked.parse::<jiff::civil::Date>().is_err() => {
                self.say(source, format!("`{}` is no day", about.checked));
            }
            Some(_) => {}
        }
    }

    fn data_type(&mut self, token: &Spanned<String>) {
        if DataType::of_token(token.get_ref()).is_none() {
            self.say(
                token,
                format!("no data type is called `{}`", token.get_ref()),
            );
        }
    }

    fn host(&mut self, entry: &HostEntry) {
        if entry.data_type.get_ref() != "unclear" {
            self.data_type(&entry.data_type);
        }
        entry.also.iter().for_each(|also| self.data_type(also));
        let mut patterns = Vec::new();
        for written in &entry.hosts {
            match Pattern::read(written.get_ref()) {
                Ok(pattern) => patterns.push(pattern),
                Err(why) => self.say(written, why.to_owned()),
            }
        }
        match &entry.example {
            Some(example) if !patterns.iter().any(|one| one.matches(example.get_ref())) => {
                self.say(
                    example,
                    "the rule does not match its own example".to_owned(),
                );
            }
            None if patterns.iter().any(|one| !one.is_exact()) => {
                self.say(
                    &entry.id,
                    "a rule with a pattern needs an example".to_owned(),
                );
            }
            _ => {}
        }
    }

    fn path(&mut self, entry: &PathEntry) {
        let is_in = |example: &str| {
            entry
                .contains
                .iter()
                .any(|part| example.contains(part.get_ref().as_str()))
        };
        if let Some(example) = &entry.example
            && !is_in(example.get_ref())
        {
            self.say(
                example,
                "the rule does not match its own example".to_owned(),
            );
        }
    }

    fn say(&mut self, place: &Spanned<String>, what: String) {
        self.errors
            .push(error_at(self.text, place.span().start, what));
    }
}

fn is_id(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.bytes().all(is_part)
}
