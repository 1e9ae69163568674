//! Two letters → a country code that exists, with its short English name.
//!
//! The codes are those of ISO 3166-1 and `XK` for Kosovo, as in `assets/world/countries.tsv`.

use std::fmt;
use std::sync::LazyLock;

use super::tsv;

/// A code of ISO 3166-1 alpha-2, or `XK`. There is no value for "unknown".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Reads a code, upper or lower case. `UK` is what some tables write for `GB`. Codes for anything else than one
    /// country (`EU`, `AP`, `ZZ`, codes of former states) are `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters: [u8; 2] = text.as_bytes().try_into().ok()?;
        letters.make_ascii_uppercase();
        let code = Self(if &letters == b"UK" { *b"GB" } else { letters });
        row(code).map(|row| row.code)
    }

    /// The two capital letters.
    pub fn as_str(&self) -> &str {
        // The table holds ASCII letters only, and `parse` returns nothing else.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The short English name.
    pub fn name(self) -> &'static str {
        row(self).map_or("", |row| row.name)
    }

    /// Every code, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.code)
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One line of `countries.tsv`.
pub(super) struct Row {
    pub(super) code: CountryCode,
    name: &'static str,
    pub(super) label_lon_deg: f64,
    pub(super) label_lat_deg: f64,
}

/// Written by `examples/pack_reference`, sorted by code; the tests read every line.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = tsv::rows(include_str!("../../assets/world/countries.tsv"));
    rows.filter_map(read_row).collect()
});

fn read_row(line: &'static str) -> Option<Row> {
    let mut fields = line.split('\t');
    let code = CountryCode(fields.next()?.as_bytes().try_into().ok()?);
    let name = fields.next()?;
    let label_lon_deg = fields.next()?.parse().ok()?;
    let label_lat_deg = fields.next()?.parse().ok()?;
    Some(Row {
        code,
        name,
        label_lon_deg,
        label_lat_deg,
    })
}

/// The line of a code.
pub(super) fn row(code: CountryCode) -> Option<&'static Row> {
    let at = ROWS.binary_search_by_key(&code, |row| row.code).ok()?;
    ROWS.get(at)
}

#[cfg(test)]
mod tests {
    use super::CountryCode;

    #[test]
    fn reads_codes_and_names() {
        let name =
            |text: &str| CountryCode::parse(text).map(|code| (code.to_string(), code.name()));
        let known = |code: &str, name| Some((code.to_owned(), name));
        assert_eq!(name("TW"), known("TW", "Taiwan"));
        assert_eq!(name("ru"), known("RU", "Russia"));
        assert_eq!(name("uk"), known("GB", "United Kingdom"));
        assert_eq!(name("XK"), known("XK", "Kosovo"));
        for none in ["EU", "AP", "ZZ", "AN", "", "U", "USA", "\0\0", "é"] {
            assert_eq!(name(none), None, "{none}");
        }
    }

    #[test]
    fn has_all_codes_once_and_named() {
        let codes: Vec<CountryCode> = CountryCode::all().collect();
        // 249 officially assigned codes (ISO 3166 Maintenance Agency) and XK.
        assert_eq!(codes.len(), 250);
        assert!(codes.is_sorted_by(|a, b| a < b));
        assert!(
            codes
                .iter()
                .all(|code| !code.name().is_empty() && code.as_str().len() == 2)
        );
    }
}
