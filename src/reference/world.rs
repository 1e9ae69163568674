//! The packed map → lands with their shapes, places for labels, and the country at a point.
//!
//! Natural Earth at 1:50 million as visionscarto edits it after the views of the United Nations; borders there are
//! no statement of ours. `examples/pack_reference` cut the shapes at ±180° and closed the one round the pole.

use super::ReferenceError;
use super::bundled::unzstd;
use super::country::{CountryCode, row};
use super::projection::LonLat;

/// All lands, largest first: a small land that lies in a large one is painted over it.
#[derive(Debug)]
pub struct World {
    pub lands: Vec<Land>,
    /// Coasts and borders as lines, without the edges that cutting at ±180° and closing at the pole made.
    pub outlines: Vec<Outline>,
}

/// All areas of one country code, or of one name where no code is given (Northern Cyprus, Somaliland, Siachen).
#[derive(Debug)]
pub struct Land {
    pub code: Option<CountryCode>,
    pub name: String,
    pub polygons: Vec<Polygon>,
}

/// One area: its outer ring, then its holes.
#[derive(Debug)]
pub struct Polygon {
    pub rings: Vec<Ring>,
}

/// A closed line of `[lon_deg, lat_deg]`; the first point is not repeated.
#[derive(Debug)]
pub struct Ring {
    pub points: Vec<[f32; 2]>,
}

/// An open line of `[lon_deg, lat_deg]`; one that closes repeats its first point.
#[derive(Debug)]
pub struct Outline {
    /// Index in [`World::lands`].
    pub land: u16,
    pub points: Vec<[f32; 2]>,
}

/// Steps per degree in the packed file.
const STEPS: f32 = 2000.0;
/// Room for the packed file when unpacked (272 kB), with some to grow.
const CAP_BYTES: usize = 400_000;

impl World {
    /// Unpacks the bundled map.
    pub fn load() -> Result<Self, ReferenceError> {
        let damaged = |what: &str| ReferenceError::Bundled {
            name: "world",
            what: what.to_owned(),
        };
        let packed = include_bytes!("../../assets/world/world.bin.zst");
        let bytes = unzstd(packed, CAP_BYTES).map_err(|cause| damaged(&cause))?;
        let lands = read_lands(&bytes).ok_or_else(|| damaged("it ends early"))?;
        let outlines = outlines(&lands).ok_or_else(|| damaged("too many lands"))?;
        Ok(Self { lands, outlines })
    }

    /// Where to write about a country: inside its largest area, farthest from the border; the mainland for states
    /// with parts overseas. Codes without an area have a point of their own.
    pub fn label_point(&self, code: CountryCode) -> LonLat {
        // Every code comes from the table that `row` reads.
        let at = row(code).map(|row| (row.label_lon_deg, row.label_lat_deg));
        let (lon_deg, lat_deg) = at.unwrap_or_default();
        LonLat { lon_deg, lat_deg }
    }

    /// Whether the map has an area for a country; the others are drawn as a mark.
    pub fn has_polygon(&self, code: CountryCode) -> bool {
        self.lands.iter().any(|land| land.code == Some(code))
    }

    /// The country at a point. Where a small one lies in a large one, the small one.
    pub fn country_at(&self, at: LonLat) -> Option<CountryCode> {
        let land = self.lands.iter().rev().find(|land| land.contains(at))?;
        land.code
    }
}

impl Land {
    /// Whether a point lies on this land.
    pub fn contains(&self, at: LonLat) -> bool {
        self.polygons.iter().any(|polygon| polygon.contains(at))
    }
}

impl Polygon {
    /// Whether a point lies in the area: a line from it to the east crosses the rings an odd number of times.
    fn contains(&self, at: LonLat) -> bool {
        let crossings = self.rings.iter().flat_map(Ring::edges).filter(|[a, b]| {
            let ([a_lon, a_lat], [b_lon, b_lat]) = (a.map(f64::from), b.map(f64::from));
            let crosses = (a_lat > at.lat_deg) != (b_lat > at.lat_deg);
            crosses && at.lon_deg < (b_lon - a_lon) * (at.lat_deg - a_lat) / (b_lat - a_lat) + a_lon
        });
        crossings.count() % 2 == 1
    }
}

impl Ring {
    /// Pairs of neighbours, the last with the first.
    pub fn edges(&self) -> impl Iterator<Item = [[f32; 2]; 2]> + Clone {
        let next = self.points.iter().cycle().skip(1);
        self.points.iter().zip(next).map(|(a, b)| [*a, *b])
    }
}

/// Whether an edge only exists because the map was cut: along ±180°, or along the South Pole.
fn is_cut([a, b]: [[f32; 2]; 2]) -> bool {
    let seam = a[0].abs() == 180.0 && b[0].abs() == 180.0;
    let pole = a[1].abs() == 90.0 && b[1].abs() == 90.0;
    seam || pole
}

fn outlines(lands: &[Land]) -> Option<Vec<Outline>> {
    let mut outlines = Vec::new();
    for (land, number) in lands.iter().zip(0u32..) {
        let land_index = u16::try_from(number).ok()?;
        for ring in land.polygons.iter().flat_map(|polygon| &polygon.rings) {
            outlines.extend(lines_of(ring).into_iter().map(|points| Outline {
                land: land_index,
                points,
            }));
        }
    }
    Some(outlines)
}

/// A ring as lines between its cut edges; as one closed line where it has none.
fn lines_of(ring: &Ring) -> Vec<Vec<[f32; 2]>> {
    let count = ring.points.len();
    let first_cut = ring.edges().position(is_cut);
    // Start after a cut edge, so that no line is broken where the ring happens to start.
    let start = first_cut.map_or(0, |at| at + 1);
    let mut lines: Vec<Vec<[f32; 2]>> = Vec::new();
    let mut open = false;
    for [a, b] in ring.edges().cycle().skip(start).take(count) {
        if is_cut([a, b]) {
            open = false;
            continue;
        }
        if !open {
            lines.push(vec![a]);
            open = true;
        }
        if let Some(line) = lines.last_mut() {
            line.push(b);
        }
    }
    lines
}

/// Layout: see `examples/pack_reference/world.rs`. `None` where the bytes end early.
fn read_lands(bytes: &[u8]) -> Option<Vec<Land>> {
    let mut rest = bytes.strip_prefix(b"WHW1")?;
    let count = read_count(&mut rest)?;
    let lands: Vec<Land> = (0..count)
        .map(|_| read_land(&mut rest))
        .collect::<Option<_>>()?;
    rest.is_empty().then_some(lands)
}

fn read_land(rest: &mut &[u8]) -> Option<Land> {
    let code = take(rest, 2)?;
    let code = str::from_utf8(code).ok().and_then(CountryCode::parse);
    let name_len = read_count(rest)?;
    let name = str::from_utf8(take(rest, name_len)?).ok()?.to_owned();
    let mut at = [0; 2];
    let count = read_count(rest)?;
    let polygons = (0..count)
        .map(|_| read_polygon(rest, &mut at))
        .collect::<Option<_>>()?;
    Some(Land {
        code,
        name,
        polygons,
    })
}

fn read_polygon(rest: &mut &[u8], at: &mut [i32; 2]) -> Option<Polygon> {
    let count = read_count(rest)?;
    let rings = (0..count)
        .map(|_| read_ring(rest, at))
        .collect::<Option<_>>()?;
    Some(Polygon { rings })
}

fn read_ring(rest: &mut &[u8], at: &mut [i32; 2]) -> Option<Ring> {
    let count = read_count(rest)?;
    let point = |_| {
        *at = [
            at[0].checked_add(read_step(rest)?)?,
            at[1].checked_add(read_step(rest)?)?,
        ];
        Some(at.map(|steps| steps as f32 / STEPS))
    };
    let points = (0..count).map(point).collect::<Option<_>>()?;
    Some(Ring { points })
}

fn read_step(rest: &mut &[u8]) -> Option<i32> {
    let zigzag = u32::try_from(read_count(rest)?).ok()?;
    Some((zigzag >> 1) as i32 ^ -((zigzag & 1) as i32))
}

/// LEB128 of at most 32 bits.
fn read_count(rest: &mut &[u8]) -> Option<usize> {
    let mut count = 0usize;
    for shift in [0, 7, 14, 21, 28] {
        let byte = *take(rest, 1)?.first()?;
        count |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(count);
        }
    }
    None
}

fn take<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(taken)
}
