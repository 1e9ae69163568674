//! A scale that is held: what the deepest shade, the widest line and the highest bar stand for, so that figures compare.

use std::fmt;

use super::amount::bytes;
use super::filter::bytes_of;
use super::measure::number;
use super::query::{Metric, Query};

/// Digits that a scale keeps when it is taken from what is shown: a legend says it whole.
const DIGITS: u32 = 2;

/// A held scale. Of another metric than its own it says nothing of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    /// What the map measures.
    pub metric: Metric,
    /// What deepest shade and widest line of the map stand for: bytes, or flows.
    pub top: u64,
    /// Bytes of the highest bar of the timeline.
    pub bar: u64,
}

impl Held {
    /// `10MB` for both, `10MB,500kB` for map and bars; before that a metric other than bytes sent: `received 10MB`.
    pub fn parse(text: &str) -> Option<Self> {
        let (metric, amounts) = text.split_once(' ').unwrap_or((Metric::Sent.token(), text));
        let metric = Metric::ALL.into_iter().find(|one| one.token() == metric)?;
        let (top, bar) = amounts.split_once(',').unwrap_or((amounts, amounts));
        let (top, bar) = (bytes_of(top)?, bytes_of(bar)?);
        (top > 0 && bar > 0).then_some(Self { metric, top, bar })
    }

    /// So that the largest of what is shown is on it; `None` where nothing is.
    pub fn over(metric: Metric, largest: u64, highest: u64) -> Option<Self> {
        let (top, bar) = (rounded_up(largest), rounded_up(highest));
        let either = |one: u64, other: u64| if one > 0 { one } else { other };
        (top > 0 || bar > 0).then(|| Self {
            metric,
            top: either(top, bar),
            bar: either(bar, top),
        })
    }

    /// `scale fixed at 10 MB, bars at 500 kB`.
    pub fn words(self) -> String {
        let top = number(self.metric, self.top);
        match self.metric == Metric::Flows || self.top != self.bar {
            true => format!("scale fixed at {top}, bars at {}", bytes(self.bar)),
            false => format!("scale fixed at {top}"),
        }
    }
}

/// As it is parsed again.
impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.metric != Metric::Sent {
            write!(f, "{} ", self.metric.token())?;
        }
        write!(f, "{}", self.top)?;
        match self.top == self.bar {
            true => Ok(()),
            false => write!(f, ",{}", self.bar),
        }
    }
}

/// What the map's scale is held at; `None` where it goes by what is shown.
pub fn map_top(query: &Query) -> Option<u64> {
    let held = query.held.filter(|held| held.metric == query.metric);
    held.map(|held| held.top)
}

/// What a legend says of the deepest shade: `Scale fixed at 10 MB`, `Scale of this figure: 12.9 MB`.
pub fn scale_text(metric: Metric, held: Option<u64>, largest: u64) -> String {
    match held {
        Some(top) => format!("Scale fixed at {}", number(metric, top)),
        None => format!("Scale of this figure: {}", number(metric, largest)),
    }
}

/// The same behind other sentences; empty where nothing is held.
pub fn held_sentence(metric: Metric, held: Option<u64>) -> String {
    held.map_or_else(String::new, |top| {
        format!(" {}.", scale_text(metric, held, top))
    })
}

fn rounded_up(value: u64) -> u64 {
    let power = value.checked_ilog10().unwrap_or(0);
    let step = 10_u64.pow((power + 1).saturating_sub(DIGITS));
    value.div_ceil(step).checked_mul(step).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_reads_back_as_it_is_written() {
        for (text, written, words) in [
            ("10MB", "10000000", "scale fixed at 10 MB"),
            (
                "10MB,500kB",
                "10000000,500000",
                "scale fixed at 10 MB, bars at 500 kB",
            ),
            ("received 1kB", "received 1000", "scale fixed at 1 kB"),
            (
                "flows 40,1MB",
                "flows 40,1000000",
                "scale fixed at 40, bars at 1 MB",
            ),
        ] {
            let held = Held::parse(text).expect(text);
            assert_eq!(held.to_string(), written);
            assert_eq!(Held::parse(written), Some(held));
            assert_eq!(held.words(), words);
        }
        for wrong in ["", "0", "10MB,", "ten", "lost 10MB", "1MB,0", "-1"] {
            assert_eq!(Held::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_shown_is_never_above_its_own_scale() {
        for (value, want) in [
            (0, 0),
            (7, 7),
            (99, 99),
            (101, 110),
            (12_913_245, 13_000_000),
        ] {
            assert_eq!(rounded_up(value), want);
        }
        assert_eq!(rounded_up(u64::MAX), u64::MAX);
        assert_eq!(Held::over(Metric::Sent, 0, 0), None);
    }
}
