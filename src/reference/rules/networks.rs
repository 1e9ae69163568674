//! Rules about networks that serve one purpose: by number or by published range. They are asked where no name is known.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Rule;

/// A published range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    network: IpAddr,
    bits: u8,
}

impl Prefix {
    /// Reads `52.112.0.0/14`; bits after the prefix must be zero.
    pub fn read(text: &str) -> Option<Self> {
        let (network, bits) = text.split_once('/')?;
        let (network, bits): (IpAddr, u8) = (network.parse().ok()?, bits.parse().ok()?);
        let (width, tail) = match network {
            IpAddr::V4(ip) => (32, u128::from(ip.to_bits())),
            IpAddr::V6(ip) => (128, ip.to_bits()),
        };
        let rest = 1_u128.checked_shl(width - u32::from(bits.min(128)).min(width));
        let is_clean = rest.is_none_or(|rest| tail & (rest - 1) == 0);
        (u32::from(bits) <= width && is_clean).then_some(Self { network, bits })
    }

    /// Whether the address lies in it.
    pub fn contains(&self, ip: IpAddr) -> bool {
        let same = match (self.network, ip) {
            (IpAddr::V4(own), IpAddr::V4(ip)) => (own.to_bits() ^ ip.to_bits()).leading_zeros(),
            (IpAddr::V6(own), IpAddr::V6(ip)) => (own.to_bits() ^ ip.to_bits()).leading_zeros(),
            _ => return false,
        };
        same >= u32::from(self.bits)
    }
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
    /// The narrowest first; a few dozen, so that they are walked through.
    ranges: Vec<(Prefix, Box<str>, Arc<Rule>)>,
}

impl Networks {
    pub(super) fn add_number(&mut self, asn: u32, rule: &Arc<Rule>) {
        let entry = (format!("AS{asn}").into(), Arc::clone(rule));
        self.by_number.insert(asn, entry);
    }

    pub(super) fn add_range(&mut self, prefix: Prefix, written: &str, rule: &Arc<Rule>) {
        self.ranges.push((prefix, written.into(), Arc::clone(rule)));
        self.ranges
            .sort_by_key(|(prefix, ..)| std::cmp::Reverse(prefix.bits));
    }

    /// What the range around an address, else the network that announces it, is for.
    pub(super) fn find(&self, ip: IpAddr, asn: Option<u32>) -> Option<NetworkUse<'_>> {
        let range = self.ranges.iter().find(|(one, ..)| one.contains(ip));
        let range = range.map(|(_, written, rule)| (written, rule));
        let number = || self.by_number.get(&asn?).map(|(text, rule)| (text, rule));
        let (matched, rule) = range.or_else(number)?;
        Some(NetworkUse { rule, matched })
    }
}

#[cfg(test)]
mod tests {
    use super::Prefix;

    #[test]
    fn ranges_are_read_and_hold_what_lies_in_them() {
        let holds = |range: &str, ip: &str| {
            let prefix = Prefix::read(range)?;
            Some(prefix.contains(ip.parse().unwrap()))
        };
        for (range, ip, want) in [
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
            assert_eq!(holds(range, ip), want, "{range} {ip}");
        }
    }
}
