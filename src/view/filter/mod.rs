//! The filter language: text ↔ terms. What a filter keeps is worked out in `keep`.
//!
//! `country:CN,SG -host:cdn sent>10kB upload`: terms with a space between them must all hold, values with a comma
//! between them are alternatives, `-` in front turns a term round, a word alone is looked for in names, addresses
//! and organisations. Quotes hold spaces: `org:"ByteWave Ltd"`; slashes hold a regular expression: `host:/^up[0-9]/`.

pub mod complete;
pub(super) mod easier;
pub mod grammar;
pub mod keep;
pub mod found;
mod judged;
mod key;
mod matching;
mod parse;
mod pattern;
mod period;
mod problem;
mod print;
#[cfg(test)]
mod tests;
mod texts;
mod toggle;
mod value;

use std::net::IpAddr;

pub use key::Key;
pub use parse::{Parsed, parse};
pub use pattern::Pattern;
pub use period::{Period, clock_of};
pub use print::term_text;
pub use toggle::{holds, toggle, without};

use crate::claim::verdict::Word;
use crate::evidence::protocol::Protocol;
use crate::evidence::tunnel::TunnelKind;
use crate::flow::model::Transport;
use crate::reference::country::CountryCode;
use crate::reference::data_type::{DataGroup, DataType};
use crate::tag::data_type::grade::DataGrade;
use crate::tag::model::{Grade, PlaceGroup};
use crate::tag::party::Party;

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// `-` in front: keeps the flows for which the condition does not hold.
    pub negated: bool,
    /// The condition.
    pub what: What,
}

impl Term {
    /// A term with one value, as clicks on lists and on the map add it.
    pub fn any(key: Key, value: Value) -> Self {
        Self {
            negated: false,
            what: What::Any(key, vec![value]),
        }
    }
}

/// The condition of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `country:CN,SG`: one of the values holds.
    Any(Key, Vec<Value>),
    /// `sent>10kB`: bytes, or a number of frames.
    Compare(Measure, Comparison, u64),
    /// `sent=10kB..1MB`: from the first to the second, both included.
    Within(Measure, u64, u64),
    /// Lower-case text that a name, an address or the organisation contains.
    Text(String),
    /// A pattern that is found in a name, an address or the organisation.
    Pattern(Pattern),
}

/// One alternative of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Placed in this country.
    Country(CountryCode),
    /// In this part of the ledger.
    Group(PlaceGroup),
    /// Sources differ between exactly these, in alphabetical order.
    Between(Vec<CountryCode>),
    /// `none`: there is no such thing.
    Unknown,
    /// Contains this lower-case text.
    Part(String),
    /// Is this lower-case text.
    Exactly(String),
    /// Is this number.
    Number(u32),
    /// Is one of the numbers from the first to the second, both included.
    Numbers(u32, u32),
    /// A pattern is found in it.
    Pattern(Pattern),
    /// Was active then.
    During(Period),
    /// The recognised protocol, at any layer.
    App(Protocol),
    /// The same, with nothing recognised inside it.
    Only(Protocol),
    /// Presumably carries this, as the first or the second type.
    Type(DataType),
    /// Presumably carries this, as the first type.
    TypeFirst(DataType),
    /// Presumably carries a type of this group.
    TypeGroup(DataGroup),
    /// The presumed type is this sure.
    Grade(DataGrade),
    /// The country is this sure.
    PlaceGrade(Grade),
    /// Is this party.
    Party(Party),
    /// The claim says this of it.
    Verdict(Word),
    /// Is a tunnel of whatever kind.
    AnyTunnel,
    /// Is this tunnel.
    Tunnel(TunnelKind),
    /// What carries the payload, whatever was recognised in it.
    Transport(Transport),
    /// TCP or UDP in which no protocol was recognised.
    Unrecognised(Transport),
    /// In this range of addresses; all bits for a single address.
    Range(IpAddr, u8),
}

/// What can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Payload bytes sent by the whole flow.
    Sent,
    /// Payload bytes received by the whole flow.
    Received,
    /// Frames both ways.
    Frames,
}

/// The bytes that `10kB`, `1.5MB` or `300` stand for.
pub fn bytes_of(text: &str) -> Option<u64> {
    value::amount(Measure::Sent, text)
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 3] = [Measure::Sent, Measure::Received, Measure::Frames];

    /// What it asks, in a few words.
    pub fn asks(self) -> &'static str {
        match self {
            Measure::Sent => "payload bytes from the captured side, as in `sent>10kB`",
            Measure::Received => "payload bytes to the captured side",
            Measure::Frames => "frames both ways",
        }
    }

    /// Word in the filter.
    pub fn token(self) -> &'static str {
        match self {
            Measure::Sent => "sent",
            Measure::Received => "received",
            Measure::Frames => "frames",
        }
    }
}

/// How it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Comparison {
    /// Every comparison; longer signs before their beginnings.
    pub const ALL: [Comparison; 5] = [
        Comparison::AtMost,
        Comparison::AtLeast,
        Comparison::Less,
        Comparison::More,
        Comparison::Equal,
    ];

    /// Sign in the filter.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
            Comparison::AtLeast => ">=",
            Comparison::More => ">",
        }
    }

    /// Whether it holds.
    pub fn holds(self, value: u64, than: u64) -> bool {
        match self {
            Comparison::Less => value < than,
            Comparison::AtMost => value <= than,
            Comparison::Equal => value == than,
            Comparison::AtLeast => value >= than,
            Comparison::More => value > than,
        }
    }
}
