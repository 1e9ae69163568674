//! The light-speed check: how fast an address answered bounds how far away the machine was that answered.
//!
//! It only refutes. It says nothing of where the data went next, and a slow answer says nothing at all. Where a capture
//! gives reason to think that something near the captured side answers in place of the servers, the check is off for
//! that capture, and the reason is told.

pub mod bound;
pub mod check;
pub mod gate;
pub mod measured;
pub mod refute;

use std::sync::Arc;

use self::bound::Bound;
use self::gate::Off;
use self::refute::{Origin, Refuted};
use crate::capture::frame::CaptureIndex;
use crate::tag::model::TagTables;

/// What the fastest answer of an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTripTag {
    /// The fastest answer.
    pub bound: Bound,
    /// The capture that shows it.
    pub capture: CaptureIndex,
    /// What follows from it.
    pub says: Says,
}

impl RoundTripTag {
    /// Why the check is off for the capture that shows it.
    pub fn off<'a>(&self, tables: &'a TagTables) -> Option<&'a Off> {
        match self.says {
            Says::Off => tables.gates.get(usize::from(self.capture.0))?.as_ref(),
            Says::NoOrigin | Says::Checked { .. } => None,
        }
    }
}

/// What follows from a fast answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing: the check is off for the capture; the reason is in `TagTables::gates`.
    Off,
    /// Nothing is known of where the capture was made.
    NoOrigin,
    /// The distance is measured from here; countries that it rules out are no candidates, in alphabetical order.
    Checked {
        /// Where from.
        from: Origin,
        /// What is ruled out, of the countries that any witness names.
        refuted: Arc<[Refuted]>,
    },
}
