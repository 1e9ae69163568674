//! One row of a ranked list: label, bar, amount, number of flows.

use egui::{Align2, Color32, Painter, Rect, pos2, vec2};

use super::fonts;
use super::text;
use super::theme::{Theme, space, type_size};
use crate::view::screen::FacetRow;

/// Height of a row in points.
pub const ROW_HEIGHT: f32 = 24.0;
/// Height of a bar in points.
const BAR: f32 = 8.0;
/// A value above zero has at least this much bar, in points.
const LEAST_BAR: f32 = 3.0;
/// Room for the amount, in points.
const AMOUNT: f32 = 68.0;
/// Room for the number of flows, in points.
const COUNT: f32 = 48.0;

/// How a row is drawn beside its data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowLook {
    /// The pointer or the keyboard is on it.
    pub hovered: bool,
    /// The number of flows stands at the right.
    pub with_count: bool,
}

/// Paints one row into `rect`.
pub fn paint_row(painter: &Painter, rect: Rect, row: &FacetRow, theme: &Theme, look: RowLook) {
    if row.active || look.hovered {
        let ground = if row.active {
            theme.accent_soft
        } else {
            theme.selection
        };
        painter.rect_filled(rect, 3, ground);
    }
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let middle = inner.center().y;
    let count = if look.with_count { COUNT } else { 0.0 };
    let amount_right = inner.max.x - count;
    let bar_right = amount_right - AMOUNT;
    let bar_left = inner.min.x + (bar_right - inner.min.x) * 0.6;
    let ink = if row.doubtful { theme.doubt } else { theme.ink };
    let font = if row.active {
        fonts::strong(type_size::BODY - 1.0)
    } else {
        fonts::regular(type_size::BODY - 1.0)
    };
    let room = bar_left - inner.min.x - space::S;
    text::put_line(
        painter,
        pos2(inner.min.x, middle),
        Align2::LEFT_CENTER,
        &row.label,
        font,
        ink,
        room.max(1.0),
    );
    let track = Rect::from_min_max(
        pos2(bar_left, middle - BAR / 2.0),
        pos2(bar_right, middle + BAR / 2.0),
    );
    paint_bar(painter, track, row, theme);
    let number = |right: f32, words: &str, strong: bool, color: Color32| {
        let size = type_size::SMALL;
        let font = if strong {
            fonts::strong(size)
        } else {
            fonts::regular(size)
        };
        text::put_line(
            painter,
            pos2(right, middle),
            Align2::RIGHT_CENTER,
            words,
            font,
            color,
            AMOUNT,
        );
    };
    number(amount_right, &row.text, true, theme.ink);
    if look.with_count {
        number(inner.max.x, &row.flows.to_string(), false, theme.ink_soft);
    }
}

fn paint_bar(painter: &Painter, track: Rect, row: &FacetRow, theme: &Theme) {
    if track.width() <= LEAST_BAR {
        return;
    }
    painter.rect_filled(track, 4, theme.track);
    if row.value == 0 {
        return;
    }
    let width = (track.width() * row.share.clamp(0.0, 1.0)).max(LEAST_BAR);
    let color = if row.doubtful {
        theme.doubt_soft
    } else {
        theme.sent
    };
    painter.rect_filled(
        Rect::from_min_size(track.min, vec2(width, track.height())),
        4,
        color,
    );
}
