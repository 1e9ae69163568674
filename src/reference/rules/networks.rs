//! Rules about networks that serve one purpose: by number or by published range. They are asked where no name is known.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Rule;
use crate::reference::prefix::Prefix;

/// A range as packs write it: `52.112.0.0/14`; an address alone is none.
pub(super) fn range(text: &str) -> Option<Prefix> {
    Prefix::parse(text).filter(|_| text.contains('/'))
}

/// What a network is for, with what matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkUse<'a> {
    /// The rule.
    pub rule: &'a Arc<Rule>,
    /// `AS62041`, or the range as it is written.
    pub matched: &'a str,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Networks {
    by_number: HashMap<u32, (Box<str>, Arc<Rule>), RandomState>,
    /// A few dozen, so that they are walked through.
    ranges: Vec<(Prefix, Box<str>, Arc<Rule>)>,
}

impl Networks {
    pub(super) fn add_number(&mut self, asn: u32, rule: &Arc<Rule>) {
        let entry = (format!("AS{asn}").into(), Arc::clone(rule));
        self.by_number.insert(asn, entry);
    }

    pub(super) fn add_range(&mut self, prefix: Prefix, written: &str, rule: &Arc<Rule>) {
        // Of one range the last entry counts.
        self.ranges.retain(|(known, ..)| *known != prefix);
        self.ranges.push((prefix, written.into(), Arc::clone(rule)));
    }

    /// What the narrowest range around an address, else the network that announces it, is for.
    pub(super) fn find(&self, ip: IpAddr, asn: Option<u32>) -> Option<NetworkUse<'_>> {
        let around = self.ranges.iter().filter(|(one, ..)| one.contains(ip));
        let range = around.max_by_key(|(one, ..)| one.len_bits());
        let range = range.map(|(_, written, rule)| (written, rule));
        let number = || self.by_number.get(&asn?).map(|(text, rule)| (text, rule));
        let (matched, rule) = range.or_else(number)?;
        Some(NetworkUse { rule, matched })
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_read_and_hold_what_lies_in_them() {
        let holds = |written: &str, ip: &str| {
            let prefix = range(written)?;
            Some(prefix.contains(ip.parse().unwrap()))
        };
        for (written, ip, want) in [
            ("52.112.0.0/14", "52.115.255.255", Some(true)),
            ("52.112.0.0/14", "52.116.0.0", Some(false)),
            ("17.57.144.7/32", "17.57.144.7", Some(true)),
            ("0.0.0.0/0", "8.8.8.8", Some(true)),
            ("2001:db8::/32", "2001:db8:1::1", Some(true)),
            ("2001:db8::/32", "32.1.13.184", Some(false)),
            ("::/0", "::1", Some(true)),
            ("52.113.0.0/14", "52.113.0.0", None),
            ("52.112.0.0/33", "52.112.0.0", None),
            ("52.112.0.0", "52.112.0.0", None),
            ("one/8", "52.112.0.0", None),
        ] {
            assert_eq!(holds(written, ip), want, "{written} {ip}");
        }
    }
}
