//! When the next partial result is due: soon at first, then ever more rarely, so that they never cost more than a
//! fraction of the reading.

use std::time::{Duration, Instant};

/// The first one.
const FIRST: Duration = Duration::from_millis(250);

/// Each result must have taken less than this part of the time since the one before.
const SHARE: u32 = 8;

/// The pace of partial results. Only progress looks at a clock; no result depends on it.
#[derive(Debug)]
pub struct Pace {
    next: Instant,
    begun: Option<Instant>,
}

impl Pace {
    /// Starts now.
    pub fn start() -> Self {
        Self {
            next: Instant::now() + FIRST,
            begun: None,
        }
    }

    /// Whether one is due; its making is timed from here.
    pub fn is_due(&mut self) -> bool {
        let now = Instant::now();
        let due = now >= self.next;
        self.begun = due.then_some(now);
        due
    }

    /// One was made.
    pub fn done(&mut self) {
        let took = self.begun.map_or(Duration::ZERO, |begun| begun.elapsed());
        self.next = Instant::now() + FIRST.max(took * SHARE);
    }
}
