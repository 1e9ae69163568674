//! What would tell who was captured becomes pseudonyms: `device-1`, `host-1`, `«redacted:email»`.
//!
//! The same thing has the same pseudonym in everything that is made of one set of captures. Names and addresses of
//! destinations stay: they are the result. Redaction works on text, so that nothing that is computed depends on it.

mod filter;
mod kind;
mod local;
mod text;

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};

pub use self::filter::in_full;
pub use self::kind::Kind;
use self::local::{Host, Local};
use super::amount::counted;
use super::plain_text::{plain_prose, plain_text};
use crate::analysis::model::Analysis;
use crate::flow::model::Flow;
use crate::tag::model::Tags;

/// Said in the place of the count where everything is shown.
pub const ALL_SHOWN: &str = "Warning: nothing is redacted here. Local addresses, names of local hosts, source ports and \
    values of fields are shown as they were captured.";

/// Takes out of texts what would tell who was captured, and counts it.
#[derive(Debug)]
pub struct Redaction {
    /// `None` where everything is shown.
    local: Option<Local>,
    places: [AtomicU64; Kind::ALL.len()],
}

impl Redaction {
    /// For everything that is made of an analysis.
    pub fn of(analysis: &Analysis) -> Self {
        Self {
            local: Some(Local::of(analysis)),
            places: Default::default(),
        }
    }

    /// Shows everything.
    pub fn none() -> Self {
        Self {
            local: None,
            places: Default::default(),
        }
    }

    /// By the user's wish.
    pub fn unless(show_all: bool, analysis: &Analysis) -> Self {
        match show_all {
            true => Self::none(),
            false => Self::of(analysis),
        }
    }

    /// Whether anything is taken out.
    pub fn is_on(&self) -> bool {
        self.local.is_some()
    }

    /// An address: a pseudonym where it is local.
    pub fn address(&self, address: IpAddr) -> String {
        match self.local_of(address) {
            Some(local) => {
                self.count(Kind::Address);
                match local.device(address) {
                    Some(number) => format!("device-{number}"),
                    None => Kind::Address.mark(),
                }
            }
            None => address.to_string(),
        }
    }

    fn local_of(&self, address: IpAddr) -> Option<&Local> {
        let local = self.local.as_ref()?;
        local.is_local(address).then_some(local)
    }

    /// The name of a host: a pseudonym where it is local.
    pub fn host(&self, name: &str) -> String {
        match self.local_host(name) {
            Some(pseudonym) => pseudonym,
            None => match name.parse() {
                Ok(address) => self.address(address),
                Err(_) => plain_text(name),
            },
        }
    }

    /// What a flow goes to: its leading name, else its address.
    pub fn destination(&self, analysis: &Analysis, flow: &Flow, tags: &Tags) -> String {
        match analysis.tables.name_of(tags) {
            Some(name) => self.host(&name.value),
            None => self.address(flow.destination().ip),
        }
    }

    fn local_host(&self, name: &str) -> Option<String> {
        let pseudonym = match self.local.as_ref()?.host(name) {
            Host::Numbered(number) => format!("host-{number}"),
            Host::Unnumbered => Kind::Host.mark(),
            Host::Remote => return None,
        };
        self.count(Kind::Host);
        Some(pseudonym)
    }

    /// A source port, which is left out.
    pub fn source_port(&self, port: Option<u16>) -> String {
        match (self.is_on(), port) {
            (_, None) => String::new(),
            (false, Some(port)) => port.to_string(),
            (true, Some(_)) => {
                self.count(Kind::Port);
                String::new()
            }
        }
    }

    /// A sentence or a name: what is recognised as local or personal in it is replaced. Safe to show.
    pub fn text(&self, text: &str) -> String {
        let plain = plain_prose(text);
        match &self.local {
            None => plain,
            Some(local) => {
                let plain = self.without_homes(self.without_long_hosts(local, plain));
                self.words(&plain, |word| self.pseudonym(word))
            }
        }
    }

    /// A piece of what was captured itself, such as a path: identifiers are taken out too.
    pub fn content(&self, text: &str) -> String {
        let plain = plain_prose(text);
        match self.is_on() {
            false => plain,
            true => self.words(&plain, |word| {
                self.pseudonym(word)
                    .or_else(|| text::is_token(word).then(|| self.taken_out(Kind::Token)))
            }),
        }
    }

    /// The path of a request: its query keeps the names of its fields.
    pub fn path(&self, path: &str) -> String {
        if !self.is_on() {
            return plain_prose(path);
        }
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        let segments: Vec<String> = path.split('/').map(|part| self.content(part)).collect();
        let query = query.map_or_else(String::new, |query| format!("?{}", self.query(query)));
        format!("{}{query}", segments.join("/"))
    }

    fn query(&self, query: &str) -> String {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) => {
                format!("{}={}", self.content(name), self.taken_out(Kind::Value))
            }
            None => self.content(pair),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// A value that somebody typed or was given.
    pub fn value(&self, value: &str) -> String {
        match self.is_on() {
            true => self.taken_out(Kind::Value),
            false => plain_prose(value),
        }
    }

    fn taken_out(&self, kind: Kind) -> String {
        self.count(kind);
        kind.mark()
    }

    fn count(&self, kind: Kind) {
        if let Some(places) = self.places.get(kind as usize) {
            places.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Replaces names of several words, wherever they stand.
    fn without_long_hosts(&self, local: &Local, mut text: String) -> String {
        // Kept in step with the text: pseudonyms are in lower case.
        let mut lower = text.to_ascii_lowercase();
        for (name, number) in local.long_hosts() {
            // Each turn takes away a character that separates words, and a pseudonym has none.
            while let Some(at) = lower.find(name.as_str()) {
                let pseudonym = format!("host-{number}");
                lower.replace_range(at..at + name.len(), &pseudonym);
                text.replace_range(at..at + name.len(), &pseudonym);
                self.count(Kind::Host);
            }
        }
        text
    }

    /// Replaces the name of whoever a folder belongs to: `/home/ada/bin` names somebody.
    fn without_homes(&self, text: String) -> String {
        let Some((before, rest)) = text::home(&text) else {
            return text;
        };
        let end = rest.find(['/', '\\']).unwrap_or(rest.len());
        let (_, behind) = rest.split_at(end);
        let behind = self.without_homes(behind.to_owned());
        format!("{before}{}{behind}", self.taken_out(Kind::Value))
    }

    fn words(&self, text: &str, replaced: impl Fn(&str) -> Option<String>) -> String {
        let mut new = String::with_capacity(text.len());
        for piece in text::pieces(text) {
            match piece {
                text::Piece::Between(between) => new.push_str(between),
                text::Piece::Word(word) => {
                    let word = replaced(word).map_or(Cow::Borrowed(word), Cow::Owned);
                    new.push_str(&word);
                }
            }
        }
        new
    }

    /// What stands for a word; `None` where it may stay.
    fn pseudonym(&self, word: &str) -> Option<String> {
        if let Some(address) = text::address(word) {
            return self.local_of(address).map(|_| self.address(address));
        }
        let kind = text::kind_of(word);
        kind.map(|kind| self.taken_out(kind))
            .or_else(|| self.local_host(word))
            .or_else(|| {
                // A term of the filter: `ip:10.0.0.23`.
                let (key, value) = word.split_once(':')?;
                let bare = key.strip_prefix('-').unwrap_or(key);
                let is_key = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_lowercase());
                let value = self.pseudonym(value).filter(|_| is_key)?;
                Some(format!("{key}:{value}"))
            })
    }

    /// How often each kind was taken out so far, and of addresses and hosts how many there are.
    pub fn counts(&self) -> Vec<(Kind, u64)> {
        let places = Kind::ALL.iter().zip(&self.places);
        places
            .map(|(kind, places)| (*kind, places.load(Ordering::Relaxed)))
            .filter(|(_, places)| *places > 0)
            .collect()
    }

    /// What was taken out so far, in one sentence with its numbers.
    pub fn summary(&self) -> String {
        if !self.is_on() {
            return ALL_SHOWN.to_owned();
        }
        let counts = self.counts();
        let told: Vec<String> = counts
            .iter()
            .map(|(kind, places)| {
                let (one, many) = kind.nouns();
                counted(*places, one, many)
            })
            .collect();
        match told.is_empty() {
            true => "Redacted: nothing was found that is redacted.".to_owned(),
            false => format!(
                "{} Replaced or left out, place by place: {}.",
                self.mark(),
                told.join(", ")
            ),
        }
    }

    /// One line for a picture: how many devices and hosts have pseudonyms, or that everything is shown.
    pub fn mark(&self) -> String {
        let Some(local) = &self.local else {
            return ALL_SHOWN.to_owned();
        };
        let (devices, hosts) = local.counts();
        format!(
            "Redacted: {} and {} of the captured side stand under pseudonyms.",
            counted(devices, "address", "addresses"),
            counted(hosts, "host name", "host names"),
        )
    }
}

#[cfg(test)]
mod tests;
