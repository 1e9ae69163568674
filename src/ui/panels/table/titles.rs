//! Titles of the table's columns: what they mean, and which of them sort in which direction.

use eframe::egui::{self, Align2, Pos2, Response, Role, Sense, Shape, Ui, WidgetInfo};

use super::header::Placed;
use crate::draw::fonts;
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, type_size};
use crate::ui::command::{Command, Commands};
use crate::view::query::{Column, Query};
use crate::view::table::header;

/// Place among the columns that sort, from 0, and whether it sorts the other way round.
fn sorted_by(query: &Query, column: Column) -> Option<(usize, bool)> {
    let sorts = std::iter::once(&query.sort).chain(&query.then);
    let mut sorts = sorts.enumerate();
    let (place, sort) = sorts.find(|(_, sort)| sort.column == column)?;
    Some((place, sort.descending))
}

fn spoken(title: &str, sorted: Option<(usize, bool)>) -> String {
    let way = |down| if down { "largest" } else { "smallest" };
    match sorted {
        None => format!("Sort by {title}"),
        Some((0, down)) => format!("Sort by {title}, {} first now", way(down)),
        Some((place, down)) => {
            format!(
                "Sort by {title}, {} first now, in place {}",
                way(down),
                place + 1
            )
        }
    }
}

/// One title: a click sorts, a drag moves.
pub fn title_ui(
    ui: &Ui,
    placed: &Placed,
    query: &Query,
    theme: &Theme,
    commands: &mut Commands,
) -> Response {
    let title = header(placed.column);
    let sorted = sorted_by(query, placed.column);
    let id = ui.scope_id().with(("header", placed.column));
    let response = ui.interact(placed.head, id, Sense::click_and_drag());
    let mut words = spoken(title, sorted);
    if placed.pinned {
        words.push_str(", pinned");
    }
    let is_sorted = sorted.is_some();
    response.widget_info(|| WidgetInfo::selected(Role::ColumnHeader, true, is_sorted, &words));
    let lit = is_sorted || response.hovered() || response.has_focus();
    let color = if lit { theme.ink } else { theme.ink_soft };
    paint_title(ui, placed, title, sorted, color);
    if response.has_focus() {
        let edge = egui::Stroke::new(1.0, theme.accent);
        let kind = egui::StrokeKind::Inside;
        ui.painter()
            .rect_stroke(placed.head.shrink(2.0), 3.0, edge, kind);
    }
    let response = response.on_hover_text(tooltip(placed.column));
    if response.clicked() {
        let further = ui.input(|input| input.modifiers.shift);
        commands.push(Command::SortBy {
            column: placed.column,
            further,
        });
    }
    response
}

/// The words with an arrow, and from the second column that sorts its number.
fn paint_title(
    ui: &Ui,
    placed: &Placed,
    title: &str,
    sorted: Option<(usize, bool)>,
    color: egui::Color32,
) {
    let room = placed.cell(placed.head);
    let arrow_room = match sorted {
        None => 0.0,
        Some((0, _)) => 12.0,
        Some(_) => 20.0,
    };
    let font = fonts::strong(type_size::SMALL);
    let (at, anchor) = placed.anchor(room);
    let at = match placed.numeric() {
        true => at - egui::vec2(arrow_room, 0.0),
        false => at,
    };
    let left_over = room.width() - arrow_room;
    let text = put_line(
        ui.painter(),
        at,
        anchor,
        title,
        font.clone(),
        color,
        left_over,
    );
    let Some((place, descending)) = sorted else {
        return;
    };
    let tip = Pos2::new(text.right() + 8.0, room.center().y);
    arrow(ui, tip, descending, color);
    if place > 0 {
        let number = (place + 1).to_string();
        let at = tip + egui::vec2(5.0, 0.0);
        put_line(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            &number,
            font,
            color,
            10.0,
        );
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
        Column::Time => "When the flow began, as the capture's clock says\n",
        Column::Capture => "The file that the flow is in\n",
        Column::Destination => {
            "The remote end: its name if the traffic states one, else its address\n"
        }
        Column::Organisation => "Who runs the address; not who owns the domain\n",
        Column::Country => {
            "Where the first network hop is placed, not where data is stored. Amber: sources differ, or none tells\n"
        }
        Column::Seat => "Where the block of addresses is registered, not where the machine is\n",
        Column::App => "The program that the capture names\n",
        Column::Protocol => "What was recognised, outermost first\n",
        Column::Sent => "Payload bytes from local to remote\n",
        Column::Received => "Payload bytes from remote to local\n",
        Column::Frames => "Records of the capture, both ways\n",
    };
    let sorts =
        "Sorts by this column; again: the other way round. With Shift: where rows are equal";
    format!("{meaning}{sorts}. Drag to move it")
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
