//! The table's menu in the corner of its header: columns, groups, finding.

use eframe::egui::containers::menu::{MenuButton, MenuConfig, SubMenuButton};
use eframe::egui::{self, PopupCloseBehavior, Rect, Ui};

use super::columns::{columns_ui, groups_ui};
use crate::draw::theme::Theme;
use crate::ui::command::{Action, Commands};
use crate::ui::panels::{action_row, name};
use crate::ui::preferences::Preferences;
use crate::view::screen::Screen;

/// The button with its menu.
pub fn menu_ui(
    ui: &mut Ui,
    corner: Rect,
    screen: &Screen,
    preferences: &mut Preferences,
    theme: &Theme,
    commands: &mut Commands,
) {
    let builder =
        egui::UiBuilder::new()
            .max_rect(corner)
            .layout(egui::Layout::centered_and_justified(
                egui::Direction::LeftToRight,
            ));
    ui.scope_builder(builder, |ui| {
        let face = egui::Button::new("☰").frame(false).small();
        let (response, _) = MenuButton::from_button(face).ui(ui, |ui| {
            ui.set_min_width(200.0);
            let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
            SubMenuButton::new("Columns").config(stays).ui(ui, |ui| {
                columns_ui(ui, &screen.table.columns, &mut preferences.columns, theme);
            });
            ui.menu_button("Group rows", |ui| {
                groups_ui(ui, &screen.facets, screen.query.group, theme, commands);
            });
            ui.separator();
            for action in [
                Action::Find,
                Action::PinColumn,
                Action::CopyCell,
                Action::CopyRow,
                Action::ExportTable,
            ] {
                action_row(ui, action, commands);
            }
        });
        name(&response, "Table: columns, groups, find");
        response.on_hover_text("Columns, groups, find");
    });
}
