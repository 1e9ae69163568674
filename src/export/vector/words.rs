//! Laid-out text becomes text at the same place and of the same width, whatever font the reader has.

use std::fmt::Write;

use egui::epaint::TextShape;
use egui::epaint::text::{Glyph, PlacedRow};
use egui::text::LayoutJob;
use egui::{Color32, FontFamily, TextFormat, vec2};

use super::pen::{number, paint};
use crate::export::markup::escaped;

/// Every row of a text, each of its formats by itself.
pub(super) fn write_text(body: &mut String, shape: &TextShape) {
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
                write_run(body, shape, row, &section.format, glyphs);
            }
        }
        // A sign that stands for what was cut off has no place in the text.
        let last = shape.galley.job.sections.last();
        if let Some(section) = last.filter(|_| !rest_of_row.is_empty()) {
            write_run(body, shape, row, &section.format, rest_of_row);
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

fn write_run(
    body: &mut String,
    shape: &TextShape,
    row: &PlacedRow,
    format: &TextFormat,
    glyphs: &[Glyph],
) {
    let glyphs = trimmed(glyphs);
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
        return;
    };
    let at = shape.pos + row.pos.to_vec2() + vec2(first.pos.x, first.pos.y);
    let length = last.pos.x + last.advance_width - first.pos.x;
    let text: String = glyphs.iter().map(|glyph| glyph.chr).collect();
    let weight = match &format.font_id.family {
        FontFamily::Name(_) => " font-weight=\"600\"",
        _ => "",
    };
    let color = match (shape.override_text_color, format.color) {
        (Some(color), _) => color,
        (None, Color32::PLACEHOLDER) => shape.fallback_color,
        (None, color) => color,
    };
    // Writing into a text cannot fail.
    let _written = writeln!(
        body,
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{} textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
        number(at.x),
        number(at.y),
        number(format.font_id.size),
        paint("fill", color.gamma_multiply(shape.opacity_factor)),
        number(length),
        escaped(&text)
    );
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
