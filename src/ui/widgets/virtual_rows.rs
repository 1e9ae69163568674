//! Rows of which only those in sight are drawn, with positions kept in whole rows.
//!
//! The toolkit's scroll areas keep the offset in points as `f32`, which cannot tell rows apart beyond a million.
//! Here the first row is an integer and only the part of a row is a fraction.

use eframe::egui::{self, Pos2, Rect, Sense, Ui};

use crate::draw::theme::Theme;

/// Width of the scroll bar in points.
pub const BAR_WIDTH: f32 = 12.0;

/// Shortest thumb of the scroll bar in points.
const MIN_THUMB: f32 = 28.0;

/// Which part of the rows is in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RowScroll {
    /// First row in sight.
    pub first: usize,
    /// Points of it that are scrolled away, from 0 to below the row's height.
    pub offset: f32,
}

impl RowScroll {
    /// Moves by `points`, down where positive.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a wheel turns some rows at a time, far below 2^24"
    )]
    pub fn scroll_by(&mut self, points: f32, row_height: f32) {
        let moved = self.offset + points;
        let rows = (moved / row_height).floor();
        self.offset = moved - rows * row_height;
        if rows < 0.0 {
            let back = (-rows) as usize;
            if back > self.first {
                *self = Self::default();
            } else {
                self.first -= back;
            }
        } else {
            self.first += rows as usize;
        }
    }

    /// Holds the position within `count` rows of which `height` points are in sight.
    pub fn clamp(&mut self, count: usize, height: f32, row_height: f32) {
        let last = last_position(count, height, row_height);
        if self.first > last.first || (self.first == last.first && self.offset > last.offset) {
            *self = last;
        }
    }

    /// Moves as little as needed to bring a row into sight.
    pub fn show(&mut self, row: usize, height: f32, row_height: f32) {
        let whole = whole_rows(height, row_height).max(1);
        if row < self.first || (row == self.first && self.offset > 0.0) {
            *self = Self {
                first: row,
                offset: 0.0,
            };
        } else if row >= self.first + whole {
            let mut last = last_position(row + 1, height, row_height);
            std::mem::swap(self, &mut last);
        }
    }
}

/// The position at which the last of `count` rows ends at the lower edge.
fn last_position(count: usize, height: f32, row_height: f32) -> RowScroll {
    let whole = whole_rows(height, row_height);
    if count <= whole {
        return RowScroll::default();
    }
    #[expect(clippy::cast_precision_loss, reason = "rows on one screen")]
    let rest = height - whole as f32 * row_height;
    if rest > 0.0 {
        RowScroll {
            first: count - whole - 1,
            offset: row_height - rest,
        }
    } else {
        RowScroll {
            first: count - whole,
            offset: 0.0,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rows on one screen"
)]
fn whole_rows(height: f32, row_height: f32) -> usize {
    (height / row_height).floor().max(0.0) as usize
}

/// How many rows fit.
pub fn rows_in_sight(height: f32, row_height: f32) -> usize {
    whole_rows(height, row_height)
}

/// Rows in sight with their rectangles.
pub fn rows_in(body: Rect, count: usize, scroll: RowScroll, row_height: f32) -> Vec<(usize, Rect)> {
    let mut rows = Vec::new();
    let mut top = body.top() - scroll.offset;
    let mut row = scroll.first;
    while row < count && top < body.bottom() {
        let size = egui::vec2(body.width(), row_height);
        rows.push((row, Rect::from_min_size(Pos2::new(body.left(), top), size)));
        top += row_height;
        row += 1;
    }
    rows
}

/// The scroll bar at the right edge of `area`; dragging moves `scroll`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "f64 holds any number of rows exactly; the thumb is a few hundred points long"
)]
pub fn scroll_bar_ui(
    ui: &mut Ui,
    area: Rect,
    count: usize,
    scroll: &mut RowScroll,
    row_height: f32,
    theme: &Theme,
) {
    let last = last_position(count, area.height(), row_height);
    if last == RowScroll::default() {
        return;
    }
    let position = |at: RowScroll| at.first as f64 + f64::from(at.offset / row_height);
    let thumb = (area.height() * area.height() / (count as f32 * row_height)).max(MIN_THUMB);
    let way = area.height() - thumb;
    let response = ui.interact(
        area,
        ui.scope_id().with("scroll bar"),
        Sense::DRAG | Sense::CLICK,
    );
    if let Some(pointer) = response.interact_pointer_pos() {
        let share = f64::from(((pointer.y - area.top() - thumb / 2.0) / way).clamp(0.0, 1.0));
        let at = share * position(last);
        scroll.first = at.floor() as usize;
        scroll.offset = (at.fract() as f32) * row_height;
        scroll.clamp(count, area.height(), row_height);
    }
    let share = (position(*scroll) / position(last)).clamp(0.0, 1.0) as f32;
    let top = area.top() + way * share;
    let lit = response.hovered() || response.dragged();
    let color = if lit {
        theme.ink_soft
    } else {
        theme.ink_soft.gamma_multiply(0.45)
    };
    let bar = Rect::from_min_size(
        Pos2::new(area.left() + 3.0, top),
        egui::vec2(area.width() - 5.0, thumb),
    );
    ui.painter().rect_filled(bar, 4.0, color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_row_of_many_millions_ends_at_the_edge() {
        let count = 4_000_000_000_usize;
        let mut scroll = RowScroll {
            first: usize::MAX,
            offset: 0.0,
        };
        scroll.clamp(count, 105.0, 20.0);
        assert_eq!(
            scroll,
            RowScroll {
                first: count - 6,
                offset: 15.0
            }
        );
        let body = Rect::from_min_size(Pos2::ZERO, egui::vec2(10.0, 105.0));
        let rows = rows_in(body, count, scroll, 20.0);
        let (row, rect) = rows.last().copied().expect("rows in sight");
        assert_eq!((row, rect.bottom()), (count - 1, 105.0));
    }

    #[test]
    fn scrolling_there_and_back_ends_where_it_began() {
        let mut scroll = RowScroll {
            first: 5,
            offset: 3.0,
        };
        scroll.scroll_by(150.0, 20.0);
        assert_eq!(
            scroll,
            RowScroll {
                first: 12,
                offset: 13.0
            }
        );
        scroll.scroll_by(-150.0, 20.0);
        assert_eq!(
            scroll,
            RowScroll {
                first: 5,
                offset: 3.0
            }
        );
        scroll.scroll_by(-1e6, 20.0);
        assert_eq!(scroll, RowScroll::default());
    }

    #[test]
    fn a_row_is_brought_into_sight_by_the_shortest_way() {
        let mut scroll = RowScroll {
            first: 10,
            offset: 4.0,
        };
        scroll.show(12, 100.0, 20.0);
        assert_eq!(
            scroll,
            RowScroll {
                first: 10,
                offset: 4.0
            }
        );
        scroll.show(3, 100.0, 20.0);
        assert_eq!(
            scroll,
            RowScroll {
                first: 3,
                offset: 0.0
            }
        );
        scroll.show(20, 100.0, 20.0);
        assert_eq!(
            scroll,
            RowScroll {
                first: 16,
                offset: 0.0
            }
        );
    }
}
