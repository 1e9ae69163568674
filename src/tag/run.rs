//! Tags all flows: each distinct destination once, each name, program and stack of protocols once.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;

use super::country::{address_tag, network_tag, unplaced};
use super::data_type::grade::{Presumed, judge};
use super::data_type::signs::{Seen, Vote, beside_host, of_host};
use super::model::{AddressTag, NameTag, Place, TagTables, Tags};
use super::names::{Answers, Continued, names_of, put_in_order};
use crate::evidence::item::{Evidence, Fact, HostName};
use crate::evidence::protocol::Protocol;
use crate::flow::model::{Direction, Flow, FlowId};
use crate::flow::rhythm::Rhythms;
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
    apps: HashMap<Arc<str>, u32>,
    stacks: HashMap<Box<[Protocol]>, u32>,
    owners: HashMap<(Arc<str>, Arc<str>), u32>,
    hosts: HashMap<HostName, AboutHost<'a>>,
}

/// What the rules say of a host; shared by all flows to it.
#[derive(Clone)]
struct AboutHost<'a> {
    votes: Arc<[Vote<'a>]>,
    owner: Option<u32>,
}

/// Tags `flows`; `evidence` is sorted by flow.
pub fn tag_flows(
    flows: &[Flow],
    evidence: &[Evidence],
    rhythms: &Rhythms,
    reference: &Reference,
) -> (Vec<Tags>, TagTables) {
    let answers = Answers::new(flows, evidence);
    let mut tagger = Tagger {
        reference,
        tables: TagTables {
            stacks: vec![Box::default()],
            ..TagTables::default()
        },
        addresses: HashMap::new(),
        domains: HashMap::new(),
        apps: HashMap::new(),
        stacks: HashMap::from([(Box::default(), 0)]),
        owners: HashMap::new(),
        hosts: HashMap::new(),
    };
    let mut continued = Continued::default();
    let mut rest = evidence;
    let mut tags = Vec::with_capacity(flows.len());
    for (id, flow) in (0_u32..).zip(flows) {
        let own = rest.partition_point(|item| item.flow.0 <= id);
        let (own, later) = rest.split_at(own);
        rest = later;
        let mut names = names_of(id, flow, own, &answers);
        if let Some(name) = continued.name_for(own, flows, evidence, &answers) {
            names.push(name);
            put_in_order(&mut names);
        }
        let rhythm = rhythms.get(FlowId(id));
        tags.push(tagger.tag(Seen { flow, own, rhythm }, names));
    }
    (tags, tagger.tables)
}

impl<'a> Tagger<'a> {
    fn tag(&mut self, seen: Seen<'_>, names: Vec<NameTag>) -> Tags {
        let Seen { flow, own, .. } = seen;
        let leading = names.first().filter(|name| name.may_lead());
        let about = leading.map(|name| self.about(&name.value));
        let tunnel = first(own, |fact| match fact {
            Fact::Tunnel(sign) if sign.sure => Some(sign.kind),
            _ => None,
        });
        let data = match tunnel {
            Some(_) => Presumed::default(),
            None => presumed(seen, leading, about.as_ref(), self.reference),
        };
        let domain = leading
            .and_then(|name| psl::domain_str(&name.value))
            .map(|domain| self.domain(domain));
        let from = self.names_len();
        self.tables.names.extend(names);
        let protocols = protocols_of(own);
        Tags {
            names: (from, self.names_len()),
            address: self.address(flow),
            domain,
            protocol: protocols.last().copied(),
            stack: self.stack(&protocols),
            app: app_of(own).map(|app| self.app(app)),
            tunnel,
            encrypted_dns: first(own, |fact| match fact {
                Fact::EncryptedDns(how) => Some(*how),
                _ => None,
            }),
            data,
            owner: about.and_then(|about| about.owner),
        }
    }

    /// What the rules say of a host, asked once.
    fn about(&mut self, host: &HostName) -> AboutHost<'a> {
        if let Some(known) = self.hosts.get(host) {
            return known.clone();
        }
        let rules = self.reference.rules();
        let owner = rules
            .owner(host)
            .map(|(name, rule)| (Arc::clone(name), Arc::clone(rule)));
        let about = AboutHost {
            votes: of_host(host, None, rules).into(),
            owner: owner.map(|owner| match self.owners.get(&owner) {
                Some(known) => *known,
                None => intern(owner, &mut self.tables.owners, &mut self.owners),
            }),
        };
        self.hosts.insert(Arc::clone(host), about.clone());
        about
    }

    fn names_len(&self) -> u32 {
        u32::try_from(self.tables.names.len()).unwrap_or(u32::MAX)
    }

    fn domain(&mut self, domain: &str) -> u32 {
        match self.domains.get(domain) {
            Some(known) => *known,
            None => intern(
                Arc::from(domain),
                &mut self.tables.domains,
                &mut self.domains,
            ),
        }
    }

    fn app(&mut self, app: &Arc<str>) -> u32 {
        match self.apps.get(app) {
            Some(known) => *known,
            None => intern(Arc::clone(app), &mut self.tables.apps, &mut self.apps),
        }
    }

    fn stack(&mut self, protocols: &[Protocol]) -> u32 {
        match self.stacks.get(protocols) {
            Some(known) => *known,
            None => intern(protocols.into(), &mut self.tables.stacks, &mut self.stacks),
        }
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

/// Votes of the host, the shape and the content; what a tunnel carries is not visible and is not judged.
fn presumed(
    seen: Seen<'_>,
    leading: Option<&NameTag>,
    about: Option<&AboutHost<'_>>,
    reference: &Reference,
) -> Presumed {
    let host = about.map_or(&[][..], |about| &about.votes);
    let name = leading.map(|name| &*name.value);
    let votes = beside_host(seen, name, host, reference.rules());
    match votes.is_empty() && host.is_empty() {
        true => Presumed::default(),
        false => judge(host.iter().chain(&votes)),
    }
}

/// Adds what a table does not have yet.
fn intern<T: Clone + Eq + Hash>(item: T, table: &mut Vec<T>, known: &mut HashMap<T, u32>) -> u32 {
    let index = u32::try_from(table.len()).unwrap_or(u32::MAX);
    table.push(item.clone());
    known.insert(item, index);
    index
}

/// Every protocol in the order in which it was stated: what carries before what is carried.
fn protocols_of(own: &[Evidence]) -> Vec<Protocol> {
    let spoken = own.iter().filter_map(|item| match item.fact {
        Fact::Speaks(protocol) => Some(protocol),
        _ => None,
    });
    spoken.collect()
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
