//! A drawing as a page of PDF: its size is that of the picture in print, its letters are in it, its words can be searched.

mod face;
mod file;
mod ink;
mod letters;

use egui::epaint::ClippedShape;
use egui::{Color32, Pos2, Rect};
use pdf_writer::Content;

use self::face::Faces;
pub use self::file::About;
use self::ink::Ink;
use super::area::{Corner, Outlines, STEPS};
use super::words::Run;
use super::{Form, Line, draw};

/// Points of paper (1/72 inch) in a point of the screen (1/96 inch).
const PAPER_POINTS: f32 = 72.0 / 96.0;
const MILLIMETRES_PER_INCH: f32 = 25.4;
/// Of the control points of a quarter of a circle, as a part of its radius.
const ROUND: f32 = 0.552_285;
/// Miters are cut beyond this many widths, as in SVG.
const MITER: f32 = 4.0;

/// A drawing that is being written.
pub struct Pdf {
    content: Content,
    ink: Ink,
    faces: Faces,
    paper: (f32, f32),
    /// Shapes that have no form here.
    pub unknown: usize,
}

impl Pdf {
    /// A page for so many points, `print_mm` wide on paper; else by 96 points an inch.
    pub fn new(width: f32, height: f32, print_mm: Option<u16>) -> Self {
        let scale = match print_mm {
            Some(wide) => f32::from(wide) / MILLIMETRES_PER_INCH * 72.0 / width.max(1.0),
            None => PAPER_POINTS,
        };
        let paper = (round(width * scale), round(height * scale));
        let mut content = Content::new();
        // PDF measures from the bottom left.
        content.transform([scale, 0.0, 0.0, -scale, 0.0, paper.1]);
        content.set_miter_limit(MITER);
        Self {
            content,
            ink: Ink::default(),
            faces: Faces::default(),
            paper,
            unknown: 0,
        }
    }

    /// Everything that was painted, in order.
    pub fn draw(&mut self, shapes: &[ClippedShape]) {
        self.unknown += draw(self, shapes);
    }

    /// Fills and strokes the way that was laid, or forgets it.
    fn paint(&mut self, fill: Color32, line: Line) {
        let (is_filled, is_drawn) = (fill.a() > 0, line.is_drawn());
        match (is_filled, is_drawn) {
            (true, true) => self.content.fill_nonzero_and_stroke(),
            (true, false) => self.content.fill_nonzero(),
            (false, true) => self.content.stroke(),
            (false, false) => self.content.end_path(),
        };
    }

    /// Inks come before the way: no operator may stand between a way and its painting.
    fn dip(&mut self, fill: Color32, line: Line) {
        self.ink.fill(&mut self.content, fill);
        self.ink.line(&mut self.content, line);
    }

    fn curve(&mut self, a: (f32, f32), b: (f32, f32), to: (f32, f32)) {
        self.content.cubic_to(
            round(a.0),
            round(a.1),
            round(b.0),
            round(b.1),
            round(to.0),
            round(to.1),
        );
    }

    /// A rectangle whose corners are quarters of circles, or a circle where they meet.
    fn rounded(&mut self, rect: Rect, radius: f32) {
        let (left, top, right, bottom) = (rect.min.x, rect.min.y, rect.max.x, rect.max.y);
        let away = radius * (1.0 - ROUND);
        self.content.move_to(round(left + radius), round(top));
        self.content.line_to(round(right - radius), round(top));
        self.curve(
            (right - away, top),
            (right, top + away),
            (right, top + radius),
        );
        self.content.line_to(round(right), round(bottom - radius));
        self.curve(
            (right, bottom - away),
            (right - away, bottom),
            (right - radius, bottom),
        );
        self.content.line_to(round(left + radius), round(bottom));
        self.curve(
            (left + away, bottom),
            (left, bottom - away),
            (left, bottom - radius),
        );
        self.content.line_to(round(left), round(top + radius));
        self.curve((left, top + away), (left + away, top), (left + radius, top));
        self.content.close_path();
    }

    fn sides(&mut self, rect: Rect) {
        self.content.rect(
            round(rect.min.x),
            round(rect.min.y),
            round(rect.width()),
            round(rect.height()),
        );
    }
}

impl Form for Pdf {
    fn begin_clip(&mut self, clip: Rect) {
        self.content.save_state();
        self.ink.push();
        self.sides(clip);
        self.content.clip_nonzero();
        self.content.end_path();
    }

    fn end_clip(&mut self) {
        self.content.restore_state();
        self.ink.pop();
    }

    fn rect(&mut self, rect: Rect, rounding: f32, fill: Color32, line: Line) {
        self.dip(fill, line);
        let radius = rounding.min(rect.width().min(rect.height()) / 2.0);
        match radius > 0.0 {
            true => self.rounded(rect, radius),
            false => self.sides(rect),
        }
        self.paint(fill, line);
    }

    fn circle(&mut self, center: Pos2, radius: f32, fill: Color32, line: Line) {
        self.dip(fill, line);
        let side = egui::Vec2::splat(2.0 * radius);
        self.rounded(Rect::from_center_size(center, side), radius);
        self.paint(fill, line);
    }

    fn path(&mut self, points: &[Pos2], closed: bool, fill: Color32, line: Line) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        self.dip(fill, line);
        self.content.move_to(round(first.x), round(first.y));
        for at in rest {
            self.content.line_to(round(at.x), round(at.y));
        }
        if closed {
            self.content.close_path();
        }
        self.paint(fill, line);
    }

    fn area(&mut self, outlines: &Outlines, fill: Color32) {
        self.ink.fill(&mut self.content, fill);
        // Whole numbers are short.
        self.content.save_state();
        self.content
            .transform([1.0 / STEPS, 0.0, 0.0, 1.0 / STEPS, 0.0, 0.0]);
        for outline in outlines {
            let mut corners = outline.iter().copied().map(of_steps);
            if let Some((x, y)) = corners.next() {
                self.content.move_to(x, y);
            }
            for (x, y) in corners {
                self.content.line_to(x, y);
            }
            self.content.close_path();
        }
        self.content.fill_nonzero();
        self.content.restore_state();
    }

    fn words(&mut self, run: &Run<'_>) {
        self.ink.fill(&mut self.content, run.color);
        letters::write_run(&mut self.content, &mut self.faces, run);
    }
}

/// Two decimals: finer than any printer.
fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "a place on a page, in steps")]
fn of_steps((x, y): Corner) -> (f32, f32) {
    (x as f32, y as f32)
}

#[cfg(test)]
mod tests;
