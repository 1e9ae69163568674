//! Blocks of addresses with the country of their registration → the table of seats. It places no address, so its records
//! have a field of their own that no reader takes for a place.

use std::net::IpAddr;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::country::Codes;
use crate::range::{About, Range, Table, position, tidy};
use crate::source::SEAT;
use crate::world::Country;

/// Name of the one field of a record.
pub const FIELD: &str = "registered_country_code";

type Row = (IpAddr, IpAddr, String);

/// Rows are `first,last,code`, without a header.
pub fn seat(packages: &Path, countries: &[Country]) -> Result<Table> {
    let files = ["asn-country-ipv4.csv", "asn-country-ipv6.csv"];
    let mut codes = Codes::default();
    let mut ranges = Vec::new();
    for file in SEAT.files(packages, files)? {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(file.as_slice());
        for row in reader.deserialize() {
            let (first, last, code): Row = row?;
            ensure!(
                countries.iter().any(|country| country.code == code),
                "`{code}` of {first} is no country code"
            );
            ranges.push(Range {
                first: position(first),
                last: position(last),
                value: codes.index(&code),
            });
        }
    }
    Ok(Table {
        about: about(),
        ranges: tidy(ranges)?,
        values: codes.values(FIELD),
    })
}

fn about() -> About {
    About {
        token: "seat",
        title: "NRO delegated statistics",
        kind: "seat",
        dated: "2026-06-17",
        build_epoch: 1_781_654_400,
        licence: "CC BY 4.0",
        attribution: "Country of registration from the statistics of the regional registries, (c) Number Resource Organization (nro.net), CC BY 4.0, as merged by ip-location-db \"asn-country\"; converted.",
        source: &SEAT,
    }
}
