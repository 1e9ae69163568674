//! A claim as it is used: classes, where each may go, which data fall in which class, and what is excepted.

use jiff::civil::Date;
use serde::Deserialize;

use super::host::HostPattern;
use crate::reference::country::CountryCode;
use crate::reference::data_type::DataType;
use crate::reference::fault::Fault;
use crate::tag::data_type::grade::DataGrade;

/// One written promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Short name of the claim.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// Where it was read.
    pub source: String,
    /// Address of the page.
    pub url: Option<String>,
    /// Its own words.
    pub quote: Option<String>,
    /// Day on which it was made.
    pub stated: Date,
    /// Day on which somebody copied it.
    pub checked: Option<Date>,
    /// What kind of promise it is.
    pub asserts: Asserts,
    /// First day on which it holds.
    pub from: Option<Date>,
    /// Last day on which it holds.
    pub to: Option<Date>,
    /// Whose traffic it is about.
    pub subject: Subject,
    /// Classes that the claim states, in its order, then those that only the built-in map names.
    pub classes: Vec<Class>,
    /// The classes of each data type, in the order of `DataType::ALL`.
    pub map: Vec<MapRow>,
    /// The first that fits goes before the map.
    pub overrides: Vec<Override>,
    /// What is said of edges and anycast.
    pub edge: EdgeRule,
    /// Countries that the claim names as passed through.
    pub transit: Vec<CountryCode>,
    /// What a contradiction needs.
    pub needs: Needs,
    /// What was understood in another way than it was written: `UK` as `GB`.
    pub notes: Vec<Fault>,
    /// The file it was read from; `None` for a text that is no file.
    pub file: Option<ClaimFile>,
}

/// The file of a claim, as exports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimFile {
    /// Name without the folder.
    pub name: String,
    /// SHA-256 of its text, lower-case hex.
    pub sha256: String,
}

/// What a promise is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asserts {
    /// Where data is kept.
    Storage,
    /// Where data is sent.
    Transfer,
    /// From where data can be read.
    Access,
}

impl Asserts {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Asserts::Storage => "storage",
            Asserts::Transfer => "transfer",
            Asserts::Access => "access",
        }
    }
}

/// What the claim says of shared edges and anycast addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeRule {
    /// What lies behind them is not visible.
    #[default]
    CannotTell,
    /// The claim allows them.
    Consistent,
    /// They are judged by the countries that databases name.
    Ignore,
}

/// Whose traffic a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// In words.
    pub name: String,
    /// Companies that answer for it; they say whose party is first; never used to find traffic.
    pub controllers: Vec<String>,
    /// Its domains; names below them belong to it too.
    pub domains: Vec<String>,
    /// Its networks.
    pub asns: Vec<u32>,
}

impl From<&Subject> for crate::tag::subject::Subject {
    /// Whom the claim speaks of, as the one whose own parties are first.
    fn from(subject: &Subject) -> Self {
        Self {
            owners: subject.controllers.clone(),
            domains: subject.domains.clone(),
            asns: subject.asns.iter().copied().collect(),
        }
    }
}

/// A class of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// As the claim calls it.
    pub name: String,
    /// Where it may go.
    pub allow: Allow,
    /// Line of the claim file that says so, from 1, with its text.
    pub line: Option<(usize, String)>,
}

/// Where a class may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allow {
    /// Anywhere.
    Any,
    /// These countries, in alphabetical order; none means nowhere.
    Only(Vec<CountryCode>),
    /// The claim is silent. Never the same as allowed.
    NotStated,
}

/// A set of classes: bit n is `Claim::classes[n]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClassSet(pub u64);

/// Classes in a claim; a set of them is 64 bits, and five more may come from the built-in map.
pub const MAX_CLASSES: usize = 59;

impl ClassSet {
    /// One class.
    pub fn one(index: usize) -> Self {
        Self(
            1_u64
                .checked_shl(index.try_into().unwrap_or(u32::MAX))
                .unwrap_or(0),
        )
    }

    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a class is in it.
    pub fn has(self, index: usize) -> bool {
        self.0 & Self::one(index).0 != 0
    }
}

/// The classes of one data type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MapRow {
    /// The classes.
    pub classes: ClassSet,
    /// Whether the claim says so; else it is the built-in map.
    pub by_claim: bool,
}

/// A class for some hosts or one type of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Only these hosts.
    pub host: Option<HostPattern>,
    /// Only this type.
    pub data_type: Option<DataType>,
    /// The classes.
    pub classes: ClassSet,
    /// Line of the claim file, from 1.
    pub line: usize,
}

impl Override {
    /// Whether it may speak for a host.
    pub fn is_for(&self, host: Option<&str>) -> bool {
        let fits = |pattern: &HostPattern| host.is_some_and(|host| pattern.matches(host));
        self.host.as_ref().is_none_or(fits)
    }

    /// Whether everything that another one fits is fitted by this one.
    pub fn covers(&self, other: &Self) -> bool {
        let host = match (&self.host, &other.host) {
            (None, _) => true,
            (Some(own), Some(theirs)) => own.covers(theirs),
            (Some(_), None) => false,
        };
        host && (self.data_type.is_none() || self.data_type == other.data_type)
    }
}

/// How sure a country is, as far as a verdict asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceGrade {
    /// Witnesses differ.
    Disputed,
    /// One witness, nothing against it.
    Probable,
    /// Independent witnesses agree.
    Firm,
}

impl PlaceGrade {
    /// All, the least sure first.
    pub const ALL: [PlaceGrade; 3] = [PlaceGrade::Disputed, PlaceGrade::Probable, PlaceGrade::Firm];

    /// Word in files and on screen.
    pub fn token(self) -> &'static str {
        match self {
            PlaceGrade::Disputed => "disputed",
            PlaceGrade::Probable => "probable",
            PlaceGrade::Firm => "firm",
        }
    }
}

/// The grades from which on evidence may contradict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Of the data type.
    pub class: DataGrade,
    /// Of the country.
    pub place: PlaceGrade,
}

impl Default for Needs {
    fn default() -> Self {
        Self {
            class: DataGrade::Moderate,
            place: PlaceGrade::Firm,
        }
    }
}

impl Claim {
    /// The row of the map for a data type.
    pub fn row(&self, of: DataType) -> MapRow {
        let rows = DataType::ALL.iter().zip(&self.map);
        let row = rows.into_iter().find(|(one, _)| **one == of);
        row.map_or_else(MapRow::default, |(_, row)| *row)
    }

    /// The classes of a set, with their indices.
    pub fn classes_in(&self, set: ClassSet) -> impl Iterator<Item = (usize, &Class)> {
        let all = self.classes.iter().enumerate();
        all.filter(move |(index, _)| set.has(*index))
    }
}
