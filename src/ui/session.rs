//! What is open: nothing, something being read, something read, or something that could not be.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::TryRecvError;
use std::time::{Duration, Instant};

use crate::analysis::job::{Job, Message};
use crate::analysis::model::Analysis;
use crate::analysis::progress::Progress;
use crate::analysis::run::{Options, read_captures};
use crate::reference::Reference;

/// Time that messages of the worker may take in one frame.
const MESSAGE_BUDGET: Duration = Duration::from_millis(10);

/// What is open.
pub enum Session {
    /// Nothing.
    Empty,
    /// Being read.
    Loading(Loading),
    /// Read.
    Ready(Opened),
    /// Could not be read.
    Failed(Failure),
}

/// Captures that were read.
#[derive(Clone)]
pub struct Opened {
    /// The files, folders or `-` that were asked for.
    pub inputs: Vec<PathBuf>,
    /// The result.
    pub analysis: Arc<Analysis>,
}

/// Captures that are being read.
pub struct Loading {
    /// The files, folders or `-` that were asked for.
    pub inputs: Vec<PathBuf>,
    /// The worker; `None` while the reference tables are still being unpacked.
    pub job: Option<Job>,
    /// What was read so far.
    pub so_far: Option<Arc<Analysis>>,
    /// What was open before; it comes back where this cannot be read.
    before: Option<Opened>,
}

/// Captures that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The files, folders or `-` that were asked for.
    pub inputs: Vec<PathBuf>,
    /// Why, with its causes, as a clause.
    pub reason: String,
}

/// What a look at the worker brought.
pub enum Change {
    /// A result, partial or whole.
    Result(Arc<Analysis>),
    /// Nothing could be read; where something was open before, that is open again.
    Failed(Failure),
}

impl Session {
    /// The result so far.
    pub fn analysis(&self) -> Option<&Arc<Analysis>> {
        match self {
            Session::Ready(opened) => Some(&opened.analysis),
            Session::Loading(loading) => loading.so_far.as_ref(),
            Session::Empty | Session::Failed(_) => None,
        }
    }

    /// What was asked for.
    pub fn inputs(&self) -> &[PathBuf] {
        match self {
            Session::Ready(opened) => &opened.inputs,
            Session::Loading(loading) => &loading.inputs,
            Session::Empty | Session::Failed(_) => &[],
        }
    }

    /// Counters of the worker, while one runs.
    pub fn progress(&self) -> Option<&Progress> {
        match self {
            Session::Loading(loading) => loading.job.as_ref().map(|job| &*job.progress),
            _ => None,
        }
    }

    /// Whether something is being read.
    pub fn is_loading(&self) -> bool {
        matches!(self, Session::Loading(_))
    }

    /// Asks the worker to stop; what was read stays.
    pub fn cancel(&mut self) {
        match self {
            Session::Loading(Loading { job: Some(job), .. }) => job.cancel(),
            Session::Loading(loading) => {
                *self = loading.before.take().map_or(Session::Empty, Session::Ready);
            }
            _ => {}
        }
    }

    /// The result of what was read, made again with what the user says now.
    pub fn replace(&mut self, analysis: Arc<Analysis>) {
        if let Session::Ready(opened) = self {
            opened.analysis = analysis;
        }
    }

    /// Waits to read `inputs`; `begin` starts once the reference tables are there.
    pub fn wait_for(&mut self, inputs: Vec<PathBuf>) {
        self.cancel();
        let before = match std::mem::replace(self, Session::Empty) {
            Session::Ready(opened) => Some(opened),
            Session::Loading(loading) => loading.before,
            Session::Empty | Session::Failed(_) => None,
        };
        *self = Session::Loading(Loading {
            inputs,
            job: None,
            so_far: None,
            before,
        });
    }

    /// Starts the worker if something waits to be read.
    pub fn begin(
        &mut self,
        options: &Options,
        reference: &Arc<Reference>,
        wake: impl Fn() + Send + 'static,
    ) {
        if let Session::Loading(loading) = self
            && loading.job.is_none()
        {
            let inputs = loading.inputs.clone();
            let reference = Arc::clone(reference);
            loading.job = Some(Job::start(inputs, options.clone(), reference, wake));
        }
    }

    /// Reads at once, without a worker: for tests.
    pub fn read_now(&mut self, options: &Options, reference: &Arc<Reference>) -> Option<Change> {
        let Session::Loading(loading) = self else {
            return None;
        };
        let result = read_captures(
            &loading.inputs,
            options,
            Arc::clone(reference),
            &Progress::default(),
            &mut |_| (),
        );
        let message = match result {
            Ok(analysis) => Message::Done(Arc::new(analysis)),
            Err(error) => Message::Failed(error),
        };
        self.receive(message)
    }

    /// Takes the worker's messages for at most `MESSAGE_BUDGET`; the last change counts.
    pub fn poll(&mut self) -> Option<Change> {
        let began = Instant::now();
        let mut change = None;
        while began.elapsed() < MESSAGE_BUDGET {
            let Session::Loading(Loading { job: Some(job), .. }) = self else {
                break;
            };
            match job.messages.try_recv() {
                Ok(message) => change = self.receive(message).or(change),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    let reason = "reading stopped by an error in this program; please report it";
                    change = self.fail(reason.to_owned());
                }
            }
        }
        change
    }

    fn receive(&mut self, message: Message) -> Option<Change> {
        let Session::Loading(loading) = self else {
            return None;
        };
        match message {
            Message::Partial(analysis) => {
                loading.so_far = Some(Arc::clone(&analysis));
                Some(Change::Result(analysis))
            }
            Message::Done(analysis) => {
                let inputs = std::mem::take(&mut loading.inputs);
                *self = Session::Ready(Opened {
                    inputs,
                    analysis: Arc::clone(&analysis),
                });
                Some(Change::Result(analysis))
            }
            Message::Failed(error) => self.fail(with_causes(&error)),
        }
    }

    /// Gives up reading, with a reason.
    pub fn fail(&mut self, reason: String) -> Option<Change> {
        let Session::Loading(loading) = self else {
            return None;
        };
        let failure = Failure {
            inputs: std::mem::take(&mut loading.inputs),
            reason,
        };
        *self = match loading.before.take() {
            Some(opened) => Session::Ready(opened),
            None => Session::Failed(failure.clone()),
        };
        Some(Change::Failed(failure))
    }
}

/// An error with its causes, joined by colons.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        cause = inner.source();
    }
    words
}
