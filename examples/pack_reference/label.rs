//! Polygons → the point where a label sits best: inside the largest area, farthest from its border.
//!
//! Squares that cover the area are halved as long as one of their points could still beat the best found
//! (the method of Mapbox's polylabel, 2016). Longitudes are shortened by the cosine of the middle latitude.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::topology::{Point, Polygon, STEPS, twice_area};

/// Where halving stops, in degrees.
const PRECISION_DEG: f64 = 0.002;

struct Square {
    centre: Point,
    half: f64,
    distance: f64,
}

impl Square {
    fn new(centre: Point, half: f64, rings: &[Vec<Point>]) -> Self {
        Self {
            centre,
            half,
            distance: distance_inside(centre, rings),
        }
    }

    /// The distance that no point of the square exceeds.
    fn bound(&self) -> f64 {
        self.distance + self.half * std::f64::consts::SQRT_2
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound().total_cmp(&other.bound())
    }
}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Square {}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

/// The point for a label, in degrees, or none where there is no area. Overseas parts are never the largest area on
/// the ground, so states with such parts are labelled at home.
pub fn inner_point(polygons: &[Polygon]) -> Option<Point> {
    let on_the_ground = |polygon: &Polygon| {
        let middle = polygon[0]
            .iter()
            .map(|point| f64::from(point[1]) / STEPS)
            .sum::<f64>()
            / polygon[0].len() as f64;
        twice_area(&polygon[0]) as f64 * middle.to_radians().cos()
    };
    let largest = polygons
        .iter()
        .max_by(|a, b| on_the_ground(a).total_cmp(&on_the_ground(b)))?;
    let (south, north) = extent(largest, 1);
    let squeeze = ((south + north) / 2.0).to_radians().cos();
    let rings: Vec<Vec<Point>> = largest
        .iter()
        .map(|ring| {
            ring.iter()
                .map(|[lon, lat]| [f64::from(*lon) / STEPS * squeeze, f64::from(*lat) / STEPS])
                .collect()
        })
        .collect();
    let (west, east) = extent(largest, 0);
    let best = search([west * squeeze, south], [east * squeeze, north], &rings);
    Some([best[0] / squeeze, best[1]])
}

fn extent(polygon: &Polygon, axis: usize) -> (f64, f64) {
    let values = polygon[0]
        .iter()
        .map(|point| f64::from(point[axis]) / STEPS);
    values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

fn search(low: Point, high: Point, rings: &[Vec<Point>]) -> Point {
    let size = (high[0] - low[0]).min(high[1] - low[1]).max(PRECISION_DEG);
    let mut open = BinaryHeap::new();
    let mut best = Square {
        centre: rings[0][0],
        half: 0.0,
        distance: f64::MIN,
    };
    let columns = ((high[0] - low[0]) / size).ceil().max(1.0) as usize;
    let rows = ((high[1] - low[1]) / size).ceil().max(1.0) as usize;
    for (column, row) in (0..columns).flat_map(|column| (0..rows).map(move |row| (column, row))) {
        let centre = [
            low[0] + size * (column as f64 + 0.5),
            low[1] + size * (row as f64 + 0.5),
        ];
        open.push(Square::new(centre, size / 2.0, rings));
    }
    while let Some(square) = open.pop() {
        let quarter = square.half / 2.0;
        if square.bound() > best.distance + PRECISION_DEG {
            for [x, y] in [[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]] {
                open.push(Square::new(
                    [
                        square.centre[0] + x * quarter,
                        square.centre[1] + y * quarter,
                    ],
                    quarter,
                    rings,
                ));
            }
        }
        if square.distance > best.distance {
            best = square;
        }
    }
    best.centre
}

/// Distance to the nearest border, negative outside.
fn distance_inside(point: Point, rings: &[Vec<Point>]) -> f64 {
    let mut inside = false;
    let mut nearest = f64::MAX;
    for ring in rings {
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let crosses = (a[1] > point[1]) != (b[1] > point[1]);
            if crosses && point[0] < (b[0] - a[0]) * (point[1] - a[1]) / (b[1] - a[1]) + a[0] {
                inside = !inside;
            }
            nearest = nearest.min(distance_to_edge(point, *a, *b));
        }
    }
    if inside { nearest } else { -nearest }
}

fn distance_to_edge(point: Point, a: Point, b: Point) -> f64 {
    let edge = [b[0] - a[0], b[1] - a[1]];
    let length = edge[0] * edge[0] + edge[1] * edge[1];
    let along = if length == 0.0 {
        0.0
    } else {
        ((point[0] - a[0]) * edge[0] + (point[1] - a[1]) * edge[1]) / length
    };
    let along = along.clamp(0.0, 1.0);
    (point[0] - a[0] - along * edge[0]).hypot(point[1] - a[1] - along * edge[1])
}
