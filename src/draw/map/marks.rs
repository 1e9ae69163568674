//! A circle for each country that the eye or the pointer would miss on the map, and for each end of a line.

use egui::{Pos2, Rect};

use super::camera::View;
use super::plane::{PlanePoint, WorldMap};
use crate::reference::country::CountryCode;
use crate::tag::capture_place::CapturePlace;
use crate::view::screen::MapView;

/// A country drawn smaller than this (side of a square of its area, in points) gets a mark.
const SMALLEST_SEEN: f32 = 8.0;
/// Radius of the mark of a small country, in points.
const SMALL_RADIUS: f32 = 5.0;
/// The pointer may miss a mark by this many points.
const REACH: f32 = 3.0;

/// One circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Index into `MapView::countries`.
    pub country: usize,
    /// Its code.
    pub code: CountryCode,
    /// Middle.
    pub at: Pos2,
    /// Radius in points.
    pub radius: f32,
    /// Whether it stands for the country's area, which is too small to see or not on the map at all.
    pub stands_for_area: bool,
}

/// The marks of a map, in the order of its countries.
pub fn marks(map: &MapView, world: &WorldMap, view: &View) -> Vec<Mark> {
    let mark = |(country, shown): (usize, &crate::view::screen::MapCountry)| {
        let at = view.to_screen(PlanePoint::of(world.anchor(shown.code)?));
        let side = world.area(shown.code).sqrt() * view.scale;
        let stands_for_area = side < SMALLEST_SEEN;
        let is_origin = map.origin == Some(CapturePlace::Country(shown.code));
        let ends_line = map.origin.is_some() && !is_origin;
        let radius = match (stands_for_area, ends_line) {
            (true, _) => SMALL_RADIUS,
            (false, true) => 3.0 + 2.0 * shown.share.clamp(0.0, 1.0).sqrt(),
            // Without lines the marks alone show the colours.
            (false, false) if !shown.parts.is_empty() => {
                5.0 + 4.0 * shown.share.clamp(0.0, 1.0).sqrt()
            }
            (false, false) => return None,
        };
        Some(Mark {
            country,
            code: shown.code,
            at,
            radius,
            stands_for_area,
        })
    };
    map.countries.iter().enumerate().filter_map(mark).collect()
}

/// The mark under the pointer; of several the nearest.
pub fn under(marks: &[Mark], pointer: Pos2, seen: Rect) -> Option<CountryCode> {
    marks
        .iter()
        .filter(|mark| seen.contains(mark.at))
        .map(|mark| (mark.at.distance(pointer), mark))
        .filter(|(distance, mark)| *distance <= mark.radius + REACH)
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, mark)| mark.code)
}
