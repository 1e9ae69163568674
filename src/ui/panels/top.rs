//! The bar on top: open, captures, filter, export, menu.

use eframe::egui::{self, Align, Layout, Ui};

use super::{action_button, action_row, chips, claim, filter, name};
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::app::App;
use crate::ui::command::{Action, Command, Commands};

/// Room the filter keeps before capture chips give way, in points.
const MIN_FILTER_WIDTH: f32 = 330.0;

/// A bar this wide, in points, has room for the name of the program.
const ROOM_FOR_BRAND: f32 = 940.0;

/// The bar.
pub fn top_ui(app: &mut App, ui: &mut Ui, theme: &Theme, commands: &mut Commands) {
    let height = 30.0;
    ui.allocate_ui_with_layout(
        egui::vec2(ui.available_width(), height),
        Layout::left_to_right(Align::Center),
        |ui| {
            if ui.available_width() >= ROOM_FOR_BRAND {
                ui.add(brand(theme));
                ui.add_space(space::S);
            }
            open_ui(app, ui, commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu_ui(ui, theme, commands);
                app.look.spots.export = export_ui(ui, theme, commands);
                claim::claim_ui(app, ui, theme, commands);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let captures = chips::capture_names(&app.session, &app.redaction());
                    let room = ui.available_width() - MIN_FILTER_WIDTH;
                    chips::chips_ui(ui, &captures, room, theme, commands);
                    app.look.spots.filter = ui.available_rect_before_wrap();
                    if let Some(screen) = app.screen.clone() {
                        let typed = &mut app.query.filter;
                        let look = &mut app.look.filter;
                        let kept = &mut app.preferences;
                        filter::filter_ui(ui, typed, &screen, look, kept, theme, commands);
                    }
                });
            });
        },
    );
}

fn brand(theme: &Theme) -> egui::Label {
    let words = egui::RichText::new("Whither")
        .font(fonts::strong(type_size::TITLE))
        .color(theme.ink);
    egui::Label::new(words).selectable(false)
}

fn open_ui(app: &App, ui: &mut Ui, commands: &mut Commands) {
    action_button(ui, Action::Open, commands);
    let more = ui.menu_button("⏷", |ui| {
        ui.set_min_width(240.0);
        action_row(ui, Action::AddCapture, commands);
        action_row(ui, Action::TypePath, commands);
        action_row(ui, Action::AddDatabase, commands);
        action_row(ui, Action::SaveSession, commands);
        if !app.preferences.recent.is_empty() {
            ui.separator();
        }
        for path in &app.preferences.recent {
            let name = path
                .file_name()
                .unwrap_or(path.as_os_str())
                .to_string_lossy();
            let full = path.display().to_string();
            if ui.button(name.into_owned()).on_hover_text(full).clicked() {
                commands.push(Command::Read {
                    paths: vec![path.clone()],
                    add: false,
                });
                ui.close();
            }
        }
    });
    name(&more.response, "More ways to open");
    more.response.on_hover_text("More ways to open");
}

/// Gives back where its button is.
fn export_ui(ui: &mut Ui, theme: &Theme, commands: &mut Commands) -> egui::Rect {
    let enabled = commands.situation.shown;
    let words = egui::RichText::new("Export ⏷").color(if enabled {
        theme.on_accent
    } else {
        theme.ink_soft
    });
    ui.add_enabled_ui(enabled, |ui| {
        let mut button = egui::Button::new(words);
        if enabled {
            button = button.fill(theme.accent).stroke(egui::Stroke::NONE);
        }
        let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
            ui.set_min_width(240.0);
            action_row(ui, Action::ExportReport, commands);
            action_row(ui, Action::ExportPicture, commands);
            action_row(ui, Action::ExportTable, commands);
            action_row(ui, Action::ExportProblems, commands);
            action_row(ui, Action::ExportSheet, commands);
            action_row(ui, Action::CopySummary, commands);
        });
        name(&response, "Export");
        response.rect
    })
    .inner
}

fn menu_ui(ui: &mut Ui, theme: &Theme, commands: &mut Commands) {
    let menu = ui.menu_button("☰", |ui| {
        ui.set_min_width(240.0);
        action_row(ui, Action::Palette, commands);
        action_row(ui, Action::Undo, commands);
        action_row(ui, Action::Redo, commands);
        ui.separator();
        action_row(ui, Action::Reload, commands);
        action_row(ui, Action::ChoosePlace, commands);
        action_row(ui, Action::ChooseSubject, commands);
        action_row(ui, Action::SetDataType, commands);
        action_row(ui, Action::ResetLocal, commands);
        action_row(ui, Action::ClearFilter, commands);
        action_row(ui, Action::CopyRow, commands);
        action_row(ui, Action::FollowFlow, commands);
        action_row(ui, Action::Marks, commands);
        ui.separator();
        for action in [
            Action::ZoomIn,
            Action::ZoomOut,
            Action::ZoomReset,
            Action::ZoomFit,
            Action::TurnMap,
            Action::TimelineNearer,
            Action::TimelineWhole,
            Action::HoldScale,
        ] {
            action_row(ui, action, commands);
        }
        ui.separator();
        action_row(ui, Action::HidePersonal, commands);
        for action in [
            Action::ThemeSystem,
            Action::ThemeLight,
            Action::ThemeDark,
            Action::ReduceMotion,
        ] {
            action_row(ui, action, commands);
        }
        ui.separator();
        for action in [
            Action::ClaimSheet,
            Action::Compare,
            Action::DnsList,
            Action::Problems,
            Action::Tour,
            Action::FilterLanguage,
            Action::Keys,
            Action::About,
            Action::Quit,
        ] {
            action_row(ui, action, commands);
        }
    });
    name(&menu.response, "Menu");
    let other = if theme.dark {
        Action::ThemeLight
    } else {
        Action::ThemeDark
    };
    let switch = ui.button("◐").on_hover_text(other.entry().tooltip);
    name(&switch, "Light or dark");
    if switch.clicked() {
        commands.act(other);
    }
}
