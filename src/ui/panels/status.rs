//! The line at the bottom: what was read, problems, local side, databases, hash.

use eframe::egui::{self, Align, Layout, RichText, Ui};

use super::local;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Action, Commands};
use crate::view::screen::Status;

/// The line.
pub fn status_ui(
    ui: &mut Ui,
    status: &Status,
    hides_personal: bool,
    theme: &Theme,
    commands: &mut Commands,
) {
    let size = egui::vec2(ui.available_width(), 20.0);
    ui.spacing_mut().interact_size.y = 18.0;
    ui.spacing_mut().button_padding.y = 0.0;
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let small = |words: &str| egui::Label::new(RichText::new(words).size(type_size::SMALL).color(theme.ink_soft));
        ui.add(small("no network access")).on_hover_text(
            "This program opens no network connection. Everything it knows lies in the tables named here.",
        );
        if !status.hash_text.is_empty() {
            ui.add(small(&status.hash_text)).on_hover_text("Hash of the capture as it lies on the disk");
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(small(&status.text));
            problems_ui(ui, status.problems.len(), theme, commands);
            personal_ui(ui, hides_personal, theme, commands);
            if !status.keys_text.is_empty() {
                ui.add(small(&status.keys_text)).on_hover_text(&status.keys_note);
            }
            if !status.by_hand_text.is_empty() {
                let note = "These data types are yours; they count instead of what is presumed";
                ui.add(small(&status.by_hand_text)).on_hover_text(note);
            }
            if !status.distances_text.is_empty() {
                ui.add(small(&status.distances_text)).on_hover_text(&status.distances_note);
            }
            local::local_ui(ui, status, theme, commands);
            ui.add(small(&status.databases_text).truncate());
        });
    });
}

fn problems_ui(ui: &mut Ui, count: usize, theme: &Theme, commands: &mut Commands) {
    let (words, color) = match count {
        0 => ("0 problems".to_owned(), theme.ink_soft),
        1 => ("1 problem".to_owned(), theme.problem),
        many => (format!("{many} problems"), theme.problem),
    };
    let mut text = RichText::new(words).size(type_size::SMALL).color(color);
    if count > 0 {
        text = text.underline();
    }
    let tooltip = Action::Problems.entry().tooltip;
    let link = ui
        .add(egui::Button::new(text).frame(false))
        .on_hover_text(tooltip);
    if link.clicked() {
        commands.act(Action::Problems);
    }
}

/// Whether personal values are hidden; a click turns it.
fn personal_ui(ui: &mut Ui, hides: bool, theme: &Theme, commands: &mut Commands) {
    let (words, color) = match hides {
        true => ("personal values hidden", theme.ink_soft),
        false => ("personal values shown", theme.problem),
    };
    let text = RichText::new(words).size(type_size::SMALL).color(color);
    let entry = Action::HidePersonal.entry();
    let link = ui
        .add(egui::Button::new(text).frame(false))
        .on_hover_text(super::tooltip(ui.ctx(), &entry));
    // Said aloud when a key turns it.
    ui.ctx()
        .accesskit_node_builder(link.id, |node| node.set_live(egui::accesskit::Live::Polite));
    if link.clicked() {
        commands.act(Action::HidePersonal);
    }
}
