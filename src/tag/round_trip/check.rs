//! The light-speed check over everything that was tagged: countries that a fast answer rules out are no candidates any
//! more. Nothing is ever added.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use super::bound::{ALLOWANCE_MICROS, Bound, Sample};
use super::gate::{Off, Recorded, off};
use super::measured::{Measured, OfCapture};
use super::refute::{Anchor, Origin, Refuted, Ruler, tightest};
use super::{RoundTripTag, Says};
use crate::capture::frame::CaptureIndex;
use crate::evidence::item::Evidence;
use crate::flow::model::Flow;
use crate::reference::Reference;
use crate::reference::country::CountryCode;
use crate::tag::capture_place::CapturePlace;
use crate::tag::model::{AddressTag, Place, TagTables, Tags};
use crate::wire::packet::Tunnel;

/// What the check looks at beside the tags.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// All flows.
    pub flows: &'a [Flow],
    /// Their evidence, sorted by flow.
    pub evidence: &'a [Evidence],
    /// How each capture was recorded.
    pub recorded: &'a [Recorded<'a>],
    /// What `Flow::tunnel` points into.
    pub tunnels: &'a [Tunnel],
    /// Where the captures were made, as the user says.
    pub place: Option<CapturePlace>,
    /// The tables.
    pub reference: &'a Reference,
}

impl Input<'_> {
    /// Whether a flow was seen inside packets of others: then not its own client's surroundings were captured.
    pub(super) fn is_carried(&self, flow: &Flow) -> bool {
        let tunnel = self.tunnels.get(usize::from(flow.tunnel));
        tunnel.is_some_and(|tunnel| tunnel.carried_by.is_some())
    }
}

/// One capture with a place to measure from, or the reason why nothing is measured.
enum Standing {
    Off(Off),
    NoOrigin,
    At(CapturePlace),
    Near(Vec<Anchor>),
}

impl Standing {
    /// Captures that are checked come first.
    fn rank(&self) -> u8 {
        match self {
            Standing::At(_) | Standing::Near(_) => 0,
            Standing::NoOrigin => 1,
            Standing::Off(_) => 2,
        }
    }
}

/// Checks every address; `hosts` has the address behind each entry of `tables.addresses`.
pub fn check(input: &Input<'_>, tags: &[Tags], hosts: &[Option<IpAddr>], tables: &mut TagTables) {
    let measured = Measured::of(input, tags, &tables.addresses);
    if measured.fastest.is_empty() {
        return;
    }
    let bounds = bounds(input, &measured);
    let mut ruler = Ruler::new(input.reference);
    let mut standings = Vec::new();
    for (at, (recorded, about)) in (0..).zip(input.recorded.iter().zip(&measured.captures)) {
        let anchors = anchors(CaptureIndex(at), &bounds, hosts, &tables.addresses);
        let standing = match off(recorded, &about.shown) {
            Some(off) => Standing::Off(off),
            None => standing(input.place, anchors, &mut ruler),
        };
        standings.push(standing);
    }
    for (host, address) in hosts.iter().zip(&mut tables.addresses) {
        if let Some(of_address) = host.and_then(|host| bounds.get(&host)) {
            *address = checked(address, of_address, &standings, &mut ruler);
        }
    }
    let gates = standings.into_iter().map(|standing| match standing {
        Standing::Off(off) => Some(off),
        _ => None,
    });
    tables.gates = gates.collect();
}

/// The bound of each address in each capture, by address.
type Bounds = BTreeMap<IpAddr, Vec<(CaptureIndex, Bound)>>;

fn bounds(input: &Input<'_>, measured: &Measured) -> Bounds {
    let mut bounds = Bounds::new();
    for ((capture, address), fastest) in &measured.fastest {
        let at = usize::from(*capture);
        let (Some(recorded), Some(about)) = (input.recorded.get(at), measured.captures.get(at))
        else {
            continue;
        };
        if let Some(sample) = fastest.usable(about.tcp_is_split()) {
            let of_address = bounds.entry(*address).or_default();
            of_address.push((CaptureIndex(*capture), bound(sample, recorded, about)));
        }
    }
    let all = bounds.values_mut();
    all.for_each(|of_address| of_address.sort_by_key(|(capture, _)| *capture));
    bounds
}

/// The client may be as far from the frames as its own answers took: then the place that the user means may be its.
fn bound(sample: Sample, recorded: &Recorded<'_>, about: &OfCapture) -> Bound {
    let grain = recorded.clock.grain_nanos().unwrap_or(0).div_ceil(1_000);
    let grain = u32::try_from(grain).unwrap_or(u32::MAX);
    let near = about.shown.near_micros().unwrap_or(0);
    Bound {
        sample,
        allowance_micros: ALLOWANCE_MICROS.saturating_add(grain).saturating_add(near),
    }
}

fn standing(place: Option<CapturePlace>, anchors: Vec<Anchor>, ruler: &mut Ruler<'_>) -> Standing {
    let anchors = tightest(anchors);
    let doubt = match place {
        Some(place) => ruler.too_fast(place, &anchors),
        None => ruler.disagreeing(&anchors),
    };
    match (doubt, place) {
        (Some(off), _) => Standing::Off(off),
        (None, Some(place)) => Standing::At(place),
        (None, None) if anchors.is_empty() => Standing::NoOrigin,
        (None, None) => Standing::Near(anchors),
    }
}

/// Hosts of a capture that name their own region.
fn anchors(
    capture: CaptureIndex,
    bounds: &Bounds,
    hosts: &[Option<IpAddr>],
    addresses: &[AddressTag],
) -> Vec<Anchor> {
    let anchor = |(host, address): (&Option<IpAddr>, &AddressTag)| {
        let (host, country) = ((*host)?, address.own_region()?);
        let mut of_address = bounds.get(&host)?.iter();
        let (_, bound) = of_address.find(|(own, _)| *own == capture)?;
        Some(Anchor {
            host,
            country,
            bound: *bound,
        })
    };
    hosts.iter().zip(addresses).filter_map(anchor).collect()
}

/// By the capture that says the most: one that is checked before one that is not, the fastest answer first.
fn checked(
    address: &AddressTag,
    of_address: &[(CaptureIndex, Bound)],
    standings: &[Standing],
    ruler: &mut Ruler<'_>,
) -> AddressTag {
    let of = |capture: &CaptureIndex| standings.get(usize::from(capture.0));
    let known = of_address
        .iter()
        .filter_map(|(capture, bound)| Some((*capture, *bound, of(capture)?)));
    let best = known.min_by_key(|(_, bound, standing)| (standing.rank(), bound.sample.micros));
    let Some((capture, bound, standing)) = best else {
        return address.clone();
    };
    let says = says(address, &bound, standing, ruler);
    let place = match &says {
        Says::Checked { refuted, .. } => remaining(&address.place, refuted),
        _ => address.place.clone(),
    };
    AddressTag {
        place,
        round_trip: Some(RoundTripTag {
            bound,
            capture,
            says,
        }),
        ..address.clone()
    }
}

fn says(address: &AddressTag, bound: &Bound, standing: &Standing, ruler: &mut Ruler<'_>) -> Says {
    let named: BTreeSet<CountryCode> = address.named().collect();
    let named = named.into_iter();
    let (from, refuted) = match standing {
        Standing::Off(_) => return Says::Off,
        Standing::NoOrigin => return Says::NoOrigin,
        Standing::At(place) => {
            let refuted = named.filter_map(|code| ruler.from_place(*place, bound, code));
            (Origin::Place(*place), refuted.collect())
        }
        Standing::Near(anchors) => {
            let refuted = named.filter_map(|code| ruler.from_hosts(anchors, bound, code));
            (Origin::Hosts, refuted.collect())
        }
    };
    Says::Checked { from, refuted }
}

/// The candidates that are left; all of them where none would be. A place that a reply speaks against is disputed: what
/// remains rests on witnesses of whom at least one was wrong.
fn remaining(place: &Place, refuted: &[Refuted]) -> Place {
    let candidates = place.candidates();
    let is_left = |code: &CountryCode| refuted.iter().all(|refuted| refuted.country != *code);
    let left: Vec<CountryCode> = candidates.iter().copied().filter(is_left).collect();
    match left.as_slice() {
        _ if left.len() == candidates.len() => place.clone(),
        [] => Place::Disputed(Arc::from(candidates)),
        left => Place::Disputed(Arc::from(left)),
    }
}
