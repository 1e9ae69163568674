//! The file of types set by hand becomes entries, or a list of what is wrong with it; entries become its text.
//!
//! It is small and meant to be read, shared and reviewed: one table an entry.

mod text;

use std::net::{IpAddr, SocketAddr};

use serde::Deserialize;
use toml::Spanned;

pub use self::text::text_of;
use super::{About, Entry, FlowRef};
use crate::capture::frame::Time;
use crate::flow::model::Endpoint;
use crate::reference::data_type::DataType;
use crate::reference::fault::Fault;

/// Name of the file beside the captures.
pub const FILE_NAME: &str = "whither-by-hand.toml";

/// The shape that is read and written.
pub const SCHEMA: &str = "whither-by-hand/1";

/// Entries that are read: people set some dozen, programs may set more.
const MAX_ENTRIES: usize = 100_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema: Spanned<String>,
    #[serde(default)]
    flow: Vec<WrittenFlow>,
    #[serde(default)]
    host: Vec<WrittenHost>,
    #[serde(default)]
    domain: Vec<WrittenDomain>,
    #[serde(default)]
    owner: Vec<WrittenOwner>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFlow {
    capture: String,
    sha256: Option<Spanned<String>>,
    transport: String,
    client: Spanned<String>,
    server: Spanned<String>,
    start: Option<Spanned<String>>,
    #[serde(rename = "type")]
    data_type: Spanned<String>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHost {
    host: Spanned<String>,
    #[serde(rename = "type")]
    data_type: Spanned<String>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDomain {
    domain: Spanned<String>,
    #[serde(rename = "type")]
    data_type: Spanned<String>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOwner {
    owner: Spanned<String>,
    #[serde(rename = "type")]
    data_type: Spanned<String>,
    #[serde(default)]
    note: String,
}

/// Reads a file and checks it whole.
///
/// # Errors
/// Everything that is wrong with it, each with line, column and reason.
pub fn read(text: &str) -> Result<Vec<Entry>, Vec<Fault>> {
    let written: Written =
        toml::from_str(text).map_err(|error| vec![Fault::of_toml(text, &error)])?;
    let mut check = Check {
        text,
        errors: Vec::new(),
    };
    let entries = check.all(&written);
    match check.errors.is_empty() {
        true => Ok(entries),
        false => Err(check.errors),
    }
}

struct Check<'a> {
    text: &'a str,
    errors: Vec<Fault>,
}

impl Check<'_> {
    fn all(&mut self, written: &Written) -> Vec<Entry> {
        if written.schema.get_ref() != SCHEMA {
            self.say(&written.schema, format!("the schema is not `{SCHEMA}`"));
        }
        let count = written.flow.len() + written.host.len();
        if count + written.domain.len() + written.owner.len() > MAX_ENTRIES {
            let what = format!("more than {MAX_ENTRIES} entries");
            self.say(&written.schema, what);
            return Vec::new();
        }
        let mut entries = Vec::new();
        for one in &written.owner {
            let about = self.owner(&one.owner).map(About::Owner);
            entries.extend(self.entry(about, &one.data_type, &one.note));
        }
        for one in &written.domain {
            let about = self.domain(&one.domain).map(About::Domain);
            entries.extend(self.entry(about, &one.data_type, &one.note));
        }
        for one in &written.host {
            let about = self.host(&one.host).map(About::Host);
            entries.extend(self.entry(about, &one.data_type, &one.note));
        }
        for one in &written.flow {
            let about = self.flow(one).map(About::Flow);
            entries.extend(self.entry(about, &one.data_type, &one.note));
        }
        entries
    }

    fn entry(
        &mut self,
        about: Option<About>,
        token: &Spanned<String>,
        note: &str,
    ) -> Option<Entry> {
        let data_type = match token.get_ref().as_str() {
            "unclassified" => None,
            word => {
                let known = DataType::of_token(word);
                if known.is_none() {
                    self.say(token, format!("no data type is called `{word}`"));
                }
                known
            }
        };
        Some(Entry {
            about: about?,
            data_type,
            note: note.to_owned(),
        })
    }

    fn owner(&mut self, written: &Spanned<String>) -> Option<String> {
        let name = written.get_ref().trim();
        if name.is_empty() {
            self.say(written, "an owner has a name".to_owned());
        }
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn host(&mut self, written: &Spanned<String>) -> Option<String> {
        let host = written.get_ref().to_ascii_lowercase();
        let is_plain = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c == '*');
        if !is_plain {
            let what = "a host is one name, without spaces and wildcards".to_owned();
            self.say(written, what);
        }
        is_plain.then_some(host)
    }

    fn domain(&mut self, written: &Spanned<String>) -> Option<String> {
        let domain = self.host(written)?;
        let registrable = psl::domain_str(&domain);
        match registrable {
            Some(own) if own == domain => Some(domain),
            Some(own) => {
                let what = format!("`{domain}` is a host in the domain `{own}`: set it as a host");
                self.say(written, what);
                None
            }
            None => {
                self.say(written, format!("`{domain}` is no registrable domain"));
                None
            }
        }
    }

    fn flow(&mut self, one: &WrittenFlow) -> Option<FlowRef> {
        let start = one.start.as_ref().map(|start| self.time(start));
        let (client, server) = (self.end(&one.client), self.end(&one.server));
        let sha256 = one.sha256.as_ref().map(|hash| self.hash(hash));
        Some(FlowRef {
            capture: one.capture.clone(),
            sha256: match sha256 {
                Some(hash) => Some(hash?),
                None => None,
            },
            transport: one.transport.clone(),
            client: client?,
            server: server?,
            start: match start {
                Some(start) => Some(start?),
                None => None,
            },
        })
    }

    fn end(&mut self, written: &Spanned<String>) -> Option<Endpoint> {
        let end = end_of(written.get_ref());
        if end.is_none() {
            let what = "expected an address with its port, such as `10.0.0.23:51844`";
            self.say(written, what.to_owned());
        }
        end
    }

    fn time(&mut self, written: &Spanned<String>) -> Option<Time> {
        let stamp: Option<jiff::Timestamp> = written.get_ref().parse().ok();
        let time = stamp.and_then(|stamp| Time::from_wide_nanos(stamp.as_nanosecond()));
        if time.is_none() {
            self.say(
                written,
                "expected a time such as `2026-11-23T14:08:33Z`".to_owned(),
            );
        }
        time
    }

    fn hash(&mut self, written: &Spanned<String>) -> Option<String> {
        let hash = written.get_ref().to_ascii_lowercase();
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            let what = "a SHA-256 has 64 hexadecimal digits".to_owned();
            self.say(written, what);
        }
        is_hash.then_some(hash)
    }

    fn say(&mut self, place: &Spanned<String>, what: String) {
        self.errors
            .push(Fault::at(self.text, place.span().start, what));
    }
}

fn end_of(text: &str) -> Option<Endpoint> {
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Some(Endpoint {
            ip: address.ip(),
            port: Some(address.port()),
        });
    }
    let ip: IpAddr = text.parse().ok()?;
    Some(Endpoint { ip, port: None })
}

#[cfg(test)]
mod tests;
