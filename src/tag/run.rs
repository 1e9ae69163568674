//! Tags all flows: each distinct destination once, each name, program and stack of protocols once.

mod hosts;
mod joined;
mod numbered;
mod stated;

use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::Range;
use std::sync::Arc;

use foldhash::fast::RandomState;
use jiff::civil::Date;

use self::hosts::{AboutHost, At, at};
pub use self::joined::Joined;
use self::numbered::{Numbered, Numbers};
use super::by_hand::lookup::{CaptureId, Lookup};
use super::country::{address_tag, network_tag, unplaced};
use super::data_type::grade::{Presumed, judge};
use super::data_type::signs::{Seen, beside_host};
use super::day::first_day;
use super::model::{AddressTag, Place, Tags};
use super::names::{Answers, Continued, Hints, add_names, put_in_order};
use super::party::{PartyTag, SubjectSeen};
use super::round_trip::check::Input;
use super::round_trip::gate::Recorded;
use super::stated::Stated;
use crate::evidence::in_turn::InTurn;
use crate::evidence::item::{Evidence, Fact, HostName};
use crate::evidence::protocol::Protocol;
use crate::flow::model::{Direction, Flow, FlowId};
use crate::flow::rhythm::Rhythms;
use crate::reference::Reference;
use crate::reference::age::Leading;
use crate::reference::regions::RegionId;
use crate::reference::special::Special;
use crate::wire::packet::Tunnel;

/// Why a destination is tagged as it is: by its address and the regions that its names state, or by where the flow runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Subject {
    Remote(IpAddr, NamedRegions),
    Local,
    BetweenRemotes(IpAddr),
}

/// Regions that the names of one flow state. Two that differ are enough to show that they do.
type NamedRegions = [Option<RegionId>; 2];

/// Some flows that were tagged, and what their tags point into.
#[derive(Debug)]
pub struct Piece {
    tags: Vec<Tags>,
    numbered: Numbered,
}

struct Tagger<'a> {
    by: &'a Tagging<'a>,
    subject: SubjectSeen<'a>,
    by_hand: Lookup<'a>,
    numbered: Numbered,
    /// Places in `about`, by the name and by where it lies in memory.
    hosts: Numbers<HostName>,
    hosts_at: At<u32>,
    about: Vec<AboutHost<'a>>,
    /// Regions that names state.
    regions: At<Option<RegionId>>,
    /// By place of the leading name in `about`, owner and destination.
    parties: HashMap<(Option<u32>, Option<u32>, u32), PartyTag, RandomState>,
    /// The protocols of the flow that is tagged.
    spoken: Vec<Protocol>,
}

/// Everything that flows are tagged by.
#[derive(Debug)]
pub struct Tagging<'a> {
    flows: &'a [Flow],
    evidence: &'a [Evidence],
    rhythms: &'a Rhythms,
    reference: &'a Reference,
    stated: &'a Stated,
    captures: &'a [CaptureId<'a>],
    recorded: Recording<'a>,
    answers: Answers,
    leading: Leading,
    first_day: Option<Date>,
}

/// How the captures were recorded: what round trips are judged by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recording<'a> {
    /// In the order of the captures.
    pub captures: &'a [Recorded<'a>],
    /// What `Flow::tunnel` points into.
    pub tunnels: &'a [Tunnel],
}

impl<'a> Tagging<'a> {
    /// `evidence` is sorted by flow, `captures` are those that the flows name.
    pub fn new(
        flows: &'a [Flow],
        evidence: &'a [Evidence],
        rhythms: &'a Rhythms,
        reference: &'a Reference,
        stated: &'a Stated,
        captures: &'a [CaptureId<'a>],
        recorded: Recording<'a>,
    ) -> Self {
        let first_day = first_day(flows);
        Self {
            flows,
            evidence,
            rhythms,
            reference,
            stated,
            captures,
            recorded,
            answers: Answers::new(flows, evidence),
            leading: reference.leading(first_day),
            first_day,
        }
    }

    /// What the light-speed check looks at.
    fn timed(&self) -> Input<'_> {
        Input {
            flows: self.flows,
            evidence: self.evidence,
            recorded: self.recorded.captures,
            tunnels: self.recorded.tunnels,
            place: self.stated.place,
            reference: self.reference,
        }
    }

    /// Tags some flows, with tables of their own.
    pub fn piece(&self, range: Range<usize>) -> Piece {
        let mut tagger = Tagger::new(self);
        let mut continued = Continued::default();
        let mut hints = Hints::default();
        let (flows, answers) = (self.flows, &self.answers);
        let start = u32::try_from(range.start).unwrap_or(u32::MAX);
        let mut evidence = InTurn::from(self.evidence, FlowId(start));
        let mut tags = Vec::with_capacity(range.len());
        for (id, flow) in (start..).zip(flows.get(range).unwrap_or(&[])) {
            let own = evidence.of(FlowId(id));
            let names = &mut tagger.numbered.tables.names;
            let from = names.len();
            add_names(id, flow, own, answers, &mut hints, names);
            if let Some(name) = continued.name_for(own, flows, self.evidence, answers, &mut hints) {
                names.push(name);
                put_in_order(names, from);
            }
            let rhythm = self.rhythms.get(FlowId(id));
            let seen = Seen {
                flow,
                own,
                rhythm,
                asn: None,
            };
            tags.push(tagger.tag(seen, from));
        }
        Piece {
            tags,
            numbered: tagger.numbered,
        }
    }
}

impl<'a> Tagger<'a> {
    fn new(by: &'a Tagging<'a>) -> Self {
        Self {
            by,
            subject: SubjectSeen::new(&by.stated.subject, by.reference.rules()),
            by_hand: Lookup::new(&by.stated.by_hand),
            numbered: Numbered::default(),
            hosts: Numbers::default(),
            hosts_at: At::default(),
            about: Vec::new(),
            regions: At::default(),
            parties: HashMap::default(),
            spoken: Vec::new(),
        }
    }

    /// Tags one flow, whose names are in the table from `from` on.
    fn tag(&mut self, seen: Seen<'_>, from: usize) -> Tags {
        let Seen { flow, own, .. } = seen;
        let address = self.address(flow, from);
        let asn = self.numbered.asn_of(address);
        let seen = Seen { asn, ..seen };
        let leading = self.numbered.tables.names.get(from);
        let leading = leading.filter(|name| name.may_lead());
        let leading = leading.map(|name| HostName::clone(&name.value));
        let place = leading.as_ref().map(|name| self.about(name));
        let about = place.and_then(|place| self.about.get(place as usize));
        let (domain, rule) = about.map_or((None, None), |about| (about.domain, about.owner));
        let tunnel = first(own, |fact| match fact {
            Fact::Tunnel(sign) if sign.sure => Some(sign.kind),
            _ => None,
        });
        let data = match tunnel {
            Some(_) => Presumed::default(),
            None => presumed(seen, leading.as_deref(), about, self.by.reference),
        };
        let owner = rule.or_else(|| self.certified_owner(own, leading.as_deref()));
        let party = self.party(flow, (leading.as_deref(), place), owner, address);
        let by_hand = self.set_by_hand(flow, leading.as_deref(), owner);
        self.spoken.clear();
        self.spoken.extend(protocols_of(own));
        Tags {
            names: (
                u32::try_from(from).unwrap_or(u32::MAX),
                self.numbered.names_len(),
            ),
            address,
            domain,
            protocol: self.spoken.last().copied(),
            stack: self.numbered.stack(&self.spoken),
            app: app_of(own).map(|app| self.numbered.app(app)),
            tunnel,
            encrypted_dns: first(own, |fact| match fact {
                Fact::EncryptedDns(how) => Some(*how),
                _ => None,
            }),
            data: by_hand.map_or(data, |(_, set)| set),
            by_hand: by_hand.map(|(entry, _)| entry),
            owner,
            party,
        }
    }

    fn address(&mut self, flow: &Flow, from: usize) -> u32 {
        let ip = flow.destination().ip;
        let subject = match flow.direction() {
            Direction::Outward | Direction::Inward => Subject::Remote(ip, self.named_regions(from)),
            Direction::LocalOnly => Subject::Local,
            Direction::RemoteOnly => Subject::BetweenRemotes(ip),
        };
        match self.numbered.known_address(subject) {
            Some(known) => known,
            None => self.numbered.new_address(subject, self.tag_of(subject)),
        }
    }

    /// The regions that the names from `from` on state, the leading name's first.
    fn named_regions(&mut self, from: usize) -> NamedRegions {
        let mut found = NamedRegions::default();
        let names = self.numbered.tables.names.get(from..).unwrap_or(&[]);
        for name in names.iter().filter(|name| name.may_lead()) {
            let reference = self.by.reference;
            let region = self.regions.entry(at(&name.value));
            let region = *region.or_insert_with(|| reference.region_in_name(&name.value));
            let place = found
                .iter_mut()
                .find(|held| held.is_none() || **held == region);
            if let (Some(place), Some(region)) = (place, region) {
                *place = Some(region);
            }
        }
        found
    }

    fn tag_of(&self, subject: Subject) -> AddressTag {
        match subject {
            Subject::Remote(ip, regions) => {
                let regions: Vec<RegionId> = regions.into_iter().flatten().collect();
                address_tag(ip, &regions, &self.by.leading, self.by.reference)
            }
            Subject::Local => unplaced(Place::LocalNetwork),
            Subject::BetweenRemotes(ip) => match Special::of(ip) {
                Some(special) => unplaced(Place::Special(special)),
                None => AddressTag {
                    network: network_tag(ip, self.by.reference),
                    ..unplaced(Place::BetweenRemotes)
                },
            },
        }
    }
}

/// Votes of the host, the shape and the content; what a tunnel carries is not visible and is not judged.
fn presumed(
    seen: Seen<'_>,
    name: Option<&str>,
    about: Option<&AboutHost<'_>>,
    reference: &Reference,
) -> Presumed {
    let host = about.map_or(&[][..], |about| &about.votes);
    let expected = about.map_or(&[][..], |about| &about.expected);
    let votes = beside_host(seen, name, expected, reference.rules());
    match votes.is_empty() {
        true => about.map_or_else(Presumed::default, |about| about.alone),
        false => judge(host.iter().chain(&votes)),
    }
}

/// Every protocol in the order in which it was stated: what carries before what is carried.
fn protocols_of(own: &[Evidence]) -> impl Iterator<Item = Protocol> {
    own.iter().filter_map(|item| match item.fact {
        Fact::Speaks(protocol) => Some(protocol),
        _ => None,
    })
}

/// The first program that is named; that another is named later is told with the reasons.
fn app_of(own: &[Evidence]) -> Option<&Arc<str>> {
    own.iter().find_map(|item| match &item.fact {
        Fact::App { name, .. } => Some(name),
        _ => None,
    })
}

fn first<T>(own: &[Evidence], wanted: impl Fn(&Fact) -> Option<T>) -> Option<T> {
    own.iter().find_map(|item| wanted(&item.fact))
}
