//! What a window makes of the analysis that is open, on a thread, and again where that changes.

use std::sync::Arc;

use super::later::Later;
use crate::analysis::model::Analysis;

/// A value that is made of an analysis; one at a time is made.
pub struct MadeOf<T> {
    /// What the last one was made of, or is being made of.
    of: Option<Arc<Analysis>>,
    coming: Option<Later<Arc<T>>>,
}

impl<T> Default for MadeOf<T> {
    fn default() -> Self {
        Self {
            of: None,
            coming: None,
        }
    }
}

impl<T: Send + Sync + 'static> MadeOf<T> {
    /// Starts making it where the analysis is another one than before; gives it back in the moment in which it is there.
    pub fn renew(
        &mut self,
        analysis: &Arc<Analysis>,
        start: impl FnOnce(Arc<Analysis>) -> Later<Arc<T>>,
    ) -> Option<Result<Arc<T>, String>> {
        let is_known = self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, analysis));
        if !is_known && self.coming.is_none() {
            self.coming = Some(start(Arc::clone(analysis)));
            self.of = Some(Arc::clone(analysis));
        }
        Later::take_from(&mut self.coming)
    }

    /// Makes it again, also of the same analysis.
    pub fn forget(&mut self) {
        self.of = None;
    }

    /// Whether it is being made.
    pub fn is_coming(&self) -> bool {
        self.coming.is_some()
    }
}
