//! A claim in a form, or as its text, with its faults as they arise; saved with the remarks of its file kept.

mod fields;
mod form;

use std::path::{Path, PathBuf};

use eframe::egui::{self, Context, RichText, ScrollArea, Ui};

use self::fields::Fields;
use super::dialog;
use crate::claim::edit::{ClaimForm, TEMPLATE};
use crate::claim::read::read;
use crate::draw::theme::{Theme, space, type_size};
use crate::reference::fault::Fault;
use crate::ui::command::{Command, Commands};
use crate::ui::tick::tick;
use crate::view::amount::counted;
use crate::view::plain_text::plain_prose;

/// Widest window in points.
const MAX_WIDTH: f32 = 820.0;

/// Faults in sight; the others are counted.
const MAX_FAULTS: usize = 3;

/// The dialog's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimEditor {
    /// The text as it was opened.
    opened: String,
    /// The text that the fields were filled from.
    base: String,
    /// The text as it would be saved.
    text: String,
    fields: Fields,
    faults: Vec<Fault>,
    as_text: bool,
    path: String,
    /// The file that it was read from: it may be written over without asking.
    own: Option<PathBuf>,
    replace: bool,
}

/// A claim that is to be saved and judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedClaim {
    /// Its file.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Whether a file of this name may be replaced.
    pub replace: bool,
}

impl ClaimEditor {
    /// For a text; `own` is the file that it was read from, `path` where it would go.
    pub fn new(text: &str, own: Option<&Path>, path: &Path) -> Self {
        let form = ClaimForm::of(text).unwrap_or_default();
        let mut editor = Self {
            opened: text.to_owned(),
            base: text.to_owned(),
            text: text.to_owned(),
            fields: Fields::of(form),
            faults: Vec::new(),
            as_text: ClaimForm::of(text).is_err(),
            path: path.display().to_string(),
            own: own.map(Path::to_owned),
            replace: false,
        };
        editor.check();
        editor
    }

    /// A claim that is not written yet.
    pub fn blank(path: &Path) -> Self {
        Self::new(TEMPLATE, None, path)
    }

    /// Whether anything would be lost if it were closed.
    pub fn is_changed(&self) -> bool {
        self.text != self.opened
    }

    fn check(&mut self) {
        self.faults = read(&self.text).err().unwrap_or_default();
    }

    /// A field was changed: the text follows.
    fn take_fields(&mut self) {
        if let Ok(text) = self.fields.form().write_into(&self.base) {
            self.text = text;
            self.check();
        }
    }

    /// The text was changed: the fields follow where it is TOML.
    fn take_text(&mut self) {
        if let Ok(form) = ClaimForm::of(&self.text) {
            self.base.clone_from(&self.text);
            self.fields = Fields::of(form);
        }
        self.check();
    }

    fn target(&self) -> PathBuf {
        PathBuf::from(self.path.trim())
    }

    fn is_own(&self) -> bool {
        self.own.as_deref() == Some(&self.target())
    }

    fn may_save(&self) -> bool {
        let path = self.target();
        let is_free = self.is_own() || self.replace || !path.exists();
        self.faults.is_empty() && path.file_name().is_some() && !path.is_dir() && is_free
    }
}

/// The window, while it is open.
pub fn editor_window(
    ctx: &Context,
    open: &mut Option<ClaimEditor>,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(state) = open else { return };
    let width = (ctx.content_rect().width() - 2.0 * space::XXL).min(MAX_WIDTH);
    let title = match state.own {
        Some(_) => "Edit a claim",
        None => "Write a claim",
    };
    let (stays, done) = dialog(ctx, title, width, |ui| {
        editor_ui(ui, state, theme, commands)
    });
    if !stays || done == Some(true) {
        *open = None;
    }
}

fn editor_ui(ui: &mut Ui, state: &mut ClaimEditor, theme: &Theme, commands: &mut Commands) -> bool {
    ui.horizontal(|ui| {
        ui.selectable_value(&mut state.as_text, false, "Form");
        ui.selectable_value(&mut state.as_text, true, "Text");
        let words = "Say only what was read somewhere, and from where. Remarks in the file stay.";
        ui.label(RichText::new(words).color(theme.ink_soft));
    });
    ui.add_space(space::XS);
    let height = (ui.ctx().content_rect().height() - 372.0).max(140.0);
    let scroll = ScrollArea::vertical()
        .id_salt(("claim editor", state.as_text))
        .min_scrolled_height(height)
        .max_height(height);
    scroll.auto_shrink(false).show(ui, |ui| {
        // The bar of the scroll area lies above what it scrolls.
        ui.set_max_width(ui.available_width() - space::M);
        if state.as_text {
            text_ui(ui, state);
        } else if form::form_ui(ui, &mut state.fields, theme) {
            state.take_fields();
        }
    });
    ui.separator();
    faults_ui(ui, &state.faults, theme);
    target_ui(ui, state, theme);
    buttons_ui(ui, state, commands)
}

fn text_ui(ui: &mut Ui, state: &mut ClaimEditor) {
    let edit = egui::TextEdit::multiline(&mut state.text)
        .code_editor()
        .desired_rows(20)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Text of the claim"));
    if response.changed() {
        state.take_text();
    }
}

/// As many lines high whatever there is, so that nothing moves while one types.
fn faults_ui(ui: &mut Ui, faults: &[Fault], theme: &Theme) {
    let line = |words: String, colour| {
        let words = RichText::new(words).size(type_size::SMALL).color(colour);
        egui::Label::new(words).truncate()
    };
    let more = faults.len().saturating_sub(MAX_FAULTS) as u64;
    let mut lines: Vec<(String, egui::Color32)> = Vec::new();
    if faults.is_empty() {
        lines.push(("No fault".to_owned(), theme.ink_soft));
    }
    let listed = faults.iter().take(MAX_FAULTS);
    lines.extend(listed.map(|fault| (plain_prose(&fault.to_string()), theme.problem)));
    if more > 0 {
        let words = format!("and {}", counted(more, "more fault", "more faults"));
        lines.push((words, theme.problem));
    }
    lines.resize(MAX_FAULTS + 1, (" ".to_owned(), theme.ink_soft));
    for (words, colour) in lines {
        ui.add(line(words, colour));
    }
}

fn target_ui(ui: &mut Ui, state: &mut ClaimEditor, theme: &Theme) {
    let before = state.path.clone();
    ui.horizontal(|ui| {
        ui.label("File");
        let edit = egui::TextEdit::singleline(&mut state.path).desired_width(f32::INFINITY);
        let response = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("File"));
    });
    if state.path != before {
        state.replace = false;
    }
    let path = state.target();
    if path.is_dir() {
        ui.label(RichText::new("That is a folder: add a file name").color(theme.problem));
    } else if path.exists() && !state.is_own() {
        tick(
            ui,
            &mut state.replace,
            "There is a file of this name: replace it",
        );
    } else {
        ui.label(" ");
    }
}

fn buttons_ui(ui: &mut Ui, state: &ClaimEditor, commands: &mut Commands) -> bool {
    let mut done = false;
    ui.horizontal(|ui| {
        let save = egui::Button::new("Save and judge by it");
        if ui.add_enabled(state.may_save(), save).clicked() {
            commands.push(Command::SaveClaim(SavedClaim {
                path: state.target(),
                text: state.text.clone(),
                replace: state.replace || state.is_own(),
            }));
            done = true;
        }
        done |= ui.button("Cancel").clicked();
    });
    done
}
