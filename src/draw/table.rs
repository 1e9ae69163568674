//! A small table for pictures: a header, a rule, and rows whose cells are cut where their column ends.

use egui::{Align2, Painter, Rect, Stroke, pos2};

use super::fonts;
use super::parts::{MARK_RADIUS, paint_mark};
use super::text;
use super::theme::{Theme, space, type_size};
use crate::view::screen::Cell;

/// Height of a row in points.
pub const ROW_HEIGHT: f32 = 25.0;

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column of a printed table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnLook {
    /// Header.
    pub title: &'static str,
    /// Part of the width; all parts together make the table.
    pub part: f32,
    /// Where its text stands.
    pub side: Side,
    /// Set in the strong face.
    pub strong: bool,
}

/// Paints header and rows from the top of `rect`; rows beyond its bottom are left out. Returns how many were painted.
pub fn paint_table(
    painter: &Painter,
    rect: Rect,
    columns: &[ColumnLook],
    rows: &[Vec<Cell>],
    theme: &Theme,
) -> usize {
    let spans = spans(rect, columns);
    let header = rect.min.y + ROW_HEIGHT / 2.0;
    for (column, span) in columns.iter().zip(&spans) {
        let font = fonts::strong(type_size::SMALL);
        put(
            painter,
            *span,
            header,
            column.side,
            column.title,
            font,
            theme.ink_soft,
        );
    }
    let mut top = rect.min.y + ROW_HEIGHT;
    rule(painter, rect, top, theme);
    let mut painted = 0;
    for row in rows {
        if top + ROW_HEIGHT > rect.max.y + 0.5 {
            break;
        }
        for ((cell, column), span) in row.iter().zip(columns).zip(&spans) {
            let size = type_size::BODY - 1.0;
            let font = if column.strong {
                fonts::strong(size)
            } else {
                fonts::regular(size)
            };
            let ink = if cell.doubtful {
                theme.doubt
            } else {
                theme.ink
            };
            let middle = top + ROW_HEIGHT / 2.0;
            let mut span = *span;
            if let Some(word) = cell.verdict {
                paint_mark(painter, pos2(span.0 + MARK_RADIUS, middle), word, theme);
                span.0 += 2.0 * MARK_RADIUS + space::XS;
            }
            put(painter, span, middle, column.side, &cell.text, font, ink);
        }
        top += ROW_HEIGHT;
        rule(painter, rect, top, theme);
        painted += 1;
    }
    painted
}

fn rule(painter: &Painter, rect: Rect, y: f32, theme: &Theme) {
    let y = painter.round_to_pixel_center(y);
    painter.hline(rect.x_range(), y, Stroke::new(1.0, theme.line));
}

/// Left and right end of each column's text.
fn spans(rect: Rect, columns: &[ColumnLook]) -> Vec<(f32, f32)> {
    let whole: f32 = columns.iter().map(|column| column.part).sum();
    let mut left = rect.min.x;
    let last = columns.len().saturating_sub(1);
    columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let from = left;
            left += rect.width() * column.part / whole.max(f32::EPSILON);
            let gap = if index == last { 0.0 } else { space::M };
            (from, left - gap)
        })
        .collect()
}

fn put(
    painter: &Painter,
    (left, right): (f32, f32),
    middle: f32,
    side: Side,
    words: &str,
    font: egui::FontId,
    ink: egui::Color32,
) {
    let (x, anchor) = match side {
        Side::Left => (left, Align2::LEFT_CENTER),
        Side::Right => (right, Align2::RIGHT_CENTER),
    };
    text::put_line(
        painter,
        pos2(x, middle),
        anchor,
        words,
        font,
        ink,
        (right - left).max(1.0),
    );
}
