//! The forms in which a file can be written, told by the ending of its name.

use eframe::egui::Ui;

use super::Target;

/// A form's name and the ending that asks for it.
pub(super) type Form = (&'static str, &'static str);

/// Forms of a sheet.
pub(super) const SHEETS: [Form; 4] = [
    ("Markdown", "md"),
    ("HTML", "html"),
    ("JSON", "json"),
    ("Text", "txt"),
];

/// Forms of a picture.
pub(super) const PICTURES: [Form; 3] = [("PNG", "png"), ("SVG", "svg"), ("PDF", "pdf")];

/// A click gives the name the ending of a form.
pub(super) fn forms_ui(ui: &mut Ui, target: &mut Target, forms: &[Form]) {
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
