//! Where an address is: the tables' answers weighed against each other.
//!
//! Witnesses are databases, those of one provenance together, and the operator, where it publishes ranges by region or a
//! host name of its states one.
//! Two that agree make a country *firm*, one alone *probable*; any difference is *disputed* and keeps every candidate. An
//! address in a shared range or of a network of edges has no country. In a network that runs edges too, and where no
//! network announces the address, agreement of databases alone stays *probable*: both may have taken the owner's place for
//! the machine's. A network's registration is never asked.

use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use super::model::{AddressTag, NetworkTag, Place};
use super::seat::Seat;
use super::witness::{Caveat, Source, Witness};
use crate::reference::age::Leading;
use crate::reference::country::CountryCode;
use crate::reference::edges::EdgeKind;
use crate::reference::prefix::Prefix;
use crate::reference::regions::RegionId;
use crate::reference::shared::SharedRange;
use crate::reference::special::Special;
use crate::reference::{Provenance, Reference};

/// Tags one destination address; `regions` are those that its host names state, `leading` the databases that count.
pub fn address_tag(
    ip: IpAddr,
    regions: &[RegionId],
    leading: &Leading,
    reference: &Reference,
) -> AddressTag {
    if let Some(special) = Special::of(ip) {
        return unplaced(Place::Special(special));
    }
    let databases = reference.countries(ip).into_iter();
    let databases = databases.map(|answer| Witness {
        source: Source::Database(answer.table),
        says: answer.says,
        counts: leading.leads(answer.table),
    });
    let clouds = reference.cloud_ranges(ip);
    let ranges = clouds.iter().map(|(table, _, country)| Witness {
        source: Source::CloudRange(*table),
        says: Some(*country),
        counts: true,
    });
    let names = regions.iter().map(|id| Witness {
        source: Source::Name(*id),
        says: reference.region(*id).map(|region| region.country),
        counts: true,
    });
    let witnesses: Vec<Witness> = databases.chain(ranges).chain(names).collect();
    let network = network_tag(ip, reference);
    let (caveat, operator) = match caveat(ip, network.as_ref(), &clouds, reference) {
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
        seat: Seat::of(ip, reference),
        round_trip: None,
    }
}

/// The tag of flows whose destination's country is not asked: inside the local network, or between remote hosts.
pub fn unplaced(place: Place) -> AddressTag {
    AddressTag {
        place,
        witnesses: Vec::new(),
        caveat: None,
        network: None,
        seat: Seat::NotAsked,
        round_trip: None,
    }
}

/// What speaks against the databases; the operator where the address is at many places.
fn caveat(
    ip: IpAddr,
    network: Option<&NetworkTag>,
    clouds: &[(usize, Prefix, CountryCode)],
    reference: &Reference,
) -> Option<(Caveat, Option<Arc<str>>)> {
    // What its operator lists for a region is no edge, where the range is the narrower of two.
    let narrowest = clouds.iter().map(|(_, prefix, _)| prefix.len_bits()).max();
    let is_wider = |range: &SharedRange| {
        narrowest.is_some_and(|narrowest| range.prefix.len_bits() < narrowest)
    };
    if let Some(range) = reference.shared(ip).filter(|range| !is_wider(range)) {
        return Some((Caveat::SharedRange, Some(Arc::clone(&range.operator))));
    }
    let Some(network) = network else {
        return reference
            .knows_networks()
            .then_some((Caveat::NotAnnounced, None));
    };
    let edges = reference.edge_network(network.asn)?;
    Some(match edges.kind {
        EdgeKind::EdgesOnly if narrowest.is_some() => (Caveat::MixedNetwork, None),
        EdgeKind::EdgesOnly => (Caveat::EdgeNetwork, Some(Arc::clone(&edges.operator))),
        EdgeKind::Mixed => (Caveat::MixedNetwork, None),
    })
}

/// Two witnesses that agree are enough, but of databases alone only where nothing speaks against believing them.
fn weighed(witnesses: &[Witness], caveat: Option<Caveat>, reference: &Reference) -> Place {
    let answers = witnesses
        .iter()
        .filter(|witness| witness.counts && witness.says.is_some());
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

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::bundled().unwrap());

    /// An address, the host names seen for it, and what comes of them: `firm IE`.
    #[track_caller]
    fn check(ip: &str, hosts: &[&str], expected: &str) {
        let regions = hosts
            .iter()
            .filter_map(|host| REFERENCE.region_in_name(host));
        let regions: Vec<RegionId> = regions.collect();
        let tag = address_tag(
            ip.parse().unwrap(),
            &regions,
            &REFERENCE.leading(None),
            &REFERENCE,
        );
        let codes: Vec<&str> = tag
            .place
            .candidates()
            .iter()
            .map(CountryCode::as_str)
            .collect();
        let place = match (&tag.place, tag.place.grade()) {
            (_, Some(grade)) => format!("{} {}", grade.token(), codes.join(" ")),
            (Place::ManyPlaces(operator), _) => format!("many {operator}"),
            (place, _) => place.group().token().to_owned(),
        };
        let caveat = tag.caveat.map_or("", Caveat::token);
        assert_eq!(
            format!("{place} {caveat}").trim(),
            expected,
            "{ip} {hosts:?}"
        );
    }

    #[test]
    fn witnesses_are_weighed() {
        check("54.72.101.9", &[], "firm IE");
        check("47.74.200.33", &[], "disputed SG US network-with-edges");
        check("71.18.0.10", &[], "probable US network-with-edges");
        check("15.241.50.39", &[], "probable ZA not-announced");
        check("151.101.65.91", &[], "many Fastly shared-range");
        check("13.33.150.150", &[], "many Amazon CloudFront shared-range");
        check("23.50.131.80", &[], "many Akamai edge-network");
        check("10.0.0.1", &[], "local");
    }

    #[test]
    fn a_region_in_the_name_is_a_witness_of_its_own() {
        let ireland = "x.eu-west-1.elb.amazonaws.com";
        let virginia = "x.us-east-1.elb.amazonaws.com";
        check("54.72.101.9", &[ireland], "firm IE");
        check("54.72.101.9", &[virginia], "disputed IE US");
        check("54.72.101.9", &[ireland, virginia], "disputed IE US");
        check("54.72.101.9", &["s3.amazonaws.com"], "firm IE");
        let cape = "x.af-south-1.elb.amazonaws.com";
        check("15.241.50.39", &[cape], "firm ZA not-announced");
        check(
            "71.18.0.10",
            &[ireland],
            "disputed IE US network-with-edges",
        );
        check(
            "13.33.150.150",
            &[ireland],
            "many Amazon CloudFront shared-range",
        );
    }
}
