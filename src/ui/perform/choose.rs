//! Files are chosen in the system's dialog, and go where they were asked for.

use std::path::PathBuf;

use super::ClaimSource;
use crate::ui::app::{App, Pace};
use crate::ui::chooser::{Choice, Chooser, Purpose};
use crate::ui::windows::PathDialog;

impl App {
    pub(in crate::ui) fn choose(&mut self, purpose: Purpose) {
        let suggestion = match purpose {
            Purpose::Open | Purpose::Add => self.preferences.recent.first().cloned(),
            _ => None,
        };
        self.choose_at(purpose, suggestion);
    }

    pub(in crate::ui) fn choose_at(&mut self, purpose: Purpose, suggestion: Option<PathBuf>) {
        self.choose_next = Some((purpose, suggestion));
    }

    /// Opens the system's dialog, which needs the window, at the end of the frame.
    pub(in crate::ui) fn open_chooser(&mut self, frame: Option<&eframe::Frame>) {
        let Some((purpose, suggestion)) = self.choose_next.take() else {
            return;
        };
        if self.pace == Pace::Inline {
            return self.chosen(purpose, Choice::NoDialog);
        }
        if self.chooser.is_none() {
            let suggestion = suggestion.filter(|_| purpose.is_save());
            self.chooser = Some(Chooser::open(purpose, suggestion, frame, &self.context));
        }
    }

    pub(in crate::ui) fn poll_chooser(&mut self) {
        let answer = self
            .chooser
            .as_ref()
            .and_then(|c| Some((c.purpose, c.poll()?)));
        if let Some((purpose, choice)) = answer {
            self.chooser = None;
            self.chosen(purpose, choice);
        }
    }

    pub(in crate::ui) fn chosen(&mut self, purpose: Purpose, choice: Choice) {
        match (choice, purpose) {
            (Choice::Cancelled, _) => {}
            (Choice::Paths(paths), Purpose::Open) => self.read_or_add(paths, false),
            (Choice::Paths(paths), Purpose::Add) => self.read_or_add(paths, true),
            (Choice::Paths(paths), Purpose::Database) => self.add_databases(paths),
            (Choice::Paths(paths), Purpose::Claim) => {
                for path in paths {
                    self.choose_claim(ClaimSource::File(path));
                }
            }
            (Choice::Paths(paths), Purpose::Marks) => {
                for path in paths {
                    self.load_marks(&path);
                }
            }
            (Choice::Paths(paths), Purpose::SaveSession) => {
                if let Some(path) = paths.first() {
                    self.save_session(path);
                }
            }
            (Choice::NoDialog, Purpose::SaveSession) => {
                let suggestion = self.session_suggestion();
                self.windows.path = Some(PathDialog::to_save(suggestion));
            }
            (Choice::Paths(paths), Purpose::SavePicture) => {
                if let (Some(dialog), Some(path)) =
                    (&mut self.windows.picture, paths.into_iter().next())
                {
                    dialog.set_path(&path);
                }
            }
            (Choice::Paths(paths), Purpose::SaveList(_)) => {
                if let (Some(dialog), Some(path)) =
                    (&mut self.windows.list, paths.into_iter().next())
                {
                    dialog.set_path(&path);
                }
            }
            (Choice::NoDialog, purpose) if purpose.is_save() => self.say_failed(
                "This system has no file dialog: type the path into the line".to_owned(),
            ),
            (Choice::NoDialog, _) => {
                let mut dialog = PathDialog::new(purpose);
                dialog.instead = true;
                self.windows.path = Some(dialog);
            }
        }
    }
}
