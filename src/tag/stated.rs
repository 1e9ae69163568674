//! What the user says beside the captures and the tables: whom the question is about, what
//! was set by hand, where the captures were made.

use super::by_hand::ByHand;
use super::capture_place::CapturePlace;
use super::subject::Subject;

/// What the user says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Whom the question is about.
    pub subject: Subject,
    /// Data types that were set by hand.
    pub by_hand: ByHand,
    /// Where the captures were made.
    pub place: Option<CapturePlace>,
}
