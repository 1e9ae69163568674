//! The table: one row a flow, or groups of them. Rows out of sight cost nothing.

mod columns;
mod find;
mod header;
mod keys;
mod lines;
mod menu;
mod nothing;
mod rows;
mod sideways;
mod titles;

use eframe::egui::{Rect, Ui};

use crate::draw::theme::Theme;
use crate::flow::model::FlowId;
use crate::ui::command::Commands;
use crate::ui::preferences::Preferences;
use crate::ui::widgets::virtual_rows::{self, BAR_WIDTH, RowScroll};
use crate::view::query::Column;
use crate::view::screen::Screen;
pub use find::{FindLook, Found};
use lines::Lines;

/// Height of a row in points.
pub const ROW_HEIGHT: f32 = 27.0;

/// Height of the header in points.
const HEADER_HEIGHT: f32 = 28.0;

/// Height of the line for finding, in points.
const FIND_HEIGHT: f32 = 34.0;

/// Room to the right of the columns for the menu and the scroll bar, in points.
const RIGHT_ROOM: f32 = 26.0;

/// Where the user is in the table.
#[derive(Default)]
pub struct TableLook {
    /// First row in sight.
    pub scroll: RowScroll,
    /// Points of the columns that are scrolled away to the left.
    pub aside: f32,
    /// The selection as of this frame, ahead of the screen that is being computed.
    pub selected: Option<FlowId>,
    /// The column of the chosen cell.
    pub cell: Option<Column>,
    /// What is looked for in the rows.
    pub find: FindLook,
    /// A flow that is to be brought into sight, its group opened.
    pub reveal: Option<FlowId>,
    lines: Lines,
    /// The chosen group, where a group and not a flow is chosen.
    group: Option<usize>,
    /// The title that is being dragged.
    dragged: Option<Column>,
}

impl TableLook {
    /// The place of a flow in the order. It is looked for: not in every frame.
    fn place_of(&self, flow: FlowId) -> Option<usize> {
        self.lines.place_of(flow)
    }
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
    let mut area = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(area);
    if look.find.open {
        let line = area.with_min_y(area.bottom() - FIND_HEIGHT);
        area.max.y = line.top();
        find::find_ui(ui, line, &mut look.find, theme, commands);
    }
    let shown = preferences.columns.shown(&screen.table.columns);
    if look.lines.renew(&screen.table) {
        keep_place(look);
    }
    let (head, body) = area.split_top_bottom_at_y(area.top() + HEADER_HEIGHT);
    let body = body.with_max_x(body.right() - RIGHT_ROOM);
    let inner = head.with_max_x(body.right());
    let mut columns = header::laid_out(&shown, screen.table.with_day, inner, preferences);
    let body = sideways::sideways_ui(ui, body, &mut columns, &mut look.aside, theme);
    ui.painter().rect_filled(head, 0.0, theme.panel);
    let clip = ui.clip_rect();
    ui.set_clip_rect(inner.intersect(clip));
    header::header_ui(
        ui,
        &columns,
        screen,
        &mut look.dragged,
        preferences,
        theme,
        commands,
    );
    ui.set_clip_rect(clip);
    let corner = head.with_min_x(body.right());
    menu::menu_ui(ui, corner, screen, preferences, theme, commands);
    keys::read_input(ui, body, &columns, look, commands);
    reveal(look, body.height());
    let count = look.lines.count();
    look.scroll.clamp(count, body.height(), ROW_HEIGHT);
    let bar = Rect::from_min_max(body.right_top(), area.right_bottom());
    let bar = bar.with_min_x(bar.right() - BAR_WIDTH);
    virtual_rows::scroll_bar_ui(ui, bar, count, &mut look.scroll, ROW_HEIGHT, theme);
    if count == 0 {
        nothing::nothing_ui(ui, body, screen, theme, commands);
    }
    rows::rows_ui(ui, body, screen, &columns, look, theme, commands);
    let table = body.union(head.with_max_x(body.right()));
    sideways::rule_ui(ui, &columns, table, theme);
}

/// After a change of order the selected row stays in sight where there is one; else the table begins at the top.
fn keep_place(look: &mut TableLook) {
    look.scroll = RowScroll::default();
    look.group = None;
    if let Some(line) = look.selected.and_then(|flow| look.lines.line_of(flow)) {
        look.scroll.first = line.saturating_sub(2);
    }
}

/// Brings a flow into sight that was found.
fn reveal(look: &mut TableLook, height: f32) {
    let Some(flow) = look.reveal.take() else {
        return;
    };
    look.group = None;
    let place = look.place_of(flow);
    if let Some(group) = place.and_then(|place| look.lines.group_of_place(place)) {
        look.lines.set_open(group, true);
    }
    if let Some(line) = place.and_then(|place| look.lines.line_of_place(place)) {
        look.scroll.show(line, height, ROW_HEIGHT);
    }
}
