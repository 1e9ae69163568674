//! How far it is from a point, or from one country, to the nearest part of another, along great circles.
//!
//! A country is everything that the map draws under its code, overseas parts under the same code included: that makes
//! it nearer, never farther. A code without an area on the map has no distance.

use std::collections::BTreeMap;

use super::ReferenceError;
use super::country::CountryCode;
use super::projection::LonLat;
use super::world::{Polygon, World};

/// Mean radius of the Earth (IUGG).
pub const EARTH_RADIUS_KM: f64 = 6_371.008_8;

/// How far coasts and borders of a map at 1:50 million may lie beside the true ones.
pub const SLACK_KM: f64 = 25.0;

/// An edge of the map is a line in degrees; it is followed in pieces of at most this angle (20 km on a meridian), so
/// that its nearest point is at most 10 km nearer than the nearest of the points that are kept.
const LONGEST_PIECE_DEG: f64 = 0.18;

/// Points that are looked at together or passed over together.
const CHUNK_POINTS: usize = 64;

type Vector = [f64; 3];

/// Coasts and borders of all countries as points of the unit sphere.
#[derive(Debug)]
pub struct Distances {
    world: World,
    shores: BTreeMap<CountryCode, Vec<Chunk>>,
}

/// Neighbouring points, and the circle that holds them.
#[derive(Debug)]
struct Chunk {
    centre: Vector,
    reach_rad: f64,
    points: Vec<Vector>,
}

impl Distances {
    /// From the bundled map. Takes some tens of milliseconds; keep it.
    pub fn load() -> Result<Self, ReferenceError> {
        let world = World::load()?;
        let mut shores: BTreeMap<CountryCode, Vec<Chunk>> = BTreeMap::new();
        for land in &world.lands {
            if let Some(code) = land.code {
                let chunks = shores.entry(code).or_default();
                land.polygons.iter().for_each(|area| add(area, chunks));
            }
        }
        Ok(Self { world, shores })
    }

    /// From a point to a country in km; zero within. `None` where the map has no area for it.
    pub fn from_point_km(&self, at: LonLat, to: CountryCode) -> Option<f64> {
        let shore = self.shores.get(&to)?;
        let lands = self.world.lands.iter();
        let mut own = lands.filter(|land| land.code == Some(to));
        if own.any(|land| land.contains(at)) {
            return Some(0.0);
        }
        let point = vector(at);
        let nearest = shore.iter().fold(f64::INFINITY, |best, chunk| {
            match angle(chunk.centre, point) - chunk.reach_rad < best {
                true => chunk.nearest(point).min(best),
                false => best,
            }
        });
        Some(nearest * EARTH_RADIUS_KM)
    }

    /// From the nearest point of one country to the nearest of another in km. `None` where the map has no area for one.
    pub fn between_km(&self, from: CountryCode, to: CountryCode) -> Option<f64> {
        let (a, b) = (self.shores.get(&from)?, self.shores.get(&to)?);
        if from == to {
            return Some(0.0);
        }
        let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| (a, b)));
        // Two points of the chunks are no farther apart than this.
        let far = |(a, b): (&Chunk, &Chunk)| angle(a.centre, b.centre) + a.reach_rad + b.reach_rad;
        let mut best = pairs().map(far).fold(f64::INFINITY, f64::min);
        for (a, b) in pairs() {
            if angle(a.centre, b.centre) - a.reach_rad - b.reach_rad <= best {
                let nearest = a.points.iter().map(|point| b.nearest(*point));
                best = nearest.fold(best, f64::min);
            }
        }
        Some(best * EARTH_RADIUS_KM)
    }
}

impl Chunk {
    fn of(points: &[Vector]) -> Self {
        let sum = points.iter().fold([0.0; 3], |sum, point| {
            [sum[0] + point[0], sum[1] + point[1], sum[2] + point[2]]
        });
        let length = dot(sum, sum).sqrt().max(f64::MIN_POSITIVE);
        let centre = sum.map(|part| part / length);
        let reach = points.iter().map(|point| angle(centre, *point));
        Self {
            centre,
            reach_rad: reach.fold(0.0, f64::max),
            points: points.to_vec(),
        }
    }

    /// Angle to the nearest of its points.
    fn nearest(&self, point: Vector) -> f64 {
        let cosines = self.points.iter().map(|own| dot(*own, point));
        cosines.fold(-1.0, f64::max).clamp(-1.0, 1.0).acos()
    }
}

fn add(area: &Polygon, chunks: &mut Vec<Chunk>) {
    for ring in &area.rings {
        let points: Vec<Vector> = ring.edges().flat_map(pieces).map(vector).collect();
        chunks.extend(points.chunks(CHUNK_POINTS).map(Chunk::of));
    }
}

/// The start of an edge and as many points along it as it needs, without its end.
fn pieces([a, b]: [[f32; 2]; 2]) -> impl Iterator<Item = LonLat> {
    let ([a_lon, a_lat], [b_lon, b_lat]) = (a.map(f64::from), b.map(f64::from));
    let longest = (b_lon - a_lon).abs().max((b_lat - a_lat).abs());
    let count = (longest / LONGEST_PIECE_DEG).ceil().max(1.0) as u32;
    (0..count).map(move |piece| {
        let share = f64::from(piece) / f64::from(count);
        LonLat {
            lon_deg: a_lon + (b_lon - a_lon) * share,
            lat_deg: a_lat + (b_lat - a_lat) * share,
        }
    })
}

fn vector(at: LonLat) -> Vector {
    let (lat, lon) = (at.lat_deg.to_radians(), at.lon_deg.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn angle(a: Vector, b: Vector) -> f64 {
    dot(a, b).clamp(-1.0, 1.0).acos()
}

/// Points at a distance from a point, `count` of them in the order of the compass.
pub fn circle(centre: LonLat, radius_km: f64, count: u32) -> impl Iterator<Item = LonLat> {
    let (lat, lon) = (centre.lat_deg.to_radians(), centre.lon_deg.to_radians());
    let reach = radius_km / EARTH_RADIUS_KM;
    (0..count).map(move |step| {
        let course = std::f64::consts::TAU * f64::from(step) / f64::from(count);
        let sin_lat = lat.sin() * reach.cos() + lat.cos() * reach.sin() * course.cos();
        let east = course.sin() * reach.sin() * lat.cos();
        let north = reach.cos() - lat.sin() * sin_lat;
        let turned = (lon + east.atan2(north)).to_degrees();
        LonLat {
            lon_deg: (turned + 180.0).rem_euclid(360.0) - 180.0,
            lat_deg: sin_lat.clamp(-1.0, 1.0).asin().to_degrees(),
        }
    })
}

/// From one point to another in km.
pub fn apart_km(a: LonLat, b: LonLat) -> f64 {
    angle(vector(a), vector(b)) * EARTH_RADIUS_KM
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CountryCode {
        CountryCode::parse(text).unwrap()
    }

    fn at(lat_deg: f64, lon_deg: f64) -> LonLat {
        LonLat { lon_deg, lat_deg }
    }

    const PARIS: (f64, f64) = (48.8566, 2.3522);

    /// Nearest vertices of the same map, measured apart from this program; an edge may be nearer, never farther.
    #[test]
    fn from_paris_to_the_world() {
        let distances = Distances::load().unwrap();
        for (to, known_km) in [
            ("IE", 719.0),
            ("RU", 1_339.0),
            ("US", 5_036.0),
            ("CN", 5_557.0),
            ("BR", 7_035.0),
            ("JP", 8_787.0),
            ("SG", 10_715.0),
            ("AU", 13_388.0),
        ] {
            let km = distances.from_point_km(at(PARIS.0, PARIS.1), code(to));
            let km = km.unwrap();
            assert!(
                (known_km - 25.0..known_km + 25.0).contains(&km),
                "{to}: {km}"
            );
        }
        let france = distances.from_point_km(at(PARIS.0, PARIS.1), code("FR"));
        assert_eq!(france, Some(0.0));
        let no_area = CountryCode::all().find(|code| !distances.world.has_polygon(*code));
        let no_area = no_area.unwrap();
        assert_eq!(distances.from_point_km(at(0.0, 0.0), no_area), None);
        assert_eq!(distances.between_km(code("FR"), no_area), None);
    }

    /// Against every point of both: nothing is passed over. Neighbours touch; the way is the same in both directions.
    #[test]
    fn between_countries() {
        let distances = Distances::load().unwrap();
        for (a, b) in [("SG", "CN"), ("IE", "FR"), ("FJ", "NZ")] {
            let (a, b) = (code(a), code(b));
            let all = |of: &CountryCode| -> Vec<Vector> {
                let chunks = distances.shores.get(of).unwrap().iter();
                chunks.flat_map(|chunk| chunk.points.clone()).collect()
            };
            let points = all(&b);
            let cosines = all(&a).into_iter().map(|one| {
                let cosines = points.iter().map(|other| dot(one, *other));
                cosines.fold(-1.0, f64::max)
            });
            let slow = cosines.fold(-1.0, f64::max).clamp(-1.0, 1.0).acos() * EARTH_RADIUS_KM;
            for (from, to) in [(a, b), (b, a)] {
                let fast = distances.between_km(from, to).unwrap();
                assert!((fast - slow).abs() < 1e-3, "{from} {to}: {fast} {slow}");
            }
        }
        let touch = distances.between_km(code("US"), code("CA")).unwrap();
        assert!(touch < 20.0, "{touch}");
    }

    #[test]
    fn a_circle_is_as_far_as_it_says_also_round_a_pole_and_across_the_antimeridian() {
        for (centre, radius_km) in [
            (at(51.5, -0.1), 1_329.0),
            (at(-17.0, 179.0), 3_000.0),
            (at(80.0, 30.0), 4_000.0),
            (at(1.3, 103.8), 15_000.0),
        ] {
            for point in circle(centre, radius_km, 36) {
                assert!(
                    (apart_km(centre, point) - radius_km).abs() < 0.5,
                    "{point:?}"
                );
                assert!(point.lon_deg.abs() <= 180.0);
            }
        }
    }
}
