//! Wheel and keys of the table: from line to line, from cell to cell, groups open and closed.

use eframe::egui::{self, EventFilter, Key, Rect, Role, Sense, Ui, WidgetInfo};

use super::lines::Line;
use super::{ROW_HEIGHT, TableLook, header, sideways};
use crate::ui::command::{Command, Commands};
use crate::ui::widgets::virtual_rows;
use crate::view::table::header as title_of;

/// Keys that the table takes.
const KEYS: [Key; 9] = [
    Key::ArrowDown,
    Key::ArrowUp,
    Key::PageDown,
    Key::PageUp,
    Key::Home,
    Key::End,
    Key::Enter,
    Key::ArrowLeft,
    Key::ArrowRight,
];

/// Wheel and keys.
pub fn read_input(
    ui: &Ui,
    body: Rect,
    columns: &[header::Placed],
    look: &mut TableLook,
    commands: &mut Commands,
) {
    let response = ui.interact(body, ui.scope_id().with("rows"), Sense::click());
    let label = spoken(look);
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
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let key = ui.input(|input| {
        let plain = input.modifiers.is_none();
        KEYS.into_iter()
            .find(|key| plain && input.key_pressed(*key))
    });
    let Some(key) = key else { return };
    response.request_focus();
    let line = match key {
        Key::ArrowLeft | Key::ArrowRight => {
            let line = to_the_side(key, columns, look);
            let cell = columns.iter().find(|one| Some(one.column) == look.cell);
            if let Some(placed) = cell {
                sideways::reveal(placed, columns, body, &mut look.aside);
            }
            line
        }
        Key::Enter => turn_group(look),
        key => moved(key, look, body.height()),
    };
    let Some(line) = line else { return };
    look.scroll.show(line, body.height(), ROW_HEIGHT);
    match look.lines.at(line) {
        Some(Line::Group(at)) => look.group = Some(at),
        _ => {
            look.group = None;
            commands.push(Command::Select(look.lines.flow_at(line)));
        }
    }
}

/// What a screen reader says of the table and of the cell that is chosen in it.
fn spoken(look: &TableLook) -> String {
    let rows = look.lines.count();
    match look.cell.filter(|_| look.selected.is_some()) {
        Some(column) => format!("Flows, {rows} rows, cell in {}", title_of(column)),
        None => format!("Flows, {rows} rows"),
    }
}

/// The line that is chosen.
fn chosen(look: &TableLook) -> Option<usize> {
    match look.group {
        Some(group) => look.lines.line_of_group(group),
        None => look.lines.line_of(look.selected?),
    }
}

/// The line that a key leads to.
fn moved(key: Key, look: &TableLook, height: f32) -> Option<usize> {
    let last = look.lines.count().checked_sub(1)?;
    let page = virtual_rows::rows_in_sight(height, ROW_HEIGHT).max(1);
    let Some(line) = chosen(look) else {
        return Some(if key == Key::End { last } else { 0 });
    };
    let line = match key {
        Key::ArrowDown => line + 1,
        Key::ArrowUp => line.saturating_sub(1),
        Key::PageDown => line + page,
        Key::PageUp => line.saturating_sub(page),
        Key::Home => 0,
        _ => last,
    };
    Some(line.min(last))
}

/// Enter opens and closes a group, or comes back to the chosen row.
fn turn_group(look: &mut TableLook) -> Option<usize> {
    if let Some(group) = look.group {
        look.lines.set_open(group, !look.lines.is_open(group));
        return look.lines.line_of_group(group);
    }
    chosen(look).or_else(|| (look.lines.count() > 0).then_some(0))
}

/// On a group: opens and closes it. On a flow: from cell to cell; left of the first its group is chosen.
fn to_the_side(key: Key, columns: &[header::Placed], look: &mut TableLook) -> Option<usize> {
    if let Some(group) = look.group {
        look.lines.set_open(group, key == Key::ArrowRight);
        return look.lines.line_of_group(group);
    }
    let line = chosen(look)?;
    let at = columns
        .iter()
        .position(|placed| Some(placed.column) == look.cell);
    let next = match (at, key) {
        (None, Key::ArrowRight) => Some(0),
        (Some(at), Key::ArrowRight) => Some((at + 1).min(columns.len().saturating_sub(1))),
        (Some(at), _) => at.checked_sub(1),
        (None, _) => None,
    };
    look.cell = next.and_then(|at| columns.get(at)).map(|one| one.column);
    let leaves = at.is_none() && key == Key::ArrowLeft;
    let group = look.selected.filter(|_| leaves).and_then(|flow| {
        let place = look.place_of(flow)?;
        look.lines.group_of_place(place)
    });
    match group {
        Some(group) => look.lines.line_of_group(group),
        None => Some(line),
    }
}

/// Puts the focus into the table, as a click on a row does.
pub fn focus(ui: &Ui) {
    let id: egui::Id = ui.scope_id().with("rows");
    ui.memory_mut(|memory| memory.request_focus(id));
}
