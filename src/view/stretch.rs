//! The part of the time that the timeline shows: nearer, further, aside.

use super::query::TimeSpan;
use crate::capture::frame::Time;

/// Shortest part that is shown, in nanoseconds: bars are never finer than a quarter of a second.
const SHORTEST: i128 = 2_000_000_000;

/// Parts in a thousand: what a step changes.
const THOUSAND: i128 = 1_000;

impl TimeSpan {
    /// So many thousandths as long, with `at` at the same place in it; within `all`, and `None` where it would be all of it.
    pub fn zoomed(self, all: TimeSpan, at: Time, thousandths: u32) -> Option<TimeSpan> {
        let nanos = |time: Time| i128::from(time.nanos());
        let (from, to, at) = (nanos(self.from), nanos(self.to), nanos(at));
        let (begin, end) = (nanos(all.from), nanos(all.to));
        let shortest = SHORTEST.min(end - begin);
        let length = ((to - from) * i128::from(thousandths) / THOUSAND).max(shortest);
        if length >= end - begin {
            return None;
        }
        let before = (at - from).clamp(0, to - from) * length / (to - from).max(1);
        placed(at - before, length, begin, end)
    }

    /// The moment in its middle.
    pub fn middle(self) -> Time {
        let sum = i128::from(self.from.nanos()) + i128::from(self.to.nanos());
        Time::from_wide_nanos(sum / 2).unwrap_or(self.from)
    }

    /// Moved by so many thousandths of its own length, within `all`.
    pub fn moved(self, all: TimeSpan, thousandths: i32) -> Option<TimeSpan> {
        let nanos = |time: Time| i128::from(time.nanos());
        let (from, to) = (nanos(self.from), nanos(self.to));
        let (begin, end) = (nanos(all.from), nanos(all.to));
        let length = (to - from).min(end - begin);
        placed(
            from + length * i128::from(thousandths) / THOUSAND,
            length,
            begin,
            end,
        )
    }
}

fn placed(from: i128, length: i128, begin: i128, end: i128) -> Option<TimeSpan> {
    let from = from.clamp(begin, (end - length).max(begin));
    let (from, to) = (
        Time::from_wide_nanos(from)?,
        Time::from_wide_nanos(from + length)?,
    );
    (from < to).then_some(TimeSpan { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, to: i64) -> TimeSpan {
        let time = |seconds: i64| Time::from_nanos(seconds * 1_000_000_000);
        TimeSpan {
            from: time(from),
            to: time(to),
        }
    }

    #[test]
    fn it_comes_nearer_around_the_pointer_and_goes_back_to_all() {
        let all = span(0, 100);
        let at = |seconds: i64| Time::from_nanos(seconds * 1_000_000_000);
        let near = all.zoomed(all, at(25), 500).unwrap();
        assert_eq!(
            (near.from.nanos(), near.to.nanos()),
            (12_500_000_000, 62_500_000_000)
        );
        assert_eq!(near.zoomed(all, at(25), 2_000), None);
        assert_eq!(span(50, 52).zoomed(all, at(51), 10), Some(span(50, 52)));
        assert_eq!(
            span(90, 100).zoomed(all, at(100), 2_000),
            Some(span(80, 100))
        );
    }

    #[test]
    fn it_moves_up_to_the_ends() {
        let all = span(0, 100);
        assert_eq!(span(10, 20).moved(all, 500), Some(span(15, 25)));
        assert_eq!(span(10, 20).moved(all, -5_000), Some(span(0, 10)));
        assert_eq!(span(10, 20).moved(all, i32::MAX), Some(span(90, 100)));
    }

    #[test]
    fn times_at_both_ends_of_what_a_number_holds_do_not_overflow() {
        let all = TimeSpan {
            from: Time::from_nanos(i64::MIN),
            to: Time::from_nanos(i64::MAX),
        };
        assert!(all.zoomed(all, Time::from_nanos(0), 500).is_some());
        assert!(all.moved(all, i32::MIN).is_some());
    }
}
