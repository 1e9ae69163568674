//! The keys of the filter, what each expects, and which one a mistyped word was meant to be.

use crate::claim::verdict::Word;
use crate::evidence::tunnel::TunnelKind;
use crate::reference::data_type::{DataGroup, DataType};
use crate::reference::nearest::distance;
use crate::tag::model::PlaceGroup;
use crate::tag::seat::WITHOUT_SEAT;

/// What stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Where the destination is.
    Country,
    /// Where the destination's operator is registered.
    Seat,
    /// A name of the destination, or its address.
    Host,
    /// Registrable domain of the leading name.
    Domain,
    /// Who runs the address.
    Org,
    /// Number of the network that announces the address.
    Asn,
    /// The program that the capture names.
    App,
    /// What the flow presumably carries.
    Type,
    /// How sure that is, or the country.
    Grade,
    /// Who operates the domain of the leading name.
    Owner,
    /// Whose the destination is, seen from the subject.
    Party,
    /// Recognised protocol, or the transport.
    Proto,
    /// Which tunnel the flow is.
    Tunnel,
    /// Address of either end.
    Ip,
    /// Port of either end.
    Port,
    /// Name of the capture.
    Capture,
    /// What could not be read of the flow.
    Problem,
    /// Interface of the capture.
    Interface,
    /// What the claim says of the flow.
    Verdict,
    /// The class of the claim in which the flow may fall.
    Promise,
    /// When the flow was active.
    Time,
}

impl Key {
    /// Every key, in the order in which they are told.
    pub const ALL: [Key; 21] = [
        Key::Country,
        Key::Seat,
        Key::Host,
        Key::Domain,
        Key::Org,
        Key::Asn,
        Key::App,
        Key::Type,
        Key::Grade,
        Key::Owner,
        Key::Party,
        Key::Proto,
        Key::Tunnel,
        Key::Ip,
        Key::Port,
        Key::Capture,
        Key::Problem,
        Key::Interface,
        Key::Verdict,
        Key::Promise,
        Key::Time,
    ];

    /// Word in the filter.
    pub fn token(self) -> &'static str {
        match self {
            Key::Country => "country",
            Key::Seat => "seat",
            Key::Host => "host",
            Key::Domain => "domain",
            Key::Org => "org",
            Key::Asn => "asn",
            Key::App => "app",
            Key::Type => "type",
            Key::Grade => "grade",
            Key::Owner => "owner",
            Key::Party => "party",
            Key::Proto => "proto",
            Key::Tunnel => "tunnel",
            Key::Ip => "ip",
            Key::Port => "port",
            Key::Capture => "capture",
            Key::Problem => "problem",
            Key::Interface => "interface",
            Key::Verdict => "verdict",
            Key::Promise => "promise",
            Key::Time => "time",
        }
    }

    /// What it asks, in a few words.
    pub fn asks(self) -> &'static str {
        match self {
            Key::Country => "where the first network hop is presumably placed",
            Key::Seat => "where the address is registered, not where the machine is",
            Key::Host => "a name of the destination, or its address",
            Key::Domain => "the registrable domain of the name",
            Key::Org => "who runs the address",
            Key::Asn => "number of the network that announces the address",
            Key::App => "the program that the capture names",
            Key::Type => "what kind of data it presumably is",
            Key::Grade => "how sure the data type or the country is",
            Key::Owner => "who operates the domain",
            Key::Party => "whose the destination is, seen from the subject",
            Key::Proto => "protocol, at any layer",
            Key::Tunnel => "tunnels, whose inner destinations are not visible",
            Key::Ip => "address of either end, or a range such as `10.0.0.0/8`",
            Key::Port => "port of either end",
            Key::Capture => "the file",
            Key::Problem => "what could not be read of the flow",
            Key::Interface => "interface of the capture, counted from 0",
            Key::Verdict => "what the chosen claim says of it",
            Key::Promise => "the class of the claim in which it may fall",
            Key::Time => "when it was active, in UTC",
        }
    }

    /// What a value of this key is, as a clause.
    pub fn expected(self) -> String {
        match self {
            Key::Country => {
                let groups: Vec<String> = PlaceGroup::ALL
                    .iter()
                    .map(|group| format!("`{}`", group.token()))
                    .collect();
                format!("expected a country code or one of {}", groups.join(", "))
            }
            Key::Seat => {
                let groups = WITHOUT_SEAT.map(|group| format!("`{}`", group.token()));
                format!(
                    "expected a country code, `none` or one of {}",
                    groups.join(", ")
                )
            }
            Key::Host => "expected part of a host name or address, or `none`".into(),
            Key::Domain => "expected a domain such as `example.com`, or `none`".into(),
            Key::Org => "expected part of an organisation's name, or `none`".into(),
            Key::Asn => "expected a network number such as `AS64500`, or `none`".into(),
            Key::App => "expected part of an app's name, or `none`".into(),
            Key::Type => {
                let types = DataType::ALL.iter().map(|one| one.token());
                let groups = DataGroup::ALL.iter().map(|group| group.token());
                let tokens: Vec<String> = types.chain(groups).map(|t| format!("`{t}`")).collect();
                format!(
                    "expected part of a data type's name, `none` or one of {}",
                    tokens.join(", ")
                )
            }
            Key::Grade => {
                "expected `weak`, `moderate`, `strong`, `by-hand` or `none` for a data type, or \
                           `firm`, `probable` or `disputed` for a country"
                    .into()
            }
            Key::Owner => "expected part of an owner's name, or `none`".into(),
            Key::Party => "expected `first`, `support`, `third` or `none`".into(),
            Key::Tunnel => {
                let kinds: Vec<String> = TunnelKind::ALL
                    .iter()
                    .map(|kind| format!("`{}`", kind.token()))
                    .collect();
                format!("expected `any`, `none` or one of {}", kinds.join(", "))
            }
            Key::Proto => {
                "expected a protocol such as `tls`, `quic`, `dns`, `http`, `tcp`, `udp` or `icmp`"
                    .into()
            }
            Key::Ip => "expected an address, or a range such as `10.0.0.0/8`".into(),
            Key::Port => "expected a port from 0 to 65535, or a range such as `1..1023`".into(),
            Key::Capture => "expected part of a capture's name".into(),
            Key::Problem => "expected part of what a problem says, or `none`".into(),
            Key::Interface => "expected the number of an interface, counted from 0".into(),
            Key::Verdict => {
                let words = Word::ALL.map(|word| format!("`{}`", word.token()));
                format!("expected one of {}", words.join(", "))
            }
            Key::Promise => "expected the name of a class that the claim states".into(),
            Key::Time => {
                "expected a time in UTC such as `14:08`, `14:08:31..14:10` or `2026-11-23T14:08..`"
                    .into()
            }
        }
    }

    /// Whether a value may be a regular expression: the key asks for text.
    pub fn takes_pattern(self) -> bool {
        matches!(
            self,
            Key::Host
                | Key::Domain
                | Key::Org
                | Key::App
                | Key::Owner
                | Key::Capture
                | Key::Problem
        )
    }

    /// The key of a word, in any case.
    pub fn of(word: &str) -> Option<Key> {
        Key::ALL
            .into_iter()
            .find(|key| key.token().eq_ignore_ascii_case(word))
    }
}

/// The key that a mistyped word is nearest to, where it is at most two changes away.
pub fn nearest(word: &str) -> Option<Key> {
    let word = word.to_ascii_lowercase();
    Key::ALL
        .into_iter()
        .map(|key| (distance(&word, key.token()), key))
        .filter(|(changes, key)| *changes <= 2 && *changes < key.token().len())
        .min()
        .map(|(_, key)| key)
}
