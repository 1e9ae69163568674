//! What was set by hand is found for a flow: by its ends, then by its host, its domain, its owner.

use std::collections::HashMap;

use super::{About, ByHand, FlowRef};
use crate::flow::model::{Endpoint, Flow};
use crate::tag::subject::plain_name;

/// A capture by what a file can say of it.
#[derive(Clone, Copy, Debug)]
pub struct CaptureId<'a> {
    /// File name without the folder.
    pub name: &'a str,
    /// SHA-256, where it was computed.
    pub sha256: Option<&'a str>,
}

/// What a flow is looked up by, beside its ends.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The capture it is in.
    pub capture: Option<CaptureId<'a>>,
    /// Leading name.
    pub host: Option<&'a str>,
    /// Its registrable domain.
    pub domain: Option<&'a str>,
    /// Who operates that.
    pub owner: Option<&'a str>,
}

/// Entries by what they are about; each is the index of one.
#[derive(Debug, Default)]
pub struct Lookup<'a> {
    flows: HashMap<(Endpoint, Endpoint), Vec<(&'a FlowRef, u32)>>,
    hosts: HashMap<&'a str, u32>,
    domains: HashMap<&'a str, u32>,
    owners: HashMap<String, u32>,
    is_empty: bool,
}

impl<'a> Lookup<'a> {
    /// Of several entries about the same thing the last counts.
    pub fn new(by_hand: &'a ByHand) -> Self {
        let mut lookup = Self {
            is_empty: by_hand.entries.is_empty(),
            ..Self::default()
        };
        for (index, entry) in (0_u32..).zip(&by_hand.entries) {
            match &entry.about {
                About::Flow(flow) => {
                    let ends = (flow.client, flow.server);
                    lookup.flows.entry(ends).or_default().push((flow, index));
                }
                About::Host(host) => drop(lookup.hosts.insert(host, index)),
                About::Domain(domain) => drop(lookup.domains.insert(domain, index)),
                About::Owner(owner) => drop(lookup.owners.insert(plain_name(owner), index)),
            }
        }
        lookup
    }

    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The entry that counts for a flow.
    pub fn find(&self, flow: &Flow, known: Known<'_>) -> Option<u32> {
        let host = || self.hosts.get(known.host?).copied();
        let domain = || self.domains.get(known.domain?).copied();
        let owner = || match self.owners.is_empty() {
            true => None,
            false => self.owners.get(&plain_name(known.owner?)).copied(),
        };
        self.of_flow(flow, known.capture)
            .or_else(host)
            .or_else(domain)
            .or_else(owner)
    }

    fn of_flow(&self, flow: &Flow, capture: Option<CaptureId<'_>>) -> Option<u32> {
        let capture = capture?;
        let those = self.flows.get(&(flow.client, flow.server))?;
        let is_it = |about: &FlowRef| {
            let is_capture = match (&about.sha256, capture.sha256) {
                (Some(one), Some(other)) => one == other,
                _ => about.capture == capture.name,
            };
            is_capture && about.start == flow.start && about.transport == flow.transport.token()
        };
        let mut those = those.iter().rev();
        those
            .find(|(about, _)| is_it(about))
            .map(|(_, index)| *index)
    }
}
