//! The addresses and names of the captured side, each with its number: the same capture set gives the same numbers,
//! whatever the filter.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv6Addr};

use foldhash::fast::RandomState;

use crate::analysis::model::Analysis;
use crate::evidence::item::{Fact, NameSource};
use crate::evidence::said::Attribute;
use crate::flow::local::is_private;
use crate::flow::model::{Flow, Locality, Side};

/// Ends of names that only have a meaning inside a network (RFC 6762, RFC 8375, and what routers give out).
const LOCAL_ENDS: [&str; 11] = [
    ".local",
    ".lan",
    ".home",
    ".home.arpa",
    ".internal",
    ".intranet",
    ".localdomain",
    ".localhost",
    ".fritz.box",
    ".in-addr.arpa",
    ".ip6.arpa",
];

/// Devices and hosts that get a number; more stay without one, and are taken out all the same.
const MAX_NUMBERED: usize = 100_000;

/// What is local.
#[derive(Debug, Default)]
pub(super) struct Local {
    devices: HashMap<IpAddr, u32, RandomState>,
    hosts: HashMap<String, u32, RandomState>,
    /// Names that hold more than one word, which are looked for as a whole.
    long_hosts: Vec<(String, u32)>,
    /// The /64 of each public IPv6 address of the captured side: its temporary addresses are in it.
    networks: HashSet<[u8; 8], RandomState>,
}

impl Local {
    /// Of an analysis: addresses by the flow that shows them first, then those that only names tell.
    pub fn of(analysis: &Analysis) -> Self {
        let mut local = Self::default();
        for flow in &analysis.flows {
            for side in [Side::Client, Side::Server] {
                if flow.locality[side] == Locality::Local {
                    local.add_device(end(flow, side));
                }
            }
        }
        let remote = names_of_remotes(analysis);
        for item in &analysis.evidence {
            local.learn(&item.fact, &remote);
        }
        for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
            if local.is_local(flow.destination().ip) {
                for name in analysis.tables.names_of(tags) {
                    local.add_host(&name.value, &remote);
                }
            }
        }
        local
    }

    fn learn(&mut self, fact: &Fact, remote: &HashSet<&str, RandomState>) {
        match fact {
            Fact::DnsAnswer {
                name,
                asked,
                address,
                source,
                ..
            } => {
                let inside = matches!(
                    source,
                    NameSource::Mdns | NameSource::Llmnr | NameSource::Nbns
                );
                if is_private(*address) {
                    self.add_device(*address);
                }
                if inside || self.is_local(*address) {
                    self.add_host(name, remote);
                    self.add_host(asked, remote);
                }
            }
            Fact::DnsPointer { address, name } if self.is_local(*address) => {
                self.add_host(name, remote);
            }
            Fact::Says {
                what: Attribute::DeviceName,
                value,
            } => self.add_host(value, remote),
            Fact::DnsQuestion { name, .. } | Fact::Named { name, .. } if is_inner(name) => {
                self.add_host(name, remote);
            }
            _ => {}
        }
    }

    fn add_device(&mut self, address: IpAddr) {
        if is_nobody(address) || self.devices.len() >= MAX_NUMBERED {
            return;
        }
        let next = number_after(self.devices.len());
        self.devices.entry(address).or_insert(next);
        if let IpAddr::V6(public) = address
            && !is_private(address)
        {
            self.networks.insert(network_of(public));
        }
    }

    fn add_host(&mut self, name: &str, remote: &HashSet<&str, RandomState>) {
        let name = folded(name);
        let is_known = name.is_empty() || is_service(&name) || name.parse::<IpAddr>().is_ok();
        if is_known || remote.contains(&*name) || self.hosts.len() >= MAX_NUMBERED {
            return;
        }
        let next = number_after(self.hosts.len());
        if let Entry::Vacant(place) = self.hosts.entry(name) {
            if place.key().contains(super::text::is_between) {
                self.long_hosts.push((place.key().clone(), next));
            }
            place.insert(next);
        }
    }

    /// Whether an address belongs to the captured side.
    pub fn is_local(&self, address: IpAddr) -> bool {
        if is_nobody(address) {
            return false;
        }
        let in_network = |public| self.networks.contains(&network_of(public));
        self.devices.contains_key(&address)
            || is_private(address)
            || matches!(address, IpAddr::V6(public) if in_network(public))
    }

    /// The number of a device.
    pub fn device(&self, address: IpAddr) -> Option<u32> {
        self.devices.get(&address).copied()
    }

    /// The device of a number. It is looked for: only for what somebody types or clicks.
    pub fn device_of(&self, number: u32) -> Option<IpAddr> {
        let mut all = self.devices.iter();
        all.find(|(_, one)| **one == number)
            .map(|(address, _)| *address)
    }

    /// The host of a number, looked for as a device is.
    pub fn host_of(&self, number: u32) -> Option<&str> {
        let mut all = self.hosts.iter();
        all.find(|(_, one)| **one == number)
            .map(|(name, _)| name.as_str())
    }

    /// The number of a host, and whether a name is one without a number.
    pub fn host(&self, name: &str) -> Host {
        let name = folded(name);
        match self.hosts.get(&name) {
            Some(number) => Host::Numbered(*number),
            None if is_inner(&name) && !is_service(&name) => Host::Unnumbered,
            None => Host::Remote,
        }
    }

    /// Names that hold more than one word, in lower case.
    pub fn long_hosts(&self) -> &[(String, u32)] {
        &self.long_hosts
    }

    #[cfg(test)]
    pub fn device_for_tests(&mut self, address: IpAddr) {
        self.add_device(address);
    }

    #[cfg(test)]
    pub fn host_for_tests(&mut self, name: &str) {
        self.add_host(name, &HashSet::default());
    }

    /// How many devices and hosts there are.
    pub fn counts(&self) -> (u64, u64) {
        (self.devices.len() as u64, self.hosts.len() as u64)
    }
}

/// What a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// A known one of the captured side.
    Numbered(u32),
    /// One that only has a meaning inside.
    Unnumbered,
    /// A destination's.
    Remote,
}

fn end(flow: &Flow, side: Side) -> IpAddr {
    match side {
        Side::Client => flow.client.ip,
        Side::Server => flow.server.ip,
    }
}

/// Leading names of flows that leave the captured side: they are what the result is about, and stay.
fn names_of_remotes(analysis: &Analysis) -> HashSet<&str, RandomState> {
    let flows = analysis.flows.iter().zip(&analysis.tags);
    flows
        .filter(|(flow, _)| {
            let there = flow.sending_side().other();
            flow.locality[there] == Locality::Remote && !is_nobody(end(flow, there))
        })
        .filter_map(|(_, tags)| analysis.tables.name_of(tags))
        .map(|name| &*name.value)
        .filter(|name| !is_inner(name))
        .collect()
}

fn number_after(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

fn folded(name: &str) -> String {
    name.trim_end_matches('.').to_lowercase()
}

/// Whether a name only has a meaning inside a network, by its end.
fn is_inner(name: &str) -> bool {
    LOCAL_ENDS.iter().any(|end| name.ends_with(end))
}

/// `_googlecast._tcp.local` names a kind of service and nobody.
fn is_service(name: &str) -> bool {
    let mut labels = name.trim_end_matches(".local").split('.');
    labels.all(|label| label.starts_with('_'))
}

/// Addresses that are nobody's own: unspecified, loopback, multicast, broadcast to all.
fn is_nobody(address: IpAddr) -> bool {
    let everybody = matches!(address, IpAddr::V4(four) if four.is_broadcast());
    address.is_unspecified() || address.is_loopback() || address.is_multicast() || everybody
}

fn network_of(address: Ipv6Addr) -> [u8; 8] {
    let octets = address.octets();
    std::array::from_fn(|at| octets.get(at).copied().unwrap_or(0))
}
