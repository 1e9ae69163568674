//! `time:`: a part of the day or a part of the calendar, in UTC, and whether a flow was active in it.

use std::fmt;

use crate::capture::frame::{NANOS_PER_SECOND, Time};
use crate::flow::model::Flow;

const MINUTE: i64 = 60 * NANOS_PER_SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Between `..` the two ends of a range; for times as for numbers.
pub(super) const RANGE: &str = "..";

/// A stretch of time; its start is part of it, its end is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Of every day, in nanoseconds since midnight; it ends on the next day where `to` is not after `from`.
    OfDay { from: i64, to: i64 },
    /// Of the calendar.
    Dates { from: Time, to: Time },
}

/// What one end says: when it is, and when it is over where it stands alone.
#[derive(Clone, Copy)]
enum End {
    Clock(i64, i64),
    Date(Time, Time),
}

impl Period {
    /// `14:08..14:10`, `14:08`, `2026-11-23`, `2026-11-23T14:08:31..`; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once(RANGE) else {
            let period = match end(text)? {
                End::Clock(from, to) => Period::OfDay { from, to },
                End::Date(from, to) => Period::Dates { from, to },
            };
            return period.has_length().then_some(period);
        };
        let ends = |text: &str| match text {
            "" => Some(None),
            text => end(text).map(Some),
        };
        let period = match (ends(from)?, ends(to)?) {
            (None, None) => return None,
            (Some(End::Clock(from, _)), Some(End::Clock(to, _))) => Period::OfDay { from, to },
            (Some(End::Clock(from, _)), None) => Period::OfDay { from, to: DAY },
            (None, Some(End::Clock(to, _))) => Period::OfDay { from: 0, to },
            (Some(End::Date(from, _)), Some(End::Date(to, _))) => Period::Dates { from, to },
            (Some(End::Date(from, _)), None) => Period::Dates { from, to: LAST },
            (None, Some(End::Date(to, _))) => Period::Dates { from: FIRST, to },
            _ => return None,
        };
        period.has_length().then_some(period)
    }

    fn has_length(self) -> bool {
        match self {
            Period::OfDay { from, to } => from != to && from < DAY,
            Period::Dates { from, to } => from < to,
        }
    }

    /// Whether the flow was active in it; what states no time was not.
    pub fn holds(self, flow: &Flow) -> bool {
        let (Some(start), Some(end)) = (flow.start, flow.end) else {
            return false;
        };
        match self {
            Period::Dates { from, to } => start < to && from <= end,
            Period::OfDay { from, to } => {
                let to = if to > from { to } else { to + DAY };
                let began = start.nanos().rem_euclid(DAY);
                let ended = began.saturating_add(end.nanos_since(start).max(0));
                // The stretch that began yesterday, today's and tomorrow's; a longer flow meets one of them.
                [-DAY, 0, DAY]
                    .iter()
                    .any(|day| began < to + day && from + day <= ended)
            }
        }
    }
}

const FIRST: Time = Time::from_nanos(i64::MIN);
const LAST: Time = Time::from_nanos(i64::MAX);

fn end(text: &str) -> Option<End> {
    let text = text.trim_end_matches(['z', 'Z']);
    let Some((day, clock)) = text.split_once(['t', 'T']) else {
        return match text.contains(':') {
            true => clock_of(text).map(|(from, to)| End::Clock(from, to)),
            false => {
                let day = Time::of_day(text)?;
                Some(End::Date(day, day.plus_nanos(DAY)))
            }
        };
    };
    let day = Time::of_day(day)?;
    let (from, to) = clock_of(clock)?;
    Some(End::Date(day.plus_nanos(from), day.plus_nanos(to)))
}

/// `14:08`, `14:08:31`, `14:08:31.5`: when it begins and when it is over, in nanoseconds since midnight.
pub fn clock_of(text: &str) -> Option<(i64, i64)> {
    let mut parts = text.split(':');
    let hours = two_digits(parts.next()?)?;
    let minutes = two_digits(parts.next()?)?;
    let start = hours * HOUR + minutes * MINUTE;
    let (from, length) = match parts.next() {
        None => (start, MINUTE),
        Some(seconds) => {
            let (whole, part) = seconds.split_once('.').unwrap_or((seconds, ""));
            let whole = two_digits(whole).filter(|whole| *whole < 60)?;
            let start = start + whole * NANOS_PER_SECOND;
            match part {
                "" if seconds.ends_with('.') => return None,
                "" => (start, NANOS_PER_SECOND),
                part => {
                    let unit = unit_of(part.len())?;
                    (start + digits(part)? * unit, unit)
                }
            }
        }
    };
    let ends_there = from == DAY;
    let inside = minutes < 60 && (from < DAY || ends_there) && parts.next().is_none();
    inside.then_some((from, from + length))
}

/// Nanoseconds that the last of so many places after the point counts.
fn unit_of(places: usize) -> Option<i64> {
    let left = 9_u32.checked_sub(u32::try_from(places).ok()?)?;
    10_i64.checked_pow(left)
}

fn two_digits(text: &str) -> Option<i64> {
    (text.len() == 2).then(|| digits(text)).flatten()
}

fn digits(text: &str) -> Option<i64> {
    let all = text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::OfDay { from, to: DAY } => write!(f, "{}{RANGE}", clock_text(*from)),
            Period::OfDay { from, to } => {
                write!(f, "{}{RANGE}{}", clock_text(*from), clock_text(*to))
            }
            Period::Dates { from, to } => {
                let text = |time: Time| match time == FIRST || time == LAST {
                    true => String::new(),
                    false => {
                        let clock = clock_text(time.nanos().rem_euclid(DAY));
                        format!("{}T{clock}", time.day_text())
                    }
                };
                write!(f, "{}{RANGE}{}", text(*from), text(*to))
            }
        }
    }
}

/// `14:08`, with seconds and their parts where there are any.
fn clock_text(nanos: i64) -> String {
    let (hours, minutes) = (nanos / HOUR, nanos % HOUR / MINUTE);
    let (seconds, part) = (nanos % MINUTE / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    match (seconds, part) {
        (0, 0) => format!("{hours:02}:{minutes:02}"),
        (_, 0) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        _ => {
            let part = format!("{part:09}");
            let part = part.trim_end_matches('0');
            format!("{hours:02}:{minutes:02}:{seconds:02}.{part}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_back_as_they_are_written() {
        for (text, written) in [
            ("14:08", "14:08..14:09"),
            ("14:08:31", "14:08:31..14:08:32"),
            ("14:08:31.25", "14:08:31.25..14:08:31.26"),
            ("14:08..14:10:44", "14:08..14:10:44"),
            ("23:50..00:10", "23:50..00:10"),
            ("14:08..", "14:08.."),
            ("..14:08", "00:00..14:08"),
            ("23:59", "23:59.."),
            ("2026-11-23", "2026-11-23T00:00..2026-11-24T00:00"),
            ("2026-11-23t14:08z", "2026-11-23T14:08..2026-11-23T14:09"),
            ("2026-11-23T14:08:31..", "2026-11-23T14:08:31.."),
            ("..2026-11-23", "..2026-11-23T00:00"),
        ] {
            let period = Period::parse(text).expect(text);
            assert_eq!(period.to_string(), written, "{text}");
            assert_eq!(Period::parse(written), Some(period), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_none() {
        for text in [
            "",
            "..",
            "14",
            "14:8",
            "14:60",
            "25:00",
            "24:00",
            "24:01",
            "14:08:60",
            "14:08:31.",
            "14:08:31.1234567890",
            "14:08..14:08",
            "2026-13-01",
            "2026-11-23..14:08",
            "+4:08",
            "2026-11-24..2026-11-23",
            "14:08:31:00",
            "14:08....",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
