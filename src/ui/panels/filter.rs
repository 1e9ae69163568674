//! The filter box: what is typed, how many flows it keeps, where it could not be understood, and what could be typed.

mod offers;
mod saved;

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, Color32, EventFilter, Galley, TextBuffer, Ui};

use super::name;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::command::{Action, Commands};
use crate::ui::preferences::Preferences;
use crate::view::amount::count;
use crate::view::query::{FilterError, FilterView};
use crate::view::screen::Screen;
use offers::Offers;
use saved::SavedLook;

/// Height of the box in points.
const HEIGHT: f32 = 30.0;

/// The id of the text field, of which there is one.
pub fn field_id() -> egui::Id {
    egui::Id::unique("filter")
}

/// Where the user is in the box.
#[derive(Default)]
pub struct FilterLook {
    /// Set when the cursor is to go into the box.
    pub focus: bool,
    offers: Offers,
    saved: SavedLook,
}

/// The box. It fills the room that is left.
pub fn filter_ui(
    ui: &mut Ui,
    typed: &mut String,
    screen: &Arc<Screen>,
    look: &mut FilterLook,
    preferences: &mut Preferences,
    theme: &Theme,
    commands: &mut Commands,
) {
    let view = &screen.filter;
    let edge = match (&view.error, typed.is_empty()) {
        (Some(_), _) => theme.problem,
        (None, false) => theme.accent,
        (None, true) => theme.line,
    };
    let size = egui::vec2(ui.available_width(), HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let edge = egui::Stroke::new(1.0, edge);
    ui.painter()
        .rect(rect, CORNER, theme.card, edge, egui::StrokeKind::Inside);
    let inside = egui::UiBuilder::new()
        .max_rect(rect.shrink2(egui::vec2(space::S, 1.0)))
        .layout(egui::Layout::right_to_left(egui::Align::Center));
    ui.scope_builder(inside, |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        help_ui(ui, commands);
        saved::saved_ui(ui, typed, screen, &mut look.saved, preferences, theme);
        if !typed.is_empty() {
            clear_ui(ui, typed);
        }
        let words = egui::RichText::new(counted(view))
            .size(type_size::SMALL)
            .color(theme.ink_soft);
        ui.add(egui::Label::new(words).selectable(false));
        field_ui(ui, rect, typed, screen, look, preferences, theme);
    });
}

/// `38 of 1,204 flows`; without a filter only `1,204 flows`.
fn counted(view: &FilterView) -> String {
    let flows = if view.total == 1 { "flow" } else { "flows" };
    if view.kept == view.total {
        format!("{} {flows}", count(view.total))
    } else {
        format!("{} of {} {flows}", count(view.kept), count(view.total))
    }
}

fn help_ui(ui: &mut Ui, commands: &mut Commands) {
    let entry = Action::FilterLanguage.entry();
    let button = ui.add(egui::Button::new("?").frame(false));
    let button = button.on_hover_text(super::tooltip(ui.ctx(), &entry));
    name(&button, entry.text);
    if button.clicked() {
        commands.act(Action::FilterLanguage);
    }
}

fn clear_ui(ui: &mut Ui, typed: &mut String) {
    let clear = ui
        .add(egui::Button::new("×").frame(false))
        .on_hover_text("Clear filter (Esc)");
    name(&clear, "Clear filter");
    if clear.clicked() {
        typed.clear();
    }
}

/// The field with what hangs below it; `below`: the whole box.
fn field_ui(
    ui: &mut Ui,
    below: egui::Rect,
    typed: &mut String,
    screen: &Arc<Screen>,
    look: &mut FilterLook,
    preferences: &mut Preferences,
    theme: &Theme,
) {
    let had_focus = ui.memory(|memory| memory.has_focus(field_id()));
    let keys = look.offers.take_keys(ui, had_focus, typed.is_empty());
    // A filter that is still being computed has no error yet.
    let error = screen.filter.error.as_ref();
    let error = error.filter(|_| screen.query.filter == *typed);
    let output = edit_ui(ui, typed, error, look.offers.is_open(), theme);
    let response = output.response.response.clone();
    if std::mem::take(&mut look.focus) {
        response.request_focus();
    }
    let cursor = byte_of(typed, output.cursor_range);
    if response.changed() {
        look.offers.typed();
    }
    look.offers
        .renew(typed, cursor, response.has_focus(), screen, preferences);
    if let Some(accepted) = look.offers.take(&keys) {
        take_offer(ui, typed, &accepted);
    }
    let focused = response.has_focus() || look.offers.is_under_pointer(ui);
    let clicked = look.offers.list_ui(
        &response,
        below,
        focused,
        error.map(|e| words_of(typed, e)),
        theme,
    );
    if let Some(accepted) = clicked {
        take_offer(ui, typed, &accepted);
        response.request_focus();
    }
    if let Some(error) = error.filter(|_| !look.offers.is_open()) {
        error_ui(&response, words_of(typed, error), theme);
    }
    if response.lost_focus() && !typed.is_empty() && error.is_none() {
        // Pseudonyms mean something only in these captures.
        let filter = screen.redaction.revealed(typed);
        preferences.filters.remember(&filter);
    }
}

fn edit_ui(
    ui: &mut Ui,
    typed: &mut String,
    error: Option<&FilterError>,
    list_is_open: bool,
    theme: &Theme,
) -> egui::text_edit::TextEditOutput {
    let marked = error.map(|error| error.at.clone());
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, _wrap: f32| {
        marked_text(ui, text.as_str(), marked.as_ref(), theme)
    };
    let output = egui::TextEdit::singleline(typed)
        .id(field_id())
        .hint_text("Filter: country:SG   host:…   org:…   proto:quic   sent>10kB   -word")
        .font(egui::TextStyle::Monospace)
        .frame(egui::Frame::NONE)
        .layouter(&mut layouter)
        .align(egui::Align2::LEFT_CENTER)
        .event_filter(EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            tab: list_is_open,
            escape: list_is_open,
        })
        .desired_width(f32::INFINITY)
        .show(ui);
    let response = &output.response.response;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Filter"));
    output
}

/// The byte before which the cursor stands; the end where there is none.
fn byte_of(text: &str, cursor: Option<egui::text::CCursorRange>) -> usize {
    let at = cursor.and_then(|range| text.char_indices().nth(range.primary.index.0));
    at.map_or(text.len(), |(byte, _)| byte)
}

/// Puts an offer in its place and the cursor behind it.
fn take_offer(ui: &Ui, typed: &mut String, accepted: &offers::Accepted) {
    let range = accepted.replaces.clone();
    if typed.get(range.clone()).is_none() {
        return;
    }
    let end = range.start + accepted.insert.len();
    typed.replace_range(range, &accepted.insert);
    let behind = typed.get(..end).unwrap_or("").chars().count();
    let mut state = egui::TextEdit::load_state(ui.ctx(), field_id()).unwrap_or_default();
    let cursor = egui::text::CCursor::new(behind);
    let range = egui::text::CCursorRange::one(cursor);
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), field_id());
    ui.ctx().request_repaint();
}

/// The typed text with the part that could not be understood in the problem colour and underlined.
fn marked_text(ui: &Ui, text: &str, marked: Option<&Range<usize>>, theme: &Theme) -> Arc<Galley> {
    let font = egui::TextStyle::Monospace.resolve(ui.style());
    let plain = TextFormat::simple(font.clone(), theme.ink);
    let mut wrong = TextFormat::simple(font, theme.problem);
    wrong.underline = egui::Stroke::new(2.0, theme.problem);
    wrong.background = Color32::TRANSPARENT;
    let mut job = LayoutJob::default();
    match marked.and_then(|at| {
        Some((
            text.get(..at.start)?,
            text.get(at.clone())?,
            text.get(at.end..)?,
        ))
    }) {
        Some((before, at, after)) => {
            job.append(before, 0.0, plain.clone());
            job.append(at, 0.0, wrong);
            job.append(after, 0.0, plain);
        }
        None => job.append(text, 0.0, plain),
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// What is wrong where, and what was expected.
fn words_of(typed: &str, error: &FilterError) -> String {
    let wrong = typed.get(error.at.clone()).unwrap_or("").trim();
    let expected = &error.expected;
    if wrong.is_empty() {
        format!("At the end: {expected}. The filter keeps everything until then.")
    } else {
        format!("`{wrong}`: {expected}. The filter keeps everything until then.")
    }
}

/// What was expected, below the box. It takes no keys: Escape still clears the filter.
fn error_ui(response: &egui::Response, words: String, theme: &Theme) {
    let popup = egui::Popup::from_response(response)
        .id(response.id.with("error"))
        .kind(egui::PopupKind::Tooltip)
        .open(true)
        .close_behavior(egui::PopupCloseBehavior::IgnoreClicks)
        .gap(space::XS)
        .accessible_name("Filter could not be understood");
    popup.show(|ui| {
        ui.set_max_width(440.0);
        ui.label(egui::RichText::new(words).color(theme.problem));
    });
}
