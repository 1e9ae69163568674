//! The sentence on top: what is known in ink, what is not in the doubt colour, equally large.

use eframe::egui::{self, Ui};

use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::view::screen::Headline;

/// The sentence; it wraps rather than hide its second half.
pub fn headline_ui(ui: &mut Ui, headline: &Headline, theme: &Theme) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let font = fonts::strong(type_size::HEADLINE);
        ui.label(
            egui::RichText::new(&headline.lead)
                .font(font.clone())
                .color(theme.ink),
        );
        if !headline.doubt.is_empty() {
            ui.label(
                egui::RichText::new(&headline.doubt)
                    .font(font)
                    .color(theme.doubt),
            );
        }
    });
}
