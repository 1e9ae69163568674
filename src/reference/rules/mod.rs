//! Curated rules: what hosts, paths, fields and words presumably say of the data, and who operates a domain.
//!
//! Packs are text (`assets/rules/`); they are compiled once into tables that are asked by name, so that a look-up costs
//! the same with ten rules or ten thousand. A rule only says what it says; how far it is believed is decided by `tag`.

mod ask;
mod check;
mod content;
mod hosts;
pub mod known;
pub mod networks;
pub mod pack;
pub mod pattern;
pub mod service;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use super::provenance::sha256_of;
use foldhash::fast::RandomState;
use toml::Spanned;

pub use self::ask::BARE;
pub use self::content::{ContentRules, NamePlace, folded};
use self::hosts::Hosts;
use self::known::KnownValues;
use self::networks::{NetworkUse, Networks};
use self::pack::{Basis, Pack, Way};
use self::service::Service;
use super::data_type::DataType;
use super::fault::Fault;

/// Packs that are compiled into the program.
const BUNDLED: &[(&str, &str)] = &include!("bundled_packs.in");

/// Bytes of a pack that is read: far above any that people write.
pub const MAX_PACK_BYTES: u64 = 16 * 1024 * 1024;

/// A rule, whatever it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `host_rule.google.push`: stable, for files.
    pub id: String,
    /// What it speaks for; `None` for a host that carries everything.
    pub data_type: Option<DataType>,
    /// A second type that is as likely.
    pub also: Option<DataType>,
    /// What it expects of the bytes.
    pub direction: Option<Way>,
    /// Page it comes from.
    pub url: Arc<str>,
    /// Day on which that was looked at.
    pub checked: Arc<str>,
    /// What there is.
    pub basis: Basis,
}

/// A pack that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Rules about hosts in it.
    pub host_rules: usize,
    /// All rules in it.
    pub rules: usize,
    /// Whether the user added it.
    pub is_users: bool,
}

/// All rules, compiled.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    packs: Vec<PackInfo>,
    hosts: Hosts,
    owners: HashMap<Box<str>, (Arc<str>, Arc<str>), RandomState>,
    services: HashMap<Box<str>, Arc<Service>, RandomState>,
    networks: Networks,
    labels: ByText,
    loose_labels: ByText,
    words: ByText,
    content: ContentRules,
    known: KnownValues,
}

/// What the rules say of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostAnswer<'a> {
    /// The most specific rule.
    pub rule: &'a Arc<Rule>,
    /// Its pattern, as written.
    pub pattern: String,
}

impl Rules {
    /// The packs of the program.
    ///
    /// # Errors
    /// What is wrong with one of them; a test keeps that from happening.
    pub fn bundled() -> Result<Self, Vec<Fault>> {
        let mut rules = Self::default();
        for (_, text) in BUNDLED {
            rules.add(text, false)?;
        }
        Ok(rules)
    }

    /// Adds a pack; one of the user's wins over those of the program.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing of it is added then.
    pub fn add(&mut self, text: &str, is_users: bool) -> Result<(), Vec<Fault>> {
        let pack = Pack::read(text)?;
        let before = self.hosts.len();
        self.add_owners(&pack, is_users);
        self.add_services(&pack);
        self.add_hosts(&pack, is_users);
        self.add_networks(&pack);
        for entry in &pack.word {
            let rule = rule_of(
                &pack,
                "host_word",
                &entry.id,
                &entry.data_type,
                &entry.source,
            );
            put_all(&mut self.words, &entry.words, &Arc::new(rule));
        }
        self.content.add(&pack);
        self.packs.push(PackInfo {
            name: pack.pack.get_ref().clone(),
            version: pack.version.clone(),
            sha256: sha256_of(text),
            host_rules: self.hosts.len() - before,
            rules: pack.rules(),
            is_users,
        });
        Ok(())
    }

    /// Adds values that the user knows to be theirs.
    ///
    /// # Errors
    /// Everything that is wrong with the list; nothing of it is looked for then.
    pub fn add_known(&mut self, text: &str) -> Result<(), Vec<Fault>> {
        self.known.add(text)
    }

    fn add_owners(&mut self, pack: &Pack, is_users: bool) {
        let id: Arc<str> = format!("rule:owner.{}", pack.pack.get_ref()).into();
        for entry in &pack.owner {
            let name: Arc<str> = entry.name.as_str().into();
            for domain in &entry.domains {
                let key = domain.get_ref().to_ascii_lowercase().into_boxed_str();
                let value = (Arc::clone(&name), Arc::clone(&id));
                match is_users {
                    true => drop(self.owners.insert(key, value)),
                    false => drop(self.owners.entry(key).or_insert(value)),
                }
            }
        }
    }

    /// Of one domain the last entry counts: the user's packs come after the program's.
    fn add_services(&mut self, pack: &Pack) {
        for entry in &pack.service {
            let source = pack.sources.get(entry.source.get_ref());
            let text = |of: Option<&String>| Arc::from(of.map_or("", String::as_str));
            let id = format!("service.{}.{}", pack.pack.get_ref(), entry.id.get_ref());
            let service = Arc::new(Service {
                id: id.into(),
                kind: entry.kind,
                url: text(source.map(|source| &source.url)),
                checked: text(source.map(|source| &source.checked)),
            });
            let domains = entry.domains.iter();
            let keys = domains.map(|domain| domain.get_ref().to_ascii_lowercase().into());
            self.services
                .extend(keys.map(|key: Box<str>| (key, Arc::clone(&service))));
        }
    }

    fn add_hosts(&mut self, pack: &Pack, is_users: bool) {
        for entry in &pack.host {
            let rule = rule_of(
                pack,
                "host_rule",
                &entry.id,
                &entry.data_type,
                &entry.source,
            );
            let rule = Arc::new(Rule {
                also: also_of(entry.also.as_ref()),
                direction: entry.direction,
                ..rule
            });
            for host in &entry.hosts {
                self.hosts.add(host.get_ref(), &rule, is_users);
            }
        }
        for entry in &pack.label {
            let rule = rule_of(
                pack,
                "host_label",
                &entry.id,
                &entry.data_type,
                &entry.source,
            );
            let also = also_of(entry.also.as_ref());
            let table = match entry.loose {
                true => &mut self.loose_labels,
                false => &mut self.labels,
            };
            put_all(table, &entry.labels, &Arc::new(Rule { also, ..rule }));
        }
    }

    /// The last entry about a network counts: the user's packs come after the program's.
    fn add_networks(&mut self, pack: &Pack) {
        for entry in &pack.network {
            let rule = rule_of(pack, "network", &entry.id, &entry.data_type, &entry.source);
            let rule = Arc::new(Rule {
                also: also_of(entry.also.as_ref()),
                direction: entry.direction,
                ..rule
            });
            for asn in &entry.asns {
                self.networks.add_number(*asn, &rule);
            }
            for written in &entry.ranges {
                if let Some(prefix) = networks::range(written.get_ref()) {
                    self.networks.add_range(prefix, written.get_ref(), &rule);
                }
            }
        }
    }

    /// The packs, in the order in which they were added.
    pub fn packs(&self) -> &[PackInfo] {
        &self.packs
    }

    /// One SHA-256 of all packs of the program: that of their own ones in order, one a line.
    pub fn bundled_sha256(&self) -> String {
        let own = self.packs.iter().filter(|pack| !pack.is_users);
        let lines: String = own.map(|pack| format!("{}\n", pack.sha256)).collect();
        sha256_of(&lines)
    }

    /// What the network of an address is for, where it serves one purpose.
    pub fn network(&self, ip: IpAddr, asn: Option<u32>) -> Option<NetworkUse<'_>> {
        self.networks.find(ip, asn)
    }

    /// Values that the user knows to be theirs.
    pub fn known(&self) -> &KnownValues {
        &self.known
    }

    /// Rules about what requests and bodies hold.
    pub fn content(&self) -> &ContentRules {
        &self.content
    }
}

type ByText = HashMap<Box<str>, Arc<Rule>, RandomState>;

fn put_all(table: &mut ByText, texts: &[Spanned<String>], rule: &Arc<Rule>) {
    let keys = texts.iter().map(|text| text.get_ref().as_str().into());
    table.extend(keys.map(|key: Box<str>| (key, Arc::clone(rule))));
}

fn also_of(token: Option<&Spanned<String>>) -> Option<DataType> {
    DataType::of_token(token?.get_ref())
}

fn rule_of(
    pack: &Pack,
    family: &str,
    id: &Spanned<String>,
    data_type: &Spanned<String>,
    source: &Spanned<String>,
) -> Rule {
    let source = pack.sources.get(source.get_ref());
    let text = |of: Option<&String>| Arc::from(of.map_or("", String::as_str));
    Rule {
        id: format!("{family}.{}.{}", pack.pack.get_ref(), id.get_ref()),
        data_type: DataType::of_token(data_type.get_ref()),
        also: None,
        direction: None,
        url: text(source.map(|source| &source.url)),
        checked: text(source.map(|source| &source.checked)),
        basis: source.map_or(Basis::Name, |source| source.basis),
    }
}

#[cfg(test)]
mod tests;
