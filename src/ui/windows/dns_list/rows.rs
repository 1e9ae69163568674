//! One row of the DNS list: its cells, its colour and its button.

use eframe::egui::{self, Align2, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use crate::draw::fonts;
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Command, Commands};
use crate::ui::panels::chips::capture_color;
use crate::view::dns_list::{DnsList, DnsRow};
use crate::view::redact::Redaction;

/// Heading and share of the width of each column.
pub(super) const COLUMNS: [(&str, f32); 9] = [
    ("Time (UTC)", 0.13),
    ("Client", 0.105),
    ("Asked for", 0.195),
    ("Type", 0.05),
    ("Answer", 0.26),
    ("TTL", 0.05),
    ("Source", 0.1),
    ("Frame", 0.065),
    ("Flows", 0.045),
];

/// Room for the button at the end of each row, in points.
const BUTTON_WIDTH: f32 = 92.0;

/// The list, and what its texts go through.
pub(super) struct Seen<'a> {
    /// As it was made.
    pub list: &'a DnsList,
    /// What its texts go through.
    pub redaction: &'a Redaction,
}

/// Returns whether its flows are to be shown.
pub(super) fn row_ui(
    ui: &mut Ui,
    at: usize,
    rect: Rect,
    seen: &Seen,
    row: &DnsRow,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let (list, redaction) = (seen.list, seen.redaction);
    let line = egui::Stroke::new(1.0, theme.line.gamma_multiply(0.6));
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    let response = ui.interact(rect, ui.scope_id().with(("row", at)), Sense::hover());
    let is_answer = row.flows().is_some();
    let ink = if is_answer { theme.ink } else { theme.doubt };
    let texts = cells(list, row).map(|text| redaction.text(&text));
    cells_ui(ui, rect, &texts, ink);
    let mut words = redaction.text(&format!("{} {row}", list.time_text(row)));
    if let Some(capture) = list.capture_name(row) {
        words.push_str(&format!(", in {}", redaction.text(capture)));
        let color = capture_color(theme, usize::from(row.capture.0));
        let at = rect.left_center() - egui::vec2(space::S, 0.0);
        ui.painter().circle_filled(at, 3.0, color);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &words));
    response.on_hover_text(words.clone());
    let term = redaction.filter(&row.filter());
    let button = show_button_ui(ui, at, rect, theme).on_hover_text(&term);
    let label = format!("Show flows: {term}");
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let clicked = button.clicked();
    if clicked {
        commands.push(Command::SetFilter(term));
    }
    clicked
}

/// The button at the end of a row, which takes no room of its own.
fn show_button_ui(ui: &mut Ui, at: usize, row: Rect, theme: &Theme) -> egui::Response {
    let place = row.with_min_x(row.right() - BUTTON_WIDTH);
    let inside = egui::UiBuilder::new()
        .id_salt(("show", at))
        .max_rect(place)
        .layout(egui::Layout::right_to_left(egui::Align::Center));
    let words = RichText::new("Show flows").size(type_size::SMALL);
    let button = egui::Button::new(words.color(theme.accent)).frame(false);
    ui.new_child(inside)
        .add(button.wrap_mode(egui::TextWrapMode::Extend))
}

fn cells(list: &DnsList, row: &DnsRow) -> [String; COLUMNS.len()] {
    [
        list.time_text(row),
        row.client_text(),
        row.asked_text(),
        row.kind_text(),
        row.answer_text(),
        row.ttl_text(),
        row.source_text().to_owned(),
        row.frame.to_string(),
        row.flows()
            .map_or_else(String::new, |flows| flows.to_string()),
    ]
}

/// One line of texts under the headings.
pub(super) fn cells_ui(ui: &Ui, rect: Rect, cells: &[String; COLUMNS.len()], color: egui::Color32) {
    let width = rect.width() - BUTTON_WIDTH;
    let mut left = rect.left();
    for ((_, share), text) in COLUMNS.iter().zip(cells) {
        let room = share * width;
        let font = fonts::regular(type_size::SMALL);
        let at = egui::pos2(left, rect.center().y);
        let anchor = Align2::LEFT_CENTER;
        put_line(ui.painter(), at, anchor, text, font, color, room - space::S);
        left += room;
    }
}
