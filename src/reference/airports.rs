//! Three letters that an edge writes into its answers → the city near which it stands: `assets/airports.tsv`.

use std::sync::LazyLock;

use super::country::CountryCode;
use super::tsv;

/// A place that edges name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Airport {
    /// IATA's code, in capital letters.
    pub code: &'static str,
    /// The city.
    pub city: &'static str,
    /// Its country.
    pub country: CountryCode,
}

static ROWS: LazyLock<Vec<Airport>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("../../assets/airports.tsv"));
    rows.filter_map(read_row).collect()
});

fn read_row(line: &'static str) -> Option<Airport> {
    let [code, city, country] = tsv::cells(line)?;
    Some(Airport {
        code,
        city,
        country: CountryCode::parse(country)?,
    })
}

/// The place of a code in capital letters.
pub fn airport(code: &str) -> Option<Airport> {
    let at = ROWS.binary_search_by_key(&code, |row| row.code).ok()?;
    ROWS.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_in_order() {
        let lines = include_str!("../../assets/airports.tsv").lines();
        let rows = lines.filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(ROWS.len(), rows);
        assert!(ROWS.is_sorted_by(|a, b| a.code < b.code));
        let place = |code| airport(code).map(|found| (found.city, found.country.to_string()));
        assert_eq!(place("FRA"), Some(("Frankfurt", "DE".to_owned())));
        assert_eq!(place("fra"), None);
    }
}
