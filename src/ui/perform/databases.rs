//! The user's own tables are read once, on a thread; captures wait for them, and what cannot be used changes nothing.

use std::path::PathBuf;
use std::sync::Arc;

use crate::reference::Reference;
use crate::reference::lists::told::is_list;
use crate::ui::app::App;
use crate::ui::later::Later;

/// The tables that go on being used where the new ones cannot be.
pub struct TablesBefore {
    reference: Later<Arc<Reference>>,
    databases: Vec<PathBuf>,
    what: &'static str,
}

impl App {
    pub(in crate::ui) fn add_databases(&mut self, databases: Vec<PathBuf>) {
        if matches!(self.reference, Later::Coming(_)) {
            return self.say_failed("Tables are still being read: add it again in a moment".into());
        }
        let what = match databases.iter().all(|path| is_list(path)) {
            true => "list of networks",
            false => "database",
        };
        let before = self.databases.clone();
        for path in databases {
            if !self.databases.contains(&path) {
                self.databases.push(path);
            }
        }
        let coming = self.coming_reference();
        self.tables_before = Some(TablesBefore {
            reference: std::mem::replace(&mut self.reference, coming),
            databases: before,
            what,
        });
        if !matches!(self.reference, Later::Coming(_)) {
            self.tables_arrived();
        }
    }

    /// What waited for them goes on: with the new ones, else with those of before.
    pub(in crate::ui) fn tables_arrived(&mut self) {
        let Some(before) = self.tables_before.take() else {
            return self.begin_reading();
        };
        let what = before.what;
        if let Later::Never(reason) = &self.reference {
            let words = format!("The {what} cannot be used: {reason}");
            self.reference = before.reference;
            self.databases = before.databases;
            self.begin_reading();
            return self.say_failed(words);
        }
        self.preferences.databases.clone_from(&self.databases);
        self.read_again();
        self.say(format!("The {what} is used from now on"));
    }
}
