//! Whether a pack that could be read is sound: ids, sources, data types, patterns and examples.

use std::collections::BTreeMap;

use toml::Spanned;

use super::networks::range;
use super::pack::{HostEntry, NetworkEntry, Pack, PathEntry, SCHEMA};
use super::pattern::Pattern;
use crate::reference::data_type::DataType;
use crate::reference::fault::Fault;

/// Everything that is wrong with a pack, in the order in which it is looked at.
pub(super) fn faults(pack: &Pack, text: &str) -> Vec<Fault> {
    let mut check = Check {
        text,
        pack,
        ids: BTreeMap::new(),
        errors: Vec::new(),
    };
    check.all();
    check.errors
}

struct Check<'a> {
    text: &'a str,
    pack: &'a Pack,
    ids: BTreeMap<String, usize>,
    errors: Vec<Fault>,
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
        for entry in &pack.service {
            self.head("service", &entry.id, &entry.source);
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
        for entry in &pack.network {
            self.head("network", &entry.id, &entry.source);
            self.network(entry);
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
            let line = Fault::at(self.text, before, String::new()).line;
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

    fn network(&mut self, entry: &NetworkEntry) {
        self.data_type(&entry.data_type);
        entry.also.iter().for_each(|also| self.data_type(also));
        for written in &entry.ranges {
            if range(written.get_ref()).is_none() {
                let what = format!("`{}` is no range of addresses", written.get_ref());
                self.say(written, what);
            }
        }
        if entry.ranges.is_empty() && entry.asns.is_empty() {
            self.say(&entry.id, "the rule names no network".to_owned());
        }
    }

    fn path(&mut self, entry: &PathEntry) {
        for written in &entry.hosts {
            if let Err(why) = Pattern::read(written.get_ref()) {
                self.say(written, why.to_owned());
            }
        }
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
            .push(Fault::at(self.text, place.span().start, what));
    }
}

fn is_id(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.bytes().all(is_part)
}
