//! The dialog in which the subject is named: whom the question is about.

use eframe::egui::{self, Context, RichText};

use super::dialog;
use crate::draw::theme::{Theme, space};
use crate::tag::subject::Subject;
use crate::ui::command::{Command, Commands};

/// The dialog's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectDialog {
    typed: String,
    /// Whether the field was given the keyboard when the dialog opened.
    has_focus: bool,
}

impl SubjectDialog {
    /// With what is named now, one a line.
    pub fn new(subject: &Subject) -> Self {
        Self {
            typed: subject.words().join("\n"),
            has_focus: false,
        }
    }
}

/// The window, while it is open.
pub fn subject_window(
    ctx: &Context,
    open: &mut Option<SubjectDialog>,
    theme: &Theme,
    commands: &mut Commands,
) {
    let Some(state) = open else { return };
    let (stays, done) = dialog(ctx, "Whom is the question about?", 460.0, |ui| {
        dialog_ui(ui, state, theme, commands)
    });
    if !stays || done == Some(true) {
        *open = None;
    }
}

fn dialog_ui(
    ui: &mut egui::Ui,
    state: &mut SubjectDialog,
    theme: &Theme,
    commands: &mut Commands,
) -> bool {
    let words = "What is theirs is the first party, who serves others is support, everybody else the third party.";
    ui.label(RichText::new(words).color(theme.ink_soft));
    ui.add_space(space::S);
    let edit = egui::TextEdit::multiline(&mut state.typed)
        .hint_text("Domains, owners or AS numbers, one a line")
        .desired_rows(4)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Subject"));
    if !state.has_focus {
        response.request_focus();
        state.has_focus = true;
    }
    ui.add_space(space::S);
    let mut done = false;
    ui.horizontal(|ui| {
        if ui.button("Save").clicked() {
            let subject = Subject::of(state.typed.lines());
            commands.push(Command::SetSubject(subject));
            done = true;
        }
        done |= ui.button("Cancel").clicked();
    });
    done
}
