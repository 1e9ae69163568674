//! Rows of the table: flows with their cells, groups with their subtotals.

use eframe::egui::{self, Align2, Rect, Role, Sense, Ui, WidgetInfo};

use super::lines::Line;
use super::{ROW_HEIGHT, TableLook, header, keys, sideways};
use crate::draw::fonts;
use crate::draw::grade::{DOTS_WIDTH, paint_dots};
use crate::draw::parts::{MARK_RADIUS, paint_mark};
use crate::draw::text::put_line;
use crate::draw::theme::{Theme, space, type_size};
use crate::flow::model::FlowId;
use crate::tag::data_type::grade::DataGrade;
use crate::ui::command::{Action, Command, Commands};
use crate::ui::panels::action_row;
use crate::ui::panels::chips::capture_color;
use crate::ui::widgets::virtual_rows;
use crate::view::amount::{bytes, count, counted};
use crate::view::query::Column;
use crate::view::screen::{Group, Screen};
use crate::view::table::cell;

/// Where the words of a verdict have less room than this, in points, its mark stands alone.
const LEAST_WORDS: f32 = 44.0;

/// The rows in sight.
pub fn rows_ui(
    ui: &mut Ui,
    body: Rect,
    screen: &Screen,
    columns: &[header::Placed],
    look: &mut TableLook,
    theme: &Theme,
    commands: &mut Commands,
) {
    let clip = ui.clip_rect();
    ui.set_clip_rect(body.intersect(clip));
    let rows = Rows {
        screen,
        columns,
        theme,
    };
    let all = look.lines.count();
    for (line, rect) in virtual_rows::rows_in(body, all, look.scroll, ROW_HEIGHT) {
        match look.lines.at(line) {
            Some(Line::Group(at)) => rows.group_ui(ui, rect, at, look),
            Some(Line::Flow(place)) => {
                if let Some(flow) = screen.table.order.get(place).copied() {
                    rows.flow_ui(ui, rect, flow, look, commands);
                }
            }
            None => break,
        }
    }
    ui.set_clip_rect(clip);
}

/// What every row needs.
struct Rows<'a> {
    screen: &'a Screen,
    columns: &'a [header::Placed],
    theme: &'a Theme,
}

impl Rows<'_> {
    fn flow_ui(
        &self,
        ui: &mut Ui,
        rect: Rect,
        flow: FlowId,
        look: &mut TableLook,
        commands: &mut Commands,
    ) {
        // Rows take clicks but not the focus: Tab leads to the table, arrows lead through it.
        let response = ui.interact(rect, ui.scope_id().with(("row", flow)), Sense::CLICK);
        let selected = look.selected == Some(flow) && look.group.is_none();
        self.ground(ui, rect, selected, response.hovered());
        let mut summary = Vec::new();
        let clip = ui.clip_rect();
        for column in self.columns {
            ui.set_clip_rect(clip.intersect(sideways::room_of(column, self.columns, clip)));
            summary.push(cell_ui(ui, rect, self.screen, column, flow, self.theme));
            if selected && look.cell == Some(column.column) {
                let cell = column.cell(rect).expand2(egui::vec2(space::XS, -2.0));
                let edge = egui::Stroke::new(1.0, self.theme.accent);
                ui.painter()
                    .rect_stroke(cell, 3.0, edge, egui::StrokeKind::Inside);
            }
        }
        ui.set_clip_rect(clip);
        let summary = summary.join(", ");
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &summary));
        if response.clicked() || response.secondary_clicked() {
            keys::focus(ui);
            let at = response.interact_pointer_pos();
            let under = |placed: &&header::Placed| {
                at.is_some_and(|at| placed.head.x_range().contains(at.x))
            };
            look.cell = self.columns.iter().find(under).map(|one| one.column);
            look.group = None;
            commands.push(Command::Select(Some(flow)));
        }
        response.context_menu(|ui| {
            for action in [
                Action::CopyCell,
                Action::CopyRow,
                Action::FollowFlow,
                Action::SetDataType,
            ] {
                action_row(ui, action, commands);
            }
        });
    }

    fn group_ui(&self, ui: &mut Ui, rect: Rect, at: usize, look: &mut TableLook) {
        let Some(group) = look.lines.group(at).cloned() else {
            return;
        };
        let open = look.lines.is_open(at);
        let id = ui.scope_id().with(("group", &group.label));
        let response = ui.interact(rect, id, Sense::CLICK);
        let selected = look.group == Some(at);
        ui.painter().rect_filled(rect, 0.0, self.theme.panel);
        self.ground(ui, rect, selected, response.hovered());
        let spoken = format!(
            "Group {}, {}, {} sent, {} received, {}",
            group.label,
            counted(group.flows as u64, "flow", "flows"),
            bytes(group.sent),
            bytes(group.received),
            if open { "open" } else { "closed" }
        );
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &spoken));
        self.paint_group(ui, rect, &group, open);
        if response.clicked() {
            keys::focus(ui);
            look.group = Some(at);
            look.lines.set_open(at, !open);
        }
    }

    /// Words and number of flows as far as the first number, subtotals in the columns of numbers.
    fn paint_group(&self, ui: &Ui, rect: Rect, group: &Group, open: bool) {
        let painter = ui.painter();
        let font = fonts::strong(type_size::BODY);
        let mut words_end = rect.right();
        for placed in self.columns {
            let text = match placed.column {
                Column::Sent => bytes(group.sent),
                Column::Received => bytes(group.received),
                Column::Frames => count(group.frames),
                _ => continue,
            };
            let room = placed.cell(rect);
            words_end = words_end.min(room.left());
            let (at, anchor) = placed.anchor(room);
            let ink = self.theme.ink;
            put_line(painter, at, anchor, &text, font.clone(), ink, room.width());
        }
        let face = if open { "▾" } else { "▸" };
        let left = rect.left_center() + egui::vec2(space::L, 0.0);
        let ink = self.theme.ink_soft;
        put_line(
            painter,
            left,
            Align2::LEFT_CENTER,
            face,
            font.clone(),
            ink,
            16.0,
        );
        let ink = match group.doubtful {
            true => self.theme.doubt,
            false => self.theme.ink,
        };
        let left = left + egui::vec2(18.0, 0.0);
        let flows = counted(group.flows as u64, "flow", "flows");
        let room = (words_end - left.x - 110.0).max(40.0);
        let words = put_line(
            painter,
            left,
            Align2::LEFT_CENTER,
            &group.label,
            font,
            ink,
            room,
        );
        let after = words.right_center() + egui::vec2(space::M, 0.0);
        let small = fonts::regular(type_size::SMALL);
        let ink = self.theme.ink_soft;
        put_line(
            painter,
            after,
            Align2::LEFT_CENTER,
            &flows,
            small,
            ink,
            110.0,
        );
    }

    fn ground(&self, ui: &Ui, rect: Rect, selected: bool, hovered: bool) {
        let fill = match (selected, hovered) {
            (true, _) => Some(self.theme.accent_soft),
            (false, true) => Some(self.theme.selection),
            (false, false) => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, 0.0, fill);
        }
        let line = egui::Stroke::new(1.0, self.theme.line.gamma_multiply(0.6));
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
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
