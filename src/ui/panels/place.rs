//! The question where the capture was made. Nothing guesses the answer; it is kept and can be changed.

use eframe::egui::{self, RichText, Ui};

use crate::draw::fonts;
use crate::draw::theme::{Theme, type_size};
use crate::reference::country::CountryCode;
use crate::tag::capture_place::CapturePlace;
use crate::ui::command::{Action, Command, Commands};

/// State of the question.
#[derive(Clone, Debug, Default)]
pub struct PlaceLook {
    /// Asked by the user, although it was answered before.
    pub open: bool,
    /// What is typed into the search line.
    search: String,
}

/// Countries offered while typing.
const MAX_OFFERED: usize = 8;

/// Question, field and buttons need this much, in points.
const ROOM_FOR_QUESTION: f32 = 460.0;

/// The button beside the field needs this much, in points.
const ROOM_FOR_BUTTON: f32 = 76.0;

/// The question, as part of the line above the map.
pub fn prompt_ui(
    ui: &mut Ui,
    look: &mut PlaceLook,
    place: Option<CapturePlace>,
    theme: &Theme,
    commands: &mut Commands,
) {
    ui.horizontal(|ui| {
        let question = "Where was this captured?";
        // Where room is short the question stands in the field.
        let (hint, width) = match ui.available_width() < ROOM_FOR_QUESTION {
            true => (question, (ui.available_width() - ROOM_FOR_BUTTON).clamp(64.0, 196.0)),
            false => ("Country or code", 130.0),
        };
        if hint != question {
            let title = RichText::new(question).font(fonts::strong(type_size::BODY));
            ui.label(title.color(theme.ink));
        }
        let edit = egui::TextEdit::singleline(&mut look.search)
            .hint_text(hint)
            .desired_width(width);
        let why = "A country, or latitude and longitude in degrees and, if you like, a radius in km. Lines on the map begin there, and fast replies rule out countries too far away. It is not guessed.";
        let response = ui.add(edit).on_hover_text(why);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("Country of capture"));
        if let Some(place) = offers_ui(&response, &look.search, theme) {
            commands.push(Command::SetPlace(Some(place)));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let words = if place.is_some() { "Keep" } else { "Not now" };
            if ui.button(words).clicked() {
                commands.push(Command::DismissPlace);
            }
            if let Some(place) = place {
                let remove = ui.button(format!("Remove {}", short(place)));
                let means = "Draws no lines and rules no country out";
                if remove.on_hover_text(means).clicked() {
                    commands.push(Command::SetPlace(None));
                }
            }
        });
    });
}

/// What the search finds, below the field; Enter takes the first.
fn offers_ui(field: &egui::Response, search: &str, theme: &Theme) -> Option<CapturePlace> {
    if search.trim().is_empty() {
        return None;
    }
    let found = matching(search);
    let entered =
        field.lost_focus() && field.ctx.input(|input| input.key_pressed(egui::Key::Enter));
    let mut chosen = found.first().copied().filter(|_| entered);
    let popup = egui::Popup::from_response(field)
        .open(true)
        .close_behavior(egui::PopupCloseBehavior::IgnoreClicks)
        .accessible_name("Countries found");
    popup.show(|ui| {
        ui.set_min_width(200.0);
        if found.is_empty() {
            let words = "No country has this name or code, and it is no latitude,longitude";
            ui.label(RichText::new(words).color(theme.problem));
        }
        for place in found.into_iter().take(MAX_OFFERED) {
            if ui.selectable_label(false, place.label()).clicked() {
                chosen = Some(place);
            }
        }
    });
    chosen
}

/// What a place is called on a button: the country, or the point without its radius.
fn short(place: CapturePlace) -> String {
    let label = place.label();
    let named = label.split(", within");
    named.take(1).collect()
}

/// The point that the text is, or countries: whose code it is, then whose name begins with it, then whose name holds it.
fn matching(search: &str) -> Vec<CapturePlace> {
    if let Some(point @ CapturePlace::Point(_)) = CapturePlace::parse(search) {
        return vec![point];
    }
    let wanted = search.trim().to_lowercase();
    let mut found: Vec<(u8, String, CountryCode)> = CountryCode::all()
        .filter_map(|code| {
            let name = code.name().to_lowercase();
            let rank = if code.as_str().to_lowercase() == wanted {
                0
            } else if name.starts_with(&wanted) {
                1
            } else if name.contains(&wanted) {
                2
            } else {
                return None;
            };
            Some((rank, name, code))
        })
        .collect();
    found.sort();
    let codes = found.into_iter().map(|(_, _, code)| code);
    codes.map(CapturePlace::Country).collect()
}

/// The answer, which opens the question again.
pub fn answer_ui(ui: &mut Ui, place: Option<CapturePlace>, commands: &mut Commands) {
    let words = match place {
        Some(CapturePlace::Country(code)) => format!("Captured in {}", code.name()),
        Some(place) => format!("Captured at {}", short(place)),
        None => "Captured where?".to_owned(),
    };
    let entry = Action::ChoosePlace.entry();
    if ui.button(words).on_hover_text(entry.tooltip).clicked() {
        commands.act(Action::ChoosePlace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_before_names_that_hold_it() {
        let first = |text| matching(text).first().map(ToString::to_string);
        assert_eq!(first("us").as_deref(), Some("US"));
        assert_eq!(first(" singap").as_deref(), Some("SG"));
        assert_eq!(first("53.35, -6.26").as_deref(), Some("53.35,-6.26,50"));
        assert_eq!(first("no such country"), None);
    }
}
