//! Parts of the page that stand by themselves: bytes over time, the promises of the claim.

use egui::{Align2, Painter, Rect, pos2, vec2};

use super::{Page, frame, paint_title, title_height};
use crate::draw::theme::{Theme, space, type_size};
use crate::draw::timeline::{paint_timeline, scale_text};
use crate::draw::{fonts, parts, text};
use crate::export::promises;
use crate::view::amount::{bytes, duration};
use crate::view::screen::Timeline;

/// Height of the line that says what colours stand for, in points.
const KEY: f32 = 24.0;

/// Lines of the words below the title; narrow pictures need several.
const MOST_LINES: usize = 4;

/// What a picture of the claim says where none was chosen.
const NO_CLAIM: &str = "No claim is chosen: there is nothing to be held against the capture.";

/// With the scale: how long a bar is, and how much the highest one stands for.
fn time_words(timeline: &Timeline) -> String {
    let (sent, received) = timeline.highest();
    let bar = duration(u64::try_from(timeline.bin_nanos).unwrap_or(0));
    let scale = format!(
        "a bar is {bar}, the highest {} sent, {} received",
        bytes(sent),
        bytes(received)
    );
    let fixed = scale_text(timeline).unwrap_or_else(|| "scale of this figure".to_owned());
    match timeline.span_text.is_empty() {
        true => format!("{scale}; {fixed}"),
        false => format!("{scale}; {fixed}; {}", timeline.span_text),
    }
}

impl Page<'_> {
    /// Bytes over time, with the words for its colours above.
    pub(super) fn paint_time(&self, painter: &Painter, rect: Rect, theme: &Theme) {
        let timeline = &self.screen.timeline;
        let title = "Bytes over time (UTC)";
        paint_title(painter, rect.min, title, rect.width(), theme);
        let words = time_words(timeline);
        let font = fonts::regular(type_size::SMALL);
        let words = text::lines(
            painter,
            &words,
            font,
            theme.ink_soft,
            rect.width(),
            MOST_LINES,
        );
        let at = pos2(rect.min.x, rect.min.y + title_height());
        let words = text::put(painter, at, Align2::LEFT_TOP, &words);
        let mut top = words.max.y + space::S;
        let mut left = rect.min.x;
        for part in &timeline.parts {
            let mut job = egui::text::LayoutJob::default();
            let font = fonts::regular(type_size::SMALL);
            parts::append(&mut job, *part, part.label(), &font, theme);
            let words = painter.layout_job(job);
            let place = text::put(painter, pos2(left, top), Align2::LEFT_TOP, &words);
            left = place.max.x + space::L;
        }
        if !timeline.parts.is_empty() {
            top += KEY;
        }
        let plot = Rect::from_min_max(pos2(rect.min.x, top), rect.max);
        frame(painter, plot, theme);
        paint_timeline(painter, plot.shrink2(vec2(0.0, space::S)), timeline, theme);
    }

    /// The promises, each with its verdicts.
    pub(super) fn paint_claim(&self, painter: &Painter, rect: Rect, theme: &Theme) {
        match &self.screen.claim {
            Some(claim) => {
                promises::paint(painter, rect, claim, usize::MAX, theme);
            }
            None => {
                let font = fonts::regular(type_size::BODY);
                let ink = theme.ink_soft;
                let width = rect.width();
                text::put_line(
                    painter,
                    rect.min,
                    Align2::LEFT_TOP,
                    NO_CLAIM,
                    font,
                    ink,
                    width,
                );
            }
        }
    }
}
