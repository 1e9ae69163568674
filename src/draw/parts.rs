//! What tells verdicts, groups and changes apart beside their colours: dashes of lines, signs in text, marks.

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, vec2};

use super::fonts;
use super::theme::{Theme, type_size};
use crate::claim::verdict::Word;
use crate::view::compare::Change;
use crate::view::parts::Part;

/// Radius of a mark in points.
pub const MARK_RADIUS: f32 = 6.5;

/// Lengths of dashes and of the gaps after them, in points; none is a whole line.
fn dashes(part: Part) -> (&'static [f32], &'static [f32]) {
    match (part, part.place()) {
        (Part::Verdict(Word::Contradicts), _) => (&[], &[]),
        (Part::Verdict(Word::CannotTell), _) => (&[6.0], &[5.0]),
        (Part::Verdict(Word::Consistent), _) => (&[18.0], &[4.0]),
        (Part::Verdict(Word::NotCovered), _) => (&[1.5], &[4.0]),
        (Part::Group(_), 0) => (&[], &[]),
        (Part::Group(_), 1) => (&[18.0], &[4.0]),
        (Part::Group(_), 2) => (&[9.0], &[4.0]),
        (Part::Group(_), 3) => (&[12.0, 2.0], &[4.0, 4.0]),
        (Part::Group(_), 4) => (&[5.0], &[4.0]),
        (Part::Change(Some(Change::New)), _) => (&[], &[]),
        (Part::Change(Some(Change::Gone)), _) => (&[5.0], &[4.0]),
        (Part::Change(Some(Change::Changed)), _) => (&[12.0, 2.0], &[4.0, 4.0]),
        (Part::Change(Some(Change::Same)), _) => (&[18.0], &[4.0]),
        (Part::Group(_) | Part::Change(None), _) => (&[1.5], &[4.0]),
    }
}

/// A line of a part, with a rim in the colour of cards so that it stands off from land.
pub fn strand(points: &[Pos2], width: f32, part: Part, theme: &Theme) -> Vec<Shape> {
    let stroke = Stroke::new(width, theme.part(part));
    let rim = Stroke::new(width + 1.4, theme.card.gamma_multiply(0.6));
    let (dashes, gaps) = dashes(part);
    let line = match dashes {
        [] => vec![Shape::line(points.to_vec(), stroke)],
        _ => Shape::dashed_line_with_offset(points, stroke, dashes, gaps, 0.0),
    };
    let rim = Shape::line(points.to_vec(), rim);
    std::iter::once(rim).chain(line).collect()
}

/// The sign that stands before an amount of a part.
pub fn sign(part: Part) -> &'static str {
    match part {
        Part::Verdict(Word::Contradicts) => "✖",
        Part::Verdict(Word::CannotTell) => "?",
        Part::Verdict(Word::Consistent) => "✔",
        Part::Verdict(Word::NotCovered) => "–",
        Part::Group(_) => "●",
        Part::Change(Some(Change::New)) => "+",
        Part::Change(Some(Change::Gone)) => "−",
        Part::Change(Some(Change::Changed)) => "≠",
        Part::Change(Some(Change::Same)) => "=",
        Part::Change(None) => "·",
    }
}

/// Adds sign and words to a text; the sign has the part's colour.
pub fn append(job: &mut LayoutJob, part: Part, words: &str, font: &FontId, theme: &Theme) {
    let strong = fonts::strong(font.size);
    job.append(
        sign(part),
        0.0,
        TextFormat::simple(strong, theme.part(part)),
    );
    let format = TextFormat::simple(font.clone(), theme.ink);
    job.append(&format!(" {words}"), 0.0, format);
}

/// The mark of a verdict: a disc with its sign, told apart by shape as well as by colour.
pub fn paint_mark(painter: &Painter, at: Pos2, word: Word, theme: &Theme) {
    let colour = theme.verdict(word);
    let line = |from: (f32, f32), to: (f32, f32), colour: Color32| {
        let ends = [at + vec2(from.0, from.1), at + vec2(to.0, to.1)];
        painter.line_segment(ends, Stroke::new(1.8, colour));
    };
    match word {
        Word::Contradicts => {
            painter.circle_filled(at, MARK_RADIUS, colour);
            line((-2.4, -2.4), (2.4, 2.4), theme.background);
            line((-2.4, 2.4), (2.4, -2.4), theme.background);
        }
        Word::CannotTell => {
            painter.circle_stroke(at, MARK_RADIUS - 0.7, Stroke::new(1.4, colour));
            let font = fonts::strong(type_size::SMALL - 1.0);
            painter.text(at, egui::Align2::CENTER_CENTER, "?", font, colour);
        }
        Word::Consistent => {
            painter.circle_filled(at, MARK_RADIUS, colour);
            line((-3.0, 0.2), (-0.9, 2.4), theme.background);
            line((-0.9, 2.4), (3.0, -2.3), theme.background);
        }
        Word::NotCovered => {
            painter.circle_stroke(at, MARK_RADIUS - 0.7, Stroke::new(1.2, colour));
            line((-2.8, 0.0), (2.8, 0.0), colour);
        }
    }
}

/// A bar in parts, each as long as its share of them all; what is there has at least two points. Returns where each is.
pub fn paint_bar(
    painter: &Painter,
    track: Rect,
    parts: &[(Part, u64)],
    theme: &Theme,
) -> Vec<Rect> {
    const LEAST: f32 = 2.0;
    let whole = parts
        .iter()
        .fold(0_u64, |sum, (_, value)| sum.saturating_add(*value));
    painter.rect_filled(track, 2.0, theme.track);
    #[expect(clippy::cast_precision_loss, reason = "lengths on a screen")]
    let share = |value: u64| value as f32 / whole.max(1) as f32;
    let mut left = track.left();
    let mut rects = Vec::with_capacity(parts.len());
    for (part, value) in parts {
        let long = match value {
            0 => 0.0,
            some => (track.width() * share(*some)).max(LEAST),
        };
        let right = (left + long).min(track.right());
        let rect = Rect::from_x_y_ranges(left..=right, track.y_range());
        painter.rect_filled(rect, 0.0, theme.part(*part));
        paint_texture(painter, rect, *part, theme);
        if right < track.right() && long > LEAST {
            painter.vline(right, track.y_range(), Stroke::new(1.0, theme.background));
        }
        rects.push(rect);
        left = right;
    }
    rects
}

/// Stripes over what cannot be told, so that a grey print keeps it apart.
fn paint_texture(painter: &Painter, rect: Rect, part: Part, theme: &Theme) {
    if part != Part::Verdict(Word::CannotTell) || rect.width() < 4.0 {
        return;
    }
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let stroke = Stroke::new(1.3, theme.background.gamma_multiply(0.75));
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        let ends = [
            egui::pos2(x, rect.bottom()),
            egui::pos2(x + rect.height(), rect.top()),
        ];
        inside.line_segment(ends, stroke);
        x += 6.0;
    }
}
