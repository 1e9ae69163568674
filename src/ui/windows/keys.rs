//! Every key on one page: the table of commands, and what fields, lists, table and map understand.

use eframe::egui::{Context, Grid, RichText, ScrollArea, Ui};

use super::dialog;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{SECOND_KEYS, TABLE};

/// Keys that are no commands: where, which, what.
const OTHERS: [(&str, &[(&str, &str)]); 6] = [
    (
        "In the filter",
        &[
            (
                "Down, Up",
                "Choose an offer; Up in the empty box: past filters",
            ),
            ("Tab", "Takes the chosen offer, or the first"),
            ("Enter", "Takes the chosen offer"),
            ("Escape", "Closes the list; without one, clears the filter"),
        ],
    ),
    (
        "In the table",
        &[
            ("Up, Down, Page Up, Page Down", "Move through the rows"),
            ("Home, End", "First and last row"),
            ("Left, Right", "Choose a cell; close and open a group"),
            ("Enter", "Opens a group, or closes it"),
            (
                "Shift and a click on a title",
                "Sorts by it where rows are equal",
            ),
            (
                "Right click on a title",
                "Pins its column at the left, or hides it",
            ),
        ],
    ),
    (
        "On the map",
        &[
            ("Arrows", "Move it, once it has the focus"),
            ("Wheel", "Zooms where the pointer is"),
        ],
    ),
    (
        "On the timeline",
        &[
            ("Drag", "Selects a span; a click releases it"),
            ("Wheel", "Looks closer where the pointer is; aside it moves"),
            ("Double click", "Shows all of the time"),
        ],
    ),
    (
        "On a card of the tour",
        &[
            ("Enter, Right", "The next card"),
            ("Left", "The card before"),
            ("Escape", "Ends the tour"),
        ],
    ),
    (
        "Everywhere",
        &[
            ("Tab, Shift+Tab", "To the next control, and back"),
            ("Escape", "Closes what is open, then clears the filter"),
        ],
    ),
];

/// The window.
pub fn keys_window(ctx: &Context, open: &mut bool, theme: &Theme) {
    if !*open {
        return;
    }
    let (stays, _) = dialog(ctx, "Keys", 620.0, |ui| {
        let height = ui.ctx().content_rect().height() * 0.78;
        ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                section_ui(ui, "Commands", &commands(ui.ctx()), theme);
                for (title, rows) in OTHERS {
                    let rows = rows.iter();
                    let rows: Vec<(String, String)> = rows
                        .map(|(key, does)| ((*key).to_owned(), (*does).to_owned()))
                        .collect();
                    section_ui(ui, title, &rows, theme);
                }
            });
    });
    *open = stays;
}

/// Keys of commands with their words, in the order of the table.
fn commands(ctx: &Context) -> Vec<(String, String)> {
    let rows = TABLE.iter().filter_map(|entry| {
        let first = ctx.format_shortcut(&entry.shortcut?);
        let second = SECOND_KEYS
            .iter()
            .find(|(_, action)| *action == entry.action);
        let keys = match second {
            Some((second, _)) => format!("{first}, {}", ctx.format_shortcut(second)),
            None => first,
        };
        Some((keys, entry.text.trim_end_matches('…').to_owned()))
    });
    rows.collect()
}

fn section_ui(ui: &mut Ui, title: &str, rows: &[(String, String)], theme: &Theme) {
    ui.label(
        RichText::new(title)
            .font(fonts::strong(type_size::TITLE))
            .color(theme.ink),
    );
    ui.add_space(space::XS);
    Grid::new(("keys", title))
        .num_columns(2)
        .min_col_width(210.0)
        .spacing([space::L, space::XS])
        .show(ui, |ui| {
            for (keys, does) in rows {
                ui.label(RichText::new(keys).font(fonts::strong(type_size::BODY)));
                ui.label(does);
                ui.end_row();
            }
        });
    ui.add_space(space::M);
}
