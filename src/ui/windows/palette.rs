//! A command is looked up by its words: typed in any order, each anywhere in its text or in what it does.

use eframe::egui::{self, Align2, Context, Key, Modifiers, Role, Sense, Ui, WidgetInfo};

use crate::draw::fonts;
use crate::draw::text::put_line;
use crate::draw::theme::{CORNER, Theme, space, type_size};
use crate::ui::command::{Action, Commands, Entry, Situation, TABLE};

/// Commands that are listed; the rest is found by typing.
const MAX_LISTED: usize = 12;

/// Height of a command in points: its words, and below them what it does.
const ROW_HEIGHT: f32 = 38.0;

/// What is being looked up.
#[derive(Default)]
pub struct PaletteWindow {
    typed: String,
    chosen: usize,
    began: bool,
}

/// The window, near the top.
pub fn palette_window(
    ctx: &Context,
    open: &mut Option<PaletteWindow>,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(window) = open else { return };
    let width = 560.0_f32.min(ctx.content_rect().width() - space::XXL);
    let shown = egui::Window::new("Commands")
        .id(egui::Id::unique("palette"))
        .title_bar(false)
        .resizable(false)
        .anchor(Align2::CENTER_TOP, egui::vec2(0.0, 64.0))
        .frame(egui::Frame::window(&ctx.global_style()).inner_margin(space::M))
        .show(ctx, |ui| {
            ui.set_width(width);
            palette_ui(ui, window, theme, commands)
        });
    if let Some(closed) = shown.and_then(|shown| shown.inner).flatten() {
        if let Some(action) = closed.0 {
            commands.act(action);
        }
        *open = None;
    }
}

/// It is to be closed, with the command that was taken.
struct Closed(Option<Action>);

fn palette_ui(
    ui: &mut Ui,
    window: &mut PaletteWindow,
    theme: &Theme,
    commands: &Commands,
) -> Option<Closed> {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
    let edit = egui::TextEdit::singleline(&mut window.typed)
        .id(egui::Id::unique("palette field"))
        .hint_text("What do you want to do?")
        .desired_width(f32::INFINITY);
    let field = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(field.id, |node| node.set_label("Look up a command"));
    if !window.began {
        field.request_focus();
        window.began = true;
    }
    if field.changed() {
        window.chosen = 0;
    }
    let found = found(&window.typed, commands.situation);
    let last = found.len().saturating_sub(1);
    window.chosen = match (down, up) {
        (true, _) => (window.chosen + 1).min(last),
        (_, true) => window.chosen.saturating_sub(1),
        _ => window.chosen.min(last),
    };
    ui.add_space(space::S);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut taken = None;
    for (at, entry) in found.iter().enumerate() {
        let enabled = commands.situation.allows(entry.action);
        if row_ui(ui, entry, at == window.chosen, enabled, theme).clicked() && enabled {
            taken = Some(entry.action);
        }
    }
    if found.is_empty() {
        ui.label("No command has these words");
    }
    if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        taken = found
            .get(window.chosen)
            .map(|entry| entry.action)
            .filter(|action| commands.situation.allows(*action));
    }
    let elsewhere = ui.input(|input| input.pointer.any_pressed())
        && !ui.rect_contains_pointer(ui.min_rect().expand(space::M));
    match (taken, elsewhere) {
        (Some(action), _) => Some(Closed(Some(action))),
        (None, true) => Some(Closed(None)),
        (None, false) => None,
    }
}

/// Commands whose words hold all that is typed: those that can be done first, and among them by how well they fit.
fn found(typed: &str, situation: Situation) -> Vec<Entry> {
    let typed = typed.to_lowercase();
    let words: Vec<&str> = typed.split_whitespace().collect();
    let mut found: Vec<(bool, usize, usize, usize, Entry)> = TABLE
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.action != Action::Palette)
        .filter_map(|(place, entry)| {
            let fits: Option<usize> = words.iter().map(|word| misfit(word, entry)).sum();
            // Of two that fit as well the one with fewer other words is meant.
            let length = match words.is_empty() {
                true => 0,
                false => entry.text.split_whitespace().count(),
            };
            Some((
                !situation.allows(entry.action),
                fits?,
                length,
                place,
                *entry,
            ))
        })
        .collect();
    found.sort_by_key(|(cannot, misfit, length, place, _)| (*cannot, *misfit, *length, *place));
    let entries = found.into_iter().map(|(.., entry)| entry);
    entries.take(MAX_LISTED).collect()
}

/// 0 where a word of the text begins with it, then where the text holds it, its letters in order, or what it does.
fn misfit(word: &str, entry: &Entry) -> Option<usize> {
    let text = entry.text.to_lowercase();
    let mut letters = text.chars();
    let in_order = word
        .chars()
        .all(|letter| letters.any(|other| other == letter));
    let begins = text
        .split_whitespace()
        .any(|of_text| of_text.starts_with(word));
    match () {
        () if begins => Some(0),
        () if text.contains(word) => Some(1),
        () if entry.tooltip.to_lowercase().contains(word) => Some(2),
        () if in_order => Some(3),
        () => None,
    }
}

fn row_ui(
    ui: &mut Ui,
    entry: &Entry,
    chosen: bool,
    enabled: bool,
    theme: &Theme,
) -> egui::Response {
    let size = egui::vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let key = entry.shortcut.map(|key| ui.ctx().format_shortcut(&key));
    let key = key.unwrap_or_default();
    let spoken = format!("{}. {} {key}", entry.text, entry.tooltip);
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, chosen, &spoken));
    if chosen || response.hovered() {
        let ground = match chosen {
            true => theme.accent_soft,
            false => theme.selection,
        };
        ui.painter().rect_filled(rect, f32::from(CORNER), ground);
    }
    let ink = if enabled { theme.ink } else { theme.ink_soft };
    let room = rect.shrink2(egui::vec2(space::S, 3.0));
    let (body, small) = (
        fonts::regular(type_size::BODY),
        fonts::regular(type_size::SMALL),
    );
    let painter = ui.painter();
    let at = room.right_top();
    put_line(
        painter,
        at,
        Align2::RIGHT_TOP,
        &key,
        small.clone(),
        theme.ink_soft,
        130.0,
    );
    let at = room.left_top();
    put_line(
        painter,
        at,
        Align2::LEFT_TOP,
        entry.text,
        body,
        ink,
        room.width() - 140.0,
    );
    let tooltip = match enabled {
        true => entry.tooltip.to_owned(),
        false => format!("Not possible now. {}", entry.tooltip),
    };
    let at = room.left_bottom();
    put_line(
        painter,
        at,
        Align2::LEFT_BOTTOM,
        &tooltip,
        small,
        theme.ink_soft,
        room.width(),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_find_commands_in_any_order_and_what_can_be_done_comes_first() {
        let first = |typed: &str, situation| {
            let found = found(typed, situation);
            found.first().map(|entry| entry.action)
        };
        let shown = Situation {
            shown: true,
            ..Situation::default()
        };
        assert_eq!(first("zoom", shown), Some(Action::ZoomIn));
        assert_eq!(first("out zoom", shown), Some(Action::ZoomOut));
        assert_eq!(first("picture", shown), Some(Action::ExportPicture));
        assert_eq!(first("lght", shown), Some(Action::ThemeLight));
        assert_eq!(first("licences", shown), Some(Action::About));
        assert_eq!(first("xyzzy", shown), None);
        let greyed = found("zoom", Situation::default());
        assert_eq!(
            greyed.first().map(|entry| entry.action),
            Some(Action::ZoomIn)
        );
    }
}
