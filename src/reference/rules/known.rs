//! The user's own values, as they typed them → every form in which a program may send them, found in what was sent.
//!
//! Forms: the text in either case, its digits alone, hexadecimal, base64 at every offset, and MD5, SHA-1 and SHA-256 of
//! each spelling, as trackers and attribution services write them. A value itself never leaves this module.

use std::collections::HashSet;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use data_encoding::{BASE64, BASE64URL, HEXLOWER};
use md5::{Digest, Md5};
use serde::Deserialize;
use sha1::Sha1;
use sha2::Sha256;
use toml::Spanned;

use crate::reference::data_type::DataType;
use crate::reference::fault::Fault;
use crate::reference::pack_file::is_of_schema;

/// The shape of the file.
pub const SCHEMA: &str = "whither-known/1";

/// Values of one file; each is looked for in some sixty forms.
const MAX_VALUES: usize = 1_000;

/// A shorter text is in everything.
const MIN_LETTERS: usize = 5;

/// Digits from which a value is also looked for without what stands between them.
const MIN_DIGITS: usize = 7;

/// Base64 of fewer letters is in everything.
const MIN_BASE64: usize = 8;

/// Kinds that say themselves what they speak for.
const KINDS: &[(&str, DataType)] = &[
    ("account", DataType::AccountAuth),
    ("address", DataType::ContactIdentity),
    ("advertising-id", DataType::DeviceIdentifiers),
    ("birth-date", DataType::ContactIdentity),
    ("card", DataType::PaymentsCommerce),
    ("device-id", DataType::DeviceIdentifiers),
    ("email", DataType::ContactIdentity),
    ("imei", DataType::DeviceIdentifiers),
    ("location", DataType::Location),
    ("mac", DataType::DeviceIdentifiers),
    ("name", DataType::ContactIdentity),
    ("password", DataType::AccountAuth),
    ("phone", DataType::ContactIdentity),
    ("serial", DataType::DeviceIdentifiers),
];

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema: Spanned<String>,
    #[serde(default)]
    value: Vec<WrittenValue>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenValue {
    kind: Spanned<String>,
    #[serde(rename = "type")]
    data_type: Option<Spanned<String>>,
    is: Spanned<String>,
}

/// Values that the user knows to be theirs, compiled.
#[derive(Clone, Debug, Default)]
pub struct KnownValues {
    values: Vec<(Arc<str>, DataType)>,
    /// For each pattern: which value, and in which form.
    forms: Vec<(usize, Form)>,
    automaton: Option<AhoCorasick>,
}

/// In which form a value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As text.
    Plain,
    /// Its digits or letters without what stands between them.
    Bare,
    /// Hexadecimal.
    Hex,
    /// Base64, of the text alone or within a longer one.
    Base64,
    /// MD5 of a spelling.
    Md5,
    /// SHA-1 of a spelling.
    Sha1,
    /// SHA-256 of a spelling.
    Sha256,
}

impl Form {
    /// For people, after "holds the known value".
    pub fn label(self) -> &'static str {
        match self {
            Form::Plain => "as text",
            Form::Bare => "without its separators",
            Form::Hex => "in hexadecimal",
            Form::Base64 => "in base64",
            Form::Md5 => "as MD5",
            Form::Sha1 => "as SHA-1",
            Form::Sha256 => "as SHA-256",
        }
    }

    /// Whether letters or digits beside it make it another text.
    fn ends_at_words(self) -> bool {
        !matches!(self, Form::Base64 | Form::Hex)
    }
}

/// A value that was found; what it is stays unsaid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KnownFound {
    /// What the user calls it: `email`.
    pub kind: Arc<str>,
    /// What it speaks for.
    pub data_type: DataType,
    /// In which form.
    pub form: Form,
}

impl KnownValues {
    /// Adds a file of values; an empty list looks for nothing.
    ///
    /// # Errors
    /// Everything that is wrong with it, by line; nothing of it is added then.
    pub fn add(&mut self, text: &str) -> Result<(), Vec<Fault>> {
        let written: Written =
            toml::from_str(text).map_err(|error| vec![Fault::of_toml(text, &error)])?;
        let faults = faults(&written, text);
        if !faults.is_empty() {
            return Err(faults);
        }
        let known = written.value.iter().filter_map(|value| {
            let kind = value.kind.get_ref().as_str();
            let data_type = type_of(value)?;
            Some((kind, data_type, value.is.get_ref().trim()))
        });
        let mut patterns = Vec::new();
        for (kind, data_type, text) in known {
            let number = self.values.len();
            self.values.push((kind.into(), data_type));
            for (form, pattern) in forms(text) {
                self.forms.push((number, form));
                patterns.push(pattern);
            }
        }
        self.automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(&patterns)
            .ok();
        Ok(())
    }

    /// Whether a text says of itself that it holds known values.
    pub fn is_written_in(text: &str) -> bool {
        is_of_schema(text, SCHEMA)
    }

    /// How many values are looked for.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Every value that stands in these bytes, each form once, in the order of the file.
    pub fn find(&self, bytes: &[u8]) -> Vec<KnownFound> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let is_word = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
        let mut found: Vec<usize> = automaton
            .find_overlapping_iter(bytes)
            .filter(|one| {
                let form = self.forms.get(one.pattern().as_usize());
                let before = one.start().checked_sub(1).and_then(|at| bytes.get(at));
                let stands_alone = !is_word(before) && !is_word(bytes.get(one.end()));
                form.is_some_and(|(_, form)| !form.ends_at_words() || stands_alone)
            })
            .map(|one| one.pattern().as_usize())
            .collect();
        found.sort_unstable();
        let mut seen = HashSet::new();
        let forms = found.into_iter().filter_map(|at| self.forms.get(at));
        forms
            .filter(|form| seen.insert(**form))
            .filter_map(|(number, form)| {
                let (kind, data_type) = self.values.get(*number)?;
                Some(KnownFound {
                    kind: Arc::clone(kind),
                    data_type: *data_type,
                    form: *form,
                })
            })
            .collect()
    }
}

fn type_of(value: &WrittenValue) -> Option<DataType> {
    match &value.data_type {
        Some(token) => DataType::of_token(token.get_ref()),
        None => KINDS
            .iter()
            .find(|(kind, _)| kind == value.kind.get_ref())
            .map(|(_, data_type)| *data_type),
    }
}

fn faults(written: &Written, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut say = |place: &Spanned<String>, what: String| {
        faults.push(Fault::at(text, place.span().start, what));
    };
    if written.schema.get_ref() != SCHEMA {
        say(&written.schema, format!("the schema is not `{SCHEMA}`"));
    }
    if written.value.len() > MAX_VALUES {
        say(&written.schema, format!("more than {MAX_VALUES} values"));
    }
    for value in &written.value {
        if value.is.get_ref().trim().chars().count() < MIN_LETTERS {
            let what = format!("a text of fewer than {MIN_LETTERS} letters is in everything");
            say(&value.is, what);
        }
        match &value.data_type {
            Some(token) if DataType::of_token(token.get_ref()).is_none() => {
                say(
                    token,
                    format!("no data type is called `{}`", token.get_ref()),
                );
            }
            None if type_of(value).is_none() => {
                let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
                let kinds = kinds.join(", ");
                say(
                    &value.kind,
                    format!(
                        "`{}` is none of {kinds}; name a `type`",
                        value.kind.get_ref()
                    ),
                );
            }
            _ => {}
        }
    }
    faults
}

/// Every pattern that is looked for, each once.
fn forms(text: &str) -> Vec<(Form, Vec<u8>)> {
    let spellings = spellings(text);
    let mut all = vec![(Form::Plain, text.as_bytes().to_vec())];
    let bare = spellings.iter().filter(|one| one.len() < text.len());
    all.extend(bare.map(|one| (Form::Bare, one.as_bytes().to_vec())));
    for spelling in &spellings {
        let bytes = spelling.as_bytes();
        all.push((Form::Hex, HEXLOWER.encode(bytes).into_bytes()));
        all.extend(base64(bytes).map(|text| (Form::Base64, text.into_bytes())));
        for (form, digest) in [
            (Form::Md5, Md5::digest(bytes).to_vec()),
            (Form::Sha1, Sha1::digest(bytes).to_vec()),
            (Form::Sha256, Sha256::digest(bytes).to_vec()),
        ] {
            all.push((form, HEXLOWER.encode(&digest).into_bytes()));
            let encoded = BASE64.encode(&digest);
            let url = BASE64URL.encode(&digest);
            let bare = |text: &str| text.trim_end_matches('=').as_bytes().to_vec();
            all.push((form, bare(&encoded)));
            all.push((form, bare(&url)));
        }
    }
    let mut seen = HashSet::new();
    all.retain(|(_, pattern)| seen.insert(pattern.to_ascii_lowercase()));
    all
}

/// The ways in which programs write a value before they hash it.
fn spellings(text: &str) -> Vec<String> {
    let is_between = |c: char| matches!(c, ' ' | '-' | ':' | '.' | '(' | ')' | '/');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let mut all = vec![text.to_owned(), text.to_lowercase(), text.to_uppercase()];
    // An address or a name is not taken apart; numbers and identifiers are.
    if digits >= MIN_DIGITS && !text.contains('@') {
        let bare: String = text.chars().filter(|c| !is_between(*c)).collect();
        let number = bare.trim_start_matches('+').to_owned();
        all.extend([bare.to_lowercase(), bare.to_uppercase(), number]);
    }
    let mut seen = HashSet::new();
    all.retain(|one| seen.insert(one.clone()));
    all
}

/// Base64 of these bytes wherever they stand in a longer text: at each of three offsets the letters that only they
/// decide, in both alphabets (RFC 4648 §4, §5).
fn base64(bytes: &[u8]) -> impl Iterator<Item = String> + '_ {
    (0..3_usize).flat_map(move |offset| {
        let mut padded = vec![0; offset];
        padded.extend_from_slice(bytes);
        let skip = (offset * 4).div_ceil(3);
        let own = move |text: String| -> Option<String> {
            let whole = (offset + bytes.len()) * 8 / 6;
            let own = text.get(skip..whole)?;
            (own.len() >= MIN_BASE64).then(|| own.to_owned())
        };
        [own(BASE64.encode(&padded)), own(BASE64URL.encode(&padded))]
            .into_iter()
            .flatten()
    })
}

#[cfg(test)]
mod tests;
