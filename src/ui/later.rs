//! A value that is made on a thread while the window is already there.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

/// A value on its way, or there, or impossible.
pub enum Later<T> {
    /// Being made.
    Coming(Receiver<Result<T, String>>),
    /// Made.
    Here(T),
    /// Cannot be made, with the reason.
    Never(String),
}

impl<T: Send + 'static> Later<T> {
    /// Starts making it; `wake` is called when it is done.
    pub fn start(
        make: impl FnOnce() -> Result<T, String> + Send + 'static,
        wake: impl FnOnce() + Send + 'static,
    ) -> Self {
        let (sender, receiver) = channel();
        thread::spawn(move || {
            // A window that was closed meanwhile no longer listens; there is nobody left to tell.
            drop(sender.send(make()));
            wake();
        });
        Later::Coming(receiver)
    }

    /// Makes it at once.
    pub fn now(make: impl FnOnce() -> Result<T, String>) -> Self {
        match make() {
            Ok(value) => Later::Here(value),
            Err(reason) => Later::Never(reason),
        }
    }

    /// Looks whether it has arrived; true in the moment in which it does.
    pub fn poll(&mut self) -> bool {
        let Later::Coming(receiver) = self else {
            return false;
        };
        *self = match receiver.try_recv() {
            Ok(Ok(value)) => Later::Here(value),
            Ok(Err(reason)) => Later::Never(reason),
            Err(TryRecvError::Empty) => return false,
            Err(TryRecvError::Disconnected) => Later::Never(
                "the thread that makes it stopped by an error; please report it".into(),
            ),
        };
        true
    }

    /// Takes it out of its place once it is made, or once it is known why not.
    pub fn take_from(place: &mut Option<Self>) -> Option<Result<T, String>> {
        place.as_mut()?.poll();
        match place.take() {
            Some(Later::Here(value)) => Some(Ok(value)),
            Some(Later::Never(reason)) => Some(Err(reason)),
            coming => {
                *place = coming;
                None
            }
        }
    }

    /// The value, where it is there.
    pub fn get(&self) -> Option<&T> {
        match self {
            Later::Here(value) => Some(value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrives_once() {
        let (done, wait) = channel();
        let mut later = Later::start(|| Ok(7), move || done.send(()).unwrap_or_default());
        wait.recv().expect("the thread ends");
        assert!(later.poll());
        assert!(!later.poll());
        assert_eq!(later.get(), Some(&7));
    }

    #[test]
    fn what_is_made_is_taken_once() {
        let mut place = Some(Later::now(|| Ok(7)));
        assert_eq!(Later::take_from(&mut place), Some(Ok(7)));
        assert_eq!(Later::take_from(&mut place), None);
    }

    #[test]
    fn a_thread_that_panics_is_a_reason() {
        let mut later: Later<u8> = Later::start(|| panic!("on purpose"), || ());
        while !later.poll() {
            thread::yield_now();
        }
        assert!(matches!(later, Later::Never(reason) if reason.contains("please report")));
    }
}
