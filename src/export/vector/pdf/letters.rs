//! A run of text on the page: letters at the places where the picture has them, and what they stand for.

use pdf_writer::{Content, Name, Str, TextStr};

use super::face::{Faces, Letter};
use super::round;
use crate::export::vector::words::Run;

/// Letters that are this little off, in thousandths of the font's size, stay where they fall.
const SLACK: f32 = 2.0;

/// A letter with its character and its place, in points.
#[derive(Clone, Copy)]
struct Placed {
    letter: Letter,
    character: char,
    x: f32,
    y: f32,
}

pub(super) fn write_run(content: &mut Content, faces: &mut Faces, run: &Run<'_>) {
    let placed = placed(faces, run);
    let goes_on = |a: &Placed, b: &Placed| {
        let same_line = a.y.to_bits() == b.y.to_bits();
        a.letter.face == b.letter.face && same_line && !a.letter.is_told && !b.letter.is_told
    };
    for piece in placed.chunk_by(goes_on) {
        write_piece(content, piece, run.font.size);
    }
}

/// Where each letter stands. A ligature has one place for several letters: they follow each other from there.
fn placed(faces: &mut Faces, run: &Run<'_>) -> Vec<Placed> {
    let Some(start) = run.glyphs.first().map(|glyph| glyph.pos) else {
        return Vec::new();
    };
    let mut placed: Vec<Placed> = Vec::with_capacity(run.glyphs.len());
    for glyph in run.glyphs {
        let Some(letter) = faces.letter(&run.font.family, glyph.chr) else {
            continue;
        };
        let is_joined = glyph.advance_width <= 0.0 && letter.width > 0.0;
        let x = match placed.last().filter(|_| is_joined) {
            Some(before) => before.x + width(before.letter, run.font.size),
            None => run.at.x + glyph.pos.x - start.x,
        };
        placed.push(Placed {
            letter,
            character: glyph.chr,
            x,
            y: run.at.y + glyph.pos.y - start.y,
        });
    }
    placed
}

/// In points.
fn width(letter: Letter, size: f32) -> f32 {
    letter.width * letter.scale * size / 1_000.0
}

fn write_piece(content: &mut Content, piece: &[Placed], size: f32) {
    let Some(first) = piece.first() else { return };
    if first.letter.is_told {
        let mut span = content.begin_marked_content_with_properties(Name(b"Span"));
        let character = first.character.to_string();
        span.properties().actual_text(TextStr(&character));
    }
    let size = size * first.letter.scale;
    content.begin_text();
    content.set_font(
        Name(face_name(first.letter.face).as_bytes()),
        round(size.max(0.01)),
    );
    content.set_text_matrix([1.0, 0.0, 0.0, -1.0, round(first.x), round(first.y)]);
    write_letters(content, piece, first.x, size);
    content.end_text();
    if first.letter.is_told {
        content.end_marked_content();
    }
}

fn write_letters(content: &mut Content, piece: &[Placed], start: f32, size: f32) {
    let mut shown = content.show_positioned();
    let mut items = shown.items();
    let mut row = Vec::new();
    let mut at = 0.0;
    for placed in piece {
        let wanted = (placed.x - start) * 1_000.0 / size.max(0.01);
        let off = (at - wanted).round();
        if off.abs() > SLACK {
            if !row.is_empty() {
                items.show(Str(&row));
                row.clear();
            }
            items.adjust(off);
            at -= off;
        }
        row.extend(placed.letter.glyph.to_be_bytes());
        at += placed.letter.width;
    }
    items.show(Str(&row));
}

/// As the page knows a face.
pub(super) fn face_name(face: usize) -> String {
    format!("F{face}")
}
