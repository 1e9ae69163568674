//! Address → the published range in which one address answers at many places.
//!
//! The rows are ours, each from a page of the operator: `assets/shared.tsv`. A country table names one country for such
//! an address; that country is not where the packets went.

use std::net::IpAddr;

use super::ReferenceError;

/// A published range of one operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedRange {
    /// First address of the range.
    pub network: IpAddr,
    /// Length of the prefix in bits.
    pub prefix_len: u8,
    /// Who runs it.
    pub operator: String,
    /// How it is shared.
    pub kind: SharedKind,
    /// Where the operator says so.
    pub source: String,
    /// Day on which the row was compared with its source, `YYYY-MM-DD`.
    pub checked: String,
}

/// How one address is at many places.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SharedKind {
    /// The same address is announced from many places; the network picks one.
    Anycast,
    /// Servers near the user that keep copies of what is stored elsewhere.
    Edge,
}

impl SharedKind {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Anycast => "one address, many places",
            Self::Edge => "content edge, many places",
        }
    }

    /// For files.
    pub fn token(self) -> &'static str {
        match self {
            Self::Anycast => "anycast",
            Self::Edge => "edge",
        }
    }

    fn parse(token: &str) -> Option<Self> {
        [Self::Anycast, Self::Edge]
            .into_iter()
            .find(|kind| kind.token() == token)
    }
}

impl SharedRange {
    /// The range as people write it: `8.8.8.0/24`.
    pub fn prefix(&self) -> String {
        format!("{}/{}", self.network, self.prefix_len)
    }

    fn contains(&self, ip: IpAddr) -> bool {
        let shared_bits = match (self.network, ip) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                (network.to_bits() ^ ip.to_bits()).leading_zeros()
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                (network.to_bits() ^ ip.to_bits()).leading_zeros()
            }
            _ => return false,
        };
        shared_bits >= u32::from(self.prefix_len)
    }
}

/// All rows; few enough to be walked through.
#[derive(Debug)]
pub(super) struct SharedRanges(Vec<SharedRange>);

impl SharedRanges {
    pub(super) fn bundled() -> Result<Self, ReferenceError> {
        Self::read(include_str!("../../assets/shared.tsv")).map_err(|line| {
            ReferenceError::Bundled {
                name: "shared",
                what: format!("unreadable row `{line}`"),
            }
        })
    }

    /// Gives the first line that is no row as the error.
    fn read(text: &str) -> Result<Self, &str> {
        let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.map(|line| read_row(line).ok_or(line))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The narrowest range around an address.
    pub(super) fn find(&self, ip: IpAddr) -> Option<&SharedRange> {
        self.0
            .iter()
            .filter(|range| range.contains(ip))
            .max_by_key(|range| range.prefix_len)
    }
}

fn read_row(line: &str) -> Option<SharedRange> {
    let [prefix, operator, kind, source, checked] =
        line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let (network, prefix_len) = prefix.split_once('/')?;
    Some(SharedRange {
        network: network.parse().ok()?,
        prefix_len: prefix_len.parse().ok()?,
        operator: operator.to_owned(),
        kind: SharedKind::parse(kind)?,
        source: source.to_owned(),
        checked: checked.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::SharedRanges;

    #[test]
    fn rows_are_networks_stated_once() {
        let ranges = SharedRanges::bundled().unwrap().0;
        let mut seen = std::collections::BTreeSet::new();
        for range in &ranges {
            let prefix = range.prefix();
            let host_bits = match range.network {
                IpAddr::V4(v4) => {
                    v4.to_bits()
                        .checked_shl(u32::from(range.prefix_len))
                        .unwrap_or(0)
                        == 0
                }
                IpAddr::V6(v6) => {
                    v6.to_bits()
                        .checked_shl(u32::from(range.prefix_len))
                        .unwrap_or(0)
                        == 0
                }
            };
            assert!(host_bits, "{prefix} has bits outside its prefix");
            assert!(range.source.starts_with("https://"), "{prefix}");
            assert!(
                range.checked.parse::<jiff::civil::Date>().is_ok(),
                "{prefix}"
            );
            assert!(seen.insert(prefix), "{} is there twice", range.prefix());
        }
    }

    #[test]
    fn the_narrowest_range_answers() {
        let text = "prefix\toperator\tkind\tsource\tchecked\n\
                    192.0.2.0/24\twide\tedge\thttps://example.org\t2026-11-23\n\
                    192.0.2.7/32\tnarrow\tanycast\thttps://example.org\t2026-11-23\n";
        let ranges = SharedRanges::read(text).unwrap();
        let operator = |ip: &str| {
            ranges
                .find(ip.parse().unwrap())
                .map(|range| range.operator.as_str())
        };
        assert_eq!(operator("192.0.2.7"), Some("narrow"));
        assert_eq!(operator("192.0.2.8"), Some("wide"));
        assert_eq!(operator("192.0.3.0"), None);
        assert_eq!(operator("2001:db8::1"), None);
        assert_eq!(
            SharedRanges::read("prefix\nnonsense").unwrap_err(),
            "nonsense"
        );
    }
}
