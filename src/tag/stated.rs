//! What the user says beside the captures and the tables.

use super::subject::Subject;

/// What the user says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Whom the question is about.
    pub subject: Subject,
}
