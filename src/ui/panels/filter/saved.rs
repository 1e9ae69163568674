//! Filters that are kept by name, and those of before, in a menu of the filter box.

use eframe::egui::{self, RichText, Ui};

use crate::draw::theme::{Theme, type_size};
use crate::ui::panels::name;
use crate::ui::preferences::Preferences;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// What is being typed in the menu.
#[derive(Default)]
pub struct SavedLook {
    name: String,
}

/// The menu. What is clicked takes the place of what is typed.
pub fn saved_ui(
    ui: &mut Ui,
    typed: &mut String,
    screen: &Screen,
    look: &mut SavedLook,
    preferences: &mut Preferences,
    theme: &Theme,
) {
    let face = egui::Button::new("☆").frame(false);
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let menu = egui::containers::menu::MenuButton::from_button(face).config(config);
    let (response, _) = menu.ui(ui, |ui| {
        ui.set_min_width(320.0);
        ui.set_max_width(420.0);
        save_ui(ui, typed, screen, look, preferences, theme);
        list_ui(ui, typed, &screen.redaction, preferences, theme);
    });
    name(&response, "Saved and past filters");
    response.on_hover_text("Saved and past filters");
}

fn save_ui(
    ui: &mut Ui,
    typed: &str,
    screen: &Screen,
    look: &mut SavedLook,
    preferences: &mut Preferences,
    theme: &Theme,
) {
    let hint = |words: &str| RichText::new(words.to_owned()).color(theme.ink_soft);
    if typed.is_empty() || screen.filter.error.is_some() {
        ui.label(hint("Type a filter, and it can be saved here by a name"));
        return;
    }
    ui.label(hint("Save this filter as"));
    ui.horizontal(|ui| {
        let edit = egui::TextEdit::singleline(&mut look.name)
            .hint_text("Name")
            .desired_width(200.0);
        let field = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(field.id, |node| node.set_label("Name of the filter"));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let button = ui.add_enabled(!look.name.trim().is_empty(), egui::Button::new("Save"));
        if button.clicked() || entered {
            // Pseudonyms mean something only in these captures.
            let filter = screen.redaction.revealed(typed);
            if preferences.filters.save(&look.name, &filter) {
                look.name.clear();
            }
        }
    });
}

fn list_ui(
    ui: &mut Ui,
    typed: &mut String,
    redaction: &Redaction,
    preferences: &mut Preferences,
    theme: &Theme,
) {
    let title = |ui: &mut Ui, words: &str| {
        ui.separator();
        let words = RichText::new(words.to_owned()).size(type_size::SMALL);
        ui.label(words.color(theme.ink_soft));
    };
    let mut forgotten = None;
    if !preferences.filters.saved.is_empty() {
        title(ui, "Saved");
    }
    for saved in &preferences.filters.saved {
        ui.horizontal(|ui| {
            let button = ui
                .button(&saved.name)
                .on_hover_text(redaction.text(&saved.filter));
            if button.clicked() {
                *typed = redaction.filter(&saved.filter);
                ui.close();
            }
            let forget = ui.add(egui::Button::new("×").frame(false));
            let words = format!("Forget {}", saved.name);
            forget.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
            if forget.on_hover_text(&words).clicked() {
                forgotten = Some(saved.name.clone());
            }
        });
    }
    if let Some(name) = forgotten {
        preferences.filters.forget(&name);
    }
    if !preferences.filters.past.is_empty() {
        title(ui, "Before");
    }
    for filter in &preferences.filters.past {
        let words = RichText::new(redaction.text(filter)).monospace();
        if ui.add(egui::Button::new(words).truncate()).clicked() {
            *typed = redaction.filter(filter);
            ui.close();
        }
    }
}
