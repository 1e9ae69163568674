//! Diagonal stripes over a land: the sign for a place that databases dispute, readable without colour.

use std::collections::BTreeMap;

use egui::{Color32, Mesh, Pos2, pos2};

use super::camera::View;
use super::plane::Land;
use super::strip::{self, Pen};

/// Distance between stripes in points, along x.
const STEP: f32 = 6.0;
/// Width of a stripe in points.
const WIDTH: f32 = 1.2;

/// Adds the stripes of one land. Stripe `n` holds the points with x + y = n · `STEP`.
pub fn add(mesh: &mut Mesh, land: &Land, view: &View, color: Color32, pixel: f32) {
    let mut stripes: BTreeMap<i32, Vec<(f32, f32)>> = BTreeMap::new();
    let triangles = land
        .triangles
        .iter()
        .filter_map(|&triangle| land.corners(triangle));
    for corners in triangles {
        cut(corners.map(|corner| view.to_screen(corner)), &mut stripes);
    }
    let pen = Pen {
        width: WIDTH,
        color,
        pixel,
    };
    for (stripe, parts) in stripes {
        for (from, to) in joined(parts) {
            strip::add(mesh, &[on(stripe, from), on(stripe, to)], pen, view.rect);
        }
    }
}

/// Point of a stripe at `x`.
#[expect(
    clippy::cast_precision_loss,
    reason = "stripe numbers of a screen are small"
)]
fn on(stripe: i32, x: f32) -> Pos2 {
    pos2(x, stripe as f32 * STEP - x)
}

/// Notes for each stripe the span of x in which it crosses the triangle.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "stripe numbers of a screen are small, and a cast of a large float saturates"
)]
fn cut(corners: [Pos2; 3], stripes: &mut BTreeMap<i32, Vec<(f32, f32)>>) {
    let sums = corners.map(|corner| corner.x + corner.y);
    let (least, greatest) = (
        sums.into_iter().fold(f32::INFINITY, f32::min),
        sums.into_iter().fold(f32::NEG_INFINITY, f32::max),
    );
    for stripe in (least / STEP).ceil() as i32..=(greatest / STEP).floor() as i32 {
        let sum = stripe as f32 * STEP;
        let mut span = (f32::INFINITY, f32::NEG_INFINITY);
        for side in 0..3 {
            let (one, other) = (side, (side + 1) % 3);
            if (sums[one] <= sum) != (sums[other] <= sum) {
                let way = (sum - sums[one]) / (sums[other] - sums[one]);
                let x = corners[one].x + way * (corners[other].x - corners[one].x);
                span = (span.0.min(x), span.1.max(x));
            }
        }
        if span.0 < span.1 {
            stripes.entry(stripe).or_default().push(span);
        }
    }
}

/// Joins spans that touch, so that a stripe is not broken where triangles meet.
fn joined(mut parts: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut whole: Vec<(f32, f32)> = Vec::new();
    for (from, to) in parts {
        match whole.last_mut() {
            Some(last) if from <= last.1 + 0.01 => last.1 = last.1.max(to),
            _ => whole.push((from, to)),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_touch_become_one() {
        let parts = vec![(5.0, 9.0), (0.0, 2.0), (2.0, 4.0), (3.0, 3.5)];
        assert_eq!(joined(parts), [(0.0, 4.0), (5.0, 9.0)]);
    }

    #[test]
    fn a_triangle_is_striped_at_every_step_it_crosses() {
        let mut stripes = BTreeMap::new();
        cut(
            [pos2(0.0, 0.0), pos2(30.0, 0.0), pos2(0.0, 30.0)],
            &mut stripes,
        );
        let numbers: Vec<i32> = stripes.keys().copied().collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert_eq!(stripes[&2], [(0.0, 12.0)]);
    }
}
