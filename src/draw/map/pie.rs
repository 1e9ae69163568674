//! The parts of a country's flows in its mark, as slices.

use std::f32::consts::{FRAC_PI_2, TAU};

use egui::{Mesh, Painter, Pos2, vec2};

use crate::draw::theme::Theme;
use crate::view::screen::MapPart;

/// Corners on the whole rim.
const CORNERS: u16 = 40;

/// Fills the mark from the top clockwise; does nothing where there are no parts.
pub fn paint(painter: &Painter, at: Pos2, radius: f32, parts: &[MapPart], theme: &Theme) {
    let whole = parts
        .iter()
        .fold(0, |sum: u64, part| sum.saturating_add(part.value));
    if whole == 0 {
        return;
    }
    let mut mesh = Mesh::default();
    let mut from = 0.0;
    for part in parts {
        #[expect(clippy::cast_precision_loss, reason = "an angle on a screen")]
        let to = from + part.value as f32 / whole as f32;
        slice(
            &mut mesh,
            at,
            radius - 0.8,
            (from, to),
            theme.part(part.part),
        );
        from = to;
    }
    painter.add(mesh);
}

/// A fan between two turns of the circle, 0 to 1.
fn slice(mesh: &mut Mesh, at: Pos2, radius: f32, turns: (f32, f32), colour: egui::Color32) {
    let Ok(first) = u32::try_from(mesh.vertices.len()) else {
        return;
    };
    mesh.colored_vertex(at, colour);
    let pieces = f32::from(CORNERS) * (turns.1 - turns.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and the corners of a whole circle"
    )]
    let pieces = pieces.ceil().clamp(1.0, f32::from(CORNERS)) as u16;
    for piece in 0..=pieces {
        let way = f32::from(piece) / f32::from(pieces);
        let angle = (turns.0 + (turns.1 - turns.0) * way) * TAU - FRAC_PI_2;
        mesh.colored_vertex(at + vec2(angle.cos(), angle.sin()) * radius, colour);
        let corner = first + 1 + u32::from(piece);
        if piece > 0 {
            mesh.add_triangle(first, corner - 1, corner);
        }
    }
}
