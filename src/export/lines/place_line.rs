//! Where an address is and who announces it, as JSON: in flows and in look-ups.

use jiff::civil::Date;
use serde::Serialize;

use crate::evidence::item::Evidence;
use crate::reference::age::Distance;
use crate::reference::backends::{Backend, backend_in_name};
use crate::reference::rules::Rules;
use crate::reference::{Reference, TableInfo};
use crate::tag::edge_hint::{Said, backend_hints, edge_hints};
use crate::tag::model::{AddressTag, Grade, NetworkTag, Place};
use crate::tag::name::NameTag;
use crate::tag::witness::{Caveat, Source, Witness};

/// Where an address is, with the reasons; also the answer of `whither lookup`.
#[derive(Serialize)]
pub struct Country<'a> {
    grade: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<&'a str>,
    because: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct Reason<'a> {
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dated: Option<&'a str>,
    says: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    months_from_capture: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<bool>,
}

/// What an answer says of the machine that gave it; it places no address.
#[derive(Serialize)]
pub struct Hint {
    rule: &'static str,
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
}

impl Hint {
    /// Words in the flow's names that stand for a back end of the operator's; the country is our reading.
    pub fn of_names(names: &[NameTag], rules: &Rules) -> Vec<Self> {
        let hints = backend_hints(names, rules).into_iter();
        let hints = hints.map(|hint| Self::of_backend(hint.backend, Some(hint.frame)));
        hints.collect()
    }

    /// The same of a name alone.
    pub fn of_host(host: &str, rules: &Rules) -> Option<Self> {
        let (owner, _) = rules.owner(host)?;
        let backend = backend_in_name(owner, host)?;
        Some(Self::of_backend(backend, None))
    }

    fn of_backend(backend: &Backend, frame: Option<u64>) -> Self {
        Self {
            rule: "token-in-name",
            says: backend.token.to_owned(),
            country: backend.country.map(|code| code.to_string()),
            frame,
        }
    }

    /// What fields of HTTP say.
    pub fn of_flow(evidence: &[Evidence]) -> Vec<Self> {
        let hints = edge_hints(evidence).into_iter();
        let hints = hints.map(|hint| Self {
            rule: hint.field,
            country: match &hint.says {
                Said::Place(at) => Some(at.country.to_string()),
                _ => None,
            },
            says: match hint.says {
                Said::Place(at) => at.code.to_owned(),
                Said::Code(text) | Said::Caches(text) | Said::Declared(text) => text,
                Said::Address(address) => address.to_string(),
                Said::OriginMillis(millis) => format!("origin {millis} ms"),
            },
            frame: Some(hint.frame),
        });
        hints.collect()
    }
}

/// Who announces an address, where that is known, and where its block is registered.
#[derive(Serialize)]
pub struct Network<'a> {
    #[serde(flatten)]
    announced: Option<Announced<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seat: Option<SeatLine<'a>>,
}

#[derive(Serialize)]
struct Announced<'a> {
    asn: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<&'a str>,
    source: &'a str,
    dated: &'a str,
}

/// The country of registration: whose law the operator may answer to, not where the machine is.
#[derive(Serialize)]
struct SeatLine<'a> {
    value: String,
    source: &'a str,
    dated: &'a str,
}

impl<'a> Country<'a> {
    /// A host of which no address is known: nothing is looked up over the network.
    pub fn of_host_alone() -> Self {
        Self {
            grade: "none",
            candidates: Vec::new(),
            because: vec![Reason {
                rule: "no-address".to_owned(),
                dated: None,
                says: "a name alone has no place",
                months_from_capture: None,
                counts: None,
            }],
        }
    }

    /// The country part of a tag; `capture` is the day of the flow.
    pub fn new(
        tag: Option<&'a AddressTag>,
        reference: &'a Reference,
        capture: Option<Date>,
    ) -> Self {
        let Some(tag) = tag else {
            return Self {
                grade: "none",
                candidates: Vec::new(),
                because: Vec::new(),
            };
        };
        let grade = tag.place.grade().map_or("none", Grade::token);
        let candidates = tag.place.candidates().iter();
        let candidates = candidates.map(|code| code.as_str()).collect();
        let mut because: Vec<Reason<'a>> = reason_of(tag).into_iter().collect();
        because.extend(
            tag.witnesses
                .iter()
                .filter_map(|one| said(one, reference, capture)),
        );
        because.extend(ruled_out(tag));
        Self {
            grade,
            candidates,
            because,
        }
    }
}

/// Countries that the fastest answer rules out; `BoundLine` has the numbers.
fn ruled_out(tag: &AddressTag) -> impl Iterator<Item = Reason<'_>> {
    tag.refuted().iter().map(|refuted| Reason {
        rule: "round-trip-rules-out".to_owned(),
        dated: None,
        says: refuted.country.as_str(),
        months_from_capture: None,
        counts: None,
    })
}

fn said<'a>(
    witness: &'a Witness,
    reference: &'a Reference,
    capture: Option<Date>,
) -> Option<Reason<'a>> {
    let (rule, dated) = match witness.source {
        Source::Database(table) => {
            let table = reference.tables().get(table)?;
            (format!("database:{}", table.token), &*table.dated)
        }
        Source::CloudRange(table) => {
            let table = reference.tables().get(table)?;
            (format!("cloud-range:{}", table.token), &*table.dated)
        }
        Source::Name(id) => {
            let region = reference.region(id)?;
            let rule = format!("region-in-name:{}", region.token);
            (rule, &*region.checked)
        }
    };
    let says = witness.says.as_ref();
    Some(Reason {
        rule,
        dated: Some(dated),
        says: says.map_or("no answer", |code| code.as_str()),
        months_from_capture: capture
            .filter(|_| witness.source.table().is_some())
            .and_then(|capture| Distance::between(dated, capture))
            .map(|distance| distance.months),
        counts: (!witness.counts).then_some(false),
    })
}

/// Why a place is none, where it is none, or what keeps it from being firm.
fn reason_of(tag: &AddressTag) -> Option<Reason<'_>> {
    let (rule, says) = match &tag.place {
        Place::Firm(_) | Place::Probable(_) | Place::Disputed(_) => {
            (tag.caveat?.token(), "databases alone make no place firm")
        }
        Place::ManyPlaces(operator) => {
            let caveat = tag.caveat.unwrap_or(Caveat::SharedRange);
            (caveat.token(), &**operator)
        }
        Place::LocalNetwork => ("local-network", "both ends are on the captured side"),
        Place::Special(special) => ("special-range", special.token()),
        Place::BetweenRemotes => ("between-remotes", "neither end is on the captured side"),
        Place::NoAnswer => ("no-answer", "no database has an answer"),
    };
    Some(Reason {
        rule: rule.to_owned(),
        dated: None,
        says,
        months_from_capture: None,
        counts: None,
    })
}

fn announced<'a>(tag: &'a NetworkTag, tables: &'a [TableInfo]) -> Option<Announced<'a>> {
    let table = tables.get(tag.table)?;
    Some(Announced {
        asn: tag.asn,
        organisation: tag.organisation.as_deref(),
        source: &table.token,
        dated: &table.dated,
    })
}

impl<'a> Network<'a> {
    /// The network part of a tag; `None` where neither network nor registration is known.
    pub fn new(tag: &'a AddressTag, tables: &'a [TableInfo]) -> Option<Self> {
        let network = tag.network.as_ref();
        let announced = network.and_then(|network| announced(network, tables));
        let seat = tag.seat.answer().and_then(|seat| {
            let table = tables.get(seat.table)?;
            Some(SeatLine {
                value: seat.country.to_string(),
                source: &table.token,
                dated: &table.dated,
            })
        });
        (announced.is_some() || seat.is_some()).then_some(Self { announced, seat })
    }
}
