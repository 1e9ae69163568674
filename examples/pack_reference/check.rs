//! A written table, read back: it must answer as its source does.

use std::net::IpAddr;

use anyhow::{Context, Result, ensure};
use maxminddb::{PathElement, Reader};

use crate::range::{Field, Table, address};
use crate::{country, seat};

/// Random addresses asked for in each family.
const RANDOM: usize = 200_000;

/// Asks for both ends of every range, for the addresses just outside, and for random addresses of both families.
pub fn same_answers(table: &Table, file: &[u8]) -> Result<()> {
    let reader = Reader::from_source(file)?;
    for range in &table.ranges {
        for at in [
            range.first.saturating_sub(1),
            range.first,
            range.last,
            range.last.saturating_add(1),
        ] {
            same_answer(table, &reader, at)?;
        }
    }
    let mut random = Random(0x5eed);
    for _ in 0..RANDOM {
        same_answer(table, &reader, u128::from(random.next() as u32))?;
        // 2000::/3 is all that was ever given out; the rest would only ask for nothing.
        let v6 = u128::from(random.next()) << 64 | u128::from(random.next());
        same_answer(table, &reader, v6 >> 3 | 1 << 125)?;
        // Inside a range, where most of IPv6 is empty.
        let range = &table.ranges[random.next() as usize % table.ranges.len()];
        let inside = range.first + u128::from(random.next()) % (range.last - range.first + 1);
        same_answer(table, &reader, inside)?;
    }
    println!(
        "{}: {} ranges and {} random addresses answer as their source",
        table.about.token,
        table.ranges.len(),
        3 * RANDOM
    );
    Ok(())
}

fn same_answer(table: &Table, reader: &Reader<&[u8]>, at: u128) -> Result<()> {
    let ip = address(at);
    let written = answer(reader, ip, table)?;
    let expected = source_answer(table, at);
    ensure!(
        written.as_deref() == expected,
        "{ip}: written {written:?}, source {expected:?}"
    );
    Ok(())
}

fn source_answer(table: &Table, at: u128) -> Option<&[(&'static str, Field)]> {
    let before = table
        .ranges
        .partition_point(|range| range.first <= at)
        .checked_sub(1)?;
    let range = &table.ranges[before];
    (at <= range.last).then(|| table.values[range.value as usize].as_slice())
}

fn answer(
    reader: &Reader<&[u8]>,
    ip: IpAddr,
    table: &Table,
) -> Result<Option<Vec<(&'static str, Field)>>> {
    let found = reader.lookup(ip)?;
    if !found.has_data() {
        return Ok(None);
    }
    let mut fields = Vec::new();
    let code = match table.about.kind {
        "country" => Some(country::FIELD),
        "seat" => Some(seat::FIELD),
        _ => None,
    };
    if let Some(field) = code {
        let code: String = found
            .decode_path(&[PathElement::Key(field)])?
            .context("a record without code")?;
        fields.push((field, Field::Text(code)));
    } else {
        let number = "autonomous_system_number";
        let value = found
            .decode_path(&[PathElement::Key(number)])?
            .context("a record without number")?;
        fields.push((number, Field::Number(value)));
        let organisation = "autonomous_system_organization";
        if let Some(text) = found.decode_path(&[PathElement::Key(organisation)])? {
            fields.push((organisation, Field::Text(text)));
        }
    }
    Ok(Some(fields))
}

/// SplitMix64: the same addresses on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
