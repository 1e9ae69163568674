//! What a label of the map says: a country, how much, and of which parts that is.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, FontId, Galley, Painter, Rect, Vec2};

use super::furniture;
use crate::draw::theme::{Theme, type_size};
use crate::draw::{fonts, parts, text};
use crate::view::parts::Part;
use crate::view::screen::MapPart;

/// Points that a text may be wide.
const MOST_WIDTH: f32 = 230.0;

/// Parts that are told; what is too many is counted.
const MOST_PARTS: usize = 3;

/// The texts of a label.
pub struct Card {
    /// The country.
    pub title: String,
    /// How much.
    pub note: String,
    /// Of which parts.
    pub parts: Vec<MapPart>,
}

impl Card {
    /// Its lines. All of one verdict is said by the sign before the amount, so that many labels find room.
    pub fn texts(&self, painter: &Painter, theme: &Theme) -> Vec<Arc<Galley>> {
        let strong = fonts::strong(type_size::SMALL);
        let title = text::line(painter, &self.title, strong, theme.ink, MOST_WIDTH);
        let font = fonts::regular(type_size::SMALL - 1.0);
        if let [only] = self.parts.as_slice()
            && is_signed(only.part)
        {
            let mut job = LayoutJob::default();
            parts::append(&mut job, only.part, &self.note, &font, theme);
            return vec![title, painter.layout_job(job)];
        }
        let note = (!self.note.is_empty()).then(|| {
            text::line(
                painter,
                &self.note,
                font.clone(),
                theme.ink_soft,
                MOST_WIDTH,
            )
        });
        let parts = self.parts_text(painter, &font, theme);
        [Some(title), note, parts].into_iter().flatten().collect()
    }

    /// `✖ 3.1 MB  ? 0.4 MB`; groups have their names instead of signs.
    fn parts_text(&self, painter: &Painter, font: &FontId, theme: &Theme) -> Option<Arc<Galley>> {
        if self.parts.is_empty() {
            return None;
        }
        let mut job = LayoutJob::default();
        for (at, part) in self.parts.iter().take(MOST_PARTS).enumerate() {
            let words = match is_signed(part.part) {
                true => part.text.as_str(),
                false => part.part.label(),
            };
            let gap = if at == 0 { "" } else { "  " };
            job.append(gap, 0.0, TextFormat::simple(font.clone(), theme.ink));
            parts::append(&mut job, part.part, words, font, theme);
        }
        let more = self.parts.len().saturating_sub(MOST_PARTS);
        if more > 0 {
            let format = TextFormat::simple(font.clone(), theme.ink_soft);
            job.append(&format!("  +{more}"), 0.0, format);
        }
        Some(painter.layout_job(job))
    }

    /// Paints it into its place.
    pub fn paint(&self, painter: &Painter, card: Rect, theme: &Theme) {
        furniture::card(painter, card, theme);
        let mut at = card.min + Vec2::new(7.0, 3.0);
        for galley in self.texts(painter, theme) {
            text::put(painter, at, Align2::LEFT_TOP, &galley);
            at.y += galley.size().y;
        }
    }
}

/// Whether the sign alone tells the part.
fn is_signed(part: Part) -> bool {
    matches!(part, Part::Verdict(_) | Part::Change(_))
}
