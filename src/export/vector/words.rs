//! Laid-out text becomes runs of one format, each with the place of every letter.

use egui::epaint::TextShape;
use egui::epaint::text::{Glyph, PlacedRow};
use egui::text::LayoutJob;
use egui::{Color32, FontFamily, FontId, Pos2, TextFormat, vec2};

/// Letters of one format in one row, without spaces at its ends.
pub(super) struct Run<'a> {
    /// Left end of the base line, in points.
    pub(super) at: Pos2,
    pub(super) font: &'a FontId,
    pub(super) color: Color32,
    /// At least one; their places are relative to each other.
    pub(super) glyphs: &'a [Glyph],
}

impl Run<'_> {
    /// In semibold.
    pub(super) fn is_strong(&self) -> bool {
        matches!(self.font.family, FontFamily::Name(_))
    }

    /// From the left end of the first letter to the right end of the last, in points.
    pub(super) fn length(&self) -> f32 {
        match (self.glyphs.first(), self.glyphs.last()) {
            (Some(first), Some(last)) => last.pos.x + last.advance_width - first.pos.x,
            _ => 0.0,
        }
    }

    pub(super) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.chr).collect()
    }
}

/// Every row of a text, each of its formats by itself.
pub(super) fn for_each_run(shape: &TextShape, mut draw: impl FnMut(&Run<'_>)) {
    let mut hand_on = |row, format, glyphs| {
        if let Some(run) = run(shape, row, format, glyphs) {
            draw(&run);
        }
    };
    let formats = formats(&shape.galley.job);
    let mut formats = formats.as_slice();
    for row in &shape.galley.rows {
        let glyphs = row.row.glyphs.as_slice();
        let (own, rest) = formats
            .split_at_checked(glyphs.len())
            .unwrap_or((formats, &[]));
        let mut rest_of_row = glyphs;
        for run in own.chunk_by(|a, b| a == b) {
            let (glyphs, behind) = rest_of_row
                .split_at_checked(run.len())
                .unwrap_or((rest_of_row, &[]));
            rest_of_row = behind;
            let format = run
                .first()
                .and_then(|section| shape.galley.job.sections.get(*section));
            if let Some(section) = format {
                hand_on(row, &section.format, glyphs);
            }
        }
        // A sign that stands for what was cut off has no place in the text.
        let last = shape.galley.job.sections.last();
        if let Some(section) = last.filter(|_| !rest_of_row.is_empty()) {
            hand_on(row, &section.format, rest_of_row);
        }
        let ended = usize::from(row.ends_with_newline);
        formats = rest.get(ended..).unwrap_or(&[]);
    }
}

/// The section of each character of a text.
fn formats(job: &LayoutJob) -> Vec<usize> {
    let bytes = job.text.char_indices().map(|(byte, _)| byte);
    let mut section = 0;
    bytes
        .map(|byte| {
            while job
                .sections
                .get(section)
                .is_some_and(|one| one.byte_range.end.0 <= byte && section + 1 < job.sections.len())
            {
                section += 1;
            }
            section
        })
        .collect()
}

/// `None` where there is nothing but space.
fn run<'a>(
    shape: &TextShape,
    row: &PlacedRow,
    format: &'a TextFormat,
    glyphs: &'a [Glyph],
) -> Option<Run<'a>> {
    let glyphs = trimmed(glyphs);
    let first = glyphs.first()?;
    let color = match (shape.override_text_color, format.color) {
        (Some(color), _) => color,
        (None, Color32::PLACEHOLDER) => shape.fallback_color,
        (None, color) => color,
    };
    Some(Run {
        at: shape.pos + row.pos.to_vec2() + vec2(first.pos.x, first.pos.y),
        font: &format.font_id,
        color: color.gamma_multiply(shape.opacity_factor),
        glyphs,
    })
}

/// Without the spaces at both ends, which have no place in a drawing.
fn trimmed(glyphs: &[Glyph]) -> &[Glyph] {
    let is_ink = |glyph: &Glyph| !glyph.chr.is_whitespace();
    let from = glyphs.iter().position(is_ink).unwrap_or(glyphs.len());
    let to = glyphs
        .iter()
        .rposition(is_ink)
        .map_or(from, |last| last + 1);
    glyphs.get(from..to).unwrap_or(&[])
}
