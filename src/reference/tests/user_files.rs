//! Files of the user: asked beside the bundled tables, and refused where they are not what they say.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::super::bundled::unzstd;
use super::super::edges::EdgeNetworks;
use super::super::regions::Regions;
use super::super::shared::SharedRanges;
use super::super::{Provenance, Reference, ReferenceError, TableKind};
use super::{DBIP, ip};

static ASN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    unzstd(
        include_bytes!("../../../assets/geo/asn.mmdb.zst"),
        9_000_000,
    )
    .unwrap()
});

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
            (4, "SG".to_owned())
        ]
    );
    assert_eq!(reference.network(ip("8.8.8.8")).unwrap().table, 5);
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
        answering: vec![],
        shared: SharedRanges::bundled().unwrap(),
        edges: EdgeNetworks::bundled().unwrap(),
        regions: Regions::bundled().unwrap(),
        rules: crate::reference::rules::Rules::default(),
        distances: Default::default(),
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
