//! A line in which a path is typed or pasted, for systems without a file dialog and for people who prefer it.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Context, RichText};

use super::dialog;
use crate::draw::theme::{Theme, space};
use crate::ui::chooser::Purpose;
use crate::ui::command::{Command, Commands};
use crate::ui::perform::ClaimSource;

/// The dialog's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathDialog {
    purpose: Purpose,
    typed: String,
    /// Opened because the system has no file dialog.
    pub instead: bool,
    focused: bool,
}

impl PathDialog {
    /// Empty.
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            typed: String::new(),
            instead: false,
            focused: false,
        }
    }

    /// Where the session is to be saved.
    pub fn to_save(suggestion: Option<PathBuf>) -> Self {
        let typed = suggestion.map(|path| path.to_string_lossy().into_owned());
        Self {
            typed: typed.unwrap_or_default(),
            ..Self::new(Purpose::SaveSession)
        }
    }

    /// The typed path; a `~` at the start is the home folder.
    fn path(&self) -> PathBuf {
        let text = self.typed.trim().trim_matches('"');
        let text = text.strip_prefix("file://").unwrap_or(text);
        match (text.strip_prefix("~/"), std::env::var_os("HOME")) {
            (Some(rest), Some(home)) => Path::new(&home).join(rest),
            _ => PathBuf::from(text),
        }
    }
}

/// The window, while it is open.
pub fn path_window(
    ctx: &Context,
    open: &mut Option<PathDialog>,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(state) = open else { return };
    let (title, hint) = match state.purpose {
        Purpose::Add => ("Add a capture", "/path/to/capture.pcapng"),
        Purpose::Claim => ("Choose a claim", "/path/to/claim.toml"),
        Purpose::Marks => ("Load marks", "/path/to/actions.csv"),
        Purpose::SaveSession => ("Save session", "/path/to/session.whither.toml"),
        Purpose::Database => ("Use my own database", "/path/to/country.mmdb"),
        _ => ("Open a path", "/path/to/capture.pcapng or a folder"),
    };
    let (stays, done) = dialog(ctx, title, 520.0, |ui| {
        dialog_ui(ui, state, hint, theme, commands)
    });
    if !stays || done == Some(true) {
        *open = None;
    }
}

fn dialog_ui(
    ui: &mut egui::Ui,
    state: &mut PathDialog,
    hint: &str,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    if state.instead {
        let words = "This system has no file dialog (no portal and no zenity), so type or paste the path here.";
        ui.label(RichText::new(words).color(theme.ink_soft));
        ui.add_space(space::S);
    }
    let edit = egui::TextEdit::singleline(&mut state.typed)
        .hint_text(hint.to_owned())
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Path"));
    if !state.focused {
        response.request_focus();
        state.focused = true;
    }
    let path = state.path();
    let exists = path.exists();
    let saves = state.purpose.is_save();
    let possible = !state.typed.trim().is_empty() && (saves || exists);
    let note = if saves || state.typed.trim().is_empty() || exists {
        " "
    } else {
        "There is no such file or folder"
    };
    ui.label(RichText::new(note).color(theme.problem));
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut done = false;
    ui.horizontal(|ui| {
        let words = match (saves, exists) {
            (true, true) => "Replace",
            (true, false) => "Save",
            (false, _) => "Open",
        };
        let go = ui.add_enabled(possible, egui::Button::new(words));
        if go.clicked() || (entered && possible) {
            commands.push(match state.purpose {
                Purpose::SaveSession => Command::SaveSession(path),
                Purpose::Marks => Command::LoadMarks(path),
                Purpose::Claim => Command::ChooseClaim(ClaimSource::File(path)),
                purpose => Command::Read {
                    paths: vec![path],
                    add: purpose == Purpose::Add,
                },
            });
            done = true;
        }
        done |= ui.button("Cancel").clicked();
    });
    done
}
