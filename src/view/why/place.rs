//! "Why China?" and "Who runs the address?": what each table says, with its date, and what that means.

use super::edge::edge_reasons;
use super::{Asked, always, question_about, reason};
use crate::reference::age::Distance;
use crate::reference::country::CountryCode;
use crate::reference::edges::EdgeNetwork;
use crate::reference::regions::RegionId;
use crate::tag::day::day;
use crate::tag::model::{AddressTag, Grade, Place};
use crate::tag::seat::Seat;
use crate::tag::witness::{Caveat, Source, Witness};
use crate::view::place::{countries, sentence_case};
use crate::view::plain_text::plain_text;
use crate::view::screen::{Role, Topic, WhyQuestion, WhyReason};

/// The question about the country.
pub(super) fn where_question(asked: &Asked, tag: &AddressTag) -> WhyQuestion {
    let witnesses = tag.witnesses.iter();
    let mut reasons: Vec<WhyReason> = witnesses.map(|one| witness(asked, one)).collect();
    reasons.extend(far_from_capture(asked, tag));
    reasons.extend(ruled_out(tag));
    let (title, grade) = match &tag.place {
        Place::Firm(code) | Place::Probable(code) => {
            reasons.extend(alone(tag));
            reasons.extend(agreed(tag));
            reasons.extend(not_believed(asked, tag));
            reasons.push(always(
                "This is where the first network hop is placed, not where data is stored",
            ));
            (format!("Why {}?", code.name()), tag.place.grade())
        }
        Place::Disputed(codes) => {
            let words = match codes.iter().all(|code| tag.rules_out(*code)) {
                true => {
                    "The reply and the witnesses differ: the bytes count as disputed and for no country"
                }
                false => {
                    "The witnesses differ: the bytes count as disputed and for none of these countries"
                }
            };
            reasons.push(reason(words, ""));
            (format!("Why {}?", countries(codes)), tag.place.grade())
        }
        other => {
            reasons.splice(0..0, no_country(asked, other));
            ("Why no country?".to_owned(), None)
        }
    };
    reasons.extend(edge_reasons(asked));
    question_about(Topic::Place, title, grade.map_or("", Grade::token), reasons)
}

/// The numbers are in a question of their own.
fn ruled_out(tag: &AddressTag) -> Option<WhyReason> {
    let refuted = tag.refuted().iter().map(|refuted| refuted.country);
    let refuted: Vec<CountryCode> = refuted.collect();
    (!refuted.is_empty()).then(|| {
        let words = format!(
            "{} is ruled out: a reply came too fast",
            countries(&refuted)
        );
        WhyReason {
            role: Role::RulesOut,
            ..reason(words, "round trip, see below")
        }
    })
}

fn witness(asked: &Asked, witness: &Witness) -> WhyReason {
    WhyReason {
        role: match witness.says {
            Some(_) => Role::Witness,
            None => Role::Own,
        },
        ..said_by(asked, witness)
    }
}

fn said_by(asked: &Asked, witness: &Witness) -> WhyReason {
    match witness.source {
        Source::Database(index) => {
            let (title, dated) = table(asked, index);
            let text = match witness.says {
                Some(code) if !witness.counts => {
                    let says = format!("{title} says {}", code.name());
                    format!("{says}; another edition is nearer to the capture, and counts")
                }
                Some(code) => format!("{title} says {}", code.name()),
                None => format!("{title} has no answer"),
            };
            reason(text, dated)
        }
        Source::CloudRange(index) => {
            let (title, dated) = table(asked, index);
            let country = witness.says.map_or("no country", |code| code.name());
            reason(
                format!("{title} lists the address for a region in {country}"),
                dated,
            )
        }
        Source::Name(id) => region(asked, id),
    }
}

/// The databases that count and are much older or newer than the flow.
fn far_from_capture(asked: &Asked, tag: &AddressTag) -> Vec<WhyReason> {
    let Some(capture) = asked.flow.start.and_then(day) else {
        return Vec::new();
    };
    let counting = tag.witnesses.iter().filter(|witness| witness.counts);
    let tables = counting.filter_map(|witness| witness.source.table());
    tables
        .filter_map(|table| {
            let table = asked.analysis.reference_tables().get(table)?;
            let distance = Distance::between(&table.dated, capture)?;
            let text = format!(
                "{} is {}; the address may have moved",
                plain_text(&table.title),
                distance.label()
            );
            Some(reason(text, plain_text(&table.dated)))
        })
        .collect()
}

/// What the operator writes into a host name.
fn region(asked: &Asked, id: RegionId) -> WhyReason {
    let reference = &asked.analysis.reference;
    let Some(region) = reference.region(id) else {
        return reason("A host name states a region that is no longer known", "");
    };
    let names = asked.analysis.tables.names_of(asked.tags).iter();
    let name = names.map(|name| &name.value);
    let name = name.filter(|name| reference.region_in_name(name) == Some(id));
    let name = name.map(|name| format!(", “{}”", plain_text(name))).next();
    reason(
        format!(
            "The host name{} states {}'s region {}: {}",
            name.unwrap_or_default(),
            region.operator,
            region.token,
            region.country.name()
        ),
        format!("{} {}", site(&region.source), region.checked),
    )
}

/// Title and date of a table.
fn table(asked: &Asked, index: usize) -> (String, String) {
    match asked.analysis.reference_tables().get(index) {
        Some(table) => (plain_text(&table.title), plain_text(&table.dated)),
        None => ("A table that is no longer loaded".into(), String::new()),
    }
}

fn alone(tag: &AddressTag) -> Option<WhyReason> {
    let answers = tag.witnesses.iter().filter(|w| w.says.is_some()).count();
    (answers == 1).then(|| reason("Only one witness answers, so none confirms it", ""))
}

fn agreed(tag: &AddressTag) -> Option<WhyReason> {
    let is_firm = tag.place.grade() == Some(Grade::Firm);
    is_firm.then(|| {
        reason(
            "Independent witnesses agree, and nothing speaks against it",
            "",
        )
    })
}

fn no_country(asked: &Asked, place: &Place) -> Option<WhyReason> {
    let ip = asked.flow.destination().ip;
    Some(match place {
        Place::ManyPlaces(operator) => many_places(asked, operator),
        Place::LocalNetwork => reason("Both ends are on the captured side", ""),
        Place::BetweenRemotes => reason("Neither end is on the captured side", ""),
        Place::NoAnswer => reason("No database has an answer for this address", ""),
        Place::Special(special) => reason(
            format!(
                "{ip} belongs to no country: {}",
                sentence_case(special.label())
            ),
            "",
        ),
        Place::Firm(_) | Place::Probable(_) | Place::Disputed(_) => return None,
    })
}

/// The operator's own word, as the table of shared ranges has it.
fn many_places(asked: &Asked, operator: &str) -> WhyReason {
    let ip = asked.flow.destination().ip;
    let operator = plain_text(operator);
    match asked.analysis.reference.shared(ip) {
        Some(range) => reason(
            format!(
                "{ip} is in {} of {operator}: {}",
                range.prefix,
                range.kind.label()
            ),
            format!("{} {}", plain_text(&range.source), range.checked),
        ),
        None => match edges_of(asked) {
            Some(edges) => reason(
                format!("AS{} is {operator}'s: {}", edges.asn, edges.kind.label()),
                dated(edges),
            ),
            None => reason(
                format!("{ip} belongs to {operator}: one address, many places"),
                "",
            ),
        },
    }
}

/// What is known of the edges of the network that announces the destination.
fn edges_of<'a>(asked: &Asked<'a>) -> Option<&'a EdgeNetwork> {
    let address = asked.analysis.tables.address_of(asked.tags)?;
    asked.analysis.reference.edge_network(address.asn()?)
}

/// Why databases that agree do not make the country firm.
fn not_believed(asked: &Asked, tag: &AddressTag) -> Option<WhyReason> {
    const ALONE: &str = "so databases alone make no country firm";
    match tag.caveat? {
        Caveat::MixedNetwork => {
            let edges = edges_of(asked)?;
            let operator = plain_text(&edges.operator);
            let text = format!(
                "AS{} is {operator}'s: {}, {ALONE}",
                edges.asn,
                edges.kind.label()
            );
            Some(reason(text, dated(edges)))
        }
        Caveat::NotAnnounced => Some(reason(
            format!("No network is known to announce the address, {ALONE}"),
            "",
        )),
        Caveat::SharedRange | Caveat::EdgeNetwork => None,
    }
}

fn dated(edges: &EdgeNetwork) -> String {
    format!("{} {}", site(&edges.source), edges.checked)
}

/// The site of a page of the bundled tables: a whole address leaves no room for the reason.
pub(super) fn site(page: &str) -> String {
    let bare = page.strip_prefix("https://").unwrap_or(page);
    plain_text(bare.split('/').next().unwrap_or(bare))
}

/// Where the block of the address is registered; nothing for what is no destination outside.
fn seat(asked: &Asked, tag: &AddressTag) -> Option<WhyReason> {
    match tag.seat {
        Seat::Registered(seat) => {
            let (title, dated) = table(asked, seat.table);
            let text = format!(
                "Its block of addresses is registered in {}; says whose law the operator may answer to, not where the machine is",
                seat.country.name()
            );
            Some(reason(text, format!("{title} {dated}")))
        }
        Seat::NotKnown => Some(reason(
            "No table has a registration for the address: whose law the operator answers to is not known",
            "",
        )),
        Seat::NotAsked => None,
    }
}

/// The question about the network.
pub(super) fn who_question(asked: &Asked, tag: &AddressTag) -> WhyQuestion {
    let mut reasons = Vec::new();
    match &tag.network {
        Some(network) => {
            let (title, dated) = table(asked, network.table);
            let organisation = match &network.organisation {
                Some(organisation) => plain_text(organisation),
                None => "an organisation that is not named".into(),
            };
            let text = format!("AS{}, {organisation}, announces the address", network.asn);
            reasons.push(reason(text, format!("{title} {dated}")));
        }
        None => reasons.push(reason("No table names a network for this address", "")),
    }
    reasons.extend(seat(asked, tag));
    question_about(Topic::Runner, "Who runs the address?", "", reasons)
}
