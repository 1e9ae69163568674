//! What a report states beside what is read: who makes it, and where in the network the capture was taken.

use eframe::egui::{self, Ui};

use crate::export::report::stated::{CapturePoint, Stated};

/// Words for a point that is not stated.
const NOT_STATED: &str = "not stated";

/// Both, each of which may be left out.
pub(super) fn stated_ui(ui: &mut Ui, stated: &mut Stated) {
    egui::Grid::new("stated").num_columns(2).show(ui, |ui| {
        operator_ui(ui, &mut stated.operator);
        ui.end_row();
        point_ui(ui, &mut stated.point);
        ui.end_row();
    });
}

fn operator_ui(ui: &mut Ui, operator: &mut Option<String>) {
    let label = ui.label("Made by");
    let mut typed = operator.clone().unwrap_or_default();
    let edit = egui::TextEdit::singleline(&mut typed)
        .hint_text("a name, or nothing")
        .desired_width(f32::INFINITY);
    ui.add(edit).labelled_by(label.id);
    *operator = (!typed.trim().is_empty()).then_some(typed);
}

fn point_ui(ui: &mut Ui, point: &mut Option<CapturePoint>) {
    let label = ui.label("Captured");
    egui::ComboBox::from_id_salt("point")
        .selected_text(point.map_or(NOT_STATED, CapturePoint::label))
        .width(ui.available_width())
        .show_ui(ui, |ui| {
            ui.selectable_value(point, None, NOT_STATED);
            for one in CapturePoint::ALL {
                ui.selectable_value(point, Some(one), one.label());
            }
        })
        .response
        .labelled_by(label.id);
}
