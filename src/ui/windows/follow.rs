//! What the selected flow carried: layers, text or hex, both sides in order, with a search.

mod state;

use std::sync::Arc;

use eframe::egui::{self, Align2, Context, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use super::dialog;
use crate::analysis::progress::Progress;
use crate::draw::text;
use crate::draw::theme::{Theme, space, type_size};
use crate::evidence::followed::Followed;
use crate::flow::model::Side;
use crate::ui::app::Pace;
use crate::ui::command::{Action, Commands};
use crate::ui::later::Later;
use crate::ui::panels::action_button;
use crate::ui::widgets::virtual_rows::{self, BAR_WIDTH};
use crate::view::amount::counted;
use crate::view::follow::{Line, MAX_FOUND, sender};
use crate::view::redact::Redaction;

pub use state::FollowDialog;

/// Height of a line in points.
const ROW_HEIGHT: f32 = 18.0;

/// Room for the arrow and the frame number in points.
const MARK_WIDTH: f32 = 88.0;

/// Widest the window gets, in points: a line of hex with its characters and its mark.
const MAX_WIDTH: f32 = 960.0;

/// The window, while it is open.
pub fn follow_window(
    ctx: &Context,
    open: &mut Option<FollowDialog>,
    pace: Pace,
    redaction: &Redaction,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(state) = open else { return };
    state.keep_up(ctx, pace);
    let width = (ctx.content_rect().width() - 96.0).clamp(320.0, MAX_WIDTH);
    let (stays, _) = dialog(ctx, "Follow flow", width, |ui| {
        let title = redaction.text(&state.title);
        ui.label(RichText::new(title).color(theme.ink_soft));
        ui.add_space(space::S);
        match redaction.is_on() {
            true => hidden_ui(ui, commands),
            false => contents_ui(ui, state, theme),
        }
    });
    if !stays {
        *open = None;
    }
}

/// Nobody can tell which bytes of a content are personal: it is shown whole or not at all.
fn hidden_ui(ui: &mut Ui, commands: &mut Commands) {
    ui.label("Personal values are hidden, and what a flow carried cannot be shown without them.");
    ui.add_space(space::S);
    action_button(ui, Action::HidePersonal, commands);
}

fn contents_ui(ui: &mut Ui, state: &mut FollowDialog, theme: &Theme) {
    match &state.followed {
        Later::Coming(_) => waiting_ui(ui, &state.progress),
        Later::Never(reason) => {
            ui.label(RichText::new(reason).color(theme.problem));
        }
        Later::Here(followed) => {
            let followed = Arc::clone(followed);
            ui.horizontal_wrapped(|ui| layers_ui(ui, state, &followed));
            ui.horizontal_wrapped(|ui| search_ui(ui, state, theme));
            if let Some(reason) = &state.failed {
                ui.label(RichText::new(reason).color(theme.problem));
            }
            ui.add_space(space::S);
            lines_ui(ui, state, theme);
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share for a bar of a few hundred points"
)]
fn waiting_ui(ui: &mut Ui, progress: &Progress) {
    let share = progress.bytes() as f32 / progress.total_bytes().max(1) as f32;
    ui.label("Reading the capture again for this flow…");
    ui.add(egui::ProgressBar::new(share.min(1.0)));
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_millis(100));
}

fn layers_ui(ui: &mut Ui, state: &mut FollowDialog, followed: &Followed) {
    let mut shape = state.wanted;
    for (at, about) in followed.layers.iter().enumerate() {
        ui.selectable_value(&mut shape.layer, at, about.name.label());
    }
    ui.separator();
    ui.selectable_value(&mut shape.hex, false, "Text");
    ui.selectable_value(&mut shape.hex, true, "Hex");
    state.wanted = shape;
    ui.separator();
    let copy = egui::Button::new("Copy all");
    if ui
        .add_enabled(state.can_copy(), copy)
        .on_hover_text("Copies every line of this layer as it is shown")
        .clicked()
    {
        state.wants_copy = true;
    }
}

fn search_ui(ui: &mut Ui, state: &mut FollowDialog, theme: &Theme) {
    let edit = egui::TextEdit::singleline(&mut state.search)
        .hint_text("Search")
        .desired_width(240.0);
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Search in flow"));
    if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
        state.step(true);
        response.request_focus();
    }
    let any = !state.found.is_empty();
    if ui.add_enabled(any, egui::Button::new("Previous")).clicked() {
        state.step(false);
    }
    if ui.add_enabled(any, egui::Button::new("Next")).clicked() {
        state.step(true);
    }
    let words = match (state.search.is_empty(), state.found.len()) {
        (true, _) => String::new(),
        _ if state.is_searching() => "Searching…".to_owned(),
        (false, 0) => "Not found".to_owned(),
        (false, MAX_FOUND) => format!("Line {} of the first {MAX_FOUND} found", state.current + 1),
        (false, count) => {
            let lines = counted(count as u64, "line", "lines");
            format!("{} of {lines}", state.current + 1)
        }
    };
    ui.label(RichText::new(words).color(theme.ink_soft));
}

fn lines_ui(ui: &mut Ui, state: &mut FollowDialog, theme: &Theme) {
    let Some(lines) = state.lines.clone() else {
        ui.label("Being laid out…");
        return;
    };
    if lines.is_empty() {
        ui.label("This flow carried no payload, or none of it is in the capture.");
        return;
    }
    if lines.layer().is_some_and(|layer| layer.cut) {
        let words = "Cut: a side is longer than the 4 MiB (or 65,536 frames) that are shown.";
        ui.label(RichText::new(words).color(theme.problem));
    }
    let size = egui::vec2(ui.available_width(), ui.ctx().content_rect().height() * 0.5);
    let (area, response) = ui.allocate_exact_size(size, Sense::hover());
    let mut body = area;
    body.set_right(area.right() - BAR_WIDTH);
    if response.contains_pointer() {
        let wheel = ui.input(|input| input.smooth_scroll_delta().y);
        state.scroll.scroll_by(-wheel, ROW_HEIGHT);
    }
    state.scroll.clamp(lines.len(), body.height(), ROW_HEIGHT);
    let mut bar = area;
    bar.set_left(body.right());
    virtual_rows::scroll_bar_ui(ui, bar, lines.len(), &mut state.scroll, ROW_HEIGHT, theme);
    let lit = state.found.get(state.current).copied();
    ui.scope(|ui| {
        ui.set_clip_rect(body.intersect(ui.clip_rect()));
        for (number, rect) in virtual_rows::rows_in(body, lines.len(), state.scroll, ROW_HEIGHT) {
            if let Some(line) = lines.line(number) {
                row_ui(ui, rect, number, &line, lit == Some(number), theme);
            }
        }
    });
}

fn row_ui(ui: &mut Ui, rect: Rect, number: usize, line: &Line, is_lit: bool, theme: &Theme) {
    let id = ui.scope_id().with(("line", number));
    let (arrow, who) = sender(line.side);
    ui.interact(rect, id, Sense::hover()).widget_info(|| {
        let words = format!("{who}, frame {}: {}", line.frame, line.text);
        WidgetInfo::labeled(Role::Label, true, words)
    });
    if is_lit {
        ui.painter().rect_filled(rect, 0.0, theme.selection);
    }
    let color = match line.side {
        Side::Client => theme.sent,
        Side::Server => theme.received,
    };
    let mark = match line.is_first {
        true => format!("{arrow} {}", line.frame),
        false => arrow.to_owned(),
    };
    let font = egui::FontId::monospace(type_size::SMALL);
    let words = drawable(ui, &line.text, &font);
    let painter = ui.painter();
    let at = rect.left_center();
    let mark = text::line(painter, &mark, font.clone(), color, MARK_WIDTH);
    text::put(painter, at, Align2::LEFT_CENTER, &mark);
    let room = (rect.width() - MARK_WIDTH).max(0.0);
    let shown = text::line(painter, &words, font, theme.ink, room);
    let at = at + egui::vec2(MARK_WIDTH, 0.0);
    text::put(painter, at, Align2::LEFT_CENTER, &shown);
}

/// Characters that no font has would all look alike: they are shown by their numbers.
fn drawable(ui: &Ui, text: &str, font: &egui::FontId) -> String {
    ui.fonts_mut(|fonts| {
        let mut words = String::with_capacity(text.len());
        for character in text.chars() {
            if character.is_ascii() || fonts.has_glyph(font, character) {
                words.push(character);
            } else {
                words.extend(character.escape_unicode());
            }
        }
        words
    })
}
