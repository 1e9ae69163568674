//! Everything that could not be read: where, what, and what it means for the result.

use eframe::egui::{Context, RichText, ScrollArea, Ui};

use super::dialog;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Action, Command, Commands};
use crate::view::screen::ProblemRow;

/// The window. Showing the flows of a problem closes it, because it stands before them.
pub fn problems_window(
    ctx: &Context,
    open: &mut bool,
    rows: &[ProblemRow],
    theme: &Theme,
    commands: &mut Commands,
) {
    let (stays, shown) = dialog(ctx, "Problems", 640.0, |ui| {
        if rows.is_empty() {
            ui.label("Everything in the captures could be read.");
            return false;
        }
        let words = "Nothing is left out in silence: what is listed here is missing from the numbers or counted as said.";
        ui.label(RichText::new(words).color(theme.ink_soft));
        ui.add_space(space::S);
        let export = Action::ExportProblems.entry();
        if ui
            .button(export.text)
            .on_hover_text(export.tooltip)
            .clicked()
        {
            commands.act(Action::ExportProblems);
        }
        ui.add_space(space::S);
        list_ui(ui, rows, theme, commands)
    });
    *open = stays && shown != Some(true);
}

/// Returns whether the flows of a problem are to be shown.
fn list_ui(ui: &mut Ui, rows: &[ProblemRow], theme: &Theme, commands: &mut Commands) -> bool {
    let height = ui.ctx().content_rect().height() * 0.6;
    let mut shown = false;
    ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for row in rows {
                shown |= row_ui(ui, row, theme, commands);
            }
        });
    shown
}

fn row_ui(ui: &mut Ui, row: &ProblemRow, theme: &Theme, commands: &mut Commands) -> bool {
    ui.separator();
    let place = match (row.capture.is_empty(), row.place.is_empty()) {
        (_, true) => row.capture.clone(),
        (true, _) => row.place.clone(),
        _ => format!("{} · {}", row.capture, row.place),
    };
    ui.label(
        RichText::new(&row.what)
            .font(fonts::strong(type_size::BODY))
            .color(theme.ink),
    );
    ui.label(
        RichText::new(place)
            .size(type_size::SMALL)
            .color(theme.problem),
    );
    ui.label(RichText::new(&row.meaning).color(theme.ink_soft));
    let Some((words, term)) = &row.flows else {
        return false;
    };
    let clicked = ui.button(words).on_hover_text(term).clicked();
    if clicked {
        commands.push(Command::SetFilter(term.clone()));
    }
    clicked
}
