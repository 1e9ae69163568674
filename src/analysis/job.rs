//! Reading in the background: one worker thread, one bounded channel, partial results while it reads.
//!
//! The worker never learns who listens: it calls `wake` after each message.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::model::Analysis;
use super::progress::Progress;
use super::run::{AnalysisError, Options, read_captures};
use crate::reference::Reference;

/// Messages that may wait; the worker pauses when the listener is this far behind.
const WAITING_MESSAGES: usize = 4;

/// What the worker reports.
#[derive(Debug)]
pub enum Message {
    /// A result of what was read so far.
    Partial(Arc<Analysis>),
    /// The end; `complete` is false after a cancel.
    Done(Arc<Analysis>),
    /// Nothing could be read.
    Failed(AnalysisError),
}

/// A running worker.
#[derive(Debug)]
pub struct Job {
    /// How far it is.
    pub progress: Arc<Progress>,
    /// What it reports.
    pub messages: Receiver<Message>,
}

impl Job {
    /// Starts reading `inputs` (files, folders, `-` for standard input).
    pub fn start(
        inputs: Vec<PathBuf>,
        options: Options,
        reference: Arc<Reference>,
        wake: impl Fn() + Send + 'static,
    ) -> Job {
        let progress = Arc::new(Progress::default());
        let (sender, messages) = sync_channel(WAITING_MESSAGES);
        let shared = Arc::clone(&progress);
        thread::spawn(move || work(&inputs, &options, reference, &shared, &sender, &wake));
        Job { progress, messages }
    }

    /// Asks the worker to stop; a last `Done` with what was read follows.
    pub fn cancel(&self) {
        self.progress.cancel();
    }
}

/// A listener that has gone away is no error: the worker then stops at the next look at `progress`.
fn work(
    inputs: &[PathBuf],
    options: &Options,
    reference: Arc<Reference>,
    progress: &Progress,
    sender: &SyncSender<Message>,
    wake: &impl Fn(),
) {
    let report = |message: Message| {
        if sender.send(message).is_err() {
            progress.cancel();
        }
        wake();
    };
    let result = read_captures(inputs, options, reference, progress, &mut |partial| {
        report(Message::Partial(Arc::new(partial)));
    });
    report(match result {
        Ok(analysis) => Message::Done(Arc::new(analysis)),
        Err(error) => Message::Failed(error),
    });
}
