//! When flows sent becomes their rhythm: bursts at regular intervals, something in nearly every slice of time, or one
//! flow like the other at regular intervals.
//! Only flows that have one take room.

use super::activity::{Activity, Slice};
use super::model::{Flow, FlowId};
use super::repeated::repeated;

/// Bursts from which intervals can be called regular.
pub(super) const MIN_BURSTS: u32 = 5;

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
    /// One of several flows of one client to one server that carry alike and begin at regular intervals.
    Repeated {
        /// Mean interval between the beginnings of two flows.
        every_millis: u64,
        /// How many flows.
        flows: u32,
    },
}

/// The flows that have a rhythm, in the order of their numbers.
#[derive(Clone, Debug, Default)]
pub struct Rhythms(Vec<(FlowId, Rhythm)>);

impl Rhythms {
    /// Looks at every flow's slices once, then at flows beside each other. A flow's own rhythm is what counts.
    pub fn of(activities: &[Activity], flows: &[Flow]) -> Self {
        let mut own = vec![Bursts::default(); flows.len()];
        for activity in activities {
            for slice in activity.slices() {
                if let Some(bursts) = own.get_mut(slice.flow.0 as usize) {
                    bursts.add(slice, activity.width_nanos());
                }
            }
        }
        let found = (0_u32..).zip(&own);
        let found = found.filter_map(|(flow, bursts)| Some((FlowId(flow), bursts.rhythm()?)));
        let mut all: Vec<(FlowId, Rhythm)> = found.chain(repeated(flows)).collect();
        all.sort_by_key(|(flow, _)| *flow);
        all.dedup_by_key(|(flow, _)| *flow);
        Self(all)
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
        let mean = even_mean(self.sum, self.squares, self.bursts.saturating_sub(1))?;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a positive mean of differences of `i32`, for people"
        )]
        (mean >= MIN_INTERVAL_SLICES).then(|| Rhythm::Regular {
            every_millis: (mean * self.width_nanos as f64 / 1e6) as u64,
            bursts: self.bursts,
        })
    }
}

/// The mean of intervals, given by their sum and the sum of their squares, where they are enough and regular.
pub(super) fn even_mean(sum: f64, squares: f64, intervals: u32) -> Option<f64> {
    let count = f64::from(intervals);
    let mean = sum / count;
    let variance = (squares / count - mean * mean).max(0.0);
    (intervals.saturating_add(1) >= MIN_BURSTS && variance.sqrt() < MOST_VARIATION * mean)
        .then_some(mean)
}

#[cfg(test)]
mod tests {
    use super::super::activity::LastSlice;
    use super::super::model::{Side, Transport};
    use super::super::testing::flow;
    use super::*;
    use crate::capture::frame::Time;

    /// One flow that sends at these times.
    fn rhythm(millis: impl Iterator<Item = i64>) -> Option<Rhythm> {
        let (mut activity, mut last) = (Activity::default(), LastSlice::default());
        for at in millis {
            let at = Time::from_nanos(at * 1_000_000);
            activity.add(FlowId(3), Side::Client, at, 10, &mut last);
        }
        let flows = vec![flow(Transport::Udp, 9); 4];
        let rhythms = Rhythms::of(&[Activity::default(), activity], &flows);
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
