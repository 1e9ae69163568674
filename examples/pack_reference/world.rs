//! Codes, names and lands → `countries.tsv` and the packed map.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::label::inner_point;
use crate::source::NAMES;
use crate::topology::{Land, Point};

/// One code of ISO 3166-1, or `XK`.
pub struct Country {
    pub code: String,
    /// Three digits, as the map package names its areas.
    pub number: String,
    pub name: String,
}

/// Where the package's list is formal or has several names: the short name that people say.
const SHORT: [(&str, &str); 29] = [
    ("BN", "Brunei"),
    ("BQ", "Caribbean Netherlands"),
    ("CC", "Cocos Islands"),
    ("CD", "DR Congo"),
    ("CG", "Congo"),
    ("CI", "Côte d’Ivoire"),
    ("CN", "China"),
    ("CZ", "Czechia"),
    ("FK", "Falkland Islands"),
    ("FM", "Micronesia"),
    ("GB", "United Kingdom"),
    ("GM", "Gambia"),
    ("IR", "Iran"),
    ("KR", "South Korea"),
    ("LA", "Laos"),
    ("MD", "Moldova"),
    ("MF", "Saint Martin"),
    ("MK", "North Macedonia"),
    ("PS", "Palestine"),
    ("RU", "Russia"),
    ("SX", "Sint Maarten"),
    ("SY", "Syria"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("UM", "US Outlying Islands"),
    ("US", "United States"),
    ("VA", "Vatican City"),
    ("VG", "British Virgin Islands"),
    ("VI", "US Virgin Islands"),
];

#[derive(Deserialize)]
struct English {
    countries: BTreeMap<String, Names>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
struct PointRow {
    code: String,
    lon_deg: f64,
    lat_deg: f64,
    source: String,
}

/// All codes with their numbers and short English names, in the order of the codes.
pub fn read_codes(packages: &Path) -> Result<Vec<Country>> {
    let [codes, english] = NAMES.files(packages, ["codes.json", "langs/en.json"])?;
    let codes: Vec<[String; 4]> = serde_json::from_slice(&codes)?;
    let english: English = serde_json::from_slice(&english)?;
    let mut countries = Vec::new();
    for [code, _alpha3, number, _subdivisions] in codes {
        let short = SHORT
            .iter()
            .find(|(of, _)| *of == code)
            .map(|(_, name)| (*name).to_owned());
        let listed = match english
            .countries
            .get(&code)
            .with_context(|| format!("{code} has no name"))?
        {
            Names::One(name) => Some(name.clone()),
            Names::Several(names) => names.first().cloned(),
        };
        let name = short
            .or(listed)
            .with_context(|| format!("{code} has an empty list of names"))?;
        ensure!(
            !name.contains([',', '\t', '(']),
            "{code} needs a short name, not `{name}`"
        );
        countries.push(Country { code, number, name });
    }
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(countries)
}

/// One row a code: name, label point, and whether the map has an area for it.
pub fn write_countries(path: &Path, countries: &[Country], lands: &[Land]) -> Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .comment(Some(b'#'))
        .from_reader(include_bytes!("points.tsv").as_slice());
    let points: Vec<PointRow> = reader.deserialize().collect::<Result<_, _>>()?;
    let mut text = String::from(
        "# written by examples/pack_reference\ncode\tname\tlon_deg\tlat_deg\tdrawn_as\tpoint_source\n",
    );
    for Country { code, name, .. } in countries {
        let land = lands.iter().find(|land| land.code.as_deref() == Some(code));
        let (point, drawn_as, source) = label_point(code, land, &points)?;
        writeln!(
            text,
            "{code}\t{name}\t{:.4}\t{:.4}\t{drawn_as}\t{source}",
            point[0], point[1]
        )?;
    }
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

fn label_point<'a>(
    code: &str,
    land: Option<&Land>,
    points: &'a [PointRow],
) -> Result<(Point, &'static str, &'a str)> {
    if let Some(point) = land.and_then(|land| inner_point(&land.polygons)) {
        return Ok((
            point,
            "area",
            "farthest from the border of the largest area",
        ));
    }
    if let Some(point) = land.and_then(|land| land.specks.first()) {
        return Ok((*point, "point", "the map package, an area without inside"));
    }
    match points.iter().find(|row| row.code == code) {
        Some(row) => Ok(([row.lon_deg, row.lat_deg], "point", &row.source)),
        None => bail!("{code} has neither an area nor a point"),
    }
}

/// Lands as bytes: `WHW1`; then, all numbers in LEB128, the count of lands; for each its code (two bytes, zero for
/// none), the length of its name, the name, the count of polygons; for each the count of rings; for each the
/// count of points; each point as zigzag steps from the one before it in the same land.
pub fn encode(lands: &[Land]) -> Result<Vec<u8>> {
    let mut bytes = b"WHW1".to_vec();
    let lands: Vec<&Land> = lands
        .iter()
        .filter(|land| !land.polygons.is_empty())
        .collect();
    push_count(&mut bytes, lands.len());
    for land in &lands {
        let code: [u8; 2] = land
            .code
            .as_deref()
            .unwrap_or("\0\0")
            .as_bytes()
            .try_into()?;
        bytes.extend(code);
        push_count(&mut bytes, land.name.len());
        bytes.extend(land.name.as_bytes());
        push_count(&mut bytes, land.polygons.len());
        let mut before = [0; 2];
        for polygon in &land.polygons {
            push_count(&mut bytes, polygon.len());
            for ring in polygon {
                push_count(&mut bytes, ring.len());
                for point in ring {
                    push_step(&mut bytes, point[0] - before[0]);
                    push_step(&mut bytes, point[1] - before[1]);
                    before = *point;
                }
            }
        }
    }
    let points: usize = lands
        .iter()
        .flat_map(|land| &land.polygons)
        .flatten()
        .map(Vec::len)
        .sum();
    println!("{} lands, {points} points", lands.len());
    Ok(bytes)
}

fn push_step(bytes: &mut Vec<u8>, step: i32) {
    push_count(bytes, ((step << 1) ^ (step >> 31)) as u32 as usize);
}

fn push_count(bytes: &mut Vec<u8>, mut count: usize) {
    while count >= 0x80 {
        bytes.push(count as u8 | 0x80);
        count >>= 7;
    }
    bytes.push(count as u8);
}
