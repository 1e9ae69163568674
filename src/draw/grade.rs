//! How sure a presumed data type is, as three dots: weak fills one, strong all.

use egui::{Painter, Pos2, Stroke, vec2};

use super::theme::Theme;
use crate::tag::data_type::grade::DataGrade;

/// Room for the dots, in points.
pub const DOTS_WIDTH: f32 = 24.0;

/// Radius of a dot in points.
const RADIUS: f32 = 2.5;

/// Paints the dots to the right of `left`; none for what is not classified. The words stand in hover and label.
pub fn paint_dots(painter: &Painter, left: Pos2, grade: DataGrade, theme: &Theme) {
    let filled = match grade {
        DataGrade::None => return,
        DataGrade::Weak => 1,
        DataGrade::Moderate => 2,
        DataGrade::Strong => 3,
    };
    let mut center = left + vec2(RADIUS + 1.0, 0.0);
    for dot in 0..3 {
        match dot < filled {
            true => painter.circle_filled(center, RADIUS, theme.ink),
            false => painter.circle_stroke(center, RADIUS - 0.5, Stroke::new(1.0, theme.ink_soft)),
        };
        center.x += DOTS_WIDTH / 3.0;
    }
}
