//! The dialogs of export: where to, how large, light or dark; never over a file without asking.

mod formats;
mod picture;

use std::path::{Path, PathBuf};

use eframe::egui::{self, Context, RichText, Ui};

use self::formats::{sheet_forms_ui, table_forms_ui, written_by};
pub use self::picture::PictureDialog;
use self::picture::picture_ui;
use super::stated::stated_ui;
use super::{Windows, dialog};
use crate::draw::theme::{Theme, space};
use crate::export::forms::Form;
use crate::export::report::stated::Stated;
use crate::ui::chooser::Purpose;
use crate::ui::command::{Command, Commands};
use crate::ui::export_job::ListOrder;
use crate::ui::list_file::ListFile;
use crate::ui::tick::tick;
use crate::view::query::Column;

/// A path that is typed or chosen, and whether a file there may be replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Target {
    typed: String,
    /// The path as it was chosen: what is typed may not hold every name.
    chosen: Option<PathBuf>,
    replace: bool,
}

impl Target {
    fn at(path: &Path) -> Self {
        Self {
            typed: path.display().to_string(),
            chosen: Some(path.to_owned()),
            replace: false,
        }
    }

    fn path(&self) -> PathBuf {
        let typed = || PathBuf::from(self.typed.trim());
        self.chosen.clone().unwrap_or_else(typed)
    }

    fn may_write(&self) -> bool {
        let path = self.path();
        path.file_name().is_some() && !path.is_dir() && (self.replace || !path.exists())
    }
}

/// The dialog for one of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListDialog {
    list: ListFile,
    target: Target,
    rows: u64,
    show_all: bool,
    stated: Stated,
    /// The table's columns that are shown, and whether only they are written.
    shown: Vec<Column>,
    only_shown: bool,
}

impl ListDialog {
    /// For so many rows.
    pub fn new(list: ListFile, path: &Path, rows: usize) -> Self {
        Self {
            list,
            target: Target::at(path),
            rows: u64::try_from(rows).unwrap_or(u64::MAX),
            show_all: false,
            stated: Stated::default(),
            shown: Vec::new(),
            only_shown: false,
        }
    }

    /// Of the table: what is shown of it. Who has arranged it wants it so.
    pub fn with_columns(self, shown: Vec<Column>, arranged: bool) -> Self {
        Self {
            only_shown: arranged && !shown.is_empty(),
            shown,
            ..self
        }
    }

    /// The columns to write; none stands for all.
    fn columns(&self) -> Vec<Column> {
        if self.only_shown {
            self.shown.clone()
        } else {
            Vec::new()
        }
    }

    /// As for pictures.
    pub fn set_path(&mut self, path: &Path) {
        self.target = Target::at(path);
        self.target.replace = true;
    }
}

/// What a dialog asks for beside commands: the system's file dialog.
pub type Browse = Option<(Purpose, Option<PathBuf>)>;

/// Both dialogs, while they are open.
pub fn export_windows(
    ctx: &Context,
    windows: &mut Windows,
    busy: bool,
    theme: &Theme,
    commands: &mut Commands,
) -> Browse {
    let mut browse = None;
    if let Some(state) = &mut windows.picture {
        let (stays, done) = dialog(ctx, "Export picture", 480.0, |ui| {
            picture_ui(ui, state, busy, theme, commands, &mut browse)
        });
        if !stays || done == Some(true) {
            windows.picture = None;
        }
    }
    if let Some(state) = &mut windows.list {
        let (stays, done) = dialog(ctx, state.list.title(), 480.0, |ui| {
            list_ui(ui, state, busy, theme, commands, &mut browse)
        });
        if !stays || done == Some(true) {
            windows.list = None;
        }
    }
    browse
}

fn list_ui(
    ui: &mut Ui,
    state: &mut ListDialog,
    busy: bool,
    theme: &Theme,
    commands: &mut Commands,
    browse: &mut Browse,
) -> bool {
    let list = state.list;
    ui.label(RichText::new(list.about(state.rows)).color(theme.ink_soft));
    ui.add_space(space::S);
    target_ui(
        ui,
        &mut state.target,
        Purpose::SaveList(list),
        theme,
        browse,
    );
    match list {
        ListFile::Sheet => sheet_forms_ui(ui, &mut state.target),
        ListFile::Table => table_forms_ui(ui, &mut state.target, theme),
        ListFile::Report => stated_ui(ui, &mut state.stated),
        _ => {}
    }
    let form = Form::of(&state.target.path()).filter(|_| list == ListFile::Table);
    if form == Some(Form::Csv) {
        let words = "Only the columns that are shown, in their order";
        tick(ui, &mut state.only_shown, words)
            .on_hover_text("Else every column, in the order that other programs read");
    }
    if list != ListFile::Problems && form != Some(Form::Packets) {
        show_all_ui(ui, &mut state.show_all);
    }
    ui.add_space(space::S);
    let words = form.map_or(list.button(), written_by);
    let (done, write) = write_or_cancel_ui(ui, &state.target, words, busy, theme);
    if write {
        commands.push(Command::WriteList(ListOrder {
            list,
            path: state.target.path(),
            replace: state.target.replace,
            show_all: state.show_all,
            stated: state.stated.clone(),
            columns: state.columns(),
        }));
    }
    done
}

/// Redaction is on unless it is taken off, each time anew.
fn show_all_ui(ui: &mut Ui, show_all: &mut bool) {
    tick(ui, show_all, "Redact nothing").on_hover_text(
        "Shows local addresses, names of local hosts, source ports and values as they were captured; what is written says so",
    );
}

/// Whether the dialog is done with, and whether the file is to be written.
fn write_or_cancel_ui(
    ui: &mut Ui,
    target: &Target,
    words: &str,
    busy: bool,
    theme: &Theme,
) -> (bool, bool) {
    let (mut done, mut write) = (false, false);
    ui.horizontal(|ui| {
        let can = target.may_write() && !busy;
        write = ui.add_enabled(can, primary(words, can, theme)).clicked();
        done = ui.button("Cancel").clicked() || write;
    });
    (done, write)
}

/// The button that does it.
fn primary(words: &str, can: bool, theme: &Theme) -> egui::Button<'static> {
    let button = egui::Button::new(RichText::new(words).color(if can {
        theme.on_accent
    } else {
        theme.ink_soft
    }));
    if can {
        button.fill(theme.accent)
    } else {
        button
    }
}

fn target_ui(
    ui: &mut Ui,
    target: &mut Target,
    purpose: Purpose,
    theme: &Theme,
    browse: &mut Browse,
) {
    ui.horizontal(|ui| {
        let before = target.typed.clone();
        let edit = egui::TextEdit::singleline(&mut target.typed)
            .desired_width(ui.available_width() - 110.0);
        let response = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("File"));
        if target.typed != before {
            target.replace = false;
            target.chosen = None;
        }
        if ui.button("Choose…").clicked() {
            *browse = Some((purpose, Some(target.path())));
        }
    });
    let path = target.path();
    if path.is_dir() {
        let words = match purpose {
            Purpose::SaveList(ListFile::Report) => "There is such a folder: name a new one",
            _ => "That is a folder: add a file name",
        };
        ui.label(RichText::new(words).color(theme.problem));
    } else if path.exists() {
        tick(
            ui,
            &mut target.replace,
            "There is a file of this name: replace it",
        );
    } else {
        ui.label(" ");
    }
}
