//! Laid-out text becomes text at the same place and of the same width, whatever font the reader has.

use std::fmt::Write;

use egui::epaint::TextShape;
use egui::epaint::text::{Glyph, PlacedRow};
use egui::{Color32, FontFamily, vec2};

use super::pen::{number, paint};
use crate::export::markup::escaped;

/// Every row of a text.
pub(super) fn write_text(body: &mut String, shape: &TextShape) {
    let mut char_index = 0;
    for row in &shape.galley.rows {
        write_row(body, shape, row, char_index);
        char_index += row.row.glyphs.len() + usize::from(row.ends_with_newline);
    }
}

/// Painters here lay out one kind of text a galley; the first section says which.
fn write_row(body: &mut String, shape: &TextShape, row: &PlacedRow, char_index: usize) {
    let glyphs = trimmed(&row.row.glyphs);
    let (Some(first), Some(last)) = (glyphs.first(), glyphs.last()) else {
        return;
    };
    let Some(section) = section_of(shape, char_index) else {
        return;
    };
    let at = shape.pos + row.pos.to_vec2() + vec2(first.pos.x, first.pos.y);
    let length = last.pos.x + last.advance_width - first.pos.x;
    let text: String = glyphs.iter().map(|glyph| glyph.chr).collect();
    let weight = match &section.font_id.family {
        FontFamily::Name(_) => " font-weight=\"600\"",
        _ => "",
    };
    let color = match (shape.override_text_color, section.color) {
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
        number(section.font_id.size),
        paint("fill", color.gamma_multiply(shape.opacity_factor)),
        number(length),
        escaped(&text)
    );
}

fn section_of(shape: &TextShape, char_index: usize) -> Option<&egui::TextFormat> {
    let job = &shape.galley.job;
    let byte = job
        .text
        .char_indices()
        .nth(char_index)
        .map(|(byte, _)| byte);
    let sections = job.sections.iter();
    let found = byte.and_then(|byte| {
        let mut sections = job.sections.iter();
        sections
            .find(|section| section.byte_range.start.0 <= byte && byte < section.byte_range.end.0)
    });
    found.or(sections.last()).map(|section| &section.format)
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
