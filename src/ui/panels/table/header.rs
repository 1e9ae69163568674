//! The table's header: where columns lie, sorting by a click, widths by dragging their edges.

use eframe::egui::{self, Align2, CursorIcon, Pos2, Rect, Sense, Ui};

use super::sideways;
use super::titles::title_ui;
use crate::draw::theme::{Theme, space};
use crate::ui::command::Commands;
use crate::ui::preferences::{ALWAYS, Preferences};
use crate::view::query::Column;
use crate::view::screen::Screen;
use crate::view::table::is_number;

/// Narrowest column in points.
const MIN_WIDTH: f32 = 44.0;

/// Least width of times that have their day, in points.
const TIME_WITH_DAY: f32 = 158.0;

/// The column that takes what the others leave.
const FLEXIBLE: Column = Column::Destination;

/// A column and where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Which.
    pub column: Column,
    /// Its part of the header.
    pub head: Rect,
    /// Whether it stays where it is while others move aside.
    pub pinned: bool,
}

impl Placed {
    /// Whether it holds numbers, which stand to the right.
    pub fn numeric(&self) -> bool {
        is_number(self.column)
    }

    /// Its part of a row, without the gap to its neighbours.
    pub fn cell(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.head.x_range(), row.y_range()).shrink2(egui::vec2(space::S, 0.0))
    }

    /// Where text stands in a cell.
    pub fn anchor(&self, cell: Rect) -> (Pos2, Align2) {
        if self.numeric() {
            (cell.right_center(), Align2::RIGHT_CENTER)
        } else {
            (cell.left_center(), Align2::LEFT_CENTER)
        }
    }
}

fn first_width(column: Column) -> f32 {
    match column {
        Column::Time => 86.0,
        Column::Capture => 130.0,
        Column::Destination => 170.0,
        Column::Organisation => 154.0,
        Column::Country | Column::Seat => 124.0,
        Column::DataType => 188.0,
        Column::Owner => 110.0,
        Column::App => 120.0,
        Column::Protocol => 96.0,
        Column::Sent | Column::Received => 84.0,
        Column::Frames => 68.0,
        Column::Verdict => 122.0,
    }
}

/// Where a column of words stops giving way, in points: most of what it holds can still be told apart. The capture is
/// also told by its colour.
fn least_width(column: Column) -> f32 {
    match column {
        Column::Time => 78.0,
        Column::Capture => 56.0,
        Column::Destination => 116.0,
        Column::Organisation => 72.0,
        Column::Country | Column::Seat => 104.0,
        // The longest type with its dots.
        Column::DataType => 184.0,
        Column::Owner => 84.0,
        Column::App => 92.0,
        // The mark alone.
        Column::Verdict => 57.0,
        Column::Protocol => 66.0,
        Column::Sent | Column::Received => 73.0,
        Column::Frames => 60.0,
    }
}

/// Columns from left to right. Where they do not fit, words give way as far as they can be read; beyond that the table
/// is wider than its room. The flexible column takes what is left.
pub fn laid_out(
    shown: &[Column],
    with_day: bool,
    head: Rect,
    preferences: &Preferences,
) -> Vec<Placed> {
    let inner = head.shrink2(egui::vec2(space::S, 0.0));
    let widths = |column: &Column| widths(*column, with_day, preferences);
    let fixed = shown.iter().filter(|column| **column != FLEXIBLE);
    let (first, least) = fixed.map(widths).fold((0.0, 0.0), |sum, (first, least)| {
        (sum.0 + first, sum.1 + least)
    });
    let room = inner.width() - first_width(FLEXIBLE);
    // From 0, where all have the width they want, to 1, where none can give way further.
    let given = ((first - room) / (first - least).max(1.0)).clamp(0.0, 1.0);
    let taken = first - given * (first - least);
    let left_over = (inner.width() - taken).max(least_width(FLEXIBLE));
    let mut left = inner.left();
    let placed = shown.iter().map(|column| {
        let (first, least) = widths(column);
        let wide = match *column {
            FLEXIBLE => left_over,
            _ => first - given * (first - least),
        };
        let min = Pos2::new(left, head.top());
        left += wide;
        Placed {
            column: *column,
            pinned: preferences.columns.is_pinned(*column),
            head: Rect::from_min_size(min, egui::vec2(wide, head.height())),
        }
    });
    placed.collect()
}

/// The width that a column has where there is room, and its least one.
fn widths(column: Column, with_day: bool, preferences: &Preferences) -> (f32, f32) {
    let chosen = preferences.columns.width(column);
    let first = chosen.unwrap_or_else(|| first_width(column));
    match column {
        // No time is cut.
        Column::Time if with_day => (first.max(TIME_WITH_DAY), first.max(TIME_WITH_DAY)),
        // What is set by hand stays as it is set.
        _ if chosen.is_some() => (first, first),
        _ => (first, least_width(column)),
    }
}

/// Titles, arrows and edges. A title that is dragged onto another takes its place.
pub fn header_ui(
    ui: &mut Ui,
    columns: &[Placed],
    screen: &Screen,
    dragged: &mut Option<Column>,
    preferences: &mut Preferences,
    theme: &Theme,
    commands: &mut Commands,
) {
    let clip = ui.clip_rect();
    for placed in columns {
        ui.set_clip_rect(clip.intersect(sideways::room_of(placed, columns, clip)));
        let response = title_ui(ui, placed, &screen.query, theme, commands);
        if response.drag_started() {
            *dragged = Some(placed.column);
        }
        response.context_menu(|ui| title_menu_ui(ui, placed, preferences));
    }
    ui.set_clip_rect(clip);
    if let Some(column) = *dragged {
        let target = drop_ui(ui, columns, column, theme);
        if ui.input(|input| !input.pointer.any_down()) {
            *dragged = None;
            if let Some(target) = target {
                let there = &screen.table.columns;
                preferences.columns.move_to(there, column, target);
            }
        }
    }
    let flexible = columns
        .iter()
        .position(|placed| placed.column == FLEXIBLE)
        .unwrap_or(0);
    for (at, pair) in columns.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        ui.set_clip_rect(clip.intersect(sideways::room_of(left, columns, clip)));
        // The edge follows the pointer: it widens what is left of the flexible column or narrows what is right of it.
        let (changed, sign) = if at < flexible {
            (left, 1.0)
        } else {
            (right, -1.0)
        };
        edge_ui(ui, left.head.right_top(), changed, sign, preferences, theme);
    }
    ui.set_clip_rect(clip);
}

/// What can be done with a column.
fn title_menu_ui(ui: &mut Ui, placed: &Placed, preferences: &mut Preferences) {
    let columns = &mut preferences.columns;
    let words = match columns.is_pinned(placed.column) {
        true => "Let go of this column",
        false => "Pin at the left",
    };
    if ui.button(words).clicked() {
        columns.toggle_pin(placed.column);
        ui.close();
    }
    let hide = egui::Button::new("Hide this column");
    if ui.add_enabled(placed.column != ALWAYS, hide).clicked() {
        columns.toggle(placed.column);
        ui.close();
    }
}

/// The title under the pointer, whose place the dragged one would take.
fn drop_ui(ui: &Ui, columns: &[Placed], dragged: Column, theme: &Theme) -> Option<Column> {
    let pointer = ui.ctx().pointer_latest_pos()?;
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    let under = |placed: &&Placed| placed.head.x_range().contains(pointer.x);
    let target = columns.iter().find(under)?;
    if target.column != dragged {
        let edge = egui::Stroke::new(2.0, theme.accent);
        let kind = egui::StrokeKind::Inside;
        ui.painter().rect_stroke(target.head, 3.0, edge, kind);
    }
    Some(target.column)
}

fn edge_ui(
    ui: &mut Ui,
    top: Pos2,
    changed: &Placed,
    sign: f32,
    preferences: &mut Preferences,
    theme: &Theme,
) {
    let height = changed.head.height();
    let rect = Rect::from_center_size(top + egui::vec2(0.0, height / 2.0), egui::vec2(8.0, height));
    let id = ui.scope_id().with(("edge", changed.column, sign > 0.0));
    let response = ui
        .interact(rect, id, Sense::DRAG)
        .on_hover_and_drag_cursor(CursorIcon::ResizeColumn);
    if response.dragged() {
        let width = changed.head.width() + sign * response.drag_delta().x;
        preferences
            .columns
            .set_width(changed.column, width.clamp(MIN_WIDTH, 600.0));
    }
    let lit = response.hovered() || response.dragged();
    let color = if lit { theme.accent } else { theme.line };
    let line = egui::Rangef::new(rect.top() + 7.0, rect.bottom() - 7.0);
    ui.painter()
        .vline(rect.center().x, line, egui::Stroke::new(1.0, color));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_give_way_as_far_as_they_can_be_read() {
        let columns = Column::ALL;
        let widths = |wide: f32| -> Vec<f32> {
            let head = Rect::from_min_size(Pos2::ZERO, egui::vec2(wide, 28.0));
            let placed = laid_out(&columns, false, head, &Preferences::default());
            placed.iter().map(|placed| placed.head.width()).collect()
        };
        let least: Vec<f32> = columns.iter().map(|c| least_width(*c)).collect();
        let first: Vec<f32> = columns.iter().map(|c| first_width(*c)).collect();
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.01);
        assert!(near(&widths(300.0), &least), "wider than its room");
        assert!(near(&widths(first.iter().sum::<f32>() + 16.0), &first));
    }

    #[test]
    fn columns_fill_the_width_and_the_flexible_one_gives_way() {
        let head = Rect::from_min_size(Pos2::ZERO, egui::vec2(900.0, 28.0));
        let columns = [Column::Time, Column::Destination, Column::Sent];
        let mut preferences = Preferences::default();
        let placed = laid_out(&columns, false, head, &preferences);
        assert_eq!(placed.last().map(|p| p.head.right()), Some(892.0));
        preferences.columns.set_width(Column::Sent, 200.0);
        let wider = laid_out(&columns, false, head, &preferences);
        assert_eq!(wider.last().map(|p| p.head.right()), Some(892.0));
        let width = |placed: &[Placed]| placed.get(1).map(|p| p.head.width());
        assert_eq!(width(&wider), width(&placed).map(|w| w - 116.0));
        let with_day = laid_out(&columns, true, head, &preferences);
        assert_eq!(with_day[0].head.width(), TIME_WITH_DAY, "no time is cut");
    }
}
