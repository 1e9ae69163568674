//! When flows sent becomes their rhythm: bursts at regular intervals, or something in nearly every slice of time.
//! Only flows that have one take room.

use super::activity::{Activity, Slice};
use super::model::FlowId;

/// Bursts from which intervals can be called regular.
const MIN_BURSTS: u32 = 5;

/// Standard deviation of the intervals over their mean, below which they are regular.
const MOST_VARIATION: f64 = 0.2;

/// Slices without a byte that end a burst: a second at the width that slices have at first.
const PAUSE_SLICES: i32 = 4;

/// Mean interval in slices from which the width of a slice does not decide what is regular.
const MIN_INTERVAL_SLICES: f64 = 10.0;

/// Slices between the first and the last from which a flow can be steady: four seconds at the first width.
const MIN_STEADY_SLICES: i64 = 16;

/// Share of slices with bytes from which a flow is steady.
const STEADY_SHARE: f64 = 0.8;

/// How a flow spreads over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Bursts at regular intervals.
    Regular {
        /// Mean interval between the beginnings of two bursts.
        every_millis: u64,
        /// How many bursts.
        bursts: u32,
    },
    /// Bytes in nearly every slice of time from the first to the last.
    Steady,
}

/// The flows that have a rhythm, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Rhythms(Vec<(FlowId, Rhythm)>);

impl Rhythms {
    /// Looks at every flow's slices once; `flows` is how many flows there are.
    pub fn of(activities: &[Activity], flows: usize) -> Self {
        let mut own = vec![Bursts::default(); flows];
        for activity in activities {
            for slice in activity.slices() {
                if let Some(bursts) = own.get_mut(slice.flow.0 as usize) {
                    bursts.add(slice, activity.width_nanos());
                }
            }
        }
        let found = (0_u32..).zip(&own);
        let found = found.filter_map(|(flow, bursts)| Some((FlowId(flow), bursts.rhythm()?)));
        Self(found.collect())
    }

    /// The rhythm of a flow.
    pub fn get(&self, flow: FlowId) -> Option<Rhythm> {
        let place = self.0.binary_search_by_key(&flow, |(flow, _)| *flow);
        self.0.get(place.ok()?).map(|(_, rhythm)| *rhythm)
    }
}

/// What is kept of a flow while its slices pass.
#[derive(Clone, Debug, Default)]
struct Bursts {
    /// A flow is in one capture, so that all its slices have this width.
    width_nanos: i64,
    slices: u32,
    first: i32,
    last: i32,
    began: i32,
    bursts: u32,
    sum: f64,
    squares: f64,
}

impl Bursts {
    /// Slices that come late, after a clock that went back, are left out.
    fn add(&mut self, slice: &Slice, width_nanos: i64) {
        let bin = slice.bin;
        self.width_nanos = width_nanos;
        if self.slices == 0 {
            (self.first, self.began, self.bursts) = (bin, bin, 1);
        } else if bin <= self.last {
            return;
        } else if bin.saturating_sub(self.last) > PAUSE_SLICES {
            let interval = f64::from(bin) - f64::from(self.began);
            self.sum += interval;
            self.squares += interval * interval;
            self.bursts = self.bursts.saturating_add(1);
            self.began = bin;
        }
        self.last = bin;
        self.slices = self.slices.saturating_add(1);
    }

    fn rhythm(&self) -> Option<Rhythm> {
        let span = i64::from(self.last) - i64::from(self.first) + 1;
        if span < MIN_STEADY_SLICES || self.slices == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "slices of an `i32` number")]
        if f64::from(self.slices) >= STEADY_SHARE * span as f64 {
            return Some(Rhythm::Steady);
        }
        let intervals = f64::from(self.bursts.saturating_sub(1));
        let mean = self.sum / intervals;
        let variance = (self.squares / intervals - mean * mean).max(0.0);
        let is_regular = self.bursts >= MIN_BURSTS
            && mean >= MIN_INTERVAL_SLICES
            && variance.sqrt() < MOST_VARIATION * mean;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a positive mean of differences of `i32`, for people"
        )]
        is_regular.then(|| Rhythm::Regular {
            every_millis: (mean * self.width_nanos as f64 / 1e6) as u64,
            bursts: self.bursts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::activity::LastSlice;
    use super::super::model::Side;
    use super::*;
    use crate::capture::frame::Time;

    /// One flow that sends at these times.
    fn rhythm(millis: impl Iterator<Item = i64>) -> Option<Rhythm> {
        let (mut activity, mut last) = (Activity::default(), LastSlice::default());
        for at in millis {
            let at = Time::from_nanos(at * 1_000_000);
            activity.add(FlowId(3), Side::Client, at, 10, &mut last);
        }
        let rhythms = Rhythms::of(&[Activity::default(), activity], 4);
        assert_eq!(rhythms.get(FlowId(2)), None);
        rhythms.get(FlowId(3))
    }

    #[test]
    fn bursts_at_even_intervals_are_regular_and_a_stream_is_steady() {
        let regular = Some(Rhythm::Regular {
            every_millis: 30_000,
            bursts: 6,
        });
        assert_eq!(rhythm((0..6).map(|n| n * 30_000)), regular);
        assert_eq!(rhythm((0..4).map(|n| n * 30_000)), None, "too few");
        let uneven = [0, 5, 60, 61, 200, 210, 260];
        assert_eq!(rhythm(uneven.into_iter().map(|s| s * 1_000)), None);
        assert_eq!(rhythm((0..400).map(|n| n * 20)), Some(Rhythm::Steady));
        assert_eq!(rhythm((0..40).map(|n| n * 20)), None, "too short");
        assert_eq!(rhythm(std::iter::empty()), None);
    }

    #[test]
    fn a_clock_that_goes_back_is_survived() {
        let times = [i64::MAX / 2_000_000, 0, i64::MIN / 2_000_000, 5, 4];
        assert_eq!(rhythm(times.into_iter()), None);
    }
}
