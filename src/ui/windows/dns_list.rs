//! The DNS list: who asked for which name, what was answered, and which flows carry the name because of it.

mod rows;

use std::sync::Arc;

use eframe::egui::{self, Context, EventFilter, Key, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use self::rows::{COLUMNS, Seen, cells_ui, row_ui};
use super::dialog;
use crate::analysis::model::Analysis;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::app::{App, Pace, later};
use crate::ui::command::{Action, Commands};
use crate::ui::later::Later;
use crate::ui::made_of::MadeOf;
use crate::ui::panels::action_button;
use crate::ui::widgets::virtual_rows::{self, BAR_WIDTH, RowScroll};
use crate::view::dns_list::{DnsList, dns_list};
use crate::view::redact::Redaction;

/// Height of a row in points.
const ROW_HEIGHT: f32 = 25.0;

/// Widest window in points; the answers take what the screen has beyond the other columns.
const MAX_WIDTH: f32 = 1200.0;

/// Rows that are searched within a frame.
const MAX_ROWS_AT_ONCE: usize = 50_000;

/// The window's state.
#[derive(Default)]
pub struct DnsWindow {
    making: MadeOf<DnsList>,
    list: Option<Arc<DnsList>>,
    search: String,
    /// Rows of `list` in which `search` stands.
    found: Vec<u32>,
    /// The search that `found` is of.
    found_for: String,
    finding: Option<Later<(String, Vec<u32>)>>,
    scroll: RowScroll,
    /// The search field has had the cursor.
    focused: bool,
}

impl DnsWindow {
    /// Rows of the list as far as it is made.
    pub fn rows(&self) -> usize {
        self.list.as_ref().map_or(0, |list| list.rows.len())
    }

    /// Makes the list again where the captures were read further.
    fn keep_up(&mut self, analysis: &Arc<Analysis>, ctx: &Context, pace: Pace) {
        let made = self.making.renew(analysis, |of| {
            later(ctx, pace, move || Ok(Arc::new(dns_list(&of))))
        });
        match made {
            Some(Ok(list)) => {
                self.finding = None;
                self.seek(list, ctx, pace);
            }
            Some(Err(_)) => self.list = None,
            None => {}
        }
        if let Some(list) = self.list.clone().filter(|_| self.found_for != self.search) {
            self.seek(list, ctx, pace);
        }
        if let Some(Ok((sought, found))) = Later::take_from(&mut self.finding) {
            (self.found_for, self.found) = (sought, found);
            if self.found_for != self.search {
                // What was typed meanwhile is sought in the next frame.
                ctx.request_repaint();
            }
        }
    }

    /// Searches a list, a long one on a thread; one search at a time.
    fn seek(&mut self, list: Arc<DnsList>, ctx: &Context, pace: Pace) {
        if self.finding.is_some() {
            return;
        }
        let is_new = !self
            .list
            .as_ref()
            .is_some_and(|known| Arc::ptr_eq(known, &list));
        let pace = match list.rows.len() {
            0..=MAX_ROWS_AT_ONCE => Pace::Inline,
            _ => pace,
        };
        if is_new {
            // Places in another list mean other rows.
            self.found = Vec::new();
            self.list = Some(Arc::clone(&list));
        }
        let search = self.search.clone();
        self.finding = Some(later(ctx, pace, move || {
            let found = list.matching(&search);
            Ok((search, found))
        }));
    }
}

/// The window, while it is open. Showing the flows of a row closes it, because it stands before them.
pub fn dns_window(app: &mut App, ctx: &Context, theme: &Theme, commands: &mut Commands) {
    let pace = app.pace;
    let redaction = app.redaction();
    let Some(state) = &mut app.windows.dns else {
        return;
    };
    let Some(analysis) = app.session.analysis() else {
        app.windows.dns = None;
        return;
    };
    state.keep_up(analysis, ctx, pace);
    let width = (ctx.content_rect().width() - 2.0 * space::XXL).min(MAX_WIDTH);
    let (stays, shown) = dialog(ctx, "DNS list", width, |ui| {
        window_ui(ui, state, &redaction, theme, commands)
    });
    if !stays || shown == Some(true) {
        app.windows.dns = None;
    }
}

/// Returns whether the flows of a row are to be shown.
fn window_ui(
    ui: &mut Ui,
    state: &mut DnsWindow,
    redaction: &Redaction,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let Some(list) = state.list.clone() else {
        let words = match state.making.is_coming() {
            true => "Being put together…",
            false => {
                "The list could not be made because of an error in this program, please report it"
            }
        };
        ui.label(words);
        return false;
    };
    if let Some(hidden) = &list.hidden {
        ui.label(RichText::new(hidden).color(theme.doubt));
        ui.add_space(space::S);
    }
    if list.rows.is_empty() {
        let words = match list.hidden {
            Some(_) => "No readable DNS was seen in these captures",
            None => "No DNS was seen in these captures",
        };
        ui.label(words);
        return false;
    }
    let search = search_ui(
        ui,
        &list,
        &mut state.search,
        state.found.len(),
        theme,
        commands,
    );
    if !state.focused {
        search.request_focus();
        state.focused = true;
    }
    ui.add_space(space::S);
    let list = Seen {
        list: &list,
        redaction,
    };
    list_ui(ui, &list, &state.found, &mut state.scroll, theme, commands)
}

fn search_ui(
    ui: &mut Ui,
    list: &DnsList,
    search: &mut String,
    found: usize,
    theme: &Theme,
    commands: &mut Commands,
) -> egui::Response {
    let field = ui.horizontal(|ui| {
        let edit = egui::TextEdit::singleline(search)
            .hint_text("Part of a name or an answer")
            .desired_width(320.0);
        let response = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("Search the DNS list"));
        let counted = RichText::new(list.count_text(found));
        ui.label(counted.size(type_size::SMALL).color(theme.ink_soft));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            action_button(ui, Action::ExportDns, commands)
        });
        response
    });
    field.inner
}

fn list_ui(
    ui: &mut Ui,
    seen: &Seen,
    found: &[u32],
    scroll: &mut RowScroll,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let height = ui.ctx().content_rect().height() * 0.6;
    let size = egui::vec2(ui.available_width(), height);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let (head, body) = area.split_top_bottom_at_y(area.top() + ROW_HEIGHT);
    let body = body.with_min_x(body.left() + space::M);
    let (body, bar) = body.split_left_right_at_x(body.right() - BAR_WIDTH);
    let headings = COLUMNS.map(|(heading, _)| heading.to_owned());
    let head = Rect::from_x_y_ranges(body.x_range(), head.y_range());
    cells_ui(ui, head, &headings, theme.ink_soft);
    read_input(ui, body, found.len(), scroll);
    scroll.clamp(found.len(), body.height(), ROW_HEIGHT);
    virtual_rows::scroll_bar_ui(ui, bar, found.len(), scroll, ROW_HEIGHT, theme);
    let clip = ui.clip_rect();
    let with_dots = body.with_min_x(area.left());
    ui.set_clip_rect(with_dots.intersect(clip));
    let mut shown = false;
    for (at, rect) in virtual_rows::rows_in(body, found.len(), *scroll, ROW_HEIGHT) {
        let row = found.get(at);
        let row = row.and_then(|row| seen.list.rows.get(*row as usize));
        if let Some(row) = row {
            shown |= row_ui(ui, at, rect, seen, row, theme, commands);
        }
    }
    ui.set_clip_rect(clip);
    shown
}

/// Wheel, and keys once the list has the focus.
fn read_input(ui: &Ui, body: Rect, count: usize, scroll: &mut RowScroll) {
    let response = ui.interact(body, ui.scope_id().with("rows"), Sense::click());
    let label = format!("DNS, {count} rows");
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, &label));
    if response.contains_pointer() {
        let wheel = ui.input(|input| input.smooth_scroll_delta().y);
        scroll.scroll_by(-wheel, ROW_HEIGHT);
    }
    if response.clicked() {
        response.request_focus();
    }
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let page = body.height() - ROW_HEIGHT;
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    for (key, points) in [
        (Key::ArrowDown, ROW_HEIGHT),
        (Key::ArrowUp, -ROW_HEIGHT),
        (Key::PageDown, page),
        (Key::PageUp, -page),
    ] {
        if pressed(key) {
            scroll.scroll_by(points, ROW_HEIGHT);
        }
    }
    if pressed(Key::Home) {
        *scroll = RowScroll::default();
    }
    if pressed(Key::End) {
        scroll.first = count;
    }
}
