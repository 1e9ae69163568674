//! The menu of the table's columns: which are shown, in which order, and what rows are grouped by.

use eframe::egui::{self, RichText, Ui};

use crate::draw::theme::{Theme, type_size};
use crate::ui::command::{Command, Commands};
use crate::ui::preferences::{ALWAYS, Columns};
use crate::view::query::Column;
use crate::view::screen::{Facet, FacetKey};
use crate::view::table::header;

/// Which columns, in which order.
pub fn columns_ui(ui: &mut Ui, there: &[Column], columns: &mut Columns, theme: &Theme) {
    ui.set_width(230.0);
    title(ui, "Columns, from left to right", theme);
    let order = columns.in_order(there);
    let mut moved = None;
    for (at, column) in order.iter().enumerate() {
        ui.horizontal(|ui| {
            let mut shown = columns.is_shown(*column);
            let words = header(*column);
            let check = egui::Checkbox::new(&mut shown, words);
            let check = ui.add_enabled(*column != ALWAYS, check);
            if check.changed() {
                columns.toggle(*column);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let neighbours = [
                    ("▼", "right", order.get(at + 1)),
                    ("▲", "left", at.checked_sub(1).and_then(|at| order.get(at))),
                ];
                for (face, way, neighbour) in neighbours {
                    let button = egui::Button::new(face).small();
                    let button = ui.add_enabled(neighbour.is_some(), button);
                    let spoken = format!("Move {words} to the {way}");
                    button.widget_info(|| {
                        egui::WidgetInfo::labeled(egui::Role::Button, neighbour.is_some(), &spoken)
                    });
                    if button.on_hover_text(&spoken).clicked() {
                        moved = neighbour.map(|neighbour| (*column, *neighbour));
                    }
                }
            });
        });
    }
    if let Some((column, neighbour)) = moved {
        columns.move_to(there, column, neighbour);
    }
    ui.separator();
    let reset = egui::Button::new("Columns as at first");
    if ui.add_enabled(columns.is_arranged(), reset).clicked() {
        columns.reset();
    }
}

/// What rows are grouped by: any of the ranked lists.
pub fn groups_ui(
    ui: &mut Ui,
    facets: &[Facet],
    group: Option<FacetKey>,
    theme: &Theme,
    commands: &mut Commands,
) {
    ui.set_min_width(200.0);
    title(ui, "Group rows, with subtotals", theme);
    let mut row = |ui: &mut Ui, key: Option<FacetKey>, words: String| {
        if ui.radio(group == key, words).clicked() {
            commands.push(Command::GroupBy(key));
            ui.close();
        }
    };
    row(ui, None, "Not grouped".to_owned());
    for facet in facets {
        row(
            ui,
            Some(facet.key),
            format!("Group by {}", facet.key.label()),
        );
    }
}

fn title(ui: &mut Ui, words: &str, theme: &Theme) {
    let words = RichText::new(words.to_owned()).size(type_size::SMALL);
    ui.label(words.color(theme.ink_soft));
}
