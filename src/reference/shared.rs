//! Address → the published range in which one address answers at many places.
//!
//! The rows are ours, each from a page of the operator: `assets/shared.tsv`. A country table names one country for such
//! an address; that country is not where the packets went.

use std::net::IpAddr;
use std::sync::Arc;

use super::prefix::{Prefix, PrefixMap};
use super::{ReferenceError, tsv};

/// A published range of one operator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedRange {
    /// The range.
    pub prefix: Prefix,
    /// Who runs it.
    pub operator: Arc<str>,
    /// How it is shared.
    pub kind: SharedKind,
    /// Where the operator says so.
    pub source: Arc<str>,
    /// Day on which the row was compared with its source, `YYYY-MM-DD`.
    pub checked: Arc<str>,
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
    /// A row of a list of the user's.
    pub(super) fn of_list(prefix: Prefix, operator: &str, file: &str, dated: &str) -> Self {
        Self {
            prefix,
            operator: operator.into(),
            kind: SharedKind::Anycast,
            source: file.into(),
            checked: dated.into(),
        }
    }
}

/// All rows.
#[derive(Debug)]
pub(super) struct SharedRanges(PrefixMap<SharedRange>);

impl SharedRanges {
    pub(super) fn bundled() -> Result<Self, ReferenceError> {
        tsv::bundled(
            "shared",
            Self::read(include_str!("../../assets/shared.tsv")),
        )
    }

    /// Gives the first line that is no row as the error.
    fn read(text: &str) -> Result<Self, &str> {
        let rows = tsv::rows(text);
        let rows = rows.map(|line| read_row(line).ok_or(line));
        let rows: Vec<SharedRange> = rows.collect::<Result<_, _>>()?;
        let rows = rows.into_iter().map(|row| (row.prefix, row));
        Ok(Self(PrefixMap::new(rows)))
    }

    /// Adds rows of the user's. A range that is known stays as it is known.
    pub(super) fn add(&mut self, rows: Vec<SharedRange>) {
        let known = self.0.iter().map(|(prefix, range)| (prefix, range.clone()));
        let rows = rows.into_iter().map(|row| (row.prefix, row));
        self.0 = PrefixMap::new(rows.chain(known.collect::<Vec<_>>()));
    }

    /// The narrowest range around an address.
    pub(super) fn find(&self, ip: IpAddr) -> Option<&SharedRange> {
        self.0.find(ip).map(|(_, range)| range)
    }
}

fn read_row(line: &str) -> Option<SharedRange> {
    let [prefix, operator, kind, source, checked] = tsv::cells(line)?;
    Some(SharedRange {
        prefix: Prefix::parse(prefix)?,
        operator: operator.into(),
        kind: SharedKind::parse(kind)?,
        source: source.into(),
        checked: checked.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::SharedRanges;

    #[test]
    fn rows_are_networks_stated_once() {
        let ranges = SharedRanges::bundled().unwrap().0;
        let rows = include_str!("../../assets/shared.tsv").lines();
        let rows = rows.filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(ranges.iter().count(), rows, "a range is there twice");
        for (prefix, range) in ranges.iter() {
            assert!(range.source.starts_with("https://"), "{prefix}");
            assert!(
                range.checked.parse::<jiff::civil::Date>().is_ok(),
                "{prefix}"
            );
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
                .map(|range| &*range.operator)
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
