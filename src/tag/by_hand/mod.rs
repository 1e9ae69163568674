//! Data types that the user set for a flow, a host, a domain or an owner: they win over everything that is presumed, and
//! are told apart from it wherever they are shown.

pub mod file;
pub mod lookup;

use std::fmt;

use crate::capture::frame::Time;
use crate::flow::model::Endpoint;
use crate::reference::data_type::DataType;

/// Everything that was set by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByHand {
    /// In the order of the files; of several about the same thing the last counts.
    pub entries: Vec<Entry>,
    /// Name and SHA-256 of each file that they come from.
    pub files: Vec<(String, String)>,
}

/// One type that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// For what.
    pub about: About,
    /// The type; `None` for *not classified*.
    pub data_type: Option<DataType>,
    /// Why, in the user's words; may be empty.
    pub note: String,
}

/// What a type is set for. The narrower wins over the wider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// One flow of one capture.
    Flow(FlowRef),
    /// Every flow to a host of exactly this name.
    Host(String),
    /// Every flow to a host in this registrable domain.
    Domain(String),
    /// Every flow to a host whose domain this owner operates.
    Owner(String),
}

/// A flow as it can be found again when the capture is read once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowRef {
    /// File name of the capture.
    pub capture: String,
    /// SHA-256 of the capture; where it is known on both sides it decides, else the name does.
    pub sha256: Option<String>,
    /// `tcp`, `udp`, as in files.
    pub transport: String,
    /// Who opened it.
    pub client: Endpoint,
    /// Who answered.
    pub server: Endpoint,
    /// Time of its first frame, where the capture states one.
    pub start: Option<Time>,
}

impl About {
    /// Word in files: the key under which it stands.
    pub fn token(&self) -> &'static str {
        match self {
            About::Flow(_) => "flow",
            About::Host(_) => "host",
            About::Domain(_) => "domain",
            About::Owner(_) => "owner",
        }
    }
}

/// `for the host “a.example.com”`, as a part of a sentence.
impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            About::Flow(_) => write!(f, "for this flow"),
            About::Host(host) => write!(f, "for the host “{host}”"),
            About::Domain(domain) => write!(f, "for all hosts in “{domain}”"),
            About::Owner(owner) => write!(f, "for all hosts of {owner}"),
        }
    }
}

impl Entry {
    /// The type's word in files.
    pub fn type_token(&self) -> &'static str {
        self.data_type.map_or("unclassified", DataType::token)
    }

    /// `set by hand for the host “a.example.com”: the vendor says so`.
    pub fn told(&self) -> String {
        let note = match self.note.is_empty() {
            true => String::new(),
            false => format!(": {}", self.note),
        };
        format!("set by hand {}{note}", self.about)
    }
}

impl ByHand {
    /// With this entry in place of the one about the same thing.
    pub fn set(&mut self, entry: Entry) {
        self.remove(&entry.about);
        self.entries.push(entry);
    }

    /// Without what was set for this.
    pub fn remove(&mut self, about: &About) {
        self.entries.retain(|entry| entry.about != *about);
    }

    /// What was set for exactly this.
    pub fn about(&self, about: &About) -> Option<&Entry> {
        let mut entries = self.entries.iter().rev();
        entries.find(|entry| entry.about == *about)
    }
}
