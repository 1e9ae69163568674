//! What could not be opened, why, and what can be done.

use eframe::egui::{self, RichText, Ui};

use super::action_button;
use crate::draw::fonts;
use crate::draw::theme::{Theme, space, type_size};
use crate::ui::command::{Action, Command, Commands};
use crate::ui::session::Failure;

/// In one sentence, for a notice.
pub fn sentence(failure: &Failure) -> String {
    format!("{} could not be opened: {}", names(failure), failure.reason)
}

fn names(failure: &Failure) -> String {
    match failure.inputs.as_slice() {
        [one] => one
            .file_name()
            .unwrap_or(one.as_os_str())
            .to_string_lossy()
            .into_owned(),
        many => format!("{} files", many.len()),
    }
}

/// The page.
pub fn failed_ui(ui: &mut Ui, failure: &Failure, theme: &Theme, commands: &mut Commands) {
    ui.add_space(ui.available_height() * 0.28);
    ui.vertical_centered(|ui| {
        let title = format!("{} could not be opened", names(failure));
        ui.label(RichText::new(title).font(fonts::strong(type_size::HEADLINE)).color(theme.ink));
        ui.add_space(space::S);
        ui.set_max_width(620.0);
        ui.label(RichText::new(sentence_case(&failure.reason)).color(theme.problem));
        ui.add_space(space::S);
        for input in failure.inputs.iter().take(3) {
            ui.label(RichText::new(input.display().to_string()).monospace().color(theme.ink_soft));
        }
        ui.add_space(space::M);
        let advice = "Whither reads pcap and pcapng files, plain or in gzip, zstd, lz4 or xz, whatever their names. \
                      Check that the path is right and that you may read the file.";
        ui.label(RichText::new(advice).color(theme.ink_soft));
        ui.add_space(space::L);
        buttons_ui(ui, failure, commands);
    });
}

fn buttons_ui(ui: &mut Ui, failure: &Failure, commands: &mut Commands) {
    let width = 300.0;
    ui.allocate_ui(egui::vec2(width, 30.0), |ui| {
        ui.horizontal(|ui| {
            if ui
                .button("Try again")
                .on_hover_text("Reads the same files again")
                .clicked()
            {
                commands.push(Command::Read {
                    paths: failure.inputs.clone(),
                    add: false,
                });
            }
            action_button(ui, Action::Open, commands);
            action_button(ui, Action::TypePath, commands);
        });
    });
}

/// First letter large, as on screen.
fn sentence_case(clause: &str) -> String {
    let mut letters = clause.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
