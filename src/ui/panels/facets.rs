//! Ranked lists: a tab each, a bar, a number and a count for each row; a click filters, another releases.

mod tabs;

use eframe::egui::{self, Align2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo};

use crate::draw::fonts;
use crate::draw::grade::{DOTS_WIDTH, paint_dots};
use crate::draw::parts::{MARK_RADIUS, paint_mark};
use crate::draw::text::put_line;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::tag::data_type::grade::DataGrade;
use crate::ui::command::{Command, Commands};
use crate::view::amount;
use crate::view::screen::{Facet, FacetKey, FacetRow};

/// Height of a row in points.
const ROW_HEIGHT: f32 = 26.0;

/// A value above zero has at least this much bar, in points.
const LEAST_BAR: f32 = 3.0;

/// The lists.
pub fn facets_ui(
    ui: &mut Ui,
    facets: &[Facet],
    chosen: &mut FacetKey,
    theme: &Theme,
    commands: &mut Commands,
) {
    // A list that these captures do not have gives way to the first one, and comes back with the next capture.
    let shown = |chosen: FacetKey| facets.iter().find(|f| f.key == chosen).or(facets.first());
    let current = shown(*chosen).map(|facet| facet.key);
    if let Some(key) = current.and_then(|current| tabs::tabs_ui(ui, facets, current, theme)) {
        *chosen = key;
    }
    ui.add_space(space::XS);
    let Some(facet) = shown(*chosen) else {
        return;
    };
    if !facet.note.is_empty() {
        let note = egui::RichText::new(&facet.note).size(type_size::SMALL);
        ui.label(note.color(theme.ink_soft));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let count_width = count_width(&facet.rows);
    ScrollArea::vertical()
        .id_salt(("facet", facet.key))
        .auto_shrink(false)
        .show_rows(ui, ROW_HEIGHT, facet.rows.len(), |ui, rows| {
            for row in facet.rows.get(rows).unwrap_or_default() {
                row_ui(ui, row, count_width, theme, commands);
            }
        });
}

/// Room for the longest count of flows, in points.
fn count_width(rows: &[FacetRow]) -> f32 {
    match rows.iter().map(|row| row.flows).max().unwrap_or(0) {
        0..1_000 => 40.0,
        1_000..100_000 => 52.0,
        _ => 70.0,
    }
}

fn row_ui(ui: &mut Ui, row: &FacetRow, count_width: f32, theme: &Theme, commands: &mut Commands) {
    let size = egui::vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let grade = match row.grade {
        DataGrade::None => String::new(),
        grade => format!(" ({})", grade.label()),
    };
    let spoken = format!(
        "{}{grade}, {}, {}",
        row.label,
        row.text,
        amount::counted(row.flows, "flow", "flows")
    );
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, row.active, &spoken));
    let ground = if row.active {
        Some(theme.accent_soft)
    } else if response.hovered() || response.has_focus() {
        Some(theme.selection)
    } else {
        None
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, f32::from(CORNER), ground);
    }
    paint_row(
        ui,
        rect.shrink2(egui::vec2(space::S, 0.0)),
        row,
        count_width,
        theme,
    );
    let tooltip = if row.active {
        "Click to release"
    } else {
        "Click to show only these"
    };
    let note = match row.note.is_empty() {
        true => String::new(),
        false => format!("\n{}", row.note),
    };
    let hint = format!("{spoken}{note}\n{tooltip}: {}", row.term);
    if response.on_hover_text(hint).clicked() {
        commands.push(Command::ToggleTerm(row.term.clone()));
    }
}

fn paint_row(ui: &Ui, rect: Rect, row: &FacetRow, count: f32, theme: &Theme) {
    let painter = ui.painter();
    let numbers = 72.0;
    let label_width = (rect.width() - numbers - count) * 0.74;
    let dots = match row.grade {
        DataGrade::None => 0.0,
        _ => DOTS_WIDTH,
    };
    let ink = if row.doubtful { theme.doubt } else { theme.ink };
    let body = fonts::regular(type_size::BODY - 1.0);
    let mark = match row.verdict {
        None => 0.0,
        Some(word) => {
            let at = rect.left_center() + egui::vec2(MARK_RADIUS, 0.0);
            paint_mark(painter, at, word, theme);
            2.0 * MARK_RADIUS + space::S
        }
    };
    put_line(
        painter,
        rect.left_center() + egui::vec2(mark, 0.0),
        Align2::LEFT_CENTER,
        &row.label,
        body.clone(),
        ink,
        label_width - space::S - dots - mark,
    );
    let dots_at = rect.left_center() + egui::vec2(label_width - space::S - dots, 0.0);
    paint_dots(painter, dots_at, row.grade, theme);
    let track = Rect::from_min_max(
        egui::pos2(rect.left() + label_width, rect.center().y - 4.5),
        egui::pos2(rect.right() - numbers - count, rect.center().y + 4.5),
    );
    painter.rect_filled(track, 4.5, theme.track);
    if row.value > 0 {
        let long = (track.width() * row.share.clamp(0.0, 1.0)).max(LEAST_BAR);
        let bar = Rect::from_min_size(track.min, egui::vec2(long, track.height()));
        painter.rect_filled(
            bar,
            4.5,
            match row.verdict {
                Some(word) => theme.verdict(word),
                None if row.doubtful => theme.doubt_soft,
                None => theme.sent,
            },
        );
    }
    let number_at = rect.right_center() - egui::vec2(count, 0.0);
    put_line(
        painter,
        number_at,
        Align2::RIGHT_CENTER,
        &row.text,
        body,
        theme.ink,
        numbers - space::XS,
    );
    let flows = amount::count(row.flows);
    put_line(
        painter,
        rect.right_center(),
        Align2::RIGHT_CENTER,
        &flows,
        fonts::regular(type_size::SMALL),
        theme.ink_soft,
        count,
    );
}
