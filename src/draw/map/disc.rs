//! How far away a machine can have been that answered: a circle on the globe.

use egui::{Painter, Pos2, Shape, Stroke};

use super::camera::View;
use super::plane::PlanePoint;
use crate::draw::theme::Theme;
use crate::reference::distance::circle;
use crate::reference::projection::LonLat;
use crate::view::screen::MapView;

/// Points of a circle on the globe.
const DISC_POINTS: u32 = 360;

/// How far away the machine can have been that answered the selected flow: a dashed line, cut at the antimeridian.
pub fn paint_disc(painter: &Painter, map: &MapView, view: &View, theme: &Theme) {
    let Some(disc) = map.disc else { return };
    let mut parts: Vec<Vec<Pos2>> = vec![Vec::new()];
    let mut before: Option<LonLat> = None;
    let points: Vec<LonLat> = circle(disc.centre, disc.radius_km, DISC_POINTS).collect();
    for at in points.iter().chain(points.first()) {
        if before.is_some_and(|before| (before.lon_deg - at.lon_deg).abs() > 180.0) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(view.to_screen(PlanePoint::of(*at)));
        }
        before = Some(*at);
    }
    for part in parts {
        let rim = Stroke::new(3.4, theme.card.gamma_multiply(0.7));
        painter.add(Shape::line(part.clone(), rim));
        painter.extend(Shape::dashed_line(
            &part,
            Stroke::new(1.6, theme.ink),
            8.0,
            5.0,
        ));
    }
}
