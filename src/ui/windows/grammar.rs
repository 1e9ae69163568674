//! The filter language on one page.

use eframe::egui::{Context, RichText, ScrollArea};

use super::dialog;
use crate::draw::theme::Theme;
use crate::view::filter::grammar::PAGE;

/// Room for 80 characters, in points.
const WIDTH: f32 = 700.0;

/// The window.
pub fn grammar_window(ctx: &Context, open: &mut bool, theme: &Theme) {
    if !*open {
        return;
    }
    let (stays, _) = dialog(ctx, "Filter language", WIDTH, |ui| {
        let height = ui.ctx().content_rect().height() * 0.8;
        ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                ui.label(RichText::new(PAGE).monospace().color(theme.ink));
            });
    });
    *open = stays;
}
