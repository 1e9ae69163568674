//! What the rules say of a host's name: its rule, its first label, its owner, an ordinary word in it.

use std::sync::Arc;

use super::service::Service;
use super::{HostAnswer, Rule, Rules};

/// Ends of the names that networks give to their edges behind the customer's own host; from the networks' manuals
/// (Akamai "edge hostnames", Cloudflare "CNAME setup", Fastly, Azure Traffic Manager).
const CUSTOMER_EDGES: [&str; 8] = [
    ".edgekey.net",
    ".edgesuite.net",
    ".akamaized.net",
    ".akadns.net",
    ".cdn.cloudflare.net",
    ".map.fastly.net",
    ".trafficmanager.net",
    ".edgekey-staging.net",
];

impl Rules {
    /// The most specific rule about a host; else what its first label says by convention. A network's edge that is
    /// named after its customer's host is judged as that host.
    pub fn host(&self, name: &str) -> Option<HostAnswer<'_>> {
        let best = self.hosts.best(name);
        if best.as_ref().is_some_and(|answer| answer.pattern == name) {
            return best;
        }
        let customer = CUSTOMER_EDGES
            .iter()
            .find_map(|edge| name.strip_suffix(edge));
        let customer = customer.filter(|host| psl::domain_str(host).is_some());
        let own = customer.and_then(|host| self.hosts.best(host));
        own.or(best).or_else(|| self.label(name))
    }

    fn label(&self, name: &str) -> Option<HostAnswer<'_>> {
        let label = first_label(name).filter(|label| *label != BARE)?;
        let rule = self.labels.get(label)?;
        Some(HostAnswer {
            rule,
            pattern: format!("{label}."),
        })
    }

    /// What the first label of a host, or its being a domain by itself, says by habit, and the rule.
    pub fn habit<'a, 'n>(&'a self, name: &'n str) -> Option<(&'n str, &'a Arc<Rule>)> {
        let label = first_label(name)?;
        self.loose_labels.get(label).map(|rule| (label, rule))
    }

    /// Who operates the domain that a host stands in, and the rule that says so.
    pub fn owner(&self, name: &str) -> Option<(&Arc<str>, &Arc<str>)> {
        suffixes(name)
            .find_map(|suffix| self.owners.get(suffix))
            .map(|(owner, rule)| (owner, rule))
    }

    /// What is served to others from the domain that a host stands in, where it is such a one.
    pub fn service(&self, name: &str) -> Option<&Arc<Service>> {
        suffixes(name).find_map(|suffix| self.services.get(suffix))
    }

    /// The first ordinary word in the labels before the registrable domain, read from the left, and its rule.
    pub fn word<'a, 'n>(&'a self, name: &'n str) -> Option<(&'n str, &'a Arc<Rule>)> {
        let domain = psl::domain_str(name)?;
        let labels = name.strip_suffix(domain)?;
        let between = |c: char| !c.is_ascii_alphabetic();
        labels
            .split(between)
            .find_map(|word| self.words.get(word).map(|rule| (word, rule)))
    }
}

/// Stands for a registrable domain by itself, as in zone files (RFC 1035 §5.1).
pub const BARE: &str = "@";

/// The first label without the numbers at its end, or [`BARE`]; `None` for what is no host of the public DNS.
fn first_label(name: &str) -> Option<&str> {
    if psl::domain_str(name)? == name {
        return Some(BARE);
    }
    let (first, _) = name.split_once('.')?;
    let is_numbered = |c: char| c.is_ascii_digit() || c == '-';
    Some(first.trim_end_matches(is_numbered))
}

/// A name and everything that it stands in, the longest first.
pub(super) fn suffixes(name: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(name), |rest| {
        rest.split_once('.').map(|(_, rest)| rest)
    })
}
