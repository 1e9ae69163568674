//! The text of a rule pack becomes its rules, or a list of what is wrong with it, each with line and reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::check;
use super::service::ServiceKind;
use crate::reference::fault::Fault;

/// The shape of packs that is read.
pub const SCHEMA: &str = "whither-rules/1";

/// A pack as it is written; `assets/rules/README.md` describes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Names the shape.
    pub schema: Spanned<String>,
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
    /// From which domains others are served.
    #[serde(default)]
    pub service: Vec<ServiceEntry>,
    /// What hosts are told.
    #[serde(default)]
    pub host: Vec<HostEntry>,
    /// What the first label of a host says by convention, whatever the domain.
    #[serde(default)]
    pub label: Vec<LabelEntry>,
    /// What ordinary words in a host's name say.
    #[serde(default)]
    pub word: Vec<WordEntry>,
    /// What networks and ranges are for that serve one purpose.
    #[serde(default)]
    pub network: Vec<NetworkEntry>,
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

/// Domains from which a company serves others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// What is served.
    pub kind: ServiceKind,
    /// The domains, and all under them.
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
    /// The labels, lower case, without digits at the end; `@` is a registrable domain by itself.
    pub labels: Vec<Spanned<String>>,
    /// A habit, no convention: no more than *weak*, and ordinary words in the name go before it.
    #[serde(default)]
    pub loose: bool,
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

/// Networks, by number or range, that serve one purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkEntry {
    /// Unique within the pack.
    pub id: Spanned<String>,
    /// Numbers of autonomous systems.
    #[serde(default)]
    pub asns: Vec<u32>,
    /// Ranges of addresses: `17.57.144.0/22`.
    #[serde(default)]
    pub ranges: Vec<Spanned<String>>,
    /// What they speak for.
    #[serde(rename = "type")]
    pub data_type: Spanned<String>,
    /// A second type that is as likely.
    pub also: Option<Spanned<String>>,
    /// Which way the bytes must go for the rule to speak.
    pub direction: Option<Way>,
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

impl Pack {
    /// Reads a pack and checks it whole.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let pack: Self =
            toml::from_str(text).map_err(|error| vec![Fault::of_toml(text, &error)])?;
        let errors = check::faults(&pack, text);
        match errors.is_empty() {
            true => Ok(pack),
            false => Err(errors),
        }
    }

    /// Rules in it, of every kind.
    pub fn rules(&self) -> usize {
        let about_hosts = self.host.len() + self.label.len() + self.word.len();
        let names = self.key.len() + self.query.len() + self.cookie.len();
        about_hosts + names + self.network.len() + self.path.len() + self.content_type.len()
    }
}
