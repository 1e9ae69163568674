//! Fast answers rule countries out: seen from the place that the user states, or from hosts that name their own region.

use std::collections::HashMap;
use std::net::IpAddr;

use super::bound::Bound;
use super::gate::Off;
use crate::reference::Reference;
use crate::reference::country::CountryCode;
use crate::reference::distance::SLACK_KM;
use crate::tag::capture_place::CapturePlace;

/// Where distances are measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The place that the user states.
    Place(CapturePlace),
    /// Nobody states one: hosts of the same capture that name their own region.
    Hosts,
}

/// A host that names its own region, and how far it can be from where the capture was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The host.
    pub host: IpAddr,
    /// Where its region is.
    pub country: CountryCode,
    /// Its fastest answer.
    pub bound: Bound,
}

/// A country in which the machine that answered was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refuted {
    /// The country.
    pub country: CountryCode,
    /// How far away it begins at the least, in km.
    pub begins_km: u32,
    /// Whether not even light in vacuum comes there and back in time.
    pub is_beyond_light: bool,
    /// The host from which the distance is counted, where the user states no place.
    pub seen_from: Option<Anchor>,
}

/// Measures distances between places and countries, each once.
#[derive(Debug)]
pub struct Ruler<'a> {
    reference: &'a Reference,
    known: HashMap<(CapturePlace, CountryCode), Option<f64>>,
}

impl<'a> Ruler<'a> {
    /// With nothing measured yet.
    pub fn new(reference: &'a Reference) -> Self {
        Self {
            reference,
            known: HashMap::new(),
        }
    }

    /// The least distance in km between a place and a country, as far as the map can be believed.
    fn km(&mut self, from: CapturePlace, to: CountryCode) -> Option<f64> {
        let reference = self.reference;
        *self.known.entry((from, to)).or_insert_with(|| {
            let distances = reference.distances()?;
            let (km, slack_km) = match from {
                CapturePlace::Country(from) => (distances.between_km(from, to)?, 2.0 * SLACK_KM),
                CapturePlace::Point(point) => (
                    distances.from_point_km(point.at(), to)? - f64::from(point.radius_km),
                    SLACK_KM,
                ),
            };
            Some((km - slack_km).max(0.0))
        })
    }

    /// Whether the machine that answered was not in a country, seen from the stated place.
    pub fn from_place(
        &mut self,
        place: CapturePlace,
        bound: &Bound,
        country: CountryCode,
    ) -> Option<Refuted> {
        let km = self.km(place, country)?;
        refuted(km, bound.fibre_km(), bound.vacuum_km(), country, None)
    }

    /// Whether it was not, seen from hosts that name their own region: the capture was made near each of them, and the
    /// machine was near where it was made.
    pub fn from_hosts(
        &mut self,
        anchors: &[Anchor],
        bound: &Bound,
        country: CountryCode,
    ) -> Option<Refuted> {
        let found = anchors.iter().filter_map(|anchor| {
            let km = self.km(CapturePlace::Country(anchor.country), country)?;
            let fibre = bound.fibre_km() + anchor.bound.fibre_km();
            let vacuum = bound.vacuum_km() + anchor.bound.vacuum_km();
            refuted(km, fibre, vacuum, country, Some(anchor))
        });
        found.max_by_key(|found| (found.is_beyond_light, found.begins_km))
    }

    /// A host that answered faster than its region allows, seen from the stated place.
    pub fn too_fast(&mut self, place: CapturePlace, anchors: &[Anchor]) -> Option<Off> {
        anchors.iter().find_map(|anchor| {
            let km = self.km(place, anchor.country)?;
            (km > anchor.bound.fibre_km()).then(|| Off::HostTooFast {
                host: anchor.host,
                micros: anchor.bound.sample.micros,
                begins_km: whole_km(km),
            })
        })
    }

    /// Two hosts that cannot both be where their names say.
    pub fn disagreeing(&mut self, anchors: &[Anchor]) -> Option<Off> {
        let pairs = anchors.iter().enumerate();
        let mut pairs = pairs.flat_map(|(at, a)| anchors.iter().skip(at + 1).map(move |b| (a, b)));
        pairs.find_map(|(a, b)| {
            let km = self.km(CapturePlace::Country(a.country), b.country)?;
            let reach_km = a.bound.fibre_km() + b.bound.fibre_km();
            (km > reach_km).then_some(Off::HostsDisagree(a.host, b.host))
        })
    }
}

/// Of hosts in the same country the one with the fastest answer says the most.
pub fn tightest(mut anchors: Vec<Anchor>) -> Vec<Anchor> {
    anchors.sort_by_key(|anchor| (anchor.country, anchor.bound.sample.micros, anchor.host));
    anchors.dedup_by_key(|anchor| anchor.country);
    anchors
}

fn refuted(
    km: f64,
    fibre_km: f64,
    vacuum_km: f64,
    country: CountryCode,
    seen_from: Option<&Anchor>,
) -> Option<Refuted> {
    (km > fibre_km).then(|| Refuted {
        country,
        begins_km: whole_km(km),
        is_beyond_light: km > vacuum_km,
        seen_from: seen_from.cloned(),
    })
}

/// No distance on Earth is longer than 20,016 km.
fn whole_km(km: f64) -> u32 {
    km.clamp(0.0, 20_016.0) as u32
}
