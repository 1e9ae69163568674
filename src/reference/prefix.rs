//! Prefixes of addresses, and of many prefixes the narrowest around one address.

use std::fmt;
use std::net::IpAddr;

/// A network and its length in bits: `8.8.8.0/24`. No bit of the network lies outside its length.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Prefix {
    network: IpAddr,
    len_bits: u8,
}

impl Prefix {
    /// `None` where the length is none of the family's, or a bit lies outside it.
    pub fn new(network: IpAddr, len_bits: u8) -> Option<Self> {
        let most = if network.is_ipv4() { 32 } else { 128 };
        let outside = match network {
            IpAddr::V4(ip) => ip.to_bits().checked_shl(u32::from(len_bits)).unwrap_or(0) != 0,
            IpAddr::V6(ip) => ip.to_bits().checked_shl(u32::from(len_bits)).unwrap_or(0) != 0,
        };
        (len_bits <= most && !outside).then_some(Self { network, len_bits })
    }

    /// `8.8.8.0/24`, or an address alone.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('/') {
            Some((network, len_bits)) => Self::new(network.parse().ok()?, len_bits.parse().ok()?),
            None => {
                let ip: IpAddr = text.parse().ok()?;
                Self::new(ip, if ip.is_ipv4() { 32 } else { 128 })
            }
        }
    }

    /// First address.
    pub fn network(self) -> IpAddr {
        self.network
    }

    /// Length in bits.
    pub fn len_bits(self) -> u8 {
        self.len_bits
    }

    /// Whether an address lies in it.
    pub fn contains(self, ip: IpAddr) -> bool {
        let shared_bits = match (self.network, ip) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                (network.to_bits() ^ ip.to_bits()).leading_zeros()
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                (network.to_bits() ^ ip.to_bits()).leading_zeros()
            }
            _ => return false,
        };
        shared_bits >= u32::from(self.len_bits)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.len_bits)
    }
}

/// The prefixes that cover the addresses from one to another, both with them. `None` where the families differ or the
/// second comes before the first.
pub fn prefixes_between(start: IpAddr, end: IpAddr) -> Option<Vec<Prefix>> {
    let (mut at, end, all) = match (start, end) {
        (IpAddr::V4(start), IpAddr::V4(end)) => {
            (u128::from(start.to_bits()), u128::from(end.to_bits()), 32)
        }
        (IpAddr::V6(start), IpAddr::V6(end)) => (start.to_bits(), end.to_bits(), 128),
        _ => return None,
    };
    let mut prefixes = Vec::new();
    while at <= end {
        let fits = |free: &u32| {
            let last = (1_u128.checked_shl(*free)?.checked_sub(1)?).checked_add(at)?;
            (last <= end).then_some(last)
        };
        let free = (0..=at.trailing_zeros().min(all)).rev();
        let found = free
            .filter(|free| *free < 128)
            .find_map(|free| Some((free, fits(&free)?)));
        let (free, last) = found?;
        let network = match u32::try_from(at) {
            Ok(bits) if all == 32 => IpAddr::V4(bits.into()),
            _ => IpAddr::V6(at.into()),
        };
        prefixes.push(Prefix::new(network, u8::try_from(all - free).ok()?)?);
        match last.checked_add(1) {
            Some(next) => at = next,
            None => break,
        }
    }
    (!prefixes.is_empty()).then_some(prefixes)
}

/// Values by prefix. Prefixes lie in each other or apart: a look-up is one search and a walk outward.
#[derive(Debug)]
pub struct PrefixMap<T> {
    rows: Vec<Row<T>>,
}

#[derive(Debug)]
struct Row<T> {
    prefix: Prefix,
    /// The row of the next wider prefix around this one.
    around: Option<usize>,
    value: T,
}

impl<T> PrefixMap<T> {
    /// Of several values for one prefix the last is kept.
    pub fn new(values: impl IntoIterator<Item = (Prefix, T)>) -> Self {
        let mut rows: Vec<Row<T>> = Vec::new();
        let mut values: Vec<(Prefix, T)> = values.into_iter().collect();
        values.sort_by_key(|(prefix, _)| *prefix);
        for (prefix, value) in values {
            if rows.last().is_some_and(|last| last.prefix == prefix) {
                rows.pop();
            }
            let mut around = rows.len().checked_sub(1);
            while let Some(row) = around.and_then(|at| rows.get(at)) {
                if row.prefix.contains(prefix.network) {
                    break;
                }
                around = row.around;
            }
            rows.push(Row {
                prefix,
                around,
                value,
            });
        }
        Self { rows }
    }

    /// The narrowest prefix around an address, and its value.
    pub fn find(&self, ip: IpAddr) -> Option<(Prefix, &T)> {
        let after = self.rows.partition_point(|row| row.prefix.network <= ip);
        let mut at = after.checked_sub(1);
        while let Some(row) = at.and_then(|at| self.rows.get(at)) {
            if row.prefix.contains(ip) {
                return Some((row.prefix, &row.value));
            }
            at = row.around;
        }
        None
    }

    /// Every prefix with its value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Prefix, &T)> {
        self.rows.iter().map(|row| (row.prefix, &row.value))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_prefix_has_no_bits_outside_its_length() {
        let shown = |text| Prefix::parse(text).map(|prefix| prefix.to_string());
        for (text, expected) in [
            ("8.8.8.0/24", Some("8.8.8.0/24")),
            ("8.8.8.8", Some("8.8.8.8/32")),
            ("2001:db8::/32", Some("2001:db8::/32")),
            ("::/0", Some("::/0")),
            ("0.0.0.0/0", Some("0.0.0.0/0")),
            ("8.8.8.8/24", None),
            ("8.8.8.0/33", None),
            ("2001:db8::/129", None),
            ("8.8.8.0/", None),
            ("8.8.8/24", None),
            ("", None),
        ] {
            assert_eq!(shown(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_stretch_of_addresses_is_cut_into_prefixes() {
        let cut = |start: &str, end: &str| {
            let prefixes = prefixes_between(start.parse().unwrap(), end.parse().unwrap());
            let texts = prefixes.unwrap_or_default();
            let texts: Vec<String> = texts.iter().map(Prefix::to_string).collect();
            texts.join(" ")
        };
        assert_eq!(cut("1.0.0.0", "1.0.0.255"), "1.0.0.0/24");
        assert_eq!(
            cut("1.0.0.1", "1.0.0.4"),
            "1.0.0.1/32 1.0.0.2/31 1.0.0.4/32"
        );
        assert_eq!(
            cut("255.255.255.254", "255.255.255.255"),
            "255.255.255.254/31"
        );
        assert_eq!(cut("0.0.0.0", "255.255.255.255"), "0.0.0.0/0");
        assert_eq!(cut("2001:db8::", "2001:db8::ffff"), "2001:db8::/112");
        assert_eq!(cut("1.0.0.1", "1.0.0.0"), "");
        assert_eq!(cut("1.0.0.1", "::1"), "");
    }

    #[test]
    fn the_narrowest_prefix_answers() {
        let rows = [
            "10.0.0.0/8",
            "10.1.0.0/16",
            "10.1.2.0/24",
            "10.3.0.0/16",
            "::/0",
        ];
        let map = PrefixMap::new(rows.map(|text| (Prefix::parse(text).unwrap(), text)));
        for (ip, expected) in [
            ("10.1.2.3", Some("10.1.2.0/24")),
            ("10.1.3.3", Some("10.1.0.0/16")),
            ("10.2.0.0", Some("10.0.0.0/8")),
            ("10.255.0.0", Some("10.0.0.0/8")),
            ("11.0.0.0", None),
            ("9.255.255.255", None),
            ("2001:db8::1", Some("::/0")),
        ] {
            let found = map.find(ip.parse().unwrap()).map(|(_, text)| *text);
            assert_eq!(found, expected, "{ip}");
        }
    }

    proptest! {
        #[test]
        fn a_search_finds_what_a_walk_finds(
            rows in prop::collection::vec((0..64_u32, 26..=32_u8), 0..40), ip in 0..64_u32
        ) {
            let network = |bits: u32, len: u8| IpAddr::V4((bits >> (32 - len) << (32 - len)).into());
            let rows = rows.into_iter().map(|(bits, len)| Prefix::new(network(bits, len), len).unwrap());
            let rows: Vec<(Prefix, ())> = rows.map(|prefix| (prefix, ())).collect();
            let ip = IpAddr::V4(ip.into());
            let walked = rows.iter().map(|(prefix, ())| *prefix).filter(|prefix| prefix.contains(ip));
            let walked = walked.max_by_key(|prefix| prefix.len_bits);
            let found = PrefixMap::new(rows).find(ip).map(|(prefix, ())| prefix);
            prop_assert_eq!(found, walked);
        }
    }
}
