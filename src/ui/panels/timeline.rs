//! The timeline: drag to select a span, drag its edges to change it, click to release it.

use eframe::egui::{self, CursorIcon, PointerButton, Rect, Role, Sense, Ui, WidgetInfo};

use crate::capture::frame::Time;
use crate::draw::theme::Theme;
use crate::draw::timeline::{paint_timeline, plot_rect, time_at, x_of};
use crate::ui::command::{Command, Commands};
use crate::view::amount::counted;
use crate::view::marks::Mark;
use crate::view::query::TimeSpan;
use crate::view::screen::Timeline;

/// How near the pointer has to be to an edge to take it, in points.
const EDGE_REACH: f32 = 6.0;

const HINT: &str = "Drag to select a span; turn the wheel to look closer, double click to see all";

/// What one point of the wheel changes, in thousandths.
const PER_POINT: f32 = 4.0;

/// The end that stays while the other one is dragged.
#[derive(Default)]
pub struct TimelineLook {
    fixed: Option<Time>,
}

/// The timeline in the room that is left.
pub fn timeline_ui(
    ui: &mut Ui,
    timeline: &Timeline,
    marks: &[Mark],
    look: &mut TimelineLook,
    theme: &Theme,
    commands: &mut Commands,
) {
    let rect = ui.available_rect_before_wrap();
    let response = ui.allocate_rect(rect, Sense::click_and_drag());
    let label = if timeline.span_text.is_empty() {
        format!("Timeline, {} to {}", timeline.start_text, timeline.end_text)
    } else {
        format!("Timeline, {}", timeline.span_text)
    };
    let label = match marks.len() {
        0 => label,
        number => format!("{label}, {}", counted(number as u64, "mark", "marks")),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &label));
    paint_timeline(ui.painter(), rect, timeline, theme);
    let pointed = marks_ui(ui, rect, timeline, marks, &response, theme);
    cursor(ui, rect, timeline, &response);
    if let Some(span) = dragged_span(rect, timeline, look, &response) {
        commands.push(Command::SetSpan(Some(span)));
    }
    if response.drag_stopped() {
        look.fixed = None;
    }
    if let Some(part) = turned(ui, rect, timeline, &response) {
        commands.push(Command::ShowTime(part));
    }
    if response.double_clicked() && timeline.part.is_some() {
        commands.push(Command::ShowTime(None));
    }
    if response.clicked() && timeline.span.is_some() {
        commands.push(Command::SetSpan(None));
    }
    // With a span its text stands where the tooltip would.
    match pointed {
        Some(label) => {
            response.on_hover_text_at_pointer(label);
        }
        None if timeline.span.is_none() && !response.dragged() => {
            response.on_hover_text_at_pointer(HINT);
        }
        None => {}
    }
}

/// Marks as lines with a flag on top; gives back the words of the one under the pointer.
fn marks_ui(
    ui: &Ui,
    rect: Rect,
    timeline: &Timeline,
    marks: &[Mark],
    response: &egui::Response,
    theme: &Theme,
) -> Option<String> {
    let pointer = response.hover_pos().map(|at| at.x);
    let mut pointed = None;
    for mark in marks {
        let Some(x) = x_of(rect, timeline, mark.at).filter(|x| rect.x_range().contains(*x)) else {
            continue;
        };
        let line = egui::Stroke::new(1.0, theme.ink_soft);
        let foot = plot_rect(rect).bottom();
        ui.painter()
            .vline(x, egui::Rangef::new(rect.top(), foot), line);
        let flag = Rect::from_min_size(egui::pos2(x, rect.top()), egui::vec2(6.0, 5.0));
        ui.painter().rect_filled(flag, 0.0, theme.ink);
        if pointer.is_some_and(|at| (at - x).abs() <= EDGE_REACH) {
            pointed = Some(mark.label());
        }
    }
    pointed
}

/// The edge of the span under `x`: the end that stays, when that edge is taken.
fn edge_taken(rect: Rect, timeline: &Timeline, x: f32) -> Option<Time> {
    let span = timeline.span?;
    let near = |time| x_of(rect, timeline, time).is_some_and(|edge| (edge - x).abs() <= EDGE_REACH);
    if near(span.from) {
        Some(span.to)
    } else if near(span.to) {
        Some(span.from)
    } else {
        None
    }
}

fn dragged_span(
    rect: Rect,
    timeline: &Timeline,
    look: &mut TimelineLook,
    response: &egui::Response,
) -> Option<TimeSpan> {
    if !response.dragged_by(PointerButton::Primary) {
        return None;
    }
    let pointer = response.interact_pointer_pos()?;
    if response.drag_started() || look.fixed.is_none() {
        let began = response
            .total_drag_delta()
            .map_or(pointer, |moved| pointer - moved);
        look.fixed =
            edge_taken(rect, timeline, began.x).or_else(|| time_at(rect, timeline, began.x));
    }
    span_between(look.fixed?, time_at(rect, timeline, pointer.x)?)
}

/// The part of the time that the wheel asks for: up and down looks closer or farther, aside moves it.
fn turned(
    ui: &Ui,
    rect: Rect,
    timeline: &Timeline,
    response: &egui::Response,
) -> Option<Option<TimeSpan>> {
    let (all, pointer) = (timeline.all?, response.hover_pos()?);
    let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
    let shown = timeline.part.unwrap_or(all);
    if wheel.x.abs() > wheel.y.abs() && timeline.part.is_some() {
        let aside = thousandths(-wheel.x * PER_POINT);
        return Some(shown.moved(all, aside));
    }
    let closer = 1_000.0 / pinch - wheel.y * PER_POINT;
    let length = u32::try_from(thousandths(closer))
        .unwrap_or(0)
        .clamp(100, 10_000);
    let at = time_at(rect, timeline, pointer.x)?;
    (length != 1_000).then(|| shown.zoomed(all, at, length))
}

#[expect(clippy::cast_possible_truncation, reason = "clamped before")]
fn thousandths(value: f32) -> i32 {
    value.clamp(-100_000.0, 100_000.0) as i32
}

/// A span needs a length; its end is not part of it.
fn span_between(one: Time, other: Time) -> Option<TimeSpan> {
    let (from, to) = if one <= other {
        (one, other)
    } else {
        (other, one)
    };
    (from < to).then_some(TimeSpan { from, to })
}

fn cursor(ui: &Ui, rect: Rect, timeline: &Timeline, response: &egui::Response) {
    if let Some(pointer) = response.hover_pos() {
        let icon = match edge_taken(rect, timeline, pointer.x) {
            Some(_) => CursorIcon::ResizeHorizontal,
            None => CursorIcon::Crosshair,
        };
        ui.ctx().set_cursor_icon(icon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_has_its_earlier_end_first_and_is_never_empty() {
        let (early, late) = (Time::from_nanos(3), Time::from_nanos(9));
        let span = Some(TimeSpan {
            from: early,
            to: late,
        });
        assert_eq!(span_between(early, late), span);
        assert_eq!(span_between(late, early), span);
        assert_eq!(span_between(late, late), None);
    }
}
