//! The table: one row a flow. Rows out of sight cost nothing.

mod header;
mod nothing;
mod sideways;

use std::sync::Arc;

use eframe::egui::{self, EventFilter, Key, Rect, Role, Sense, Ui, WidgetInfo};

use super::chips::capture_color;
use crate::draw::fonts;
use crate::draw::grade::{DOTS_WIDTH, paint_dots};
use crate::draw::parts::{MARK_RADIUS, paint_mark};
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, space, type_size};
use crate::flow::model::FlowId;
use crate::tag::data_type::grade::DataGrade;
use crate::ui::command::{Command, Commands};
use crate::ui::preferences::Preferences;
use crate::ui::widgets::virtual_rows::{self, BAR_WIDTH, RowScroll};
use crate::view::query::Column;
use crate::view::screen::Screen;
use crate::view::table::cell;

/// Height of a row in points.
pub const ROW_HEIGHT: f32 = 27.0;

/// Height of the header in points.
const HEADER_HEIGHT: f32 = 28.0;

/// Where the words of a verdict have less room than this, in points, its mark stands alone.
const LEAST_WORDS: f32 = 44.0;

/// Where the user is in the table.
#[derive(Default)]
pub struct TableLook {
    /// First row in sight.
    pub scroll: RowScroll,
    /// Points of the columns that are scrolled away to the left.
    pub aside: f32,
    /// The rows it was scrolled in; another order begins at the top.
    order: Option<Arc<Vec<FlowId>>>,
    /// The selection as of this frame, ahead of the screen that is being computed.
    pub selected: Option<FlowId>,
}

/// The table, in the room that is left.
pub fn table_ui(
    ui: &mut Ui,
    screen: &Screen,
    look: &mut TableLook,
    preferences: &mut Preferences,
    theme: &Theme,
    commands: &mut Commands,
) {
    let area = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(area);
    let order = &screen.table.order;
    if !look
        .order
        .as_ref()
        .is_some_and(|known| Arc::ptr_eq(known, order))
    {
        keep_place(look, order);
        look.order = Some(Arc::clone(order));
    }
    let (head, body) = area.split_top_bottom_at_y(area.top() + HEADER_HEIGHT);
    let body = body.with_max_x(body.right() - BAR_WIDTH);
    let head = head.with_max_x(body.right());
    let mut columns = header::laid_out(&screen.table, head, preferences);
    let body = sideways::sideways_ui(ui, body, &mut columns, &mut look.aside, theme);
    ui.painter()
        .rect_filled(head.with_max_x(area.right()), 0.0, theme.panel);
    let clip = ui.clip_rect();
    ui.set_clip_rect(head.intersect(clip));
    header::header_ui(
        ui,
        &columns,
        screen.query.sort,
        preferences,
        theme,
        commands,
    );
    ui.set_clip_rect(clip);
    read_input(ui, body, order, look, commands);
    look.scroll.clamp(order.len(), body.height(), ROW_HEIGHT);
    let bar = Rect::from_min_max(body.right_top(), area.right_bottom());
    virtual_rows::scroll_bar_ui(ui, bar, order.len(), &mut look.scroll, ROW_HEIGHT, theme);
    if order.is_empty() {
        nothing::nothing_ui(ui, body, screen, theme, commands);
    }
    rows_ui(ui, body, screen, &columns, look, theme, commands);
}

/// After a change of order the selected row stays in sight where there is one; else the table begins at the top.
fn keep_place(look: &mut TableLook, order: &[FlowId]) {
    look.scroll = RowScroll::default();
    if let Some(row) = look.selected.and_then(|flow| row_of(order, flow)) {
        look.scroll.first = row.saturating_sub(2);
    }
}

fn row_of(order: &[FlowId], flow: FlowId) -> Option<usize> {
    order.iter().position(|at| *at == flow)
}

/// Wheel and keys.
fn read_input(
    ui: &Ui,
    body: Rect,
    order: &[FlowId],
    look: &mut TableLook,
    commands: &mut Commands,
) {
    let response = ui.interact(body, ui.scope_id().with("rows"), Sense::click());
    let label = format!("Flows, {} rows", order.len());
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, &label));
    if response.contains_pointer() {
        let wheel = ui.input(|input| input.smooth_scroll_delta());
        if wheel.y != 0.0 {
            look.scroll.scroll_by(-wheel.y, ROW_HEIGHT);
        }
        // Held within bounds when the columns are laid out in the next frame.
        look.aside -= wheel.x;
    }
    let focused = ui.memory(|memory| memory.focused());
    if focused.is_some_and(|id| id != response.id) || ui.ctx().any_popup_open() {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if let Some(row) = moved_by_keys(ui, order, look.selected, body.height()) {
        response.request_focus();
        look.scroll.show(row, body.height(), ROW_HEIGHT);
        commands.push(Command::Select(order.get(row).copied()));
    }
}

/// The row that a key leads to.
fn moved_by_keys(
    ui: &Ui,
    order: &[FlowId],
    selected: Option<FlowId>,
    height: f32,
) -> Option<usize> {
    let last = order.len().checked_sub(1)?;
    let page = virtual_rows::rows_in_sight(height, ROW_HEIGHT).max(1);
    let key = ui.input(|input| {
        let keys = [
            Key::ArrowDown,
            Key::ArrowUp,
            Key::PageDown,
            Key::PageUp,
            Key::Home,
            Key::End,
            Key::Enter,
        ];
        keys.into_iter().find(|key| input.key_pressed(*key))
    })?;
    let Some(row) = selected.and_then(|flow| row_of(order, flow)) else {
        return Some(if key == Key::End { last } else { 0 });
    };
    let row = match key {
        Key::ArrowDown => row + 1,
        Key::ArrowUp => row.saturating_sub(1),
        Key::PageDown => row + page,
        Key::PageUp => row.saturating_sub(page),
        Key::Home => 0,
        Key::End => last,
        _ => row,
    };
    Some(row.min(last))
}

fn rows_ui(
    ui: &mut Ui,
    body: Rect,
    screen: &Screen,
    columns: &[header::Placed],
    look: &TableLook,
    theme: &Theme,
    commands: &mut Commands,
) {
    let clip = ui.clip_rect();
    ui.set_clip_rect(body.intersect(clip));
    for (row, rect) in
        virtual_rows::rows_in(body, screen.table.order.len(), look.scroll, ROW_HEIGHT)
    {
        let Some(flow) = screen.table.order.get(row).copied() else {
            break;
        };
        row_ui(
            ui,
            rect,
            screen,
            columns,
            flow,
            look.selected == Some(flow),
            theme,
            commands,
        );
    }
    ui.set_clip_rect(clip);
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row needs what the table needs"
)]
fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &Screen,
    columns: &[header::Placed],
    flow: FlowId,
    selected: bool,
    theme: &Theme,
    commands: &mut Commands,
) {
    // Rows take clicks but not the focus: Tab leads to the table, arrows lead through it.
    let response = ui.interact(rect, ui.scope_id().with(("row", flow)), Sense::CLICK);
    if selected {
        ui.painter().rect_filled(rect, 0.0, theme.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme.selection);
    }
    ui.painter().hline(
        rect.x_range(),
        rect.bottom(),
        egui::Stroke::new(1.0, theme.line.gamma_multiply(0.6)),
    );
    let mut summary = Vec::new();
    for column in columns {
        summary.push(cell_ui(ui, rect, screen, column, flow, theme));
    }
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, summary.join(", ")));
    if response.clicked() {
        ui.memory_mut(|memory| memory.request_focus(ui.scope_id().with("rows")));
        commands.push(Command::Select(Some(flow)));
    }
}

/// Paints one cell; gives back what it says, for the row's summary.
fn cell_ui(
    ui: &Ui,
    rect: Rect,
    screen: &Screen,
    column: &header::Placed,
    flow: FlowId,
    theme: &Theme,
) -> String {
    let cell = cell(screen, flow, column.column);
    let color = if cell.doubtful {
        theme.doubt
    } else {
        theme.ink
    };
    let mut room = column.cell(rect);
    if column.column == Column::Capture {
        let capture = screen
            .analysis
            .flows
            .get(flow.0 as usize)
            .map_or(0, |flow| flow.capture.0);
        ui.painter().circle_filled(
            room.left_center() + egui::vec2(4.0, 0.0),
            4.0,
            capture_color(theme, usize::from(capture)),
        );
        room.min.x += space::M;
    }
    let grade = grade_in(screen, flow, column.column);
    if grade != DataGrade::None {
        room.max.x -= DOTS_WIDTH;
        paint_dots(ui.painter(), room.right_center(), grade, theme);
        room.max.x -= space::XS;
    }
    let font = if column.column == screen.query.sort.column && column.numeric() {
        fonts::strong(type_size::BODY)
    } else {
        fonts::regular(type_size::BODY)
    };
    if let Some(word) = cell.verdict {
        let mark = room.left_center() + egui::vec2(MARK_RADIUS, 0.0);
        paint_mark(ui.painter(), mark, word, theme);
        room.min.x += 2.0 * MARK_RADIUS + space::XS;
        if room.width() < LEAST_WORDS {
            return cell.text;
        }
    }
    let (at, anchor) = column.anchor(room);
    put_line(
        ui.painter(),
        at,
        anchor,
        &cell.text,
        font,
        color,
        room.width(),
    );
    match grade {
        DataGrade::None | DataGrade::ByHand => cell.text,
        grade => format!("{} ({})", cell.text, grade.label()),
    }
}

/// The grade that a cell shows beside its words; *none* in other columns.
fn grade_in(screen: &Screen, flow: FlowId, column: Column) -> DataGrade {
    match (column, screen.analysis.tags.get(flow.0 as usize)) {
        (Column::DataType, Some(tags)) => tags.data.grade,
        _ => DataGrade::None,
    }
}
