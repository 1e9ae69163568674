//! The line in which a text is looked for in the rows: how many hold it, and from one to the next.

use std::sync::Arc;

use eframe::egui::{self, Key, Rect, RichText, Ui};

use crate::draw::theme::{Theme, space};
use crate::ui::command::{Action, Commands};
use crate::ui::later::Later;
use crate::ui::panels::{name, tooltip};
use crate::view::amount::count;
use crate::view::find::Hit;
use crate::view::query::{Column, Query};
use crate::view::screen::Screen;

/// Rows that hold a text.
pub struct Found {
    /// The text.
    pub text: String,
    /// The screen whose rows they are.
    pub screen: Arc<Screen>,
    /// The columns that were shown.
    pub shown: Vec<Column>,
    /// Those that are shown, from the top.
    pub hits: Vec<Hit>,
}

impl Found {
    /// Whether they are still the rows with the text: another selection changes nothing.
    pub fn is_of(&self, text: &str, screen: &Screen, shown: &[Column]) -> bool {
        let asked = |screen: &Screen| Query {
            selected: None,
            ..screen.query.clone()
        };
        self.text == text
            && self.shown == shown
            && Arc::ptr_eq(&self.screen.analysis, &screen.analysis)
            && asked(&self.screen) == asked(screen)
    }
}

/// What is looked for.
#[derive(Default)]
pub struct FindLook {
    /// Whether the line is there.
    pub open: bool,
    /// The text.
    pub text: String,
    /// Which of the found rows is selected, from 1.
    pub at: Option<usize>,
    /// Whether the step that waits goes down.
    pub waits: Option<bool>,
    /// The rows that hold the text of the last step.
    pub found: Option<Arc<Found>>,
    /// The same, being looked for.
    pub coming: Option<Later<Arc<Found>>>,
    focus: bool,
}

impl FindLook {
    /// Shows the line with the cursor in it.
    pub fn begin(&mut self) {
        self.open = true;
        self.focus = true;
    }

    /// What came of it, for the line.
    fn says(&self) -> String {
        let found = self.found.as_ref().filter(|found| found.text == self.text);
        match (found, self.at) {
            _ if self.text.is_empty() => String::new(),
            _ if self.coming.is_some() => "Looking…".to_owned(),
            (None, _) => "Enter finds the next row".to_owned(),
            (Some(found), _) if found.hits.is_empty() => "In no row".to_owned(),
            (Some(found), Some(at)) => {
                format!("{} of {}", count(at as u64), count(found.hits.len() as u64))
            }
            (Some(found), None) => format!("In {} rows", count(found.hits.len() as u64)),
        }
    }
}

/// The line below the rows.
pub fn find_ui(
    ui: &mut Ui,
    rect: Rect,
    look: &mut FindLook,
    theme: &Theme,
    commands: &mut Commands,
) {
    ui.painter().rect_filled(rect, 0.0, theme.panel);
    let builder = egui::UiBuilder::new()
        .max_rect(rect.shrink2(egui::vec2(space::L, 2.0)))
        .layout(egui::Layout::left_to_right(egui::Align::Center));
    ui.scope_builder(builder, |ui| {
        let edit = egui::TextEdit::singleline(&mut look.text)
            .id(egui::Id::unique("find"))
            .hint_text("Find in table")
            .desired_width(260.0);
        let field = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(field.id, |node| node.set_label("Find in table"));
        if std::mem::take(&mut look.focus) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if entered {
            let back = ui.input(|input| input.modifiers.shift);
            commands.act(if back {
                Action::FindPrevious
            } else {
                Action::FindNext
            });
            field.request_focus();
        }
        let escaped = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        for (action, face) in [(Action::FindPrevious, "▲"), (Action::FindNext, "▼")] {
            let entry = action.entry();
            let button = ui.button(face).on_hover_text(tooltip(ui.ctx(), &entry));
            name(&button, entry.text);
            if button.clicked() {
                commands.act(action);
            }
        }
        ui.label(RichText::new(look.says()).color(theme.ink_soft));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = ui.add(egui::Button::new("×").frame(false));
            name(&close, "Close find");
            if close.clicked() || escaped {
                look.open = false;
            }
        });
    });
}
