//! TopoJSON of the world → lands by ISO code, cut at the antimeridian, closed at the pole, largest first.
//!
//! The package draws on a sphere: rings step over ±180° and one ring goes round the South Pole. Each ring is unrolled
//! along its longitudes, closed through the pole where it goes round once, and cut into pieces that lie within ±180°.
//! Edges that the cut makes have both ends on ±180° or on the pole; the program draws no outline there.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::source::ATLAS;
use crate::world::Country;

/// Steps per degree of the packed map: 0.0005°, 56 m at the equator; the package's own steps are of that size.
pub const STEPS: f64 = 2000.0;

pub type Point = [f64; 2];
pub type Ring = Vec<[i32; 2]>;
/// Outer ring first, then holes.
pub type Polygon = Vec<Ring>;

/// All areas of one code, or of one name where there is no code.
pub struct Land {
    pub code: Option<String>,
    pub name: String,
    pub polygons: Vec<Polygon>,
    /// Positions of areas too small to have an inside at this scale.
    pub specks: Vec<Point>,
}

#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    objects: Objects,
    arcs: Vec<Vec<[i64; 2]>>,
}

#[derive(Deserialize)]
struct Transform {
    scale: Point,
    translate: Point,
}

#[derive(Deserialize)]
struct Objects {
    countries: Countries,
}

#[derive(Deserialize)]
struct Countries {
    geometries: Vec<Geometry>,
}

/// Every geometry of the pinned package is a `MultiPolygon`; another type fails to parse.
#[derive(Deserialize)]
struct Geometry {
    id: String,
    properties: Properties,
    arcs: Vec<Vec<Vec<i64>>>,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
}

#[derive(Deserialize)]
struct Part {
    drawn_in: String,
    code: String,
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// Reads, joins and cuts.
pub fn read_lands(packages: &Path, countries: &[Country]) -> Result<Vec<Land>> {
    let [json] = ATLAS.files(packages, ["world/50m.json"])?;
    let topology: Topology = serde_json::from_slice(&json)?;
    let parts = read_parts()?;
    let arcs = unpack_arcs(&topology);
    let mut lands: BTreeMap<String, Land> = BTreeMap::new();
    for geometry in &topology.objects.countries.geometries {
        let code = iso_code(&geometry.id, countries);
        for rings in &geometry.arcs {
            let rings: Vec<Vec<Point>> = rings
                .iter()
                .map(|arcs_of_ring| join(&arcs, arcs_of_ring))
                .collect::<Result<_>>()?;
            let first = rings
                .first()
                .and_then(|ring| ring.first())
                .context("a polygon without points")?;
            let code = part_at(&parts, &geometry.id, *first).or(code.clone());
            let name = code
                .as_deref()
                .map_or(geometry.properties.name.as_str(), |code| {
                    name_of(code, countries)
                });
            let land = lands
                .entry(code.clone().unwrap_or_else(|| format!("~{name}")))
                .or_insert_with(|| Land {
                    code,
                    name: name.to_owned(),
                    polygons: Vec::new(),
                    specks: Vec::new(),
                });
            match cut(&rings) {
                pieces if pieces.is_empty() => land.specks.push(*first),
                pieces => land.polygons.extend(pieces),
            }
        }
    }
    let mut lands: Vec<Land> = lands.into_values().collect();
    lands.sort_by_key(|land| {
        std::cmp::Reverse(
            land.polygons
                .iter()
                .map(|polygon| twice_area(&polygon[0]))
                .max(),
        )
    });
    Ok(lands)
}

fn iso_code(id: &str, countries: &[Country]) -> Option<String> {
    // The package's own number for Kosovo.
    if id == "-2" {
        return Some("XK".to_owned());
    }
    countries
        .iter()
        .find(|country| country.number == id)
        .map(|country| country.code.clone())
}

fn name_of<'a>(code: &str, countries: &'a [Country]) -> &'a str {
    countries
        .iter()
        .find(|country| country.code == code)
        .map_or("", |country| &country.name)
}

fn read_parts() -> Result<Vec<Part>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .from_reader(include_bytes!("parts.tsv").as_slice());
    Ok(reader.deserialize().collect::<Result<_, _>>()?)
}

fn part_at(parts: &[Part], id: &str, [lon, lat]: Point) -> Option<String> {
    let within = |part: &&Part| {
        part.drawn_in == id
            && (part.west..part.east).contains(&lon)
            && (part.south..part.north).contains(&lat)
    };
    parts.iter().find(within).map(|part| part.code.clone())
}

fn unpack_arcs(topology: &Topology) -> Vec<Vec<Point>> {
    let Transform { scale, translate } = &topology.transform;
    let unpack = |arc: &Vec<[i64; 2]>| {
        arc.iter()
            .scan([0i64; 2], |at, step| {
                *at = [at[0] + step[0], at[1] + step[1]];
                Some([
                    at[0] as f64 * scale[0] + translate[0],
                    at[1] as f64 * scale[1] + translate[1],
                ])
            })
            .collect()
    };
    topology.arcs.iter().map(unpack).collect()
}

/// Arcs by number, end to end; `!number` is the arc backwards. The ring's last point, equal to its first, is left out.
fn join(arcs: &[Vec<Point>], numbers: &[i64]) -> Result<Vec<Point>> {
    let mut ring: Vec<Point> = Vec::new();
    for number in numbers {
        let backwards = *number < 0;
        let arc = arcs
            .get(usize::try_from(if backwards { !number } else { *number })?)
            .context("no such arc")?;
        ring.pop();
        if backwards {
            ring.extend(arc.iter().rev());
        } else {
            ring.extend(arc);
        }
    }
    ensure!(ring.first() == ring.last(), "a ring is open");
    ring.pop();
    Ok(ring)
}

/// One polygon on the sphere → polygons within ±180°. Rings without an inside are dropped.
fn cut(rings: &[Vec<Point>]) -> Vec<Polygon> {
    let unrolled: Vec<Vec<Point>> = rings
        .iter()
        .filter(|ring| ring.len() > 2)
        .map(|ring| close_at_pole(unroll(ring)))
        .collect();
    let mut pieces = Vec::new();
    for turn in [-360.0, 0.0, 360.0] {
        let turned = unrolled.iter().map(|ring| {
            ring.iter()
                .map(|[lon, lat]| [lon + turn, *lat])
                .collect::<Vec<_>>()
        });
        let mut polygon: Polygon = Vec::new();
        for (at, ring) in turned.enumerate() {
            let ring = to_steps(&keep(&keep(&ring, |lon| 180.0 - lon), |lon| lon + 180.0));
            if twice_area(&ring) > 0 {
                polygon.push(ring);
            } else if at == 0 {
                break;
            }
        }
        if !polygon.is_empty() {
            pieces.push(polygon);
        }
    }
    pieces
}

/// Longitudes without jumps: each point is within 180° of the one before. The last entry is the first point again.
fn unroll(ring: &[Point]) -> Vec<Point> {
    let mut turns = 0.0;
    let mut unrolled = vec![ring[0]];
    for (before, [lon, lat]) in ring.iter().zip(ring[1..].iter().chain(&ring[..1])) {
        match lon - before[0] {
            step if step > 180.0 => turns -= 360.0,
            step if step < -180.0 => turns += 360.0,
            _ => {}
        }
        unrolled.push([lon + turns, *lat]);
    }
    unrolled
}

/// A ring that ends a turn away from its start goes round a pole: down to it, along it, and back.
fn close_at_pole(mut unrolled: Vec<Point>) -> Vec<Point> {
    let (Some(first), Some(last)) = (unrolled.first().copied(), unrolled.last().copied()) else {
        return unrolled;
    };
    if (first[0] - last[0]).abs() < 180.0 {
        unrolled.pop();
        return unrolled;
    }
    let pole = 90.0_f64.copysign(first[1]);
    unrolled.extend([[last[0], pole], [first[0], pole]]);
    unrolled
}

/// The part of a ring where `inside(lon)` is not negative (Sutherland and Hodgman 1974, one edge).
fn keep(ring: &[Point], inside: impl Fn(f64) -> f64) -> Vec<Point> {
    let mut kept = Vec::new();
    for (at, here) in ring.iter().enumerate() {
        let next = ring[(at + 1) % ring.len()];
        let (from, to) = (inside(here[0]), inside(next[0]));
        if from >= 0.0 {
            kept.push(*here);
        }
        if (from > 0.0 && to < 0.0) || (from < 0.0 && to > 0.0) {
            let share = from / (from - to);
            kept.push([
                here[0] + share * (next[0] - here[0]),
                here[1] + share * (next[1] - here[1]),
            ]);
        }
    }
    kept
}

/// Some shapes of the package were cut before and end one of its own steps short of ±180°: they are pulled onto it.
fn to_steps(ring: &[Point]) -> Ring {
    const SEAM: i32 = 180 * STEPS as i32;
    const NEAR: i32 = 2;
    let lon_steps = |lon: f64| match (lon * STEPS).round() as i32 {
        near if SEAM - near.abs() <= NEAR => SEAM * near.signum(),
        lon => lon,
    };
    let mut steps: Ring = ring
        .iter()
        .map(|[lon, lat]| [lon_steps(*lon), (lat * STEPS).round() as i32])
        .collect();
    steps.dedup();
    while steps.len() > 1 && steps.first() == steps.last() {
        steps.pop();
    }
    steps
}

/// Twice the area of a ring in square steps; 0 for a line there and back.
pub fn twice_area(ring: &Ring) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1]))
        .sum::<i64>()
        .abs()
}
