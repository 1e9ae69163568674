//! The line from the place of capture to a country: a gentle arc, cut where it leaves the map at the antimeridian.
//!
//! It says that two places exchange data, not along which way: routes are not known, so the line claims none.

use super::plane::PlanePoint;
use crate::reference::projection::LonLat;

/// Pieces of an arc; enough to look round over a whole window.
const PIECES: u16 = 56;

/// The line stays on the map up to this difference of longitude and goes over the antimeridian beyond.
///
/// More than 180°, because a line that stays whole is read faster: the United States reach all of East Asia over the
/// Atlantic as on most printed maps, but New Zealand reaches them over the Pacific.
const LONGEST_ON_MAP_DEG: f64 = 240.0;

/// Height of the bow as a part of the angle between the ends, and its most in degrees of latitude.
const BOW: f64 = 0.16;
const MOST_BOW_DEG: f64 = 24.0;
/// Bows stay below this latitude, where the map is squeezed.
const MOST_LATITUDE_DEG: f64 = 76.0;

/// The arc on the plane, in one part or in two.
pub fn arc(from: LonLat, to: LonLat) -> Vec<Vec<PlanePoint>> {
    strand(from, to, 0.0)
}

/// One of several arcs beside each other: `lift` is how much higher its bow is, as a part of the bow.
pub fn strand(from: LonLat, to: LonLat, lift: f64) -> Vec<Vec<PlanePoint>> {
    let mut turn = to.lon_deg - from.lon_deg;
    if turn.abs() > LONGEST_ON_MAP_DEG {
        turn -= 360.0 * turn.signum();
    }
    let bow = bow_height(from, to, turn) * (1.0 + lift);
    let at = |way: f64| LonLat {
        lon_deg: from.lon_deg + turn * way,
        lat_deg: from.lat_deg + (to.lat_deg - from.lat_deg) * way + bow * 4.0 * way * (1.0 - way),
    };
    let mut parts = vec![Vec::new()];
    let mut before: Option<LonLat> = None;
    for piece in 0..=PIECES {
        let place = at(f64::from(piece) / f64::from(PIECES));
        if let Some(before) = before {
            cut(before, place, &mut parts);
        }
        push(&mut parts, wrapped(place));
        before = Some(place);
    }
    parts
}

fn bow_height(from: LonLat, to: LonLat, turn: f64) -> f64 {
    let wanted = BOW * turn.hypot(to.lat_deg - from.lat_deg);
    let middle = f64::midpoint(from.lat_deg, to.lat_deg);
    wanted
        .min(MOST_BOW_DEG)
        .min((MOST_LATITUDE_DEG - middle).max(0.0))
}

/// Where a piece crosses the antimeridian, ends the part at one edge of the map and begins the next at the other.
fn cut(before: LonLat, after: LonLat, parts: &mut Vec<Vec<PlanePoint>>) {
    // It leaves at most once: it begins on the map and never turns back. A point on the edge is still on the map.
    let leaves = before.lon_deg.abs() <= 180.0 && after.lon_deg.abs() > 180.0;
    if !leaves {
        return;
    }
    let edge = 180.0_f64.copysign(after.lon_deg);
    let way = (edge - before.lon_deg) / (after.lon_deg - before.lon_deg);
    let lat_deg = before.lat_deg + (after.lat_deg - before.lat_deg) * way;
    push(
        parts,
        LonLat {
            lon_deg: edge,
            lat_deg,
        },
    );
    parts.push(Vec::new());
    push(
        parts,
        LonLat {
            lon_deg: -edge,
            lat_deg,
        },
    );
}

fn push(parts: &mut [Vec<PlanePoint>], place: LonLat) {
    if let Some(part) = parts.last_mut() {
        part.push(PlanePoint::of(place));
    }
}

/// The same place with a longitude of the map.
fn wrapped(place: LonLat) -> LonLat {
    let lon_deg = match place.lon_deg {
        east if east > 180.0 => east - 360.0,
        west if west < -180.0 => west + 360.0,
        on_map => on_map,
    };
    LonLat { lon_deg, ..place }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::map::plane::HALF_WIDTH;

    fn place(lon_deg: f64, lat_deg: f64) -> LonLat {
        LonLat { lon_deg, lat_deg }
    }

    #[test]
    fn no_piece_of_any_arc_is_long() {
        for from in -17..=17 {
            for to in -17..=17 {
                let ends = (
                    place(f64::from(from) * 10.0, 61.0),
                    place(f64::from(to) * 10.0, -40.0),
                );
                for part in arc(ends.0, ends.1) {
                    for pair in part.windows(2) {
                        let run = (pair[0].x - pair[1].x).abs();
                        assert!(run < HALF_WIDTH / 4.0, "{ends:?}: {run}");
                    }
                }
            }
        }
    }

    #[test]
    fn new_zealand_reaches_the_united_states_over_the_pacific_in_two_parts() {
        let parts = arc(place(172.0, -43.0), place(-98.0, 39.0));
        assert_eq!(parts.len(), 2);
        let edge = |point: &PlanePoint| PlanePoint::of(place(180.0, 0.0)).x - point.x.abs();
        assert!(parts[0].last().is_some_and(|p| p.x > 0.0 && edge(p) < 1.0));
        assert!(parts[1].first().is_some_and(|p| p.x < 0.0 && edge(p) < 1.0));
    }

    #[test]
    fn the_united_states_reach_china_in_one_part() {
        assert_eq!(arc(place(-98.0, 39.0), place(104.0, 35.0)).len(), 1);
    }
}
