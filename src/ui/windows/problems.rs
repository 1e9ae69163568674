//! Everything that could not be read: where, what, and what it means for the result.

use eframe::egui::{Context, RichText, ScrollArea, Ui};

use super::dialog;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::view::screen::ProblemRow;

/// The window.
pub fn problems_window(ctx: &Context, open: &mut bool, rows: &[ProblemRow], theme: &Theme) {
    let (stays, _) = dialog(ctx, "Problems", 640.0, |ui| {
        if rows.is_empty() {
            ui.label("Everything in the captures could be read.");
            return;
        }
        let words = "Nothing is left out in silence: what is listed here is missing from the numbers or counted as said.";
        ui.label(RichText::new(words).color(theme.ink_soft));
        ui.add_space(space::S);
        let height = ui.ctx().content_rect().height() * 0.6;
        ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for row in rows {
                    row_ui(ui, row, theme);
                }
            });
    });
    *open = stays;
}

fn row_ui(ui: &mut Ui, row: &ProblemRow, theme: &Theme) {
    ui.separator();
    let place = match (row.capture.is_empty(), row.place.is_empty()) {
        (_, true) => row.capture.clone(),
        (true, _) => row.place.clone(),
        _ => format!("{} · {}", row.capture, row.place),
    };
    ui.label(
        RichText::new(&row.what)
            .font(fonts::strong(type_size::BODY))
            .color(theme.ink),
    );
    ui.label(
        RichText::new(place)
            .size(type_size::SMALL)
            .color(theme.problem),
    );
    ui.label(RichText::new(&row.meaning).color(theme.ink_soft));
}
