//! Personal values are hidden or shown; the filter goes with them, because pseudonyms are understood only while they are
//! shown.

use std::sync::Arc;

use crate::ui::app::App;
use crate::view::filter::toggle;
use crate::view::redact::Redaction;

impl App {
    /// What every text goes through that is not part of the screen.
    pub(in crate::ui) fn redaction(&self) -> Arc<Redaction> {
        match &self.screen {
            Some(screen) => Arc::clone(&screen.redaction),
            None => Arc::new(Redaction::none()),
        }
    }

    /// Hides personal values, or shows them.
    pub(super) fn turn_personal(&mut self) {
        self.preferences.shows_personal = !self.preferences.shows_personal;
        self.settle_personal();
        let words = match self.preferences.shows_personal {
            true => "Personal values are shown as they were captured; exports still hide them",
            false => "Local addresses and personal values stand under pseudonyms",
        };
        self.say(words.to_owned());
    }

    /// Asks for what is hidden by the user's wish, whatever a view that comes back had.
    pub(super) fn settle_personal(&mut self) {
        let hides = !self.preferences.shows_personal;
        if self.query.hides_personal == hides {
            return;
        }
        self.query.hides_personal = hides;
        let filter = &self.query.filter;
        self.query.filter = match (hides, &self.screen) {
            (_, None) => return,
            (_, Some(_)) if filter.is_empty() => return,
            (true, Some(screen)) => Redaction::of(&screen.analysis).filter(filter),
            (false, Some(screen)) => screen.redaction.revealed(filter),
        };
    }

    /// Terms are joined and released as what they stand for.
    pub(super) fn toggle_term(&mut self, term: &str) {
        let redaction = self.redaction();
        let filter = redaction.revealed(&self.query.filter);
        let filter = toggle(&filter, &redaction.revealed(term));
        self.query.filter = redaction.filter(&filter);
    }
}
