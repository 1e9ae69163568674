//! The two country sources → tables of `country_code`.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::range::{About, Field, Range, Table, position, tidy};
use crate::source::{DBIP, IPFIRE};
use crate::world::Country;

/// Name of the one field of a record.
pub const FIELD: &str = "country_code";

/// DB-IP's table. The publisher's networks are read back into ranges so that neighbours with one answer become one.
pub fn dbip(packages: &Path) -> Result<Table> {
    let [bytes] = DBIP.files(packages, ["dbip-country.mmdb"])?;
    let reader = maxminddb::Reader::from_source(bytes)?;
    let mut codes = Codes::default();
    let mut ranges = Vec::new();
    for found in reader.networks(maxminddb::WithinOptions::default())? {
        let found = found?;
        let network = found.network()?;
        let code: &str = found
            .decode_path(&[maxminddb::PathElement::Key(FIELD)])?
            .with_context(|| format!("{network} has no `{FIELD}`"))?;
        ranges.push(whole_network(
            network.network(),
            network.prefix(),
            codes.index(code),
        ));
    }
    let about = About {
        token: "dbip",
        title: "DB-IP IP to Country Lite",
        kind: "country",
        dated: "2026-06-01",
        build_epoch: 1_780_272_000,
        licence: "CC BY 4.0",
        attribution: "IP Geolocation by DB-IP (https://db-ip.com), IP to Country Lite, June 2026, CC BY 4.0. Converted to a compact format.",
        source: &DBIP,
    };
    Ok(Table {
        about,
        ranges: tidy(ranges)?,
        values: codes.values(FIELD),
    })
}

/// IPFire's table, as little-endian arrays of starts and of two-letter codes (layout: the crate's `src/lib.rs`).
/// Each start holds until the next one.
pub fn ipfire(packages: &Path, countries: &[Country]) -> Result<Table> {
    let files = [
        "data/geoip_data_v4s",
        "data/geoip_data_v4c",
        "data/geoip_data_v6s",
        "data/geoip_data_v6c",
    ];
    let [v4_starts, v4_codes, v6_starts, v6_codes] = IPFIRE.files(packages, files)?;
    let mut codes = Codes::default();
    let v4 = v4_starts
        .as_chunks::<4>()
        .0
        .iter()
        .map(|bytes| u128::from(u32::from_le_bytes(*bytes)))
        .collect::<Vec<_>>();
    let v6 = v6_starts
        .as_chunks::<16>()
        .0
        .iter()
        .map(|bytes| u128::from_le_bytes(*bytes))
        .collect::<Vec<_>>();
    let mut ranges = Vec::new();
    for (starts, file, end) in [
        (v4, v4_codes, u128::from(u32::MAX)),
        (v6, v6_codes, u128::MAX),
    ] {
        for (range, code) in run_lengths(&starts, &file, end)? {
            if let Some(code) = clean_ipfire(code, countries)? {
                ranges.push(Range {
                    value: codes.index(&code),
                    ..range
                });
            }
        }
    }
    let about = About {
        token: "ipfire",
        title: "IPFire Location database",
        kind: "country",
        dated: "2026-09-23",
        build_epoch: 1_790_138_131,
        licence: "CC BY-SA 4.0",
        attribution: "IPFire Location database, 23 Sep 2026, (c) IPFire Project, https://location.ipfire.org/, CC BY-SA 4.0. Converted; assets/geo/ipfire-country.mmdb.zst is distributed under CC BY-SA 4.0.",
        source: &IPFIRE,
    };
    Ok(Table {
        about,
        ranges: tidy(ranges)?,
        values: codes.values(FIELD),
    })
}

fn run_lengths(starts: &[u128], codes: &[u8], end: u128) -> Result<Vec<(Range, [u8; 2])>> {
    let (codes, rest) = codes.as_chunks::<2>();
    ensure!(
        rest.is_empty() && codes.len() == starts.len(),
        "{} starts, {} codes",
        starts.len(),
        codes.len()
    );
    let last = starts.iter().skip(1).map(|next| next - 1).chain([end]);
    let ranges = starts.iter().zip(last).map(|(first, last)| Range {
        first: *first,
        last,
        value: 0,
    });
    Ok(ranges.zip(codes.iter().copied()).collect())
}

/// IPFire uses `UK`, and codes that name no country: groups of states (`EU`, `AP`), states that ended (`CS`, `AN`,
/// `NT`, `SU`), placeholders (`ZZ`, `OS`, `AB`, two NUL bytes). Those are no answer.
fn clean_ipfire(code: [u8; 2], countries: &[Country]) -> Result<Option<String>> {
    const NONE: [&[u8; 2]; 10] = [
        b"EU",
        b"AP",
        b"ZZ",
        b"CS",
        b"AN",
        b"NT",
        b"SU",
        b"OS",
        b"AB",
        &[0, 0],
    ];
    if NONE.contains(&&code) {
        return Ok(None);
    }
    let code = if &code == b"UK" { *b"GB" } else { code };
    let code = std::str::from_utf8(&code)?;
    ensure!(
        countries.iter().any(|country| country.code == code),
        "`{code}` is no country code and no known oddity"
    );
    Ok(Some(code.to_owned()))
}

fn whole_network(first: IpAddr, prefix: u8, value: u32) -> Range {
    let bits = if first.is_ipv4() { 32 } else { 128 };
    let hosts = u128::MAX
        .checked_shr(128 - (bits - u32::from(prefix)))
        .unwrap_or(0);
    let first = position(first);
    Range {
        first,
        last: first + hosts,
        value,
    }
}

/// Country codes in order of first use.
#[derive(Default)]
pub struct Codes {
    index: HashMap<String, u32>,
}

impl Codes {
    /// The number of a code.
    pub fn index(&mut self, code: &str) -> u32 {
        let next = self.index.len() as u32;
        *self.index.entry(code.to_owned()).or_insert(next)
    }

    /// One record for each code.
    pub fn values(self, field: &'static str) -> Vec<Vec<(&'static str, Field)>> {
        let by_index: BTreeMap<u32, String> = self
            .index
            .into_iter()
            .map(|(code, index)| (index, code))
            .collect();
        by_index
            .into_values()
            .map(|code| vec![(field, Field::Text(code))])
            .collect()
    }
}
