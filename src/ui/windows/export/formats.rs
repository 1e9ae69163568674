//! The forms in which the sheet of a claim can be written.

use eframe::egui::Ui;

use super::Target;

/// Forms of a sheet, with the ending that asks for each.
const FORMATS: [(&str, &str); 4] = [
    ("Markdown", "md"),
    ("HTML", "html"),
    ("JSON", "json"),
    ("Text", "txt"),
];

/// A click gives the name the ending of a form.
pub(super) fn formats_ui(ui: &mut Ui, target: &mut Target) {
    ui.horizontal(|ui| {
        for (name, ending) in FORMATS {
            let path = target.path();
            let is_chosen = path.extension().is_some_and(|own| own == ending);
            if ui.selectable_label(is_chosen, name).clicked() {
                *target = Target::at(&path.with_extension(ending));
            }
        }
    });
}
