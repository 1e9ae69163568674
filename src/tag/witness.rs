//! Who says where an address is, and what speaks against believing it.

use crate::reference::country::CountryCode;
use crate::reference::regions::RegionId;

/// What one witness says about where an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Witness {
    /// Who says it.
    pub source: Source,
    /// The answer; `None` where it has none.
    pub says: Option<CountryCode>,
    /// Whether it counts: of several editions of one database only that nearest to the capture does.
    pub counts: bool,
}

/// Who says where an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A database: index into `Reference::tables()`.
    Database(usize),
    /// The operator, in the ranges that it publishes: index into `Reference::tables()`.
    CloudRange(usize),
    /// The operator, in a host name that the traffic shows for the address.
    Name(RegionId),
}

impl Source {
    /// The database, where it is one.
    pub fn table(self) -> Option<usize> {
        match self {
            Source::Database(table) => Some(table),
            Source::CloudRange(_) | Source::Name(_) => None,
        }
    }
}

/// What speaks against believing databases about an address. The first two leave no country, the others none that is firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caveat {
    /// It lies in a range that its operator publishes as being at many places.
    SharedRange,
    /// Its network runs content edges.
    EdgeNetwork,
    /// Its network runs content edges beside data centres.
    MixedNetwork,
    /// No table knows a network that announces it: databases then may know no more than where its block is registered.
    NotAnnounced,
}

impl Caveat {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Caveat::SharedRange => "shared-range",
            Caveat::EdgeNetwork => "edge-network",
            Caveat::MixedNetwork => "network-with-edges",
            Caveat::NotAnnounced => "not-announced",
        }
    }
}
