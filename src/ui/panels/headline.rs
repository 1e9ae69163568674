//! The sentence on top: what is known in ink, what is not in the doubt colour, equally large.

use eframe::egui::{self, Ui};

use crate::draw::fonts;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::command::{Command, Commands};
use crate::view::screen::{Banner, Headline};

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

/// What must be known before the numbers are read, on a ground of its own, with what shows it.
pub fn banner_ui(ui: &mut Ui, banner: &Banner, theme: &Theme, commands: &mut Commands) {
    let frame = egui::Frame::new()
        .fill(theme.card)
        .stroke(egui::Stroke::new(1.0, theme.doubt))
        .corner_radius(f32::from(CORNER))
        .inner_margin(egui::Margin::symmetric(8, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(egui::RichText::new(&banner.text).color(theme.ink));
            let show = ui.button("Show these flows").on_hover_text(&banner.filter);
            if show.clicked() {
                commands.push(Command::SetFilter(banner.filter.clone()));
            }
        });
    });
}
