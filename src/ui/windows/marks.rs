//! What was done and when: typed or pasted as lines, shown on the timeline, and the time between two of them selected.

use eframe::egui::{self, ComboBox, Context, RichText, ScrollArea, Ui};

use super::dialog;
use crate::capture::frame::Time;
use crate::draw::theme::{Theme, space};
use crate::ui::command::{Action, Command, Commands};
use crate::ui::panels::action_button;
use crate::view::marks::{Mark, read_marks};
use crate::view::query::TimeSpan;

/// The lines as they are typed.
pub struct MarksWindow {
    text: String,
    error: Option<String>,
    /// The two marks between which time is selected, by their places.
    between: [usize; 2],
}

impl MarksWindow {
    /// With the marks that there are.
    pub fn new(marks: &[Mark]) -> Self {
        let day = |mark: Option<&Mark>| mark.map(|mark| mark.at.day_text());
        let one_day = day(marks.first()) == day(marks.last());
        let line = if one_day { Mark::label } else { Mark::line };
        let lines: Vec<String> = marks.iter().map(line).collect();
        Self {
            text: lines.join("\n"),
            error: None,
            between: [0, marks.len().saturating_sub(1)],
        }
    }
}

/// The window; `first`: when the captures begin.
pub fn marks_window(
    ctx: &Context,
    open: &mut Option<MarksWindow>,
    marks: &[Mark],
    first: Option<Time>,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(window) = open else { return };
    let (stays, _) = dialog(ctx, "Marks", 520.0, |ui| {
        let words = "What you did and when, one line each, in UTC: “14:03:10 tapped Upload”. Lines of a CSV file can be pasted.";
        ui.label(RichText::new(words).color(theme.ink_soft));
        ui.add_space(space::S);
        let edit = egui::TextEdit::multiline(&mut window.text)
            .desired_rows(5)
            .desired_width(f32::INFINITY);
        let field = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(field.id, |node| node.set_label("Lines of marks"));
        if field.changed()
            && let Some(first) = first
        {
            match read_marks(&window.text, first) {
                Ok(marks) => {
                    window.error = None;
                    commands.push(Command::SetMarks(marks));
                }
                Err(words) => window.error = Some(words),
            }
        }
        let words = match (&window.error, first) {
            (_, None) => "The captures state no times",
            (Some(words), _) => words.as_str(),
            (None, _) => " ",
        };
        ui.label(RichText::new(words).color(theme.problem));
        ui.horizontal(|ui| {
            action_button(ui, Action::LoadMarks, commands);
        });
        ui.add_space(space::S);
        between_ui(ui, &mut window.between, marks, commands);
        spans_ui(ui, marks, commands);
    });
    if !stays {
        *open = None;
    }
}

/// From any mark to any other.
fn between_ui(ui: &mut Ui, chosen: &mut [usize; 2], marks: &[Mark], commands: &mut Commands) {
    if marks.len() < 3 {
        return;
    }
    ui.horizontal(|ui| {
        for (title, at) in ["From mark", "To mark"].into_iter().zip(chosen.iter_mut()) {
            *at = (*at).min(marks.len() - 1);
            let list = ComboBox::from_id_salt(title)
                .selected_text(marks.get(*at).map(Mark::label).unwrap_or_default())
                .width(170.0)
                .truncate()
                .show_ui(ui, |ui| {
                    for (place, mark) in marks.iter().enumerate() {
                        ui.selectable_value(at, place, mark.label());
                    }
                });
            let node = list.response.id;
            ui.ctx()
                .accesskit_node_builder(node, |node| node.set_label(title));
        }
        let time = |at: usize| marks.get(at).map(|mark| mark.at);
        let [one, other] = chosen.map(time);
        let (from, to) = (one.min(other), one.max(other));
        let button = egui::Button::new("Select between");
        let clicked = ui.add_enabled(from < to, button).clicked();
        if let (true, Some(from), Some(to)) = (clicked, from, to) {
            commands.push(Command::SetSpan(Some(TimeSpan { from, to })));
        }
    });
    ui.add_space(space::S);
}

/// From each mark to the next.
fn spans_ui(ui: &mut Ui, marks: &[Mark], commands: &mut Commands) {
    ScrollArea::vertical()
        .max_height(180.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for pair in marks.windows(2) {
                let [from, to] = pair else { continue };
                let words = format!("Between {} and {}", from.label(), to.label());
                let possible = from.at < to.at;
                let button = egui::Button::new(words).truncate();
                if ui.add_enabled(possible, button).clicked() {
                    commands.push(Command::SetSpan(Some(TimeSpan {
                        from: from.at,
                        to: to.at,
                    })));
                }
            }
        });
}
