//! Number of a network → whether it is known for content edges: `assets/edges.tsv`.
//!
//! Databases that agree on an address of such a network may both be wrong: they know where the owner or a neighbour is.

use std::sync::Arc;

use super::{ReferenceError, tsv};

/// A network known for content edges.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EdgeNetwork {
    /// Autonomous system number.
    pub asn: u32,
    /// Who runs it.
    pub operator: Arc<str>,
    /// What else it runs.
    pub kind: EdgeKind,
    /// Where that can be read.
    pub source: Arc<str>,
    /// Day on which the row was compared, `YYYY-MM-DD`.
    pub checked: Arc<str>,
}

/// What a network runs beside edges.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EdgeKind {
    /// Nothing that users call: whoever calls it meets an edge.
    EdgesOnly,
    /// Data centres too, and the addresses do not tell which.
    Mixed,
}

impl EdgeKind {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::EdgesOnly => "a network of content edges, many places",
            Self::Mixed => "a network of content edges and data centres",
        }
    }

    /// For files.
    pub fn token(self) -> &'static str {
        match self {
            Self::EdgesOnly => "edge",
            Self::Mixed => "mixed",
        }
    }

    fn parse(token: &str) -> Option<Self> {
        let mut all = [Self::EdgesOnly, Self::Mixed].into_iter();
        all.find(|kind| kind.token() == token)
    }
}

/// All rows, by number.
#[derive(Debug)]
pub(super) struct EdgeNetworks(Vec<EdgeNetwork>);

impl EdgeNetworks {
    pub(super) fn bundled() -> Result<Self, ReferenceError> {
        tsv::bundled("edges", Self::read(include_str!("../../assets/edges.tsv")))
    }

    /// Gives the first line that is no row as the error.
    fn read(text: &str) -> Result<Self, &str> {
        let rows = tsv::rows(text);
        let rows = rows.map(|line| read_row(line).ok_or(line));
        let mut rows: Vec<EdgeNetwork> = rows.collect::<Result<_, _>>()?;
        rows.sort_by_key(|row| row.asn);
        Ok(Self(rows))
    }

    pub(super) fn find(&self, asn: u32) -> Option<&EdgeNetwork> {
        let at = self.0.binary_search_by_key(&asn, |row| row.asn).ok()?;
        self.0.get(at)
    }
}

fn read_row(line: &str) -> Option<EdgeNetwork> {
    let [asn, operator, kind, source, checked] = tsv::cells(line)?;
    Some(EdgeNetwork {
        asn: asn.parse().ok()?,
        operator: operator.into(),
        kind: EdgeKind::parse(kind)?,
        source: source.into(),
        checked: checked.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::{EdgeKind, EdgeNetworks};

    #[test]
    fn networks_are_stated_once_with_source_and_day() {
        let rows = EdgeNetworks::bundled().unwrap().0;
        assert!(rows.is_sorted_by(|a, b| a.asn < b.asn));
        for row in rows {
            assert!(row.source.starts_with("https://"), "{}", row.asn);
            assert!(
                row.checked.parse::<jiff::civil::Date>().is_ok(),
                "{}",
                row.asn
            );
        }
    }

    #[test]
    fn a_network_is_found_by_its_number() {
        let rows = EdgeNetworks::bundled().unwrap();
        let kind = |asn| rows.find(asn).map(|row| (&*row.operator, row.kind));
        assert_eq!(kind(20_940), Some(("Akamai", EdgeKind::EdgesOnly)));
        assert_eq!(kind(396_986), Some(("ByteDance", EdgeKind::Mixed)));
        assert_eq!(kind(16_509), None);
        assert_eq!(EdgeNetworks::read("asn\nnonsense").unwrap_err(), "nonsense");
    }
}
