//! Which side is local: the ladder that decides what counts as sent and what as received.
//!
//! In order: what the user set; addresses that the capture states for its interfaces; private addresses; the public
//! address in most of the remaining flows, with those that share its link-layer address; else whoever opened the flow.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

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
}

impl Ladder {
    /// Looks at all pairs of ends (client, server) of a capture. `is_private` tells private, shared carrier, unique-local, link-local
    /// and loopback addresses; `link_of` the link-layer address that each sender used.
    pub fn new<S: std::hash::BuildHasher>(
        by_hand: &[IpAddr],
        interfaces: &[IpAddr],
        pairs: &[(IpAddr, IpAddr)],
        link_of: &HashMap<IpAddr, LinkAddress, S>,
    ) -> Self {
        let occurs: HashSet<IpAddr> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let mut ladder = Self {
            by_hand: by_hand
                .iter()
                .copied()
                .filter(|ip| occurs.contains(ip))
                .collect(),
            interfaces: interfaces
                .iter()
                .copied()
                .filter(|ip| occurs.contains(ip))
                .collect(),
            busiest: HashSet::new(),
        };
        if ladder.by_hand.is_empty() {
            ladder.busiest = ladder.busiest_of(pairs, link_of);
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
        (sides(true, false), LocalRule::ClientOfFlow)
    }

    fn busiest_of<S: std::hash::BuildHasher>(
        &self,
        pairs: &[(IpAddr, IpAddr)],
        link_of: &HashMap<IpAddr, LinkAddress, S>,
    ) -> HashSet<IpAddr> {
        let mut counts: HashMap<IpAddr, usize> = HashMap::new();
        let mut undecided = 0;
        for (a, b) in pairs {
            let known = [a, b]
                .iter()
                .any(|ip| is_private(**ip) || self.interfaces.contains(ip));
            if !known && !a.is_multicast() && !b.is_multicast() && a != b {
                undecided += 1;
                *counts.entry(*a).or_default() += 1;
                *counts.entry(*b).or_default() += 1;
            }
        }
        // In more than half of at least two flows: both ends of a single flow are equally busy.
        let Some((busiest, count)) = counts.iter().max_by_key(|(ip, count)| (**count, **ip)) else {
            return HashSet::new();
        };
        if *count < 2 || *count * 2 <= undecided || ties(&counts, *count) {
            return HashSet::new();
        }
        sharing(*busiest, &counts, link_of)
    }
}

fn ties(counts: &HashMap<IpAddr, usize>, most: usize) -> bool {
    counts.values().filter(|count| **count == most).count() > 1
}

/// The busiest address and the others of its link-layer address (privacy addresses of one IPv6 host).
fn sharing<S: std::hash::BuildHasher>(
    busiest: IpAddr,
    counts: &HashMap<IpAddr, usize>,
    link_of: &HashMap<IpAddr, LinkAddress, S>,
) -> HashSet<IpAddr> {
    let mut local = HashSet::from([busiest]);
    if let Some(link) = link_of.get(&busiest) {
        let same: Vec<IpAddr> = counts
            .keys()
            .copied()
            .filter(|ip| link_of.get(ip) == Some(link))
            .collect();
        if same.len() <= MAX_SHARING {
            local.extend(same);
        }
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
mod tests {
    use super::*;

    fn check(
        by_hand: &[&str],
        interfaces: &[&str],
        pairs: &[(&str, &str)],
        expected: &[(&str, LocalRule)],
    ) {
        let ip = |text: &&str| text.parse::<IpAddr>().unwrap();
        let pairs: Vec<(IpAddr, IpAddr)> = pairs.iter().map(|(a, b)| (ip(a), ip(b))).collect();
        let by_hand: Vec<IpAddr> = by_hand.iter().map(ip).collect();
        let interfaces: Vec<IpAddr> = interfaces.iter().map(ip).collect();
        let links = HashMap::from([
            (ip(&"2001:db9::1"), [1; 6]),
            (ip(&"2001:db9::2"), [1; 6]),
            (ip(&"2a00::7"), [2; 6]),
        ]);
        let ladder = Ladder::new(&by_hand, &interfaces, &pairs, &links);
        let decided: Vec<(String, LocalRule)> = pairs
            .iter()
            .map(|(a, b)| {
                let (sides, rule) = ladder.decide(*a, *b);
                (
                    format!("{}>{}", sides.client.token(), sides.server.token()),
                    rule,
                )
            })
            .collect();
        let expected: Vec<(String, LocalRule)> = expected
            .iter()
            .map(|(text, rule)| ((*text).into(), *rule))
            .collect();
        assert_eq!(decided, expected);
    }

    #[test]
    fn each_rung_of_the_ladder() {
        use LocalRule::{
            BusiestAddress, ClientOfFlow, InterfaceAddress, PrivateAddress, SetByHand,
        };
        check(
            &[],
            &[],
            &[("10.0.0.2", "8.8.8.8")],
            &[("local>remote", PrivateAddress)],
        );
        check(
            &[],
            &[],
            &[("8.8.8.8", "192.168.1.9")],
            &[("remote>local", PrivateAddress)],
        );
        check(
            &[],
            &[],
            &[("10.0.0.2", "10.0.0.1")],
            &[("local>local", PrivateAddress)],
        );
        check(
            &[],
            &["1.1.1.9"],
            &[("8.8.8.8", "1.1.1.9")],
            &[("remote>local", InterfaceAddress)],
        );
        check(
            &["10.0.0.3"],
            &[],
            &[("10.0.0.2", "8.8.8.8"), ("10.0.0.3", "10.0.0.2")],
            &[("remote>remote", SetByHand), ("local>remote", SetByHand)],
        );
        check(
            &[],
            &[],
            &[
                ("2001:db9::1", "2a00::7"),
                ("2001:db9::1", "2a00::8"),
                ("2001:db9::2", "2a00::9"),
            ],
            &[
                ("local>remote", BusiestAddress),
                ("local>remote", BusiestAddress),
                ("local>remote", BusiestAddress),
            ],
        );
        check(
            &[],
            &[],
            &[("9.9.9.9", "8.8.8.8")],
            &[("local>remote", ClientOfFlow)],
        );
    }
}
