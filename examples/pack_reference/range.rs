//! Address ranges with a value each: the form in which all sources meet before they become a table.

use std::net::{IpAddr, Ipv6Addr};

/// Addresses from `first` to `last`, both included. IPv4 counts as the low 32 bits (`::a.b.c.d`), as in an MMDB tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Range {
    pub first: u128,
    pub last: u128,
    /// Index into the values of the table.
    pub value: u32,
}

/// What the table's own metadata and the manifest say about it.
pub struct About {
    pub token: &'static str,
    pub title: &'static str,
    pub kind: &'static str,
    /// Day of the data, `YYYY-MM-DD`, and the same as seconds since 1970.
    pub dated: &'static str,
    pub build_epoch: u64,
    pub licence: &'static str,
    pub attribution: &'static str,
    pub source: &'static crate::source::Package,
}

/// A field of a record.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Field {
    Number(u32),
    Text(String),
}

/// Ranges, sorted and apart, with the records they point to.
pub struct Table {
    pub about: About,
    pub ranges: Vec<Range>,
    pub values: Vec<Vec<(&'static str, Field)>>,
}

/// Position of an address in the tree.
pub fn position(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The address at a position of the tree.
pub fn address(position: u128) -> IpAddr {
    u32::try_from(position).map_or_else(
        |_| IpAddr::V6(Ipv6Addr::from_bits(position)),
        |v4| IpAddr::V4(v4.into()),
    )
}

/// Sorts, refuses overlaps, and joins neighbours that say the same.
pub fn tidy(mut ranges: Vec<Range>) -> anyhow::Result<Vec<Range>> {
    ranges.sort_unstable_by_key(|range| range.first);
    let mut tidied: Vec<Range> = Vec::with_capacity(ranges.len());
    for range in ranges {
        anyhow::ensure!(
            range.first <= range.last,
            "a range ends before it starts: {range:?}"
        );
        match tidied.last_mut() {
            Some(before) if before.last >= range.first => {
                anyhow::bail!("ranges overlap: {} is in both", address(range.first));
            }
            Some(before) if before.last + 1 == range.first && before.value == range.value => {
                before.last = range.last
            }
            _ => tidied.push(range),
        }
    }
    Ok(tidied)
}
