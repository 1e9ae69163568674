//! What the rules say of the hosts of flows, asked once for each.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Tagger;
use crate::evidence::item::HostName;
use crate::tag::data_type::grade::{Presumed, judge};
use crate::tag::data_type::shape::{Expected, expected};
use crate::tag::data_type::signs::{Vote, of_host};

/// By where a name lies in memory. Evidence holds each name once, so that most look-ups need not read it.
pub(super) type At<T> = HashMap<usize, T, RandomState>;

pub(super) fn at(name: &HostName) -> usize {
    Arc::as_ptr(name).cast::<u8>().addr()
}

/// What the rules say of a host; judged once, however many flows go to it.
pub(super) struct AboutHost<'a> {
    pub(super) votes: Vec<Vote<'a>>,
    /// What the votes expect of the bytes.
    pub(super) expected: Vec<Expected>,
    /// What the name alone is judged as.
    pub(super) alone: Presumed,
    pub(super) owner: Option<u32>,
    pub(super) domain: Option<u32>,
}

impl Tagger<'_> {
    /// What the rules say of a host, asked once; its place in `about`.
    pub(super) fn about(&mut self, host: &HostName) -> u32 {
        if let Some(known) = self.hosts_at.get(&at(host)) {
            return *known;
        }
        let known = self.hosts.get(host).copied();
        let place = known.unwrap_or_else(|| self.new_host(host));
        self.hosts_at.insert(at(host), place);
        place
    }

    fn new_host(&mut self, host: &HostName) -> u32 {
        let rules = self.by.reference.rules();
        let owner = rules
            .owner(host)
            .map(|(name, rule)| (Arc::clone(name), Arc::clone(rule)));
        let votes = of_host(host, None, rules);
        let about = AboutHost {
            alone: judge(&votes),
            expected: expected(&votes),
            votes,
            owner: owner.map(|owner| self.numbered.owner(&owner)),
            domain: psl::domain_str(host).map(|domain| self.numbered.domain(domain)),
        };
        let place = u32::try_from(self.about.len()).unwrap_or(u32::MAX);
        self.about.push(about);
        self.hosts.insert(HostName::clone(host), place);
        place
    }
}
