//! Nothing passes the filter: what to take away so that something does.

use eframe::egui::{self, Rect, RichText, Ui};

use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Action, Command, Commands};
use crate::view::amount::counted;
use crate::view::screen::Screen;

/// Buttons at the most: more would not fit, and the first says enough.
const MAX_BUTTONS: usize = 6;

/// Characters of a part on a button.
const MAX_PART: usize = 40;

/// In place of the rows.
pub fn nothing_ui(
    ui: &mut Ui,
    body: Rect,
    screen: &Screen,
    theme: &Theme,
    commands: &mut Commands,
) {
    let room = body.shrink2(egui::vec2(space::L, space::M));
    let builder = egui::UiBuilder::new()
        .max_rect(room)
        .layout(egui::Layout::top_down(egui::Align::Min));
    ui.scope_builder(builder, |ui| {
        let easier = &screen.filter.easier;
        let words = match (screen.filter.total, easier.as_slice()) {
            (0, _) => "The captures hold no flows",
            (_, []) => "Nothing matches, and no single part of the filter is to blame",
            _ => "Nothing matches",
        };
        ui.add_space((room.height() * 0.1).min(space::XL));
        ui.label(
            RichText::new(words)
                .size(type_size::TITLE)
                .color(theme.ink_soft),
        );
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            for one in easier.iter().take(MAX_BUTTONS) {
                let part: String = one.part.chars().take(MAX_PART).collect();
                let then = format!(
                    "{} then: {}",
                    counted(one.kept, "flow", "flows"),
                    one.filter
                );
                let button = ui.button(format!("Remove {part}"));
                if button.on_hover_text(then).clicked() {
                    commands.push(Command::SetFilter(one.filter.clone()));
                    commands.push(Command::SetSpan(one.span));
                }
            }
            if screen.filter.total > 0 {
                super::super::action_button(ui, Action::ClearFilter, commands);
            }
        });
    });
}
