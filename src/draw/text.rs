//! One line of text, cut with an ellipsis where it does not fit, and put by its anchor.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, vec2};

/// Lays out one line; cut with `…` beyond `max_width` points.
pub fn line(
    painter: &Painter,
    text: &str,
    font: FontId,
    color: Color32,
    max_width: f32,
) -> Arc<Galley> {
    lines(painter, text, font, color, max_width, 1)
}

/// Lays out at most `max_rows` lines; cut with `…` at the end of the last.
pub fn lines(
    painter: &Painter,
    text: &str,
    font: FontId,
    color: Color32,
    max_width: f32,
    max_rows: usize,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple(text.to_owned(), font, color, max_width);
    job.break_on_newline = max_rows > 1;
    job.wrap = TextWrapping {
        max_width,
        max_rows,
        break_anywhere: max_rows == 1,
        overflow_character: Some('…'),
    };
    painter.layout_job(job)
}

/// Paints `galley` so that its `anchor` lies at `at`; returns the room it takes.
pub fn put(painter: &Painter, at: Pos2, anchor: Align2, galley: &Arc<Galley>) -> Rect {
    let rect = anchor.anchor_size(at, galley.size());
    painter.galley(rect.min, Arc::clone(galley), Color32::PLACEHOLDER);
    rect
}

/// `line` and `put` in one.
pub fn put_line(
    painter: &Painter,
    at: Pos2,
    anchor: Align2,
    text: &str,
    font: FontId,
    color: Color32,
    max_width: f32,
) -> Rect {
    let galley = line(painter, text, font, color, max_width);
    put(painter, at, anchor, &galley)
}

/// The smallest size that holds `galleys` one below the other.
pub fn stacked_size(galleys: &[Arc<Galley>]) -> egui::Vec2 {
    galleys.iter().fold(vec2(0.0, 0.0), |sum, galley| {
        vec2(sum.x.max(galley.size().x), sum.y + galley.size().y)
    })
}
