//! The forms that a file can have: a click on one gives the name its ending.

use eframe::egui::{RichText, Ui};

use super::Target;
use crate::draw::theme::Theme;
use crate::export::forms::Form;
use crate::export::packets::WARNING;

/// Forms of a sheet, with the ending that asks for each.
const FORMATS: [(&str, &str); 4] = [
    ("Markdown", "md"),
    ("HTML", "html"),
    ("JSON", "json"),
    ("Text", "txt"),
];

/// The forms of the sheet.
pub(super) fn sheet_formats_ui(ui: &mut Ui, target: &mut Target) {
    formats_ui(ui, target, &FORMATS);
}

/// A click gives the name the ending of a form.
fn formats_ui(ui: &mut Ui, target: &mut Target, formats: &[(&str, &str)]) {
    ui.horizontal(|ui| {
        for (name, ending) in formats {
            let path = target.path();
            let is_chosen = path.extension().is_some_and(|own| own == *ending);
            if ui.selectable_label(is_chosen, *name).clicked() {
                *target = Target::at(&path.with_extension(ending));
            }
        }
    });
}

/// The forms of the table, what the chosen one holds, and a warning where it cannot be redacted.
pub(super) fn table_formats_ui(ui: &mut Ui, target: &mut Target, theme: &Theme) {
    formats_ui(
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
