//! The text of a claim file becomes its parts as they are written, each with its place; nothing is looked up yet.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};
use toml::Spanned;
use toml::value::Datetime;

use super::model::{Asserts, EdgeRule};

/// A name or a code with its place.
pub type Word = Spanned<String>;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    pub schema: Word,
    pub claim: About,
    pub subject: Subject,
    #[serde(default)]
    pub regions: BTreeMap<Word, Vec<Word>>,
    pub class: BTreeMap<Word, ClassEntry>,
    #[serde(default)]
    pub map: BTreeMap<Word, Vec<Word>>,
    #[serde(default, rename = "override")]
    pub overrides: Vec<Spanned<OverrideEntry>>,
    #[serde(default)]
    pub exceptions: Exceptions,
    #[serde(default)]
    pub thresholds: Thresholds,
}

/// Who said it, when, in which words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub id: Word,
    pub title: String,
    pub source: String,
    pub url: Option<Word>,
    pub quote: Option<String>,
    pub stated: Spanned<Datetime>,
    pub checked: Option<Spanned<Datetime>>,
    pub asserts: Asserts,
    #[serde(default)]
    pub valid: Valid,
}

/// From when until when it holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Valid {
    pub from: Option<Spanned<Datetime>>,
    pub to: Option<Spanned<Datetime>>,
}

/// Whose traffic it is about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    pub name: Word,
    #[serde(default)]
    pub controllers: Vec<String>,
    #[serde(default)]
    pub domains: Vec<Word>,
    #[serde(default)]
    pub asns: Vec<Spanned<u32>>,
}

/// Where one class of data may go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassEntry {
    pub allow: Spanned<AllowEntry>,
}

/// A word, or a list of countries and regions.
#[derive(Debug)]
pub enum AllowEntry {
    Word(String),
    List(Vec<Word>),
}

impl<'de> Deserialize<'de> for AllowEntry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AllowVisitor)
    }
}

struct AllowVisitor;

impl<'de> Visitor<'de> for AllowVisitor {
    type Value = AllowEntry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`\"any\"` or a list of countries")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<AllowEntry, E> {
        Ok(AllowEntry::Word(word.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<AllowEntry, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(AllowEntry::List(list))
    }
}

/// A class for some hosts or one type of data; the first that fits counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideEntry {
    pub host: Option<Word>,
    #[serde(rename = "type")]
    pub data_type: Option<Word>,
    pub class: Vec<Word>,
}

/// What the claim itself excepts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exceptions {
    #[serde(default)]
    pub edge: EdgeRule,
    #[serde(default)]
    pub transit: Vec<Word>,
}

/// What a contradiction needs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    #[serde(default)]
    pub contradict_needs: NeedsEntry,
}

/// Grades by their words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedsEntry {
    pub class: Option<Word>,
    pub location: Option<Word>,
}
