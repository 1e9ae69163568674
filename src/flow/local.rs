//! Which side is local: the ladder that decides what counts as sent and what as received.
//!
//! In order: what the user set; addresses that the capture states for its interfaces; private addresses; the public
//! address (for IPv6: the /64) in most of the remaining flows, with those that share its link-layer address; else
//! whoever opened the flow. Where several networks open flows towards several others, the capture was made on the way:
//! then neither end is local.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::net::IpAddr;

use foldhash::fast::RandomState;

use super::model::{LocalRule, Locality, Sides};
use crate::wire::packet::LinkAddress;

/// Addresses that may share a link-layer address with the busiest one; more, and it is a router's.
const MAX_SHARING: usize = 16;

/// What the ladder knows of one capture.
#[derive(Debug, Default)]
pub struct Ladder {
    by_hand: HashSet<IpAddr>,
    interfaces: HashSet<IpAddr>,
    busiest: HashSet<IpAddr>,
    /// Several networks opened what is left, towards several others: the capture was made on the way between them.
    between: bool,
}

impl Ladder {
    /// Looks at all pairs of ends (client, server) of a capture; `link_of` has the link-layer address that each sender
    /// used.
    pub fn new<S: BuildHasher>(
        by_hand: &[IpAddr],
        interfaces: &[IpAddr],
        pairs: impl Iterator<Item = (IpAddr, IpAddr)> + Clone,
        link_of: &HashMap<IpAddr, LinkAddress, S>,
    ) -> Self {
        let mut ladder = Self {
            by_hand: occurring(by_hand, pairs.clone()),
            interfaces: occurring(interfaces, pairs.clone()),
            ..Self::default()
        };
        if ladder.by_hand.is_empty() {
            ladder.busiest = ladder.busiest_of(pairs.clone(), link_of);
            ladder.between = ladder.is_between(pairs);
        }
        ladder
    }

    /// Decides one flow.
    pub fn decide(&self, client: IpAddr, server: IpAddr) -> (Sides<Locality>, LocalRule) {
        let (a, b) = (client, server);
        if !self.by_hand.is_empty() {
            return (
                sides(self.by_hand.contains(&a), self.by_hand.contains(&b)),
                LocalRule::SetByHand,
            );
        }
        let named = (self.interfaces.contains(&a), self.interfaces.contains(&b));
        if named.0 || named.1 {
            return (
                sides(named.0 || is_private(a), named.1 || is_private(b)),
                LocalRule::InterfaceAddress,
            );
        }
        if is_private(a) || is_private(b) {
            return (
                sides(is_private(a), is_private(b)),
                LocalRule::PrivateAddress,
            );
        }
        let busy = (self.busiest.contains(&a), self.busiest.contains(&b));
        if busy.0 || busy.1 {
            return (sides(busy.0, busy.1), LocalRule::BusiestAddress);
        }
        if self.between {
            return (sides(false, false), LocalRule::BetweenNetworks);
        }
        (sides(true, false), LocalRule::ClientOfFlow)
    }

    /// Whether neither hand, nor interface, nor private addresses tell the local side of these ends.
    fn is_open(&self, (a, b): &(IpAddr, IpAddr)) -> bool {
        let told = |ip: &IpAddr| is_private(*ip) || self.interfaces.contains(ip);
        !told(a) && !told(b) && !a.is_multicast() && !b.is_multicast() && a != b
    }

    fn busiest_of<S: BuildHasher>(
        &self,
        pairs: impl Iterator<Item = (IpAddr, IpAddr)> + Clone,
        link_of: &HashMap<IpAddr, LinkAddress, S>,
    ) -> HashSet<IpAddr> {
        let mut counts: HashMap<IpAddr, usize, RandomState> = HashMap::default();
        let mut undecided = 0;
        for (a, b) in pairs.clone().filter(|pair| self.is_open(pair)) {
            undecided += 1;
            *counts.entry(network_of(a)).or_default() += 1;
            *counts.entry(network_of(b)).or_default() += 1;
        }
        // In more than half of at least two flows: both ends of a single flow are equally busy.
        let Some((busiest, count)) = counts.iter().max_by_key(|(ip, count)| (**count, **ip)) else {
            return HashSet::new();
        };
        if *count < 2 || *count * 2 <= undecided || ties(counts.values(), *count) {
            return HashSet::new();
        }
        let open = pairs.filter(|pair| self.is_open(pair));
        sharing(*busiest, open.flat_map(|(a, b)| [a, b]), link_of)
    }

    /// A capture on the way shows several networks on both sides; at an end there is one of them on one side.
    fn is_between(&self, pairs: impl Iterator<Item = (IpAddr, IpAddr)>) -> bool {
        let (mut clients, mut servers) = (Few::default(), Few::default());
        let busy = |pair: &(IpAddr, IpAddr)| {
            self.busiest.contains(&pair.0) || self.busiest.contains(&pair.1)
        };
        for (client, server) in pairs.filter(|pair| self.is_open(pair) && !busy(pair)) {
            clients.add(network_of(client));
            servers.add(network_of(server));
        }
        clients.are_several && servers.are_several
    }
}

/// Whether more than one different address came by.
#[derive(Default)]
struct Few {
    first: Option<IpAddr>,
    are_several: bool,
}

impl Few {
    fn add(&mut self, ip: IpAddr) {
        self.are_several |= *self.first.get_or_insert(ip) != ip;
    }
}

fn occurring(wanted: &[IpAddr], pairs: impl Iterator<Item = (IpAddr, IpAddr)>) -> HashSet<IpAddr> {
    if wanted.is_empty() {
        return HashSet::new();
    }
    let wanted: HashSet<IpAddr> = wanted.iter().copied().collect();
    pairs
        .flat_map(|(a, b)| [a, b])
        .filter(|ip| wanted.contains(ip))
        .collect()
}

/// The first 64 bits of an IPv6 address: one host has many addresses below them (RFC 8981). IPv4 stands for itself.
fn network_of(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
    }
}

fn ties<'a>(counts: impl Iterator<Item = &'a usize>, most: usize) -> bool {
    counts.filter(|count| **count == most).count() > 1
}

/// The addresses of the busiest network, and the others of their link-layer address (IPv4 and IPv6 of one host).
fn sharing<S: BuildHasher>(
    busiest: IpAddr,
    addresses: impl Iterator<Item = IpAddr> + Clone,
    link_of: &HashMap<IpAddr, LinkAddress, S>,
) -> HashSet<IpAddr> {
    let mut local: HashSet<IpAddr> = addresses
        .clone()
        .filter(|ip| network_of(*ip) == busiest)
        .collect();
    let links: HashSet<LinkAddress> = local
        .iter()
        .filter_map(|ip| link_of.get(ip).copied())
        .collect();
    let same: HashSet<IpAddr> = addresses
        .filter(|ip| link_of.get(ip).is_some_and(|link| links.contains(link)))
        .collect();
    if same.len() <= MAX_SHARING {
        local.extend(same);
    }
    local
}

fn sides(client: bool, server: bool) -> Sides<Locality> {
    let word = |local| {
        if local {
            Locality::Local
        } else {
            Locality::Remote
        }
    };
    Sides {
        client: word(client),
        server: word(server),
    }
}

/// Private (RFC 1918), shared carrier (RFC 6598), link-local, loopback and unique-local (RFC 4193) addresses, and the
/// unspecified one that a host uses before it has an address.
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_unspecified()
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || v6
                    .to_ipv4_mapped()
                    .is_some_and(|v4| is_private(IpAddr::V4(v4)))
        }
    }
}

#[cfg(test)]
mod tests;
