//! What a flow is tagged with. Unknown is a value with a reason.

use std::slice;
use std::sync::Arc;

use jiff::civil::Date;

use super::data_type::grade::Presumed;
use super::name::NameTag;
use super::party::PartyTag;
use super::round_trip::gate::Off;
use super::round_trip::refute::Refuted;
use super::round_trip::{RoundTripTag, Says};
use super::seat::Seat;
use super::witness::{Caveat, Witness};
use crate::evidence::item::EncryptedDns;
use crate::evidence::protocol::Protocol;
use crate::evidence::tunnel::TunnelKind;
use crate::reference::country::CountryCode;
use crate::reference::special::Special;

/// How sure a country is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Independent witnesses agree, and nothing speaks against the country.
    Firm,
    /// Nothing speaks against the country, but nothing independent confirms it.
    Probable,
    /// Witnesses differ.
    Disputed,
}

impl Grade {
    /// Every grade, the surest first.
    pub const ALL: [Grade; 3] = [Grade::Firm, Grade::Probable, Grade::Disputed];

    /// Word in files and on screen.
    pub fn token(self) -> &'static str {
        match self {
            Grade::Firm => "firm",
            Grade::Probable => "probable",
            Grade::Disputed => "disputed",
        }
    }
}

/// Where the destination is, or why that cannot be said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// One candidate, which independent witnesses name.
    Firm(CountryCode),
    /// One candidate, which nothing independent confirms.
    Probable(CountryCode),
    /// Several candidates, in alphabetical order, grade *disputed*.
    Disputed(Arc<[CountryCode]>),
    /// One address, many places: anycast or a shared edge; the operator is named.
    ManyPlaces(Arc<str>),
    /// Both ends are on the captured side.
    LocalNetwork,
    /// An address that belongs to no country by its own definition.
    Special(Special),
    /// Neither end is on the captured side.
    BetweenRemotes,
    /// No table has an answer.
    NoAnswer,
}

/// The parts of the ledger, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceGroup {
    /// Placed in one country.
    Country,
    /// Sources differ.
    Disputed,
    /// Anycast and shared edges.
    ManyPlaces,
    /// No table has an answer.
    NoAnswer,
    /// Inside the local network.
    Local,
    /// Multicast, documentation, reserved addresses.
    Reserved,
    /// Neither end is local.
    BetweenRemotes,
}

impl PlaceGroup {
    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            PlaceGroup::Country => "Placed in a country",
            PlaceGroup::Disputed => "Sources differ",
            PlaceGroup::ManyPlaces => "One address, many places",
            PlaceGroup::NoAnswer => "No database answers",
            PlaceGroup::Local => "Inside the local network",
            PlaceGroup::Reserved => "Reserved addresses",
            PlaceGroup::BetweenRemotes => "Between remote hosts",
        }
    }

    /// Word in files and in the filter (`country:anycast`).
    pub fn token(self) -> &'static str {
        match self {
            PlaceGroup::Country => "placed",
            PlaceGroup::Disputed => "disputed",
            PlaceGroup::ManyPlaces => "anycast",
            PlaceGroup::NoAnswer => "none",
            PlaceGroup::Local => "local",
            PlaceGroup::Reserved => "reserved",
            PlaceGroup::BetweenRemotes => "between-remotes",
        }
    }

    /// Every group, in the order in which they are shown.
    pub const ALL: [PlaceGroup; 7] = [
        PlaceGroup::Country,
        PlaceGroup::Disputed,
        PlaceGroup::ManyPlaces,
        PlaceGroup::NoAnswer,
        PlaceGroup::Local,
        PlaceGroup::Reserved,
        PlaceGroup::BetweenRemotes,
    ];
}

impl Place {
    /// How sure it is, where it is a country.
    pub fn grade(&self) -> Option<Grade> {
        match self {
            Place::Firm(_) => Some(Grade::Firm),
            Place::Probable(_) => Some(Grade::Probable),
            Place::Disputed(_) => Some(Grade::Disputed),
            _ => None,
        }
    }

    /// Every country that it may be, in alphabetical order; none where it is no country.
    pub fn candidates(&self) -> &[CountryCode] {
        match self {
            Place::Firm(code) | Place::Probable(code) => slice::from_ref(code),
            Place::Disputed(codes) => codes,
            _ => &[],
        }
    }

    /// The country, where there is only one candidate.
    pub fn country(&self) -> Option<CountryCode> {
        match self {
            Place::Firm(code) | Place::Probable(code) => Some(*code),
            _ => None,
        }
    }

    /// The part of the ledger it counts in.
    pub fn group(&self) -> PlaceGroup {
        match self {
            Place::Firm(_) | Place::Probable(_) => PlaceGroup::Country,
            Place::Disputed(_) => PlaceGroup::Disputed,
            Place::ManyPlaces(_) => PlaceGroup::ManyPlaces,
            Place::NoAnswer => PlaceGroup::NoAnswer,
            Place::LocalNetwork => PlaceGroup::Local,
            Place::Special(special) if special.is_local() => PlaceGroup::Local,
            Place::Special(_) => PlaceGroup::Reserved,
            Place::BetweenRemotes => PlaceGroup::BetweenRemotes,
        }
    }
}

/// Everything known about where an address is; shared by all flows to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressTag {
    /// Where it is, or why that cannot be said.
    pub place: Place,
    /// What each witness says, databases first, also where `place` is not a country.
    pub witnesses: Vec<Witness>,
    /// Why what the tables say counts less, or nothing.
    pub caveat: Option<Caveat>,
    /// Who announces the address.
    pub network: Option<NetworkTag>,
    /// Where its block is registered: whose law the operator may answer to, and nothing about its place.
    pub seat: Seat,
    /// What its fastest answer says of how far away it can be.
    pub round_trip: Option<RoundTripTag>,
}

impl AddressTag {
    /// Every country that a witness names, also where `place` is not a country.
    pub fn named(&self) -> impl Iterator<Item = CountryCode> {
        self.witnesses.iter().filter_map(|witness| witness.says)
    }

    /// Countries that its fastest answer rules out.
    pub fn refuted(&self) -> &[Refuted] {
        match self.round_trip.as_ref().map(|round_trip| &round_trip.says) {
            Some(Says::Checked { refuted, .. }) => refuted,
            _ => &[],
        }
    }

    /// Whether its fastest answer rules a country out.
    pub fn rules_out(&self, code: CountryCode) -> bool {
        let mut refuted = self.refuted().iter();
        refuted.any(|refuted| refuted.country == code)
    }

    /// The country of the region that the host names itself, where it is *firm*.
    pub fn own_region(&self) -> Option<CountryCode> {
        let Place::Firm(code) = self.place else {
            return None;
        };
        let by_name = |one: &Witness| one.source.table().is_none() && one.says == Some(code);
        self.witnesses.iter().any(by_name).then_some(code)
    }
}

impl AddressTag {
    /// Number of the network that announces it, where one is known.
    pub fn asn(&self) -> Option<u32> {
        self.network.as_ref().map(|network| network.asn)
    }
}

/// The network that announces an address. Says who runs it, never where it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NetworkTag {
    /// Autonomous system number.
    pub asn: u32,
    /// Its organisation, where the table names one.
    pub organisation: Option<Arc<str>>,
    /// Index into `Reference::tables()`.
    pub table: usize,
}

/// The tags of one flow; small integers into the tables of `TagTables`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Leading name and all others: a range in `TagTables::names`, the leading one first.
    pub names: (u32, u32),
    /// Index into `TagTables::addresses`.
    pub address: u32,
    /// Index into `TagTables::domains`; `None` where there is no name or no registrable domain.
    pub domain: Option<u32>,
    /// The innermost recognised protocol, under which the flow is listed; `None` where none was.
    pub protocol: Option<Protocol>,
    /// Index into `TagTables::stacks`: all recognised protocols.
    pub stack: u32,
    /// Index into `TagTables::apps`: the program that the capture names first for this flow.
    pub app: Option<u32>,
    /// The tunnel that the flow is; `None` for what is none.
    pub tunnel: Option<TunnelKind>,
    /// How the flow asks for names without showing them.
    pub encrypted_dns: Option<EncryptedDns>,
    /// What it presumably carries, or what the user set.
    pub data: Presumed,
    /// Index into `Stated::by_hand`: the entry that set `data`.
    pub by_hand: Option<u32>,
    /// Index into `TagTables::owners`: who operates the domain of the leading name.
    pub owner: Option<u32>,
    /// Whose the destination is, seen from the subject.
    pub party: PartyTag,
}

/// What the small integers of `Tags` point into.
#[derive(Clone, Debug, Default)]
pub struct TagTables {
    /// Names of flows, in ranges.
    pub names: Vec<NameTag>,
    /// Destination tags, each distinct one once.
    pub addresses: Vec<AddressTag>,
    /// Registrable domains.
    pub domains: Vec<Arc<str>>,
    /// Protocols in the order in which flows stated them, outermost first; the first stack is empty.
    pub stacks: Vec<Box<[Protocol]>>,
    /// Programs as the captures name them.
    pub apps: Vec<Arc<str>>,
    /// Operators of domains, and who says so: a rule, or `owner::CERTIFICATE`.
    pub owners: Vec<(Arc<str>, Arc<str>)>,
    /// Why round trips of a capture are not believed, for each capture; empty where none was timed.
    pub gates: Vec<Option<Off>>,
    /// Day of the first flow, by which editions of databases were chosen; `None` where no flow has a time.
    pub first_day: Option<Date>,
}

impl TagTables {
    /// All names of a flow, the leading one first.
    pub fn names_of(&self, tags: &Tags) -> &[NameTag] {
        let (from, to) = (tags.names.0 as usize, tags.names.1 as usize);
        self.names.get(from..to).unwrap_or(&[])
    }

    /// The leading name.
    pub fn name_of(&self, tags: &Tags) -> Option<&NameTag> {
        self.names_of(tags).first().filter(|name| name.may_lead())
    }

    /// Where the destination is.
    pub fn address_of(&self, tags: &Tags) -> Option<&AddressTag> {
        self.addresses.get(tags.address as usize)
    }

    /// Recognised protocols, outermost first.
    pub fn protocols_of(&self, tags: &Tags) -> &[Protocol] {
        let stack = self.stacks.get(tags.stack as usize);
        stack.map_or(&[][..], |stack| stack)
    }

    /// The program a flow belongs to.
    pub fn app_of(&self, tags: &Tags) -> Option<&str> {
        self.apps.get(tags.app? as usize).map(|app| &**app)
    }

    /// Who operates the domain of the leading name, and who says so: a rule, or `owner::CERTIFICATE`.
    pub fn owner_of(&self, tags: &Tags) -> Option<(&str, &str)> {
        let owner = self.owners.get(tags.owner? as usize);
        owner.map(|(name, rule)| (&**name, &**rule))
    }

    /// Registrable domain of the leading name.
    pub fn domain_of(&self, tags: &Tags) -> Option<&str> {
        self.domains.get(tags.domain? as usize).map(|d| &**d)
    }
}
