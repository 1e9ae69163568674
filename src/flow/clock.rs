//! What the times of a capture's frames can be trusted with: how finely they count, and where they go back.

use crate::capture::frame::Time;

/// Interfaces whose times are followed apart; further ones share the last place.
const MAX_INTERFACES: usize = 8;

/// Backward steps that are told apart; a capture with more has no clock to measure by.
pub const MAX_STEPS: usize = 64;

/// Frames are written a little out of order where several queues are read; what goes back less is no step.
pub const STEP_NANOS: i64 = 1_000_000;

/// The usual fineness of a capture's clock: nothing finer is looked for.
const FINE_NANOS: u64 = 1_000;

/// The clock of one capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    grain_nanos: u64,
    steps: Vec<u64>,
    beyond: u64,
    last: [Option<Time>; MAX_INTERFACES],
}

impl Clock {
    /// Takes the time of a frame.
    pub fn tick(&mut self, frame: u64, interface: u32, at: Time) {
        if self.grain_nanos == 0 || self.grain_nanos > FINE_NANOS {
            self.grain_nanos = common_divisor(self.grain_nanos, at.nanos().unsigned_abs());
        }
        let place = usize::try_from(interface).unwrap_or(usize::MAX);
        let Some(last) = self.last.get_mut(place.min(MAX_INTERFACES - 1)) else {
            return;
        };
        let before = last.replace(at);
        if before.is_some_and(|before| at.nanos_since(before) < -STEP_NANOS) {
            match self.steps.len() < MAX_STEPS {
                true => self.steps.push(frame),
                false => self.beyond += 1,
            }
        }
    }

    /// The largest part of a second, in nanoseconds, of which all times are multiples; `None` before the first one.
    pub fn grain_nanos(&self) -> Option<u64> {
        (self.grain_nanos > 0).then_some(self.grain_nanos)
    }

    /// How often the clock went back by more than `STEP_NANOS`.
    pub fn steps(&self) -> u64 {
        self.beyond.saturating_add(self.steps.len() as u64)
    }

    /// Whether the clock may have gone back between two frames.
    pub fn steps_between(&self, (from, to): (u64, u64)) -> bool {
        self.beyond > 0 || self.steps.iter().any(|step| from < *step && *step <= to)
    }
}

/// Euclid's; zero divides nothing and leaves the other.
fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(times: &[i64]) -> Clock {
        let mut clock = Clock::default();
        for (frame, nanos) in (1..).zip(times) {
            clock.tick(frame, 0, Time::from_nanos(*nanos));
        }
        clock
    }

    #[test]
    fn the_grain_is_what_all_times_share() {
        for (times, grain) in [
            (&[][..], None),
            (&[15_625_000, 31_250_000, 46_875_000], Some(15_625_000)),
            (
                &[1_000_000_000, 1_010_000_000, 1_035_000_000],
                Some(5_000_000),
            ),
            (&[1_000_000_000, 1_000_001_000, 1_000_001_001], Some(1_000)),
            (&[1_234_567_891], Some(1_234_567_891)),
        ] {
            assert_eq!(clock(times).grain_nanos(), grain, "{times:?}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_is_a_step_where_it_goes_back_far_enough() {
        let ms = 1_000_000;
        let clock = clock(&[10 * ms, 20 * ms, 19 * ms, 5 * ms, 6 * ms]);
        assert_eq!(clock.steps(), 1);
        assert!(clock.steps_between((3, 4)) && clock.steps_between((1, 5)));
        assert!(!clock.steps_between((1, 3)) && !clock.steps_between((4, 5)));
    }

    #[test]
    fn interfaces_have_clocks_of_their_own_and_steps_a_cap() {
        let mut clock = Clock::default();
        for frame in 0..1_000_u64 {
            let (interface, nanos) = (frame % 2, (frame / 2).cast_signed() * 10_000_000);
            let late = if interface == 1 { 500_000_000 } else { 0 };
            clock.tick(
                frame,
                u32::try_from(interface).unwrap(),
                Time::from_nanos(nanos + late),
            );
        }
        assert_eq!(clock.steps(), 0);
        for frame in 0..1_000_u64 {
            clock.tick(
                frame,
                0,
                Time::from_nanos(frame.cast_signed() * -10_000_000),
            );
        }
        assert_eq!(clock.steps(), 1_000);
        assert!(
            clock.steps_between((1, 2)),
            "with so many, any may be missed"
        );
    }
}
