//! Where an address is: the tables' answers weighed against each other.
//!
//! Witnesses are databases, those of one provenance together, and the operator, where a host name of its states a region.
//! Two that agree make a country *firm*, one alone *probable*; any difference is *disputed* and keeps every candidate. An
//! address in a shared range or of a network of edges has no country. In a network that runs edges too, and where no
//! network announces the address, agreement of databases alone stays *probable*: both may have taken the owner's place for
//! the machine's. A network's registration is never asked.

use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use super::model::{AddressTag, Caveat, NetworkTag, Place, Source, Witness};
use crate::reference::country::CountryCode;
use crate::reference::edges::EdgeKind;
use crate::reference::regions::RegionId;
use crate::reference::special::Special;
use crate::reference::{Provenance, Reference};

/// Tags one destination address; `regions` are those that its host names state.
pub fn address_tag(ip: IpAddr, regions: &[RegionId], reference: &Reference) -> AddressTag {
    if let Some(special) = Special::of(ip) {
        return unplaced(Place::Special(special));
    }
    let databases = reference.countries(ip).into_iter();
    let databases = databases.map(|answer| Witness {
        source: Source::Database(answer.table),
        says: answer.says,
    });
    let names = regions.iter().map(|id| Witness {
        source: Source::Name(*id),
        says: reference.region(*id).map(|region| region.country),
    });
    let witnesses: Vec<Witness> = databases.chain(names).collect();
    let network = network_tag(ip, reference);
    let (caveat, operator) = match caveat(ip, network.as_ref(), reference) {
        Some((caveat, operator)) => (Some(caveat), operator),
        None => (None, None),
    };
    AddressTag {
        place: match operator {
            Some(operator) => Place::ManyPlaces(operator),
            None => weighed(&witnesses, caveat, reference),
        },
        witnesses,
        caveat,
        network,
    }
}

/// The tag of flows whose destination's country is not asked: inside the local network, or between remote hosts.
pub fn unplaced(place: Place) -> AddressTag {
    AddressTag {
        place,
        witnesses: Vec::new(),
        caveat: None,
        network: None,
    }
}

/// What speaks against the databases; the operator where the address is at many places.
fn caveat(
    ip: IpAddr,
    network: Option<&NetworkTag>,
    reference: &Reference,
) -> Option<(Caveat, Option<Arc<str>>)> {
    if let Some(range) = reference.shared(ip) {
        return Some((Caveat::SharedRange, Some(Arc::clone(&range.operator))));
    }
    let Some(network) = network else {
        return reference
            .knows_networks()
            .then_some((Caveat::NotAnnounced, None));
    };
    let edges = reference.edge_network(network.asn)?;
    Some(match edges.kind {
        EdgeKind::EdgesOnly => (Caveat::EdgeNetwork, Some(Arc::clone(&edges.operator))),
        EdgeKind::Mixed => (Caveat::MixedNetwork, None),
    })
}

/// Two witnesses that agree are enough, but of databases alone only where nothing speaks against believing them.
fn weighed(witnesses: &[Witness], caveat: Option<Caveat>, reference: &Reference) -> Place {
    let answers = witnesses.iter().filter(|witness| witness.says.is_some());
    let candidates: BTreeSet<CountryCode> = answers.clone().filter_map(|w| w.says).collect();
    let candidates: Vec<CountryCode> = candidates.into_iter().collect();
    let publishers: HashSet<&Provenance> = answers
        .clone()
        .filter_map(|witness| witness.source.table())
        .filter_map(|table| Some(&reference.tables().get(table)?.provenance))
        .collect();
    let operator = answers
        .clone()
        .any(|witness| witness.source.table().is_none());
    let databases_enough = publishers.len() > 1 && caveat.is_none();
    let firm = databases_enough || (operator && !publishers.is_empty());
    match candidates.as_slice() {
        [] => Place::NoAnswer,
        [one] if firm => Place::Firm(*one),
        [one] => Place::Probable(*one),
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
