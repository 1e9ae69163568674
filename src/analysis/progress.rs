//! How far reading has come, and the wish to stop; shared between the worker and whoever watches it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counters that the worker raises and anybody may read.
#[derive(Debug, Default)]
pub struct Progress {
    bytes: AtomicU64,
    total_bytes: AtomicU64,
    frames: AtomicU64,
    flows: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// File bytes read so far, over all captures.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// File bytes in all captures; 0 where unknown (standard input).
    pub fn total_bytes(&self) -> u64 {
        self.total_bytes.load(Ordering::Relaxed)
    }

    /// Frames read so far.
    pub fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Flows found so far.
    pub fn flows(&self) -> u64 {
        self.flows.load(Ordering::Relaxed)
    }

    /// Asks the worker to stop; what was read stays.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(crate) fn set_total_bytes(&self, bytes: u64) {
        self.total_bytes.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn set_bytes(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn set_frames(&self, frames: u64, flows: u64) {
        self.frames.store(frames, Ordering::Relaxed);
        self.flows.store(flows, Ordering::Relaxed);
    }
}
