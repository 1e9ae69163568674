//! Address ranges with an autonomous system each → the network table.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::range::{About, Field, Range, Table, address, position, tidy};
use crate::source::ASN;

type Row = (IpAddr, IpAddr, u32, String);

/// Rows are `first,last,number,organisation`, without a header.
pub fn asn(packages: &Path) -> Result<Table> {
    let [v4, v6] = ASN.files(packages, ["asn-ipv4.csv", "asn-ipv6.csv"])?;
    let mut index: HashMap<(u32, String), u32> = HashMap::new();
    let mut ranges = Vec::new();
    for file in [v4, v6] {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(file.as_slice());
        for row in reader.deserialize() {
            let (first, last, number, organisation): Row = row?;
            let next = u32::try_from(index.len())?;
            let value = *index
                .entry((number, organisation.trim().to_owned()))
                .or_insert(next);
            ranges.push(Range {
                first: position(first),
                last: position(last),
                value,
            });
        }
    }
    let mut values = vec![Vec::new(); index.len()];
    for ((number, organisation), at) in index {
        let slot = values
            .get_mut(at as usize)
            .context("an index without a slot")?;
        slot.push(("autonomous_system_number", Field::Number(number)));
        if !organisation.is_empty() {
            slot.push(("autonomous_system_organization", Field::Text(organisation)));
        }
    }
    Ok(Table {
        about: about(),
        ranges: tidy(cut_crossing(ranges)?)?,
        values,
    })
}

/// The source has one pair of rows that cross (214.95.0.0–215.0.255.255 and 215.0.0.0–215.1.3.255): the row that starts
/// later keeps its addresses, because it is the smaller one. Any other overlap is an error.
fn cut_crossing(mut ranges: Vec<Range>) -> Result<Vec<Range>> {
    ranges.sort_unstable_by_key(|range| range.first);
    let mut crossings = 0;
    for at in 1..ranges.len() {
        let (first, last) = (ranges[at].first, ranges[at].last);
        let before = &mut ranges[at - 1];
        if before.last >= first {
            ensure!(
                last > before.last && before.first < first,
                "a row lies within another: {}",
                address(first)
            );
            before.last = first - 1;
            crossings += 1;
        }
    }
    ensure!(crossings == 1, "{crossings} rows cross, one is known");
    Ok(ranges)
}

fn about() -> About {
    About {
        token: "asn",
        title: "IP to ASN (RouteViews, DB-IP, NRO)",
        kind: "network",
        dated: "2026-06-17",
        build_epoch: 1_781_654_400,
        licence: "CC BY 4.0",
        attribution: "IP-to-ASN table from ip-location-db \"asn\": RouteViews (routeviews.org), DB-IP IP to ASN Lite (db-ip.com) and NRO statistics (nro.net), all CC BY 4.0; merged and modified.",
        source: &ASN,
    }
}
