//! Times of a capture become text in UTC, with the day where the captures need it.

use super::query::TimeSpan;
use crate::analysis::model::Analysis;
use crate::capture::frame::{NANOS_PER_DAY, Time};

/// From the earliest to the latest time over all captures; `None` where none states a time.
pub fn stretch(analysis: &Analysis) -> Option<TimeSpan> {
    let from = analysis.captures.iter().filter_map(|c| c.first).min()?;
    let to = analysis.captures.iter().filter_map(|c| c.last).max()?;
    (from <= to).then_some(TimeSpan { from, to })
}

/// Whether the captures cross midnight UTC, so that a time of day alone would be ambiguous.
pub fn crosses_midnight(analysis: &Analysis) -> bool {
    let day = |time: Time| time.nanos().div_euclid(NANOS_PER_DAY);
    stretch(analysis).is_some_and(|all| day(all.from) != day(all.to))
}

/// `14:08:33`, or `2026-11-23 14:08:33` with the day.
pub fn moment(time: Time, with_day: bool) -> String {
    if with_day {
        format!("{} {}", time.day_text(), time.clock_text())
    } else {
        time.clock_text()
    }
}

/// Nanoseconds from one time to a later one; 0 where the clock went back.
pub fn nanos_between(from: Time, to: Time) -> u64 {
    u64::try_from(to.nanos_since(from)).unwrap_or(0)
}
