//! Lists with a network or two addresses in a line: anycast lists and tables of countries.

use std::net::IpAddr;

use super::super::country::CountryCode;
use super::super::prefix::{Prefix, prefixes_between};
use super::{List, ListFault};

/// What a line says.
enum Row {
    Country(Vec<Prefix>, CountryCode),
    /// A code for no single country, or none.
    NoCountry,
    Shared(Prefix),
    /// Stands at one place only.
    OnePlace,
}

/// Reads lines: `network,country`, `start,end,country`, `prefix,number_of_sites,backing_prefix`, or a prefix alone.
pub(super) fn read(text: &str) -> Result<List, ListFault> {
    let mut list = List::default();
    let mut is_first = true;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row = row(line);
        // The names of the columns.
        let is_head = is_first && row.is_none() && !line.contains('/');
        is_first = false;
        match row {
            Some(Row::Country(prefixes, country)) => {
                let rows = prefixes.into_iter().map(|prefix| (prefix, country));
                list.countries.extend(rows);
            }
            Some(Row::Shared(prefix)) => list.shared.push((prefix, "anycast".to_owned())),
            Some(Row::NoCountry | Row::OnePlace) => list.unused += 1,
            None if is_head => {}
            None => {
                return Err(ListFault {
                    line: number,
                    what: "expected a network, or a network or two addresses and a country".into(),
                });
            }
        }
    }
    if list.countries.is_empty() && list.shared.is_empty() {
        let what = "no line has a network".into();
        return Err(ListFault { line: 1, what });
    }
    list.title = match list.countries.is_empty() {
        true => "Anycast prefixes".to_owned(),
        false => "Countries of networks".to_owned(),
    };
    Ok(list)
}

/// Whether the first line of a text, or the one after the names of columns, has a network.
pub(super) fn is_head(text: &str) -> bool {
    let lines = text.lines().map(str::trim);
    let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.by_ref().take(2).any(|line| row(line).is_some())
}

fn row(line: &str) -> Option<Row> {
    let cells = line.split(',').map(|cell| cell.trim().trim_matches('"'));
    let cells: Vec<&str> = cells.collect();
    match cells.as_slice() {
        [prefix] => Some(Row::Shared(Prefix::parse(prefix)?)),
        [prefix, sites, _] if prefix.contains('/') && is_number(sites) => {
            let prefix = Prefix::parse(prefix)?;
            let many = sites.parse::<u64>().map_or(true, |sites| sites > 1);
            Some(if many {
                Row::Shared(prefix)
            } else {
                Row::OnePlace
            })
        }
        [prefix, country, ..] if prefix.contains('/') => {
            let prefix = Prefix::parse(prefix)?;
            placed(country, || Some(vec![prefix]))
        }
        [start, end, country, ..] => {
            let (start, end): (IpAddr, IpAddr) = (start.parse().ok()?, end.parse().ok()?);
            placed(country, || prefixes_between(start, end))
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn placed(country: &str, prefixes: impl FnOnce() -> Option<Vec<Prefix>>) -> Option<Row> {
    let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
    match CountryCode::parse(country) {
        Some(code) => Some(Row::Country(prefixes()?, code)),
        None if is_code || country.is_empty() || country == "-" => Some(Row::NoCountry),
        None => None,
    }
}
