//! The sentence on top: what is known in ink, what is not in the doubt colour, equally large.

use eframe::egui::{self, Color32, Ui};

use crate::claim::verdict::Word;
use crate::draw::fonts;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::command::{Action, Command, Commands};
use crate::view::screen::{Banner, Headline};

/// The sentence; it wraps rather than hide its second half.
pub fn headline_ui(ui: &mut Ui, headline: &Headline, theme: &Theme, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        sentence_ui(ui, &headline.lead, theme.ink);
        // Only a contradiction has a colour of its own: green would read as a clearance.
        let ink = match headline.verdict_word {
            Some(Word::Contradicts) => theme.verdict(Word::Contradicts),
            _ => theme.ink,
        };
        if !headline.verdict.is_empty() {
            let words = text(ui, &headline.verdict, ink);
            let link = ui.add(egui::Label::new(words).sense(egui::Sense::click()));
            let link = link.on_hover_cursor(egui::CursorIcon::PointingHand);
            let tooltip = Action::ClaimSheet.entry().tooltip;
            if link.on_hover_text(tooltip).clicked() {
                commands.act(Action::ClaimSheet);
            }
        }
        sentence_ui(ui, &headline.open, theme.doubt);
        sentence_ui(ui, &headline.doubt, theme.doubt);
    });
}

/// Where the window is this low, in points, the sentence is set smaller: the map needs the room.
const LOW: f32 = 600.0;

fn sentence_ui(ui: &mut Ui, words: &str, ink: Color32) {
    if !words.is_empty() {
        ui.label(text(ui, words, ink));
    }
}

fn text(ui: &Ui, words: &str, ink: Color32) -> egui::RichText {
    let size = match ui.ctx().content_rect().height() < LOW {
        true => type_size::TITLE,
        false => type_size::HEADLINE,
    };
    egui::RichText::new(words)
        .font(fonts::strong(size))
        .color(ink)
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
