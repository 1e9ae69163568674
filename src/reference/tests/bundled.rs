//! Look-ups in the bundled tables, and whether they are the files they should be.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::super::bundled::unzstd;
use super::super::country::CountryCode;
use super::super::{Provenance, Reference};
use super::{DBIP, ip};

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::bundled().unwrap());

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
    let operator = |address: &str| REFERENCE.shared(ip(address)).map(|range| &*range.operator);
    assert_eq!(operator("8.8.8.8"), Some("Google Public DNS"));
    assert_eq!(operator("1.1.1.1"), Some("Cloudflare"));
    assert_eq!(operator("104.16.132.229"), Some("Cloudflare"));
    assert_eq!(operator("2a04:4e42::81"), Some("Fastly"));
    assert_eq!(operator("54.72.0.10"), None);
}

#[test]
fn bundled_tables_are_the_files_that_the_manifest_names() {
    let files: [(&str, &[u8]); 4] = [
        (
            "dbip",
            include_bytes!("../../../assets/geo/dbip-country.mmdb.zst"),
        ),
        (
            "ipfire",
            include_bytes!("../../../assets/geo/ipfire-country.mmdb.zst"),
        ),
        ("asn", include_bytes!("../../../assets/geo/asn.mmdb.zst")),
        ("seat", include_bytes!("../../../assets/geo/seat.mmdb.zst")),
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
            &Provenance::MergedAsn,
            &Provenance::Registries
        ]
    );
    assert_eq!(REFERENCE.unreadable(), []);
}

/// Every code that a bundled table holds, read out of the tables themselves.
fn codes_in_tables() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let ipfire = unzstd(
        include_bytes!("../../../assets/geo/ipfire-country.mmdb.zst"),
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
