//! Computes screens away from the frame: the newest question wins, older ones are dropped unanswered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::analysis::model::Analysis;
use crate::view;
use crate::view::query::Query;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// What comes back: a screen, or the words of an error inside this program.
pub type Answer = Result<Arc<Screen>, String>;

type Question = (Arc<Analysis>, Query);

/// Whoever computes screens.
pub enum ViewWorker {
    /// On a thread of its own.
    Thread(Arc<Desk>),
    /// At once, for tests.
    Inline(Option<Answer>),
}

/// Where questions and answers lie.
#[derive(Default)]
pub struct Desk {
    slots: Mutex<Slots>,
    changed: Condvar,
}

#[derive(Default)]
struct Slots {
    question: Option<Question>,
    answer: Option<Answer>,
    closed: bool,
}

impl Desk {
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ViewWorker {
    /// Starts the thread; `wake` is called after each answer.
    pub fn start(wake: impl Fn() + Send + 'static) -> Self {
        let desk = Arc::new(Desk::default());
        let shared = Arc::clone(&desk);
        thread::spawn(move || {
            let mut known = Known::default();
            while let Some((analysis, query)) = next_question(&shared) {
                let answer = compute(&analysis, &query, &mut known);
                shared.slots().answer = Some(answer);
                wake();
            }
        });
        ViewWorker::Thread(desk)
    }

    /// Asks; a question that waits is replaced.
    pub fn ask(&mut self, analysis: &Arc<Analysis>, query: &Query) {
        match self {
            ViewWorker::Inline(answer) => {
                *answer = Some(compute(analysis, query, &mut Known::default()));
            }
            ViewWorker::Thread(desk) => {
                desk.slots().question = Some((Arc::clone(analysis), query.clone()));
                desk.changed.notify_one();
            }
        }
    }

    /// The newest answer, once.
    pub fn take(&mut self) -> Option<Answer> {
        match self {
            ViewWorker::Inline(answer) => answer.take(),
            ViewWorker::Thread(desk) => desk.slots().answer.take(),
        }
    }
}

impl Drop for ViewWorker {
    fn drop(&mut self) {
        if let ViewWorker::Thread(desk) = self {
            desk.slots().closed = true;
            desk.changed.notify_one();
        }
    }
}

/// Waits for a question; `None` once nobody listens any more.
fn next_question(desk: &Desk) -> Option<Question> {
    let mut slots = desk.slots();
    loop {
        if slots.closed {
            return None;
        }
        if let Some(question) = slots.question.take() {
            return Some(question);
        }
        slots = desk
            .changed
            .wait(slots)
            .unwrap_or_else(PoisonError::into_inner);
    }
}

/// What is hidden in the analysis of the last question, so that it is not found out again with every key.
#[derive(Default)]
struct Known(Option<(Arc<Analysis>, Arc<Redaction>)>);

impl Known {
    fn redaction(&mut self, analysis: &Arc<Analysis>, query: &Query) -> Arc<Redaction> {
        if !query.hides_personal {
            return Arc::new(Redaction::none());
        }
        let known = self.0.take();
        let known = known.filter(|(of, _)| Arc::ptr_eq(of, analysis));
        let (of, redaction) = known.unwrap_or_else(|| {
            let redaction = Redaction::of(analysis);
            (Arc::clone(analysis), Arc::new(redaction))
        });
        self.0 = Some((of, Arc::clone(&redaction)));
        redaction
    }
}

/// An error inside this program must not leave the window waiting for ever.
fn compute(analysis: &Arc<Analysis>, query: &Query, known: &mut Known) -> Answer {
    catch_unwind(AssertUnwindSafe(|| {
        let redaction = known.redaction(analysis, query);
        Arc::new(view::screen_with(analysis, query, &redaction))
    }))
    .map_err(|cause| super::words_of_panic(&*cause))
}
