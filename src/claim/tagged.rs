//! The tags of a flow become what a verdict is decided over.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::model::{Claim, PlaceGrade};
use super::weigh::{Scope, Seen};
use crate::flow::model::Flow;
use crate::reference::country::CountryCode;
use crate::tag::day::day;
use crate::tag::model::{AddressTag, Place, TagTables, Tags};
use crate::tag::subject::is_in;

/// What was seen of one flow, as far as a claim asks.
pub fn seen<'a>(claim: &Claim, flow: &Flow, tags: &Tags, tables: &'a TagTables) -> Seen<'a> {
    let host = tables.name_of(tags).map(|name| &*name.value);
    let address = tables.address_of(tags);
    let asn = address.and_then(AddressTag::asn);
    let (countries, place) = address.map_or_else(nowhere, countries_of);
    Seen {
        scope: scope(claim, host, asn),
        on: flow.start.and_then(day),
        host,
        data: tags.data,
        countries,
        place,
        edge: address.is_some_and(|address| matches!(address.place, Place::ManyPlaces(_))),
        tunnel: tags.tunnel.is_some(),
        stays_local: address.is_some_and(|address| stays_local(&address.place)),
    }
}

fn scope(claim: &Claim, host: Option<&str>, asn: Option<u32>) -> Scope {
    let mut domains = claim.subject.domains.iter();
    let by_name = host.is_some_and(|host| domains.any(|domain| is_in(host, domain)));
    let by_network = asn.is_some_and(|asn| claim.subject.asns.contains(&asn));
    match host {
        _ if by_name || by_network => Scope::Subject,
        Some(_) => Scope::Other,
        None => Scope::Unnamed,
    }
}

fn nowhere() -> (Arc<[CountryCode]>, PlaceGrade) {
    (Arc::from([]), PlaceGrade::Disputed)
}

/// For an edge, what the databases name: only asked where the claim ignores edges. Where a fast reply rules out every
/// country that is named, the country is not known.
fn countries_of(address: &AddressTag) -> (Arc<[CountryCode]>, PlaceGrade) {
    match &address.place {
        Place::Firm(code) => (Arc::from([*code]), PlaceGrade::Firm),
        Place::Probable(code) => (Arc::from([*code]), PlaceGrade::Probable),
        Place::Disputed(codes) if codes.iter().all(|code| address.rules_out(*code)) => nowhere(),
        Place::Disputed(codes) => (Arc::clone(codes), PlaceGrade::Disputed),
        Place::ManyPlaces(_) => {
            let named: BTreeSet<CountryCode> = address
                .witnesses
                .iter()
                .filter_map(|one| one.says)
                .filter(|code| !address.rules_out(*code))
                .collect();
            (named.into_iter().collect(), PlaceGrade::Disputed)
        }
        Place::LocalNetwork | Place::Special(_) | Place::BetweenRemotes | Place::NoAnswer => {
            nowhere()
        }
    }
}

/// Whether data to a place does not leave the captured side.
pub fn stays_local(place: &Place) -> bool {
    match place {
        Place::LocalNetwork => true,
        Place::Special(special) => special.is_local(),
        _ => false,
    }
}
