//! The map as it is drawn: labels, points, outlines and triangles.

use std::sync::LazyLock;

use super::super::country::CountryCode;
use super::super::projection::LonLat;
use super::super::world::{Land, Polygon, Ring, World};

static WORLD: LazyLock<World> = LazyLock::new(|| World::load().unwrap());

#[test]
fn labels_lie_in_their_country() {
    let mut marks = String::new();
    for code in CountryCode::all() {
        let at = WORLD.label_point(code);
        assert!(
            at.lon_deg.abs() <= 180.0 && at.lat_deg.abs() <= 90.0 && at.lon_deg != 0.0,
            "{code} {at:?}"
        );
        if WORLD.has_polygon(code) {
            assert_eq!(WORLD.country_at(at), Some(code), "{code} {at:?}");
        } else {
            marks = format!("{marks}{code} ");
        }
    }
    assert_eq!(marks, "BV CC GI TK UM VA ");
}

#[test]
fn points_lie_in_the_country_that_the_map_gives_them() {
    let country = |lon_deg, lat_deg| {
        WORLD
            .country_at(LonLat { lon_deg, lat_deg })
            .map(|code| code.to_string())
    };
    for (place, lon, lat, expected) in [
        ("Paris", 2.35, 48.86, Some("FR")),
        ("Cayenne", -52.45, 4.85, Some("GF")),
        ("Longyearbyen", 15.9, 78.2, Some("SJ")),
        ("Singapore", 103.82, 1.35, Some("SG")),
        ("Hong Kong", 114.15, 22.4, Some("HK")),
        ("Taipei", 121.5, 25.0, Some("TW")),
        ("Maseru, inside South Africa", 27.6, -29.4, Some("LS")),
        ("San Marino, inside Italy", 12.45, 43.94, Some("SM")),
        ("Pristina", 21.1, 42.6, Some("XK")),
        ("Chukotka, beyond the cut", -175.0, 66.5, Some("RU")),
        ("the South Pole", 0.0, -89.99, Some("AQ")),
        ("Hargeisa, no code on the map", 44.06, 9.56, None),
        ("the Atlantic", -30.0, 30.0, None),
    ] {
        assert_eq!(country(lon, lat).as_deref(), expected, "{place}");
    }
}

#[test]
fn no_outline_runs_along_the_cut() {
    assert!(WORLD.outlines.len() > 1000);
    for outline in &WORLD.outlines {
        let name = &WORLD.lands[usize::from(outline.land)].name;
        assert!(outline.points.len() >= 2, "{name}");
        for edge in outline.points.windows(2) {
            let along = |axis: usize, limit: f32| {
                edge.iter().all(|point| point[axis].abs() > limit - 0.001)
            };
            assert!(!along(0, 180.0), "{name} {edge:?}");
            assert!(!along(1, 90.0), "{name} {edge:?}");
            assert!(
                (edge[0][0] - edge[1][0]).abs() < 90.0,
                "{name} {edge:?} crosses the map"
            );
        }
    }
    // Antarctica's coast is one line from seam to seam, not a ring.
    let antarctica = WORLD
        .lands
        .iter()
        .position(|land| land.code == CountryCode::parse("AQ"))
        .unwrap();
    let coasts = WORLD
        .outlines
        .iter()
        .filter(|outline| usize::from(outline.land) == antarctica);
    assert_eq!(
        coasts
            .filter(|outline| outline.points.first() != outline.points.last())
            .count(),
        1
    );
}

#[test]
fn triangles_cover_what_the_rings_enclose() {
    let meshes = WORLD.meshes();
    let mut covered = vec![0.0; WORLD.lands.len()];
    for triangle in &meshes.triangles {
        let [a, b, c] = triangle.map(|corner| meshes.vertices[corner as usize].map(f64::from));
        let land = meshes.land_of_vertex[triangle[0] as usize];
        covered[usize::from(land)] +=
            ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs() / 2.0;
    }
    for (land, covered) in WORLD.lands.iter().zip(&covered) {
        let enclosed = ground_area(land);
        // Equal Earth keeps areas; tiny islands suffer from single precision.
        let tolerance = 0.002 * enclosed + 1e-7;
        assert!(
            (covered - enclosed).abs() < tolerance,
            "{}: triangles {covered}, rings {enclosed}",
            land.name
        );
    }
    // 29 % of the sphere (4π) is land.
    let share = covered.iter().sum::<f64>() / (4.0 * std::f64::consts::PI);
    assert!((0.28..0.30).contains(&share), "{share}");
}

/// Area on the unit sphere: the integral of sin(latitude) over longitude along the rings, holes negative.
fn ground_area(land: &Land) -> f64 {
    let ring_area = |ring: &Ring| {
        let edge_area = |[a, b]: [[f32; 2]; 2]| {
            let [a, b] = [a, b].map(|point| point.map(|degrees| f64::from(degrees).to_radians()));
            let (middle, half) = ((a[1] + b[1]) / 2.0, (b[1] - a[1]) / 2.0);
            let mean_sine = if half.abs() < 1e-9 {
                middle.sin()
            } else {
                middle.sin() * half.sin() / half
            };
            (b[0] - a[0]) * mean_sine
        };
        ring.edges().map(edge_area).sum::<f64>().abs()
    };
    let polygon_area = |polygon: &Polygon| {
        let areas: Vec<f64> = polygon.rings.iter().map(ring_area).collect();
        2.0 * areas[0] - areas.iter().sum::<f64>()
    };
    land.polygons.iter().map(polygon_area).sum()
}
