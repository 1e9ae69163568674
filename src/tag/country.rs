//! Where an address is: the tables' answers weighed against each other.
//!
//! Two tables of one provenance are one witness. Agreement of all that answer is *probable*; any difference is *disputed*
//! and keeps every candidate. A network's registration is never asked.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use super::model::{AddressTag, NetworkTag, Place, Witness};
use crate::reference::Reference;
use crate::reference::country::CountryCode;
use crate::reference::special::Special;

/// Tags one destination address.
pub fn address_tag(ip: IpAddr, reference: &Reference) -> AddressTag {
    if let Some(special) = Special::of(ip) {
        return unplaced(Place::Special(special));
    }
    let witnesses: Vec<Witness> = reference
        .countries(ip)
        .into_iter()
        .map(|answer| Witness {
            table: answer.table,
            says: answer.says,
        })
        .collect();
    let place = match reference.shared(ip) {
        Some(range) => Place::ManyPlaces(Arc::from(range.operator.as_str())),
        None => place_of(&witnesses),
    };
    AddressTag {
        place,
        witnesses,
        network: network_tag(ip, reference),
        round_trip: None,
    }
}

/// The tag of flows whose destination's country is not asked: inside the local network, or between remote hosts.
pub fn unplaced(place: Place) -> AddressTag {
    AddressTag {
        place,
        witnesses: Vec::new(),
        network: None,
        round_trip: None,
    }
}

fn place_of(witnesses: &[Witness]) -> Place {
    let candidates: BTreeSet<CountryCode> = witnesses.iter().filter_map(|w| w.says).collect();
    let candidates: Vec<CountryCode> = candidates.into_iter().collect();
    match candidates.as_slice() {
        [] => Place::NoAnswer,
        [one] => Place::Country(*one),
        several => Place::Disputed(Arc::from(several)),
    }
}

/// Who announces an address.
pub fn network_tag(ip: IpAddr, reference: &Reference) -> Option<NetworkTag> {
    let answer = reference.network(ip)?;
    Some(NetworkTag {
        asn: answer.asn,
        organisation: answer.organisation.map(|name| Arc::from(&*name)),
        table: answer.table,
    })
}
