//! The window before anything is open: where to drop, what to open, samples and recent files.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::{self, Align2, RichText, Sense, Ui};

use super::action_button;
use crate::draw::fonts;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::command::{Action, Command, Commands};

/// Endings of capture files in the folder of samples.
const CAPTURE_ENDINGS: [&str; 5] = ["pcap", "pcapng", "cap", "gz", "zst"];

/// What the page offers.
#[derive(Clone, Debug, Default)]
pub struct EmptyView {
    /// Bundled captures that are there.
    pub samples: Vec<PathBuf>,
    /// Captures opened lately.
    pub recent: Vec<PathBuf>,
    /// Whether files can be dropped.
    pub drops_work: bool,
}

/// Where samples lie, seen from the program: beside it, and where a package puts them (`bin/` and `share/`).
const FROM_PROGRAM: [&str; 2] = ["sample-captures", "../share/whither/sample-captures"];

/// Captures in `sample-captures` beside the current folder or the program, in order of their names.
pub fn find_samples() -> Vec<PathBuf> {
    let program = std::env::current_exe().ok();
    let folder = program.as_deref().and_then(Path::parent);
    let from_program = FROM_PROGRAM
        .iter()
        .filter_map(|place| Some(folder?.join(place)));
    let folders = std::iter::once(PathBuf::from("sample-captures")).chain(from_program);
    folders
        .map(|folder| captures_in(&folder))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

fn captures_in(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| CAPTURE_ENDINGS.iter().any(|known| ending == *known))
        })
        .collect();
    found.sort();
    found
}

/// The page.
pub fn empty_ui(ui: &mut Ui, view: &EmptyView, theme: &Theme, commands: &mut Commands) {
    let width = ui.available_width().min(720.0);
    let side = (ui.available_width() - width) / 2.0;
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.add_space((ui.available_height() * 0.12).max(space::L));
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    drop_target_ui(ui, view.drops_work, theme, commands);
                    ui.add_space(space::XL);
                    let lists = [
                        ("Samples to look at", view.samples.as_slice()),
                        ("Opened lately", view.recent.as_slice()),
                    ];
                    ui.columns(2, |columns| {
                        for (column, (title, paths)) in columns.iter_mut().zip(lists) {
                            list_ui(column, title, paths, theme, commands);
                        }
                    });
                });
            });
        });
}

fn drop_target_ui(ui: &mut Ui, drops_work: bool, theme: &Theme, commands: &mut Commands) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 236.0), Sense::hover());
    ui.painter()
        .rect_filled(rect, f32::from(CORNER), theme.panel);
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    let dashes = egui::Shape::dashed_line(
        &corners,
        egui::Stroke::new(1.5, theme.ink_soft.gamma_multiply(0.6)),
        6.0,
        5.0,
    );
    ui.painter().extend(dashes);
    ui.scope_builder(egui::UiBuilder::new().max_rect(rect.shrink(space::XL)), |ui| {
        ui.vertical_centered(|ui| {
            ui.label(RichText::new("Where did the data go?").font(fonts::strong(type_size::DISPLAY)).color(theme.ink));
            ui.add_space(space::S);
            let words = if drops_work {
                "Drop network captures here, or choose them."
            } else {
                "Files cannot be dropped in a pure Wayland session: open them with the button, type a path, or paste one."
            };
            ui.label(RichText::new(words).size(type_size::TITLE).color(theme.ink));
            ui.label(RichText::new("pcap and pcapng, plain or in gzip, zstd, lz4 or xz; several at once; folders").color(theme.ink_soft));
            ui.add_space(space::M);
            open_buttons_ui(ui, theme, commands);
            ui.add_space(space::M);
            let promise = "Captures stay on this machine: this program opens no network connection.";
            ui.label(RichText::new(promise).color(theme.ink_soft));
        });
    });
    ui.advance_cursor_after_rect(rect);
}

fn open_buttons_ui(ui: &mut Ui, theme: &Theme, commands: &mut Commands) {
    ui.allocate_ui(egui::vec2(322.0, 34.0), |ui| {
        ui.horizontal(|ui| {
            let entry = Action::Open.entry();
            let words = RichText::new("Open captures…").color(theme.on_accent);
            let button = egui::Button::new(words)
                .fill(theme.accent)
                .min_size(egui::vec2(140.0, 32.0));
            if ui.add(button).on_hover_text(entry.tooltip).clicked() {
                commands.act(Action::Open);
            }
            action_button(ui, Action::TypePath, commands);
            action_button(ui, Action::Tour, commands);
        });
    });
}

fn list_ui(ui: &mut Ui, title: &str, paths: &[PathBuf], theme: &Theme, commands: &mut Commands) {
    if paths.is_empty() {
        return;
    }
    ui.label(
        RichText::new(title)
            .font(fonts::strong(type_size::TITLE))
            .color(theme.ink),
    );
    ui.add_space(space::XS);
    for path in paths {
        if row_ui(ui, path, theme).clicked() {
            commands.push(Command::Read {
                paths: vec![path.clone()],
                add: false,
            });
        }
    }
}

/// Name in ink, folder below it.
fn row_ui(ui: &mut Ui, path: &Path, theme: &Theme) -> egui::Response {
    let (rect, response) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 42.0), Sense::click());
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Open {name}"))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(
            rect.expand2(egui::vec2(space::S, 0.0)),
            f32::from(CORNER),
            theme.selection,
        );
    }
    let folder = path
        .parent()
        .map(|folder| folder.display().to_string())
        .unwrap_or_default();
    let width = rect.width();
    let top = rect.left_top() + egui::vec2(0.0, 3.0);
    crate::draw::text::put_line(
        ui.painter(),
        top,
        Align2::LEFT_TOP,
        &name,
        fonts::regular(type_size::BODY),
        theme.accent,
        width,
    );
    let below = rect.left_bottom() - egui::vec2(0.0, 3.0);
    crate::draw::text::put_line(
        ui.painter(),
        below,
        Align2::LEFT_BOTTOM,
        &folder,
        fonts::regular(type_size::SMALL),
        theme.ink_soft,
        width,
    );
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}
