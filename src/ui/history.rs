//! Where the view has been: undo and redo of everything that decides what is shown and how.
//!
//! What belongs together (a word being typed, a span being dragged) is one step.

use std::collections::VecDeque;

/// Steps that are kept: more than anybody goes back, a few kilobytes each.
const MAX_STEPS: usize = 100;

/// Seconds after which a change of the same kind is a step of its own.
const PAUSE_SECONDS: f64 = 1.0;

/// Something that tells which kinds of change lie between two of its values.
pub trait Viewed: Clone {
    /// One bit a kind; 0 where nothing differs.
    fn changes(&self, other: &Self) -> u32;

    /// Kinds that go on over many frames.
    const GOES_ON: u32;
}

/// States before and after the one that is shown.
pub struct History<V> {
    past: VecDeque<V>,
    now: Option<V>,
    future: Vec<V>,
    last: (u32, f64),
}

impl<V> Default for History<V> {
    fn default() -> Self {
        Self {
            past: VecDeque::new(),
            now: None,
            future: Vec::new(),
            last: (0, f64::NEG_INFINITY),
        }
    }
}

impl<V: Viewed> History<V> {
    /// Takes in what is shown now, at a time in seconds; `held`: a button of the pointer is down.
    pub fn note(&mut self, view: &V, seconds: f64, held: bool) {
        let Some(now) = &self.now else {
            self.now = Some(view.clone());
            return;
        };
        let changed = now.changes(view);
        if changed == 0 {
            return;
        }
        let (before, at) = self.last;
        let goes_on = changed == before
            && changed & V::GOES_ON == changed
            && (held || seconds - at < PAUSE_SECONDS);
        self.last = (changed, seconds);
        let left = self.now.replace(view.clone());
        if !goes_on {
            self.past.extend(left);
            if self.past.len() > MAX_STEPS {
                self.past.pop_front();
            }
        }
        self.future.clear();
    }

    /// The state before this one; it counts as shown from now on.
    pub fn undo(&mut self) -> Option<V> {
        let before = self.past.pop_back()?;
        self.future.extend(self.now.replace(before.clone()));
        self.last = (0, f64::NEG_INFINITY);
        Some(before)
    }

    /// The state that was undone last.
    pub fn redo(&mut self) -> Option<V> {
        let after = self.future.pop()?;
        self.past.extend(self.now.replace(after.clone()));
        self.last = (0, f64::NEG_INFINITY);
        Some(after)
    }

    /// Whether there is something to undo.
    pub fn has_past(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn has_future(&self) -> bool {
        !self.future.is_empty()
    }

    /// Forgets everything: something else was opened.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Viewed for (u8, u8) {
        fn changes(&self, other: &Self) -> u32 {
            u32::from(self.0 != other.0) | u32::from(self.1 != other.1) << 1
        }

        const GOES_ON: u32 = 0b10;
    }

    #[test]
    fn steps_go_back_and_forth_and_what_goes_on_is_one() {
        let mut history = History::default();
        for (view, seconds) in [
            ((0, 0), 0.0),
            ((0, 1), 1.0),
            ((0, 2), 1.5),
            ((0, 3), 3.0),
            ((1, 3), 3.1),
            ((2, 3), 3.2),
            ((2, 3), 9.0),
        ] {
            history.note(&view, seconds, false);
        }
        let back: Vec<(u8, u8)> = std::iter::from_fn(|| history.undo()).collect();
        assert_eq!(back, [(1, 3), (0, 3), (0, 2), (0, 0)]);
        assert!(!history.has_past() && history.has_future());
        assert_eq!(history.redo(), Some((0, 2)));
        history.note(&(7, 2), 9.1, false);
        assert_eq!(history.redo(), None, "a new step ends what was undone");
        assert_eq!(history.undo(), Some((0, 2)));
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::default();
        for step in 0..=255_u8 {
            history.note(&(step, 0), 0.0, true);
        }
        assert_eq!(std::iter::from_fn(|| history.undo()).count(), MAX_STEPS);
    }
}
