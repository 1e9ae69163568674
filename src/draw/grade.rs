//! How sure a presumed data type is, as three dots: weak fills one, strong all.

use egui::{Painter, Pos2, Rect, Stroke, vec2};

use super::theme::Theme;
use crate::tag::data_type::grade::DataGrade;

/// Room for the dots, in points.
pub const DOTS_WIDTH: f32 = 24.0;

/// Radius of a dot in points.
const RADIUS: f32 = 2.5;

/// Paints the dots to the right of `left`; none for what is not classified, a bar for what was set by hand. The words
/// stand in hover and label.
pub fn paint_dots(painter: &Painter, left: Pos2, grade: DataGrade, theme: &Theme) {
    let filled = match grade {
        DataGrade::None => return,
        DataGrade::Weak => 1,
        DataGrade::Moderate => 2,
        DataGrade::Strong => 3,
        DataGrade::ByHand => return paint_bar(painter, left, theme),
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

/// Nothing was weighed, so nothing is counted.
fn paint_bar(painter: &Painter, left: Pos2, theme: &Theme) {
    let size = vec2(DOTS_WIDTH - 4.0, 2.0 * RADIUS);
    let bar = Rect::from_min_size(left - vec2(-1.0, RADIUS), size);
    painter.rect_filled(bar, RADIUS, theme.accent);
}
