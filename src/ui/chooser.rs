//! The system's file dialog, on a thread; where there is none, our own line for a path takes its place.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use eframe::egui;

use super::list_file::ListFile;
use crate::export::forms::Form;

/// What is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Captures that replace the open ones.
    Open,
    /// Captures beside the open ones.
    Add,
    /// A country database.
    Database,
    /// A claim.
    Claim,
    /// A file of marks.
    Marks,
    /// Where the session goes.
    SaveSession,
    /// Where the picture goes.
    SavePicture,
    /// Where a list goes.
    SaveList(ListFile),
}

impl Purpose {
    /// Whether a file is to be written.
    pub fn is_save(self) -> bool {
        matches!(
            self,
            Purpose::SavePicture | Purpose::SaveSession | Purpose::SaveList(_)
        )
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// These.
    Paths(Vec<PathBuf>),
    /// The user changed their mind.
    Cancelled,
    /// The system has no file dialog (no portal and no zenity).
    NoDialog,
}

/// A dialog that is open.
pub struct Chooser {
    /// What for.
    pub purpose: Purpose,
    choice: Receiver<Choice>,
}

/// The library answers `None` both for a cancelled dialog and for none at all; nobody cancels faster than this.
const TOO_FAST_FOR_A_PERSON: Duration = Duration::from_millis(150);

impl Chooser {
    /// Opens the dialog over the window.
    pub fn open(
        purpose: Purpose,
        suggestion: Option<PathBuf>,
        parent: Option<&eframe::Frame>,
        ctx: &egui::Context,
    ) -> Self {
        let mut dialog = described(purpose);
        if let Some(parent) = parent {
            dialog = dialog.set_parent(parent);
        }
        if let Some(path) = &suggestion {
            if let Some(folder) = path.parent() {
                dialog = dialog.set_directory(folder);
            }
            if let Some(name) = path.file_name() {
                dialog = dialog.set_file_name(name.to_string_lossy());
            }
        }
        let (sender, choice) = channel();
        let ctx = ctx.clone();
        thread::spawn(move || {
            // The window may be gone by the time the dialog is answered.
            drop(sender.send(ask(purpose, dialog)));
            ctx.request_repaint();
        });
        Self { purpose, choice }
    }

    /// The choice, once it is made.
    pub fn poll(&self) -> Option<Choice> {
        match self.choice.try_recv() {
            Ok(choice) => Some(choice),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Choice::NoDialog),
        }
    }
}

fn described(purpose: Purpose) -> rfd::FileDialog {
    let dialog = rfd::FileDialog::new();
    match purpose {
        Purpose::Open | Purpose::Add => dialog
            .set_title("Open captures")
            .add_filter(
                "Captures and sessions",
                &["pcap", "pcapng", "cap", "gz", "zst", "lz4", "xz", "toml"],
            )
            .add_filter("All files", &["*"]),
        Purpose::Database => dialog
            .set_title("Use a country database or a list of networks")
            .add_filter("Databases and lists", &["mmdb", "csv", "json", "txt"])
            .add_filter("All files", &["*"]),
        Purpose::Claim => dialog
            .set_title("Choose a claim")
            .add_filter("Claims", &["toml"]),
        Purpose::Marks => dialog.set_title("Load marks").add_filter("Marks", &["csv"]),
        Purpose::SaveSession => dialog
            .set_title("Save session")
            .add_filter("Sessions", &["toml"]),
        Purpose::SavePicture => dialog
            .set_title("Export picture")
            .add_filter("PNG, SVG or PDF", &["png", "svg", "pdf"]),
        Purpose::SaveList(list) => {
            let dialog = dialog.set_title(list.title());
            let dialog = match list {
                ListFile::Problems => dialog.add_filter("JSON lines", &["jsonl"]),
                ListFile::Sheet => {
                    return dialog.add_filter("Sheet", &["md", "html", "json", "txt"]);
                }
                ListFile::Report => return dialog,
                ListFile::Table => {
                    let all = Form::ALL.into_iter();
                    return all.fold(dialog, |dialog, form| {
                        dialog.add_filter(form.label(), &[form.token()])
                    });
                }
                ListFile::Dns => dialog,
            };
            dialog.add_filter("CSV table", &["csv"])
        }
    }
}

fn ask(purpose: Purpose, dialog: rfd::FileDialog) -> Choice {
    let began = Instant::now();
    let paths = match purpose {
        Purpose::Open | Purpose::Add => dialog.pick_files(),
        Purpose::Database | Purpose::Claim | Purpose::Marks => {
            dialog.pick_file().map(|path| vec![path])
        }
        purpose if purpose.is_save() => dialog.save_file().map(|path| vec![path]),
        _ => None,
    };
    match paths {
        Some(paths) if !paths.is_empty() => Choice::Paths(paths),
        _ if began.elapsed() < TOO_FAST_FOR_A_PERSON => Choice::NoDialog,
        // zenity answers a cancelled choice of several files with an empty list.
        _ => Choice::Cancelled,
    }
}
