//! What the map shows.

use super::Metric;
use crate::reference::country::CountryCode;
use crate::reference::projection::LonLat;
use crate::tag::capture_place::CapturePlace;
use crate::view::parts::Part;
use crate::view::query::MapBy;

/// One country on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapCountry {
    /// Code.
    pub code: CountryCode,
    /// Name.
    pub name: String,
    /// Metric over flows placed here.
    pub value: u64,
    /// Metric over flows that may be here: one of several candidates. Never added to `value`.
    pub disputed: u64,
    /// `18.2 MB sent`; for a country with only disputed flows: `0.3 MB sent, place disputed`.
    pub text: String,
    /// `value` (or `disputed` where that is zero) as a share of the largest, or of the scale that is held; drives shade and
    /// width, which grow no more beyond 1.
    pub share: f32,
    /// Whether the filter names this country.
    pub active: bool,
    /// Filter term that a click adds or releases.
    pub term: String,
    /// `value` by what the colours stand for, in the order of the key; empty where they stand for nothing.
    pub parts: Vec<MapPart>,
}

impl MapCountry {
    /// Whether the scale that is held ends below its value.
    pub fn is_above(&self) -> bool {
        self.share > 1.0
    }
}

/// A part of a country's flows that has a colour of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPart {
    /// Which.
    pub part: Part,
    /// Metric over its flows.
    pub value: u64,
    /// `3.1 MB`.
    pub text: String,
    /// `value` as a share of the largest country, or of the scale that is held; drives width.
    pub share: f32,
}

/// What stands in the map's margin because it has no place on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarginItem {
    /// `One address, many places`.
    pub label: String,
    /// `0.9 MB`.
    pub value: String,
    /// Filter term that a click adds or releases.
    pub term: String,
}

/// One step of the legend: the shade of `share` stands for `text`.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendStep {
    /// Where on the ramp, 0 to 1.
    pub share: f32,
    /// `1.8 MB`.
    pub text: String,
}

/// A circle on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapDisc {
    /// Its middle.
    pub centre: LonLat,
    /// Its radius in km along the ground.
    pub radius_km: f64,
}

/// The map as data.
#[derive(Clone, Debug, PartialEq)]
pub struct MapView {
    /// What shades stand for.
    pub metric: Metric,
    /// Which country a destination counts for: the legend says so above all.
    pub by: MapBy,
    /// Countries with flows, largest first.
    pub countries: Vec<MapCountry>,
    /// What cannot be placed on the map, only parts that are not zero.
    pub margin: Vec<MarginItem>,
    /// Where lines begin.
    pub origin: Option<CapturePlace>,
    /// Where the machine was that answered the selected flow fastest: within this circle.
    pub disc: Option<MapDisc>,
    /// `Shade and line width: bytes sent`.
    pub legend_title: String,
    /// Steps from small to large.
    pub legend: Vec<LegendStep>,
    /// What the last step stands for: `Scale fixed at 10 MB`, `Scale of this figure: 12.9 MB`.
    pub scale: String,
    /// The largest value of a country.
    pub largest: u64,
    /// `Colour: verdict`; empty where colours stand for nothing.
    pub key_title: String,
    /// The colours that are there, each with the metric over all that is kept: also what has no place on the map.
    pub key: Vec<(Part, String)>,
    /// `First network hop, not storage · DB-IP 2026-06-01 + IPFire 2026-09-23`.
    pub provenance: String,
    /// The map in words, for screen readers.
    pub summary: String,
}
