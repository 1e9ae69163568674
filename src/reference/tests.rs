//! Look-ups in the bundled tables, the map as it is drawn, and files that are not what they say.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::bundled::unzstd;
use super::country::CountryCode;
use super::projection::LonLat;
use super::world::World;
use super::{Provenance, Reference, ReferenceError, TableKind};

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::bundled().unwrap());
static WORLD: LazyLock<World> = LazyLock::new(|| World::load().unwrap());
static DBIP: LazyLock<Vec<u8>> = LazyLock::new(|| {
    unzstd(
        include_bytes!("../../assets/geo/dbip-country.mmdb.zst"),
        3_100_000,
    )
    .unwrap()
});
static ASN: LazyLock<Vec<u8>> =
    LazyLock::new(|| unzstd(include_bytes!("../../assets/geo/asn.mmdb.zst"), 9_000_000).unwrap());

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// Answers as text: `IE/IE`, `SG/US`, `-/US`.
#[track_caller]
fn check(address: &str, countries: &str, network: &str) {
    let says = REFERENCE
        .countries(ip(address))
        .into_iter()
        .map(|answer| match answer.says {
            Some(code) => code.to_string(),
            None => "-".to_owned(),
        });
    assert_eq!(says.collect::<Vec<_>>().join("/"), countries, "{address}");
    let found = REFERENCE.network(ip(address)).map_or_else(
        || "-".to_owned(),
        |answer| {
            format!(
                "{} {}",
                answer.asn,
                answer.organisation.as_deref().unwrap_or("-")
            )
        },
    );
    assert_eq!(found, network, "{address}");
}

#[test]
fn well_known_addresses() {
    check("8.8.8.8", "US/US", "15169 Google LLC");
    check("54.72.0.10", "IE/IE", "16509 Amazon.com, Inc.");
    check("54.169.0.10", "SG/SG", "16509 Amazon.com, Inc.");
    check(
        "52.80.0.10",
        "CN/CN",
        "55960 Beijing Guanghuan Xinwang Digital",
    );
    check("2a05:d018::1", "IE/IE", "16509 Amazon.com, Inc.");
    // Alibaba in Singapore: the tables disagree, and say so.
    check(
        "47.74.128.10",
        "SG/US",
        "45102 Alibaba (US) Technology Co., Ltd.",
    );
    check("192.168.1.1", "-/-", "-");
}

#[test]
fn ipv4_inside_ipv6_is_looked_up_as_itself() {
    for wrapped in ["::ffff:54.72.0.10", "64:ff9b::3648:a", "2002:3648:a::1"] {
        check(wrapped, "IE/IE", "16509 Amazon.com, Inc.");
    }
    assert_eq!(
        REFERENCE.shared(ip("64:ff9b::808:808")),
        REFERENCE.shared(ip("8.8.8.8"))
    );
}

#[test]
fn shared_ranges_are_known() {
    let operator = |address: &str| {
        REFERENCE
            .shared(ip(address))
            .map(|range| range.operator.as_str())
    };
    assert_eq!(operator("8.8.8.8"), Some("Google Public DNS"));
    assert_eq!(operator("1.1.1.1"), Some("Cloudflare"));
    assert_eq!(operator("104.16.132.229"), Some("Cloudflare"));
    assert_eq!(operator("2a04:4e42::81"), Some("Fastly"));
    assert_eq!(operator("54.72.0.10"), None);
}

#[test]
fn bundled_tables_are_the_files_that_the_manifest_names() {
    let files: [(&str, &[u8]); 3] = [
        (
            "dbip",
            include_bytes!("../../assets/geo/dbip-country.mmdb.zst"),
        ),
        (
            "ipfire",
            include_bytes!("../../assets/geo/ipfire-country.mmdb.zst"),
        ),
        ("asn", include_bytes!("../../assets/geo/asn.mmdb.zst")),
    ];
    assert_eq!(REFERENCE.tables().len(), files.len());
    for (table, (token, file)) in REFERENCE.tables().iter().zip(files) {
        let sha256: String = Sha256::digest(file)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!((table.token.as_str(), &table.sha256), (token, &sha256));
        assert!(
            table.dated.parse::<jiff::civil::Date>().is_ok(),
            "{}",
            table.dated
        );
    }
    let provenances: Vec<&Provenance> = REFERENCE
        .tables()
        .iter()
        .map(|table| &table.provenance)
        .collect();
    assert_eq!(
        provenances,
        [
            &Provenance::DbIp,
            &Provenance::IpFire,
            &Provenance::MergedAsn
        ]
    );
    assert_eq!(REFERENCE.unreadable(), []);
}

/// Every code that a bundled table holds, read out of the tables themselves.
fn codes_in_tables() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let ipfire = unzstd(
        include_bytes!("../../assets/geo/ipfire-country.mmdb.zst"),
        3_100_000,
    )
    .unwrap();
    for bytes in [DBIP.clone(), ipfire] {
        let reader = maxminddb::Reader::from_source(bytes).unwrap();
        for network in reader
            .networks(maxminddb::WithinOptions::default())
            .unwrap()
        {
            let path = [maxminddb::PathElement::Key("country_code")];
            let code: &str = network.unwrap().decode_path(&path).unwrap().unwrap();
            if !codes.contains(code) {
                codes.insert(code.to_owned());
            }
        }
    }
    codes
}

#[test]
fn every_code_of_the_tables_has_a_name_and_a_place() {
    let codes = codes_in_tables();
    assert!(codes.len() > 240, "{}", codes.len());
    for code in codes {
        let known = CountryCode::parse(&code).unwrap_or_else(|| panic!("{code} is unknown"));
        assert_eq!(known.as_str(), code);
        assert!(!known.name().is_empty(), "{code}");
    }
}

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
fn ground_area(land: &super::world::Land) -> f64 {
    let ring_area = |ring: &super::world::Ring| {
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
    let polygon_area = |polygon: &super::world::Polygon| {
        let areas: Vec<f64> = polygon.rings.iter().map(ring_area).collect();
        2.0 * areas[0] - areas.iter().sum::<f64>()
    };
    land.polygons.iter().map(polygon_area).sum()
}

fn user_file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_user_file_is_asked_beside_the_bundled_ones() {
    let folder = tempfile::tempdir().unwrap();
    let mut reference = Reference::bundled().unwrap();
    reference
        .add_user_database(&user_file(folder.path(), "mine.mmdb", &DBIP))
        .unwrap();
    reference
        .add_user_database(&user_file(folder.path(), "networks.mmdb", &ASN))
        .unwrap();
    let [.., countries, networks] = reference.tables() else {
        panic!("the user's tables are missing")
    };
    assert_eq!(
        (countries.token.as_str(), countries.kind, countries.user),
        ("user-1", TableKind::Country, true)
    );
    assert_eq!(countries.title, "DB-IP IP to Country Lite (mine.mmdb)");
    assert_eq!(countries.dated, "2026-06-01");
    // A second copy of DB-IP is no second witness.
    assert_eq!(countries.provenance, Provenance::DbIp);
    assert_eq!(
        (networks.token.as_str(), networks.kind),
        ("user-2", TableKind::Network)
    );
    let answers = reference.countries(ip("47.74.128.10"));
    let says: Vec<_> = answers
        .iter()
        .map(|answer| (answer.table, answer.says.unwrap().to_string()))
        .collect();
    assert_eq!(
        says,
        [
            (0, "SG".to_owned()),
            (1, "US".to_owned()),
            (3, "SG".to_owned())
        ]
    );
    assert_eq!(reference.network(ip("8.8.8.8")).unwrap().table, 4);
}

#[test]
fn publishers_are_recognised() {
    let of = |kind: &str, file: &str| Provenance::of_file(kind, "", file);
    assert_eq!(
        of("DBIP-Country-Lite (compat=GeoLite2-Country)", "x.mmdb"),
        Provenance::DbIp
    );
    assert_eq!(of("GeoLite2-City", "x.mmdb"), Provenance::MaxMind);
    assert_eq!(
        of("ipinfo generic_country_asn_free.mmdb", "x.mmdb"),
        Provenance::IpInfo
    );
    assert_eq!(of("country ipvAll", "dbip-country.mmdb"), Provenance::DbIp);
    assert_eq!(
        of("country ipvAll", "x.mmdb"),
        Provenance::Other("country ipvAll".to_owned())
    );
}

#[test]
fn damaged_user_files_are_refused_or_answer_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let whole = DBIP.as_slice();
    let mut reference = empty_reference();
    // Cut anywhere, the metadata at the end are missing or incomplete.
    for share in 0..40 {
        let path = user_file(
            folder.path(),
            "cut.mmdb",
            &whole[..whole.len() * share / 40],
        );
        let refused = reference.add_user_database(&path);
        assert!(
            matches!(refused, Err(ReferenceError::NotADatabase { .. })),
            "{share}: {refused:?}"
        );
    }
    for cut in (1..400).step_by(9) {
        let path = user_file(folder.path(), "cut.mmdb", &whole[..whole.len() - cut]);
        assert!(
            reference.add_user_database(&path).is_err(),
            "{cut} bytes short"
        );
    }
    // The front is missing: the tree points into the void.
    let path = user_file(folder.path(), "tail.mmdb", &whole[whole.len() / 2..]);
    assert!(matches!(
        reference.add_user_database(&path),
        Err(ReferenceError::NotADatabase { .. })
    ));
    assert!(matches!(
        reference.add_user_database(&folder.path().join("absent.mmdb")),
        Err(ReferenceError::Unreadable { .. })
    ));
    assert_eq!(reference.tables(), []);
}

/// The same "random" numbers on every run (Knuth's 64-bit multiplier).
fn random() -> impl FnMut(usize) -> usize {
    let mut state = 1u64;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 20) as usize % below
    }
}

#[test]
fn a_damaged_tree_answers_nothing_where_it_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let whole = maxminddb::Reader::from_source(DBIP.as_slice()).unwrap();
    let mut random = random();
    let mut bytes = DBIP.clone();
    // The second half of the tree: the first records, which are sampled when a file is added, stay whole.
    for _ in 0..3000 {
        let at = bytes.len() * 6 / 10 + random(bytes.len() * 3 / 10);
        bytes[at] ^= 0x80;
    }
    let mut reference = empty_reference();
    reference
        .add_user_database(&user_file(folder.path(), "damaged.mmdb", &bytes))
        .unwrap();
    let networks = whole.networks(maxminddb::WithinOptions::default()).unwrap();
    let asked = networks
        .step_by(20)
        .map(|network| reference.countries(network.unwrap().network().unwrap().ip()));
    let none = asked.filter(|answers| answers[0].says.is_none()).count() as u64;
    let [unreadable] = reference.unreadable().try_into().unwrap();
    assert!(
        unreadable.count > 100 && unreadable.count <= none,
        "{unreadable:?}, {none} without answer"
    );
}

#[test]
fn flipped_bytes_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = random();
    let mut bytes = DBIP.clone();
    let tail = bytes.len() - 4000;
    for round in 0..160 {
        // Every fourth in the tree, the others in data and metadata, where there is more to go wrong.
        let at = if round % 4 == 0 {
            random(tail)
        } else {
            tail + random(4000)
        };
        let before = bytes[at];
        bytes[at] = random(256) as u8;
        let mut reference = empty_reference();
        if reference
            .add_user_database(&user_file(folder.path(), "flipped.mmdb", &bytes))
            .is_ok()
        {
            for _ in 0..100 {
                let high = 0x2000 + random(0x1000) as u16;
                reference.countries(IpAddr::from([
                    high,
                    random(0x1_0000) as u16,
                    0,
                    0,
                    0,
                    0,
                    0,
                    1,
                ]));
                reference.network(IpAddr::from((random(1 << 32) as u32).to_be_bytes()));
            }
        }
        bytes[at] = before;
    }
}

fn empty_reference() -> Reference {
    Reference {
        tables: vec![],
        databases: vec![],
        shared: super::SharedRanges::bundled().unwrap(),
    }
}

#[test]
fn a_database_of_something_else_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = DBIP.clone();
    // The key is written once and pointed to.
    let key = b"country_code";
    let at = bytes
        .windows(key.len())
        .position(|window| window == key)
        .unwrap();
    bytes[at..at + key.len()].copy_from_slice(b"country_cake");
    let path = user_file(folder.path(), "cake.mmdb", &bytes);
    let mut reference = empty_reference();
    let refused = reference.add_user_database(&path).unwrap_err().to_string();
    let expected = "the database `DB-IP IP to Country Lite` has neither countries nor network numbers, only country_cake: ";
    assert_eq!(refused, format!("{expected}{}", path.display()));
}
