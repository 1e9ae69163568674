//! How far the day of a table lies from that of a capture, and which of several editions of one database leads.
//!
//! Addresses move: a table that is much older or newer than a capture may be right about another day.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

use super::{Reference, TableInfo, TableKind};

/// From how many months on the distance is told.
const TOLD_MONTHS: i64 = 6;

/// Whole months from a capture to a table, more than six: above zero where the table is newer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Distance {
    /// Below zero where the table is older.
    pub months: i32,
}

impl Distance {
    /// `None` where the table is near enough, or its day is none.
    pub fn between(dated: &str, capture: Date) -> Option<Self> {
        let table: Date = dated.parse().ok()?;
        let near_from = capture.checked_sub(TOLD_MONTHS.months()).ok()?;
        let near_until = capture.checked_add(TOLD_MONTHS.months()).ok()?;
        if (near_from..=near_until).contains(&table) {
            return None;
        }
        let months = capture.until((Unit::Month, table)).ok()?.get_months();
        Some(Self { months })
    }

    /// `31 months newer than the capture`.
    pub fn label(self) -> String {
        let (months, which) = match self.months {
            older @ ..0 => (older.unsigned_abs(), "older"),
            newer => (newer.unsigned_abs(), "newer"),
        };
        format!("{months} months {which} than the capture")
    }
}

/// Which tables of countries are asked for their vote: of several editions of one publisher's database only that nearest
/// to the capture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leading(Vec<bool>);

impl Leading {
    /// Without a day of the capture the newest edition leads. Of two as near, the one added last.
    pub(super) fn of(tables: &[TableInfo], capture: Option<Date>) -> Self {
        let leads = |(at, table): (usize, &TableInfo)| {
            let rank =
                |(at, table): (usize, &TableInfo)| (distance(table, capture), usize::MAX - at);
            let editions = tables.iter().enumerate().filter(|(_, other)| {
                other.kind == TableKind::Country && other.provenance == table.provenance
            });
            editions
                .min_by_key(|edition| rank(*edition))
                .is_none_or(|(first, _)| first == at)
        };
        Self(tables.iter().enumerate().map(leads).collect())
    }

    /// Whether a table's answer counts.
    pub fn leads(&self, table: usize) -> bool {
        self.0.get(table).copied().unwrap_or(true)
    }
}

/// Days between a table and the capture; a table without a day is the farthest.
fn distance(table: &TableInfo, capture: Option<Date>) -> i64 {
    let Ok(dated) = table.dated.parse::<Date>() else {
        return i64::MAX;
    };
    let days = |from: Date| {
        from.until(dated)
            .map_or(i64::MAX, |span| i64::from(span.get_days()))
    };
    match capture {
        Some(capture) => days(capture).saturating_abs(),
        None => -days(Date::ZERO),
    }
}

impl Reference {
    /// Which tables of countries vote for a capture of a day.
    pub fn leading(&self, capture: Option<Date>) -> Leading {
        Leading::of(self.tables(), capture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Provenance;

    #[test]
    fn more_than_six_months_are_told() {
        let told = |table: &str, capture: &str| {
            let distance = Distance::between(table, capture.parse().unwrap());
            distance.map(Distance::label)
        };
        let newer = |months| Some(format!("{months} months newer than the capture"));
        assert_eq!(told("2026-06-01", "2026-11-23"), None);
        assert_eq!(told("2026-06-01", "2026-12-01"), None);
        assert_eq!(told("2026-06-01", "2025-12-01"), None);
        assert_eq!(told("2026-06-01", "2025-11-30"), newer(6));
        assert_eq!(told("2026-06-01", "2023-10-20"), newer(31));
        assert_eq!(
            told("2024-01-31", "2026-02-28").as_deref(),
            Some("24 months older than the capture")
        );
        assert_eq!(told("second 99", "2026-02-28"), None);
    }

    fn edition(provenance: Provenance, dated: &str) -> TableInfo {
        TableInfo {
            token: String::new(),
            title: String::new(),
            dated: dated.to_owned(),
            sha256: String::new(),
            licence: String::new(),
            attribution: String::new(),
            provenance,
            kind: TableKind::Country,
            user: false,
        }
    }

    #[test]
    fn the_edition_nearest_to_the_capture_leads() {
        let tables = [
            edition(Provenance::DbIp, "2026-06-01"),
            edition(Provenance::IpFire, "2026-09-23"),
            edition(Provenance::DbIp, "2023-06-01"),
            edition(Provenance::DbIp, "second 99"),
        ];
        let leading =
            |capture: Option<&str>| Leading::of(&tables, capture.map(|day| day.parse().unwrap())).0;
        assert_eq!(leading(Some("2026-11-23")), [true, true, false, false]);
        assert_eq!(leading(Some("2023-11-23")), [false, true, true, false]);
        assert_eq!(leading(None), [true, true, false, false]);
    }
}
