//! Packet comments, process blocks and names that a capture carries become evidence: which program a flow belongs to, and how the
//! capturing device named an address.
//!
//! PCAPdroid writes `u-10123`, the number of a program's user, and names that user in a block of its own. RustNet writes
//! `rustnet process=firefox pid=4242 …`, words with a space between them; `_` stands for a space within a value.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::item::{AppSource, Evidence, Fact, HostName, NameSource};
use crate::capture::frame::{Carrier, Program, Time};
use crate::capture::told::{AddressName, ProgramName};
use crate::flow::model::{Flow, FlowId};
use crate::flow::table::FlowUpdate;

/// Names that one address may have; more is no help to anybody.
const MAX_NAMES_OF_A_FLOW: usize = 4;

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

/// The programs of flows while their capture is read: the first packet of a flow that names one counts.
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
        if let Some(said) = read(comment) {
            self.note(update, said);
        }
    }

    /// Takes the program that blocks of the file name for a packet.
    pub fn take_program(&mut self, update: &FlowUpdate<'_>, program: Program<'_>) {
        if self.of_flow.contains_key(&update.flow) {
            return;
        }
        let source = match program.carrier {
            Carrier::WiresharkBlock => AppSource::WiresharkBlock,
            Carrier::AppleBlock => AppSource::AppleBlock,
        };
        let said = Said {
            name: program.name,
            number: Some(program.number),
            source,
        };
        self.note(update, said);
    }

    fn note(&mut self, update: &FlowUpdate<'_>, said: Said<'_>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::frame::{CaptureIndex, Frame, LinkType};
    use crate::flow::splitting::Splitting;
    use crate::flow::table::FlowTable;
    use crate::wire::packet::{Decoded, decode};

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

    #[test]
    fn every_shorter_comment_ends() {
        let rustnet = "rustnet process=a pid=4242 uid=1000";
        for (at, _) in rustnet.char_indices() {
            let cut = &rustnet[..at];
            assert_eq!(read(cut).is_some(), at > 16, "{cut}");
        }
    }

    /// UDP from 10.0.0.1 to 9.9.9.9, whose ports are 4,096 and `port`, with a comment.
    fn take(table: &mut FlowTable, apps: &mut Apps, number: u64, port: u8, comment: &str) {
        let ip = [0x45, 0, 0, 29, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1];
        let udp = [9, 9, 9, 9, 0x10, 0, 0x20, port, 0, 9, 0, 0, 7];
        let frame = Frame {
            number,
            at: None,
            link: LinkType::RAW,
            interface: 0,
            wire_len: 29,
            bytes: &[&ip[..], &udp].concat(),
            offset: 0,
            comment: Some(comment),
            program: None,
        };
        let Decoded::Packet(packet) = decode(&frame) else {
            panic!("a whole packet is read");
        };
        apps.take(&table.add(&frame, &packet).unwrap(), comment);
    }

    #[test]
    fn a_flow_belongs_to_the_first_program_named_and_users_get_their_names() {
        let (mut table, mut apps) = (
            FlowTable::new(CaptureIndex(0), Splitting::default()),
            Apps::default(),
        );
        take(&mut table, &mut apps, 1, 1, "u-10123");
        take(&mut table, &mut apps, 2, 1, "u-10999");
        take(&mut table, &mut apps, 3, 2, "a note");
        take(&mut table, &mut apps, 4, 2, "u-10999");
        take(
            &mut table,
            &mut apps,
            5,
            3,
            "rustnet process=curl pid=10123",
        );
        let programs = [ProgramName {
            user: 10_123,
            name: "ClipClap".into(),
        }];
        let named: Vec<String> = apps
            .items(&programs)
            .iter()
            .map(|item| match &item.fact {
                Fact::App { name, source, .. } => {
                    format!(
                        "{} {name} {} at {}",
                        item.flow.0,
                        source.token(),
                        item.frame
                    )
                }
                other => format!("{other:?}"),
            })
            .collect();
        let expected = [
            "0 ClipClap pcapdroid-comment at 1",
            "1 u-10999 pcapdroid-comment at 4",
            "2 curl rustnet-comment at 5",
        ];
        assert_eq!(named, expected);
    }

    #[test]
    fn names_of_the_capture_go_to_the_flows_of_their_address() {
        let (mut table, mut apps) = (
            FlowTable::new(CaptureIndex(0), Splitting::default()),
            Apps::default(),
        );
        take(&mut table, &mut apps, 1, 1, "");
        let flows = table.flows_so_far(&[], &[]).flows;
        let told = [("9.9.9.9", "a.example"), ("9.9.9.8", "b.example")].map(|(ip, name)| {
            let address = ip.parse().unwrap();
            let name = name.to_owned();
            AddressName { address, name }
        });
        let found = named_by_capture(&flows, &told);
        let fact = Fact::Named {
            name: "a.example".into(),
            source: NameSource::Capture,
        };
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].frame, &found[0].fact), (1, &fact));
    }
}
