//! Two open captures beside each other: which destinations are new, gone or changed. A click shows the flows.

use std::sync::Arc;

use eframe::egui::{Context, RichText, ScrollArea, Ui};

use super::dialog;
use crate::analysis::model::Analysis;
use crate::capture::frame::CaptureIndex;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::app::{App, Pace, later};
use crate::ui::command::{Command, Commands};
use crate::ui::made_of::MadeOf;
use crate::view::amount::counted;
use crate::view::compare::{Change, Compared, Comparison, LIMIT};
use crate::view::filter::{Key, Value, term_text};
use crate::view::query::Colouring;
use crate::view::redact::Redaction;

/// Destinations that are drawn; `whither compare` prints all.
const MOST_ROWS: usize = 200;

/// The window's state.
#[derive(Default)]
pub struct CompareWindow {
    making: MadeOf<Comparison>,
    made: Option<Arc<Comparison>>,
    /// The captures that are compared, by their place.
    sides: Option<(usize, usize)>,
    /// What is listed; all that differs where nothing is chosen.
    shown: Option<Change>,
}

impl CompareWindow {
    /// Compares again where captures were read further or others were chosen.
    fn keep_up(
        &mut self,
        analysis: &Arc<Analysis>,
        (a, b): (usize, usize),
        ctx: &Context,
        pace: Pace,
    ) {
        let index = |at: usize| {
            u16::try_from(at)
                .map(CaptureIndex)
                .map_err(|_| String::new())
        };
        let made = self.making.renew(analysis, |of| {
            later(ctx, pace, move || {
                let comparison = Comparison::within(&of, index(a)?, index(b)?);
                Ok(Arc::new(comparison))
            })
        });
        if let Some(made) = made {
            self.made = made.ok();
        }
    }
}

/// The window, while it is open. What leads to flows closes it, because it stands before them.
pub fn compare_window(app: &mut App, ctx: &Context, theme: &Theme, commands: &mut Commands) {
    let pace = app.pace;
    let redaction = app.redaction();
    let Some(state) = &mut app.windows.compare else {
        return;
    };
    let Some(analysis) = app.session.analysis().cloned() else {
        app.windows.compare = None;
        return;
    };
    let names: Vec<String> = analysis
        .captures
        .iter()
        .map(|capture| redaction.text(&capture.name))
        .collect();
    let last = names.len().saturating_sub(1);
    let (a, b) = state.sides.unwrap_or((0, 1));
    let sides = (a.min(last), b.min(last));
    state.keep_up(&analysis, sides, ctx, pace);
    let made = state.made.clone();
    let (stays, left) = dialog(ctx, "Compare captures", 720.0, |ui| {
        sides_ui(ui, state, sides, &names);
        let mapped = on_map_ui(ui, sides, commands);
        match &made {
            Some(comparison) => {
                mapped | comparison_ui(ui, state, comparison, &redaction, theme, commands)
            }
            None => {
                ui.label("Being compared…");
                mapped
            }
        }
    });
    if !stays || left == Some(true) {
        app.windows.compare = None;
    }
}

/// Which capture is A and which is B.
fn sides_ui(ui: &mut Ui, state: &mut CompareWindow, (a, b): (usize, usize), names: &[String]) {
    let (mut first, mut second) = (a, b);
    ui.horizontal_wrapped(|ui| {
        for (mark, at) in [("A", &mut first), ("B", &mut second)] {
            ui.label(RichText::new(mark).font(fonts::strong(type_size::BODY)));
            let text = names.get(*at).map_or("", String::as_str);
            let combo =
                eframe::egui::ComboBox::from_id_salt(("compared", mark)).selected_text(text);
            let shown = combo.show_ui(ui, |ui| {
                for (place, name) in names.iter().enumerate() {
                    ui.selectable_value(at, place, name);
                }
            });
            ui.ctx().accesskit_node_builder(shown.response.id, |node| {
                node.set_label(format!("Capture {mark}"));
            });
            ui.add_space(space::M);
        }
    });
    if (first, second) != (a, b) {
        state.sides = Some((first, second));
        state.making.forget();
    }
}

/// Colours the map by what differs; returns whether that was asked for.
fn on_map_ui(ui: &mut Ui, (a, b): (usize, usize), commands: &mut Commands) -> bool {
    let index = |at: usize| u16::try_from(at).map(CaptureIndex);
    let (Ok(before), Ok(after)) = (index(a), index(b)) else {
        return false;
    };
    let button = eframe::egui::Button::new("Show on the map");
    let clicked = ui
        .add_enabled(a != b, button)
        .on_hover_text("Colours map and timeline by what is new, gone, changed or the same")
        .clicked();
    if clicked {
        commands.push(Command::SetColouring(Colouring::Change { before, after }));
    }
    clicked
}

/// Returns whether flows are to be shown.
fn comparison_ui(
    ui: &mut Ui,
    state: &mut CompareWindow,
    comparison: &Comparison,
    redaction: &Redaction,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        for change in Change::ALL {
            let words = format!("{} {}", change.label(), comparison.count(change));
            let is_on = state.shown == Some(change);
            if ui.selectable_label(is_on, words).clicked() {
                state.shown = Some(change).filter(|_| !is_on);
            }
        }
    });
    for line in comparison.only_lines() {
        let line = redaction.text(&line);
        ui.label(RichText::new(line).color(theme.ink_soft));
    }
    ui.add_space(space::S);
    let wanted = |one: &&Compared| match state.shown {
        Some(change) => one.change == change,
        None => one.change != Change::Same,
    };
    let rows: Vec<&Compared> = comparison.destinations.iter().filter(wanted).collect();
    let clicked = list_ui(ui, &rows, redaction, theme, commands);
    ui.add_space(space::S);
    ui.label(
        RichText::new(LIMIT)
            .size(type_size::SMALL)
            .color(theme.ink_soft),
    );
    clicked
}

fn list_ui(
    ui: &mut Ui,
    rows: &[&Compared],
    redaction: &Redaction,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    if rows.is_empty() {
        ui.label("No destination differs so.");
        return false;
    }
    let height = ui.ctx().content_rect().height() * 0.5;
    let mut clicked = false;
    ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for row in rows.iter().take(MOST_ROWS) {
                clicked |= row_ui(ui, row, redaction, theme, commands);
            }
            let more = rows.len().saturating_sub(MOST_ROWS) as u64;
            if more > 0 {
                let more = counted(more, "more destination", "more destinations");
                ui.label(format!("{more}: `whither compare A B` prints them all"));
            }
        });
    clicked
}

fn row_ui(
    ui: &mut Ui,
    row: &Compared,
    redaction: &Redaction,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    ui.separator();
    let clicked = ui
        .horizontal_wrapped(|ui| {
            let change = RichText::new(row.change.label()).font(fonts::strong(type_size::BODY));
            ui.label(change.color(theme.ink_soft));
            ui.link(redaction.host(&row.destination)).clicked()
        })
        .inner;
    for line in row.details() {
        ui.label(
            RichText::new(redaction.text(&line))
                .size(type_size::SMALL)
                .color(theme.ink_soft),
        );
    }
    if clicked {
        let term = term_of(&row.destination);
        commands.push(Command::SetFilter(redaction.filter(&term)));
    }
    clicked
}

/// The flows of a destination, by its name or address.
fn term_of(destination: &str) -> String {
    match destination.parse::<std::net::IpAddr>() {
        Ok(_) => format!("ip:{destination}"),
        Err(_) => term_text(Key::Host, Value::Part(destination.to_lowercase())),
    }
}
