//! Packet comments and names that a capture carries become evidence: which program a flow belongs to, and how the
//! capturing device named an address.
//!
//! PCAPdroid writes `u-10123`, the number of a program's user, and names that user in a block of its own. RustNet writes
//! `rustnet process=firefox pid=4242 …`, words with a space between them; `_` stands for a space within a value.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::item::{AppSource, Evidence, Fact, HostName, NameSource};
use crate::capture::frame::Time;
use crate::capture::told::{AddressName, ProgramName};
use crate::flow::model::{Flow, FlowId};
use crate::flow::table::FlowUpdate;

/// What a comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// The program as written.
    pub name: &'a str,
    /// Process or user number.
    pub number: Option<u32>,
    /// Whose comment it is.
    pub source: AppSource,
}

/// Reads a comment; `None` where it is of no program that is known here.
pub fn read(comment: &str) -> Option<Said<'_>> {
    read_pcapdroid(comment).or_else(|| read_rustnet(comment))
}

fn read_pcapdroid(comment: &str) -> Option<Said<'_>> {
    // `u--1` says that the program was not found.
    let digits = comment.strip_prefix("u-")?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    Some(Said {
        name: comment,
        number: Some(digits.parse().ok().filter(|_| is_number)?),
        source: AppSource::PcapdroidComment,
    })
}

fn read_rustnet(comment: &str) -> Option<Said<'_>> {
    let mut words = comment.split_ascii_whitespace();
    if words.next() != Some("rustnet") {
        return None;
    }
    let (mut name, mut number) = (None, None);
    for (key, value) in words.filter_map(|word| word.split_once('=')) {
        match key {
            "process" if !value.is_empty() => name = Some(value),
            "pid" => number = value.parse().ok(),
            _ => {}
        }
    }
    Some(Said {
        name: name?,
        number,
        source: AppSource::RustnetComment,
    })
}

#[derive(Clone, Debug)]
struct Noted {
    name: Arc<str>,
    number: Option<u32>,
    source: AppSource,
    frame: u64,
    at: Option<Time>,
}

/// The programs of flows while their capture is read: the first comment of a flow that names one counts.
#[derive(Debug, Default)]
pub struct Apps {
    of_flow: HashMap<FlowId, Noted, RandomState>,
    names: HashMap<Arc<str>, (), RandomState>,
}

impl Apps {
    /// Reads the comment of a packet.
    pub fn take(&mut self, update: &FlowUpdate<'_>, comment: &str) {
        if self.of_flow.contains_key(&update.flow) {
            return;
        }
        let Some(said) = read(comment) else {
            return;
        };
        let noted = Noted {
            name: self.intern(said.name),
            number: said.number,
            source: said.source,
            frame: update.frame,
            at: update.at,
        };
        self.of_flow.insert(update.flow, noted);
    }

    fn intern(&mut self, name: &str) -> Arc<str> {
        if let Some((known, ())) = self.names.get_key_value(name) {
            return Arc::clone(known);
        }
        let name: Arc<str> = Arc::from(name);
        self.names.insert(Arc::clone(&name), ());
        name
    }

    /// One item a flow, user numbers replaced by the names that the capture gives for them.
    pub fn items(&self, programs: &[ProgramName]) -> Vec<Evidence> {
        let names: HashMap<u32, Arc<str>> = programs
            .iter()
            .map(|program| (program.user, Arc::from(&*program.name)))
            .collect();
        let item = |(flow, noted): (&FlowId, &Noted)| {
            let by_number = noted
                .number
                .filter(|_| noted.source == AppSource::PcapdroidComment)
                .and_then(|number| names.get(&number));
            Evidence {
                flow: *flow,
                frame: noted.frame,
                at: noted.at,
                fact: Fact::App {
                    name: Arc::clone(by_number.unwrap_or(&noted.name)),
                    number: noted.number,
                    source: noted.source,
                },
            }
        };
        let mut items: Vec<Evidence> = self.of_flow.iter().map(item).collect();
        items.sort_by_key(|item| item.flow);
        items
    }
}

/// For each flow whose server the capture names: that name. The frame is the flow's first, as the names have none.
pub fn named_by_capture(flows: &[Flow], told: &[AddressName]) -> Vec<Evidence> {
    let mut names: HashMap<IpAddr, Vec<HostName>> = HashMap::new();
    for name in told {
        let known = names.entry(name.address).or_default();
        if !known.iter().any(|k| **k == *name.name) {
            known.push(Arc::from(&*name.name));
        }
    }
    let of = |(id, flow): (u32, &Flow)| {
        let known = names.get(&flow.server.ip).map_or(&[][..], Vec::as_slice);
        let (frame, at) = (flow.first_frame, flow.start);
        let items = known
            .iter()
            .take(MAX_NAMES_OF_A_FLOW)
            .map(move |name| Evidence {
                flow: FlowId(id),
                frame,
                at,
                fact: Fact::Named {
                    name: Arc::clone(name),
                    source: NameSource::Capture,
                },
            });
        items.collect::<Vec<_>>()
    };
    (0_u32..).zip(flows).flat_map(of).collect()
}

/// Names that one address may have; more is no help to anybody.
const MAX_NAMES_OF_A_FLOW: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_both_programs_are_read() {
        let said = read("u-10123").unwrap();
        assert_eq!((said.name, said.number), ("u-10123", Some(10_123)));
        let rustnet = "rustnet process=Web_Content pid=4242 uid=1000 direction=outgoing app=HTTPS";
        let said = read(rustnet).unwrap();
        assert_eq!((said.name, said.number), ("Web_Content", Some(4_242)));
        assert_eq!(said.source, AppSource::RustnetComment);
    }

    #[test]
    fn other_comments_say_nothing() {
        for comment in [
            "",
            "u-",
            "u--1",
            "u-+5",
            "u-4294967296",
            "rustnet",
            "rustnet pid=4",
            "rustnetprocess=a",
            "look at this",
        ] {
            assert_eq!(read(comment), None, "{comment}");
        }
    }
}
