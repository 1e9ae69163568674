//! The table's header: where columns lie, sorting by a click, widths by dragging their edges.

use eframe::egui::{self, Align2, CursorIcon, Pos2, Rect, Role, Sense, Shape, Ui, WidgetInfo};

use crate::draw::fonts;
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Command, Commands};
use crate::ui::preferences::Preferences;
use crate::view::query::{Column, Sort};
use crate::view::screen::Table;
use crate::view::table::{header, is_number};

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
        Column::Capture => 84.0,
        Column::Destination => 120.0,
        Column::Organisation => 74.0,
        Column::Country | Column::Seat => 104.0,
        // The longest type with its dots.
        Column::DataType => 184.0,
        Column::Owner => 84.0,
        Column::App => 92.0,
        // The mark alone.
        Column::Verdict => 60.0,
        Column::Protocol => 68.0,
        Column::Sent | Column::Received => 73.0,
        Column::Frames => 62.0,
    }
}

/// Columns from left to right. Where they do not fit, words give way as far as they can be read; beyond that the table
/// is wider than its room. The flexible column takes what is left.
pub fn laid_out(table: &Table, head: Rect, preferences: &Preferences) -> Vec<Placed> {
    let inner = head.shrink2(egui::vec2(space::S, 0.0));
    let widths = |column: &Column| widths(*column, table.with_day, preferences);
    let fixed = table.columns.iter().filter(|column| **column != FLEXIBLE);
    let (first, least) = fixed.map(widths).fold((0.0, 0.0), |sum, (first, least)| {
        (sum.0 + first, sum.1 + least)
    });
    let room = inner.width() - first_width(FLEXIBLE);
    // From 0, where all have the width they want, to 1, where none can give way further.
    let given = ((first - room) / (first - least).max(1.0)).clamp(0.0, 1.0);
    let taken = first - given * (first - least);
    let left_over = (inner.width() - taken).max(least_width(FLEXIBLE));
    let mut left = inner.left();
    let placed = table.columns.iter().map(|column| {
        let (first, least) = widths(column);
        let wide = match *column {
            FLEXIBLE => left_over,
            _ => first - given * (first - least),
        };
        let min = Pos2::new(left, head.top());
        left += wide;
        Placed {
            column: *column,
            head: Rect::from_min_size(min, egui::vec2(wide, head.height())),
        }
    });
    placed.collect()
}

/// The width that a column has where there is room, and its least one.
fn widths(column: Column, with_day: bool, preferences: &Preferences) -> (f32, f32) {
    let chosen = preferences.width(column);
    let first = chosen.unwrap_or_else(|| first_width(column));
    match column {
        // No time is cut.
        Column::Time if with_day => (first.max(TIME_WITH_DAY), first.max(TIME_WITH_DAY)),
        // What is set by hand stays as it is set.
        _ if chosen.is_some() => (first, first),
        _ => (first, least_width(column)),
    }
}

/// Titles, arrows and edges.
pub fn header_ui(
    ui: &mut Ui,
    columns: &[Placed],
    sort: Sort,
    preferences: &mut Preferences,
    theme: &Theme,
    commands: &mut Commands,
) {
    for placed in columns {
        title_ui(ui, placed, sort, theme, commands);
    }
    let flexible = columns
        .iter()
        .position(|placed| placed.column == FLEXIBLE)
        .unwrap_or(0);
    for (at, pair) in columns.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        // The edge follows the pointer: it widens what is left of the flexible column or narrows what is right of it.
        let (changed, sign) = if at < flexible {
            (left, 1.0)
        } else {
            (right, -1.0)
        };
        edge_ui(ui, left.head.right_top(), changed, sign, preferences, theme);
    }
}

fn title_ui(ui: &mut Ui, placed: &Placed, sort: Sort, theme: &Theme, commands: &mut Commands) {
    let title = header(placed.column);
    let sorted = sort.column == placed.column;
    let response = ui.interact(
        placed.head,
        ui.scope_id().with(("header", placed.column)),
        Sense::click(),
    );
    let spoken = match (sorted, sort.descending) {
        (false, _) => format!("Sort by {title}"),
        (true, true) => format!("Sort by {title}, largest first now"),
        (true, false) => format!("Sort by {title}, smallest first now"),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, sorted, &spoken));
    let color = if sorted || response.hovered() || response.has_focus() {
        theme.ink
    } else {
        theme.ink_soft
    };
    let room = placed.cell(placed.head);
    let arrow_room = if sorted { 12.0 } else { 0.0 };
    let font = fonts::strong(type_size::SMALL);
    let (at, anchor) = placed.anchor(room);
    let at = if placed.numeric() {
        at - egui::vec2(arrow_room, 0.0)
    } else {
        at
    };
    let text = put_line(
        ui.painter(),
        at,
        anchor,
        title,
        font,
        color,
        room.width() - arrow_room,
    );
    if sorted {
        arrow(
            ui,
            Pos2::new(text.right() + 8.0, room.center().y),
            sort.descending,
            color,
        );
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            placed.head.shrink(2.0),
            3.0,
            egui::Stroke::new(1.0, theme.accent),
            egui::StrokeKind::Inside,
        );
    }
    if response.on_hover_text(tooltip(placed.column)).clicked() {
        commands.push(Command::SortBy(placed.column));
    }
}

fn tooltip(column: Column) -> String {
    let meaning = match column {
        Column::DataType => {
            "What is presumably sent: presumed, never known. One dot: weak, two: moderate, three: strong\n"
        }
        Column::Verdict => {
            "What the chosen claim says of the flow: ✖ contradicts, ? cannot tell, ✔ consistent, – not covered\n"
        }
        Column::Owner => "Who operates the domain of the name, by rule\n",
        _ => "",
    };
    format!("{meaning}Sorts by this column; again: the other way round")
}

fn arrow(ui: &Ui, at: Pos2, down: bool, color: egui::Color32) {
    let tip = if down { 3.0 } else { -3.0 };
    let points = vec![
        at + egui::vec2(-3.5, -tip),
        at + egui::vec2(3.5, -tip),
        at + egui::vec2(0.0, tip),
    ];
    ui.painter()
        .add(Shape::convex_polygon(points, color, egui::Stroke::NONE));
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
        preferences.set_width(changed.column, width.clamp(MIN_WIDTH, 600.0));
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
        let columns = Column::ALL.to_vec();
        let table = Table {
            with_day: false,
            columns,
            order: std::sync::Arc::default(),
            within_span: None,
        };
        let widths = |wide: f32| -> Vec<f32> {
            let head = Rect::from_min_size(Pos2::ZERO, egui::vec2(wide, 28.0));
            let placed = laid_out(&table, head, &Preferences::default());
            placed.iter().map(|placed| placed.head.width()).collect()
        };
        let least: Vec<f32> = table.columns.iter().map(|c| least_width(*c)).collect();
        let first: Vec<f32> = table.columns.iter().map(|c| first_width(*c)).collect();
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.01);
        assert!(near(&widths(300.0), &least), "wider than its room");
        assert!(near(&widths(first.iter().sum::<f32>() + 16.0), &first));
    }

    #[test]
    fn columns_fill_the_width_and_the_flexible_one_gives_way() {
        let head = Rect::from_min_size(Pos2::ZERO, egui::vec2(900.0, 28.0));
        let table = Table {
            with_day: false,
            columns: vec![Column::Time, Column::Destination, Column::Sent],
            order: std::sync::Arc::default(),
            within_span: None,
        };
        let mut preferences = Preferences::default();
        let placed = laid_out(&table, head, &preferences);
        assert_eq!(placed.last().map(|p| p.head.right()), Some(892.0));
        preferences.set_width(Column::Sent, 200.0);
        let wider = laid_out(&table, head, &preferences);
        assert_eq!(wider.last().map(|p| p.head.right()), Some(892.0));
        let width = |placed: &[Placed]| placed.get(1).map(|p| p.head.width());
        assert_eq!(width(&wider), width(&placed).map(|w| w - 116.0));
        let with_day = laid_out(
            &Table {
                with_day: true,
                ..table
            },
            head,
            &preferences,
        );
        assert_eq!(with_day[0].head.width(), TIME_WITH_DAY, "no time is cut");
    }
}
