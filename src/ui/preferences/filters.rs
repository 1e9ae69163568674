//! Filters that are kept between runs: saved by name, and those typed lately.

use serde::{Deserialize, Serialize};

/// Past filters that are kept; a menu has room for these.
const MAX_PAST: usize = 12;

/// Saved filters that are kept; a menu has room for these.
const MAX_SAVED: usize = 40;

/// Filters of the user's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    /// Saved by name, in order of the names.
    pub saved: Vec<SavedFilter>,
    /// Typed lately, newest first.
    pub past: Vec<String>,
}

/// A filter that was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedFilter {
    /// What the user calls it.
    pub name: String,
    /// The filter as typed.
    pub filter: String,
}

impl Filters {
    /// Puts a filter on top of the past ones.
    pub fn remember(&mut self, filter: &str) {
        if self.past.first().is_some_and(|newest| newest == filter) {
            return;
        }
        self.past.retain(|kept| kept != filter);
        self.past.insert(0, filter.to_owned());
        self.past.truncate(MAX_PAST);
    }

    /// Saves a filter, in place of another of the same name; false where there is no name, or no room.
    pub fn save(&mut self, name: &str, filter: &str) -> bool {
        let name = name.trim();
        self.forget(name);
        if name.is_empty() || self.saved.len() >= MAX_SAVED {
            return false;
        }
        self.saved.push(SavedFilter {
            name: name.to_owned(),
            filter: filter.to_owned(),
        });
        self.saved.sort_by(|a, b| a.name.cmp(&b.name));
        true
    }

    /// Takes a saved filter away.
    pub fn forget(&mut self, name: &str) {
        self.saved.retain(|kept| kept.name != name);
    }
}
