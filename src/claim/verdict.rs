//! What a claim says of one flow: a word, the reason, and the one fact that would decide it.

use std::sync::Arc;

use super::candidates::Decided;
use super::model::{ClassSet, PlaceGrade};
use crate::reference::country::CountryCode;
use crate::tag::data_type::grade::{DataGrade, Presumed};

/// How traffic and claim agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// No candidate class may go to any candidate country, and the evidence is good enough to say so.
    Contradicts,
    /// The evidence leaves both open.
    CannotTell,
    /// Every candidate class may go to every candidate country.
    Consistent,
    /// The claim is not about this.
    NotCovered,
}

impl Word {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Word; 4] = [
        Word::Contradicts,
        Word::CannotTell,
        Word::Consistent,
        Word::NotCovered,
    ];

    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Word::Contradicts => "contradicts",
            Word::CannotTell => "cannot-tell",
            Word::Consistent => "consistent",
            Word::NotCovered => "not-covered",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Word::Contradicts => "contradicts",
            Word::CannotTell => "cannot tell",
            Word::Consistent => "consistent",
            Word::NotCovered => "not covered",
        }
    }
}

/// The row of the logic that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// Neither the name nor the network is the subject's.
    OutsideSubject,
    /// No name is known, and the network is not the subject's.
    NoName,
    /// The flow began on a day on which the claim does not hold.
    OutsideDates,
    /// The claim holds on some days only, and the capture gives no time.
    NoDate,
    /// The data did not leave the captured side.
    StaysLocal,
    /// The claim states no class in which the data may fall.
    Silent,
    /// The claim is about access, which no capture shows.
    Access,
    /// Every candidate class may go anywhere.
    Exempt,
    /// An edge or anycast address: what lies behind it is not visible.
    Edge,
    /// An edge, and the claim allows edges.
    EdgeAllowed,
    /// A tunnel: where its content goes is not visible.
    Tunnel,
    /// No country is known.
    NoCountry,
    /// Allowed for every class in every country.
    AllAllowed,
    /// The claim names the country as passed through.
    Transit,
    /// Allowed for no class in no country.
    AllForbidden,
    /// The same, but the data type is less sure than a contradiction needs.
    WeakType,
    /// The same, but the country is.
    WeakPlace,
    /// The same, but both are.
    WeakBoth,
    /// Allowed for some candidates, and not for others.
    Mixed,
}

impl Because {
    /// Words on screen: the token without its hyphens.
    pub fn label(self) -> String {
        self.token().replace('-', " ")
    }

    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Because::OutsideSubject => "outside-subject",
            Because::NoName => "no-name",
            Because::OutsideDates => "outside-dates",
            Because::NoDate => "no-date",
            Because::StaysLocal => "stays-local",
            Because::Silent => "claim-silent",
            Because::Access => "access-not-visible",
            Because::Exempt => "exempt",
            Because::Edge => "edge",
            Because::EdgeAllowed => "edge-allowed",
            Because::Tunnel => "tunnel",
            Because::NoCountry => "country-unknown",
            Because::AllAllowed => "all-allowed",
            Because::Transit => "transit",
            Because::AllForbidden => "none-allowed",
            Because::WeakType => "weak-type",
            Because::WeakPlace => "weak-place",
            Because::WeakBoth => "weak-type-and-place",
            Because::Mixed => "candidates-disagree",
        }
    }
}

/// The one fact that would decide what cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decider {
    /// When the flow was.
    Date,
    /// Who can read the data, and from where.
    Access,
    /// What lies behind the edge.
    Origin,
    /// What the tunnel carries, and where to.
    InsideTunnel,
    /// In which country the destination is.
    Country,
    /// Where the data goes on to.
    Onward,
    /// Which type of data it is.
    DataType,
    /// Type and country, neither alone.
    DataTypeAndCountry,
    /// A second witness for the country.
    Witness,
    /// Better evidence of the type, and a second witness.
    DataTypeAndWitness,
}

impl Decider {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            Decider::Date => "date",
            Decider::Access => "access",
            Decider::Origin => "origin",
            Decider::InsideTunnel => "inside-tunnel",
            Decider::Country => "country",
            Decider::Onward => "onward",
            Decider::DataType => "data-type",
            Decider::DataTypeAndCountry => "data-type-and-country",
            Decider::Witness => "second-witness",
            Decider::DataTypeAndWitness => "data-type-and-second-witness",
        }
    }
}

/// What a claim says of one flow, with what it was decided over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// The word.
    pub word: Word,
    /// Why.
    pub because: Because,
    /// What would decide it; only where it cannot be told.
    pub decider: Option<Decider>,
    /// Candidate classes; none where the claim is not about the flow.
    pub classes: ClassSet,
    /// Who chose the classes.
    pub decided: Decided,
    /// How sure the classes are.
    pub grade: DataGrade,
    /// What the flow presumably carries.
    pub data: Presumed,
    /// Candidate countries, in alphabetical order.
    pub countries: Arc<[CountryCode]>,
    /// How sure they are.
    pub place: PlaceGrade,
}
