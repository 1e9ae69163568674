//! The forms that a file can have: a click on one gives the name its ending.

use eframe::egui::{RichText, Ui};

use super::Target;
use crate::draw::theme::Theme;
use crate::export::forms::Form;
use crate::export::packets::WARNING;

/// Forms of a sheet, with the ending that asks for each.
const SHEETS: [(&str, &str); 4] = [
    ("Markdown", "md"),
    ("HTML", "html"),
    ("JSON", "json"),
    ("Text", "txt"),
];

/// Forms of a picture.
pub(super) const PICTURES: [(&str, &str); 3] = [("PNG", "png"), ("SVG", "svg"), ("PDF", "pdf")];

/// The forms of the sheet.
pub(super) fn sheet_forms_ui(ui: &mut Ui, target: &mut Target) {
    forms_ui(ui, target, &SHEETS);
}

/// A click gives the name the ending of a form.
pub(super) fn forms_ui(ui: &mut Ui, target: &mut Target, forms: &[(&str, &str)]) {
    ui.horizontal(|ui| {
        for (name, ending) in forms {
            let path = target.path();
            let is_chosen = path.extension().is_some_and(|own| own == *ending);
            if ui.selectable_label(is_chosen, *name).clicked() {
                *target = Target::at(&path.with_extension(ending));
            }
        }
    });
}

/// The forms of the table, what the chosen one holds, and a warning where it cannot be redacted.
pub(super) fn table_forms_ui(ui: &mut Ui, target: &mut Target, theme: &Theme) {
    forms_ui(
        ui,
        target,
        &Form::ALL.map(|form| (form.label(), form.token())),
    );
    match Form::of(&target.path()) {
        Some(form) => {
            ui.label(RichText::new(form.about()).color(theme.ink_soft));
            if form == Form::Packets {
                ui.label(RichText::new(WARNING).color(theme.problem));
            }
        }
        None => {
            let words = format!("The name has to end in {}", Form::endings());
            ui.label(RichText::new(words).color(theme.problem));
        }
    }
}

/// The button that writes a form.
pub(super) fn written_by(form: Form) -> &'static str {
    match form {
        Form::Packets => "Write packets",
        Form::Kml | Form::GeoJson => "Write map",
        Form::Csv | Form::JsonLines | Form::Parquet => "Write table",
    }
}
