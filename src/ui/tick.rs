//! A box to tick, whose edge can be seen on any ground: lines that only part things are fainter than WCAG 1.4.11 asks of
//! what is clicked.

use eframe::egui::{Response, Ui};

/// The box with its words.
pub fn tick(ui: &mut Ui, on: &mut bool, words: &str) -> Response {
    ui.scope(|ui| {
        let edge = ui.visuals().weak_text_color();
        ui.visuals_mut().widgets.inactive.bg_stroke.color = edge;
        ui.checkbox(on, words)
    })
    .inner
}
