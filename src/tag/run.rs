//! Tags all flows: each distinct destination once, each name once.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use super::country::{address_tag, network_tag, unplaced};
use super::model::{AddressTag, Place, TagTables, Tags};
use super::names::{Answers, names_of};
use crate::evidence::item::{Evidence, Fact};
use crate::evidence::protocol::Protocol;
use crate::flow::model::{Direction, Flow};
use crate::reference::Reference;
use crate::reference::special::Special;

/// Why a destination is tagged as it is: by its address, or by where the flow runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Subject {
    Remote(IpAddr),
    Local,
    BetweenRemotes(IpAddr),
}

struct Tagger<'a> {
    reference: &'a Reference,
    tables: TagTables,
    addresses: HashMap<Subject, u32>,
    domains: HashMap<Arc<str>, u32>,
}

/// Tags `flows`; `evidence` is sorted by flow.
pub fn tag_flows(
    flows: &[Flow],
    evidence: &[Evidence],
    reference: &Reference,
) -> (Vec<Tags>, TagTables) {
    let answers = Answers::new(flows, evidence);
    let mut tagger = Tagger {
        reference,
        tables: TagTables::default(),
        addresses: HashMap::new(),
        domains: HashMap::new(),
    };
    let mut rest = evidence;
    let mut tags = Vec::with_capacity(flows.len());
    for (id, flow) in (0_u32..).zip(flows) {
        let own = rest.partition_point(|item| item.flow.0 <= id);
        let (own, later) = rest.split_at(own);
        rest = later;
        tags.push(tagger.tag(id, flow, own, &answers));
    }
    (tags, tagger.tables)
}

impl Tagger<'_> {
    fn tag(&mut self, id: u32, flow: &Flow, own: &[Evidence], answers: &Answers) -> Tags {
        let names = names_of(id, flow, own, answers);
        let domain = names
            .first()
            .filter(|name| name.may_lead())
            .and_then(|name| psl::domain_str(&name.value))
            .map(|domain| self.domain(domain));
        let from = self.names_len();
        self.tables.names.extend(names);
        Tags {
            names: (from, self.names_len()),
            address: self.address(flow),
            domain,
            protocol: protocol_of(own),
        }
    }

    fn names_len(&self) -> u32 {
        u32::try_from(self.tables.names.len()).unwrap_or(u32::MAX)
    }

    fn domain(&mut self, domain: &str) -> u32 {
        if let Some(known) = self.domains.get(domain) {
            return *known;
        }
        let domain: Arc<str> = Arc::from(domain);
        let index = u32::try_from(self.tables.domains.len()).unwrap_or(u32::MAX);
        self.tables.domains.push(Arc::clone(&domain));
        self.domains.insert(domain, index);
        index
    }

    fn address(&mut self, flow: &Flow) -> u32 {
        let ip = flow.destination().ip;
        let subject = match flow.direction() {
            Direction::Outward | Direction::Inward => Subject::Remote(ip),
            Direction::LocalOnly => Subject::Local,
            Direction::RemoteOnly => Subject::BetweenRemotes(ip),
        };
        if let Some(known) = self.addresses.get(&subject) {
            return *known;
        }
        let tag = self.tag_of(subject);
        let index = u32::try_from(self.tables.addresses.len()).unwrap_or(u32::MAX);
        self.tables.addresses.push(tag);
        self.addresses.insert(subject, index);
        index
    }

    fn tag_of(&self, subject: Subject) -> AddressTag {
        match subject {
            Subject::Remote(ip) => address_tag(ip, self.reference),
            Subject::Local => unplaced(Place::LocalNetwork),
            Subject::BetweenRemotes(ip) => match Special::of(ip) {
                Some(special) => unplaced(Place::Special(special)),
                None => AddressTag {
                    network: network_tag(ip, self.reference),
                    ..unplaced(Place::BetweenRemotes)
                },
            },
        }
    }
}

/// The last protocol stated: a flow that turns from one to another is known by what it became.
fn protocol_of(own: &[Evidence]) -> Option<Protocol> {
    own.iter().rev().find_map(|item| match item.fact {
        Fact::Speaks(protocol) => Some(protocol),
        _ => None,
    })
}
