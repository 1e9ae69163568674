//! Personal values are hidden or shown; the filter goes with them, because pseudonyms are understood only while they are
//! shown.

use std::sync::Arc;

use crate::ui::app::App;
use crate::view::filter::toggle;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

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

    /// Another result may number devices and hosts anew: until its screen is there, the filter holds what it means.
    pub(in crate::ui) fn keep_revealed(&mut self, revealed: String) {
        self.rehide |= revealed != self.query.filter;
        self.query.filter = revealed;
    }

    /// Shows a screen; a filter that waited for its pseudonyms gets them.
    pub(in crate::ui) fn take_screen(&mut self, screen: Arc<Screen>) {
        if self.rehide && screen.query.filter == self.query.filter {
            self.rehide = false;
            self.query.filter = screen.redaction.filter(&self.query.filter);
        }
        self.screen = Some(screen);
    }

    /// Terms are joined and released as what they stand for.
    pub(super) fn toggle_term(&mut self, term: &str) {
        let redaction = self.redaction();
        let filter = redaction.revealed(&self.query.filter);
        let filter = toggle(&filter, &redaction.revealed(term));
        self.query.filter = redaction.filter(&filter);
    }
}
