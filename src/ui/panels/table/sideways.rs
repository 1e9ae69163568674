//! Columns that are wider than their room: they move aside, with a scroll bar below the rows. Those that are pinned stay.

use eframe::egui::{self, Rect, Sense, Ui};

use super::header::Placed;
use crate::draw::theme::{Theme, space};
use crate::ui::widgets::virtual_rows::BAR_WIDTH;

/// Share of the width that pinned columns may take.
const MOST_PINNED: f32 = 0.7;

/// Moves the columns by `aside`, which is held within bounds; returns the room that is left for the rows.
pub fn sideways_ui(
    ui: &mut Ui,
    body: Rect,
    columns: &mut [Placed],
    aside: &mut f32,
    theme: &Theme,
) -> Rect {
    let right = columns.last().map_or(0.0, |placed| placed.head.right());
    let too_wide = (right + space::S - body.right()).max(0.0);
    // Less than a point is the rounding of the columns' sum.
    if too_wide < 1.0 {
        *aside = 0.0;
        return body;
    }
    let (body, bar) = body.split_top_bottom_at_y(body.bottom() - BAR_WIDTH);
    bar_ui(ui, bar, too_wide, aside, theme);
    *aside = aside.clamp(0.0, too_wide);
    hold(columns, body);
    for placed in columns.iter_mut().filter(|placed| !placed.pinned) {
        placed.head = placed.head.translate(egui::vec2(-*aside, 0.0));
    }
    body
}

/// Where pinned columns would leave too little room for the others, none is held.
fn hold(columns: &mut [Placed], body: Rect) {
    if held_to(columns).is_some_and(|edge| edge - body.left() > body.width() * MOST_PINNED) {
        for placed in columns {
            placed.pinned = false;
        }
    }
}

/// The right edge of the pinned columns; `None` where none is pinned.
pub fn held_to(columns: &[Placed]) -> Option<f32> {
    let pinned = columns.iter().rfind(|placed| placed.pinned);
    pinned.map(|placed| placed.head.right())
}

/// Where a column may be drawn: those that are not pinned pass below the pinned ones.
pub fn room_of(placed: &Placed, columns: &[Placed], all: Rect) -> Rect {
    match held_to(columns).filter(|_| !placed.pinned) {
        Some(edge) => all.with_min_x(edge.max(all.left())),
        None => all,
    }
}

/// Brings the column of the chosen cell into sight.
pub fn reveal(placed: &Placed, columns: &[Placed], body: Rect, aside: &mut f32) {
    let room = room_of(placed, columns, body);
    if placed.head.left() < room.left() {
        *aside -= room.left() - placed.head.left();
    } else if placed.head.right() > room.right() {
        *aside += placed.head.right() - room.right() + space::S;
    }
}

/// A thin rule where the pinned columns end.
pub fn rule_ui(ui: &Ui, columns: &[Placed], table: Rect, theme: &Theme) {
    if let Some(edge) = held_to(columns) {
        let line = egui::Stroke::new(1.0, theme.ink_soft);
        ui.painter().vline(edge, table.y_range(), line);
    }
}

fn bar_ui(ui: &Ui, area: Rect, too_wide: f32, aside: &mut f32, theme: &Theme) {
    let thumb = area.width() * area.width() / (area.width() + too_wide);
    let way = area.width() - thumb;
    let id = ui.scope_id().with("sideways");
    let response = ui.interact(area, id, Sense::DRAG | Sense::CLICK);
    if let Some(pointer) = response.interact_pointer_pos() {
        let share = (pointer.x - area.left() - thumb / 2.0) / way;
        *aside = share.clamp(0.0, 1.0) * too_wide;
    }
    let left = area.left() + way * (*aside / too_wide).clamp(0.0, 1.0);
    let color = match response.hovered() || response.dragged() {
        true => theme.ink_soft,
        false => theme.ink_soft.gamma_multiply(0.45),
    };
    let min = egui::pos2(left, area.top() + 3.0);
    let size = egui::vec2(thumb, area.height() - 5.0);
    let thumb = Rect::from_min_size(min, size);
    ui.painter().rect_filled(thumb, 4.0, color);
}
