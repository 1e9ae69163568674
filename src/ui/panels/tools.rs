//! The line above the map: what it measures, where the capture was made, how close it looks.

use eframe::egui::{self, Align, Layout, Response, Role, Ui, WidgetInfo};

use super::action_row;
use super::place::{self, PlaceLook};
use crate::capture::frame::CaptureIndex;
use crate::draw::map::regions::Region;
use crate::draw::theme::Theme;
use crate::ui::command::{Action, Command, Commands};
use crate::ui::tick::tick;
use crate::view::query::{Colouring, Metric, Query};

/// What map and lists can measure: the word, and what that means.
const METRICS: [(Metric, &str, &str); 3] = [
    (Metric::Sent, "Sent", "Map and lists show bytes sent"),
    (
        Metric::Received,
        "Received",
        "Map and lists show bytes received",
    ),
    (
        Metric::Flows,
        "Flows",
        "Map and lists show numbers of flows",
    ),
];

/// What the colours of map and timeline can stand for.
const COLOURINGS: [(Colouring, &str, &str); 3] = [
    (Colouring::Plain, "Plain", "Map and timeline in one colour"),
    (
        Colouring::Verdict,
        "By verdict",
        "Colours and dashes say what the claim says of the flows",
    ),
    (
        Colouring::DataGroup,
        "By data type",
        "Colours and dashes say which group of data is presumably sent",
    ),
];

/// What looking closer needs, in points.
const ROOM_FOR_ZOOM: f32 = 130.0;

/// What measures and colours need as buttons, in points, and one more colour where several captures are open.
const ROOM_FOR_COLOURS: (f32, f32) = (475.0, 95.0);

/// What the place of capture needs as an answer and as a question, in points.
const ROOM_FOR_PLACE: (f32, f32) = (140.0, 170.0);

/// The line. `asking`: the question where the capture was made takes the place of its answer.
pub fn tools_ui(
    ui: &mut Ui,
    query: &Query,
    asking: bool,
    look: &mut PlaceLook,
    theme: &Theme,
    commands: &mut Commands,
) {
    let size = egui::vec2(ui.available_width(), 28.0);
    let mut has_room = true;
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let place = query.place;
        ui.scope(|ui| metric_ui(ui, query.metric, commands));
        ui.separator();
        let more = match commands.situation.several {
            true => ROOM_FOR_COLOURS.1,
            false => 0.0,
        };
        match size.x >= ROOM_FOR_COLOURS.0 + more + ROOM_FOR_ZOOM {
            true => {
                ui.scope(|ui| colouring_ui(ui, query.colouring, commands))
                    .response
            }
            false => colouring_menu_ui(ui, query.colouring, commands),
        };
        let room = ui.available_width() - ROOM_FOR_ZOOM;
        has_room = room
            >= if asking {
                ROOM_FOR_PLACE.1
            } else {
                ROOM_FOR_PLACE.0
            };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            zoom_ui(ui, commands);
            match (has_room, asking) {
                (true, true) => {
                    ui.separator();
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.separator();
                        place::prompt_ui(ui, look, place, theme, commands);
                    });
                }
                (true, false) => {
                    ui.separator();
                    place::answer_ui(ui, place, commands);
                }
                (false, _) => {}
            }
        });
    });
    // Where the line has no room, the question is there for those who asked for it (the menu has it).
    if !has_room && look.open {
        place::prompt_ui(ui, look, query.place, theme, commands);
    }
}

fn metric_ui(ui: &mut Ui, metric: Metric, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 3.0;
    for (one, words, tooltip) in METRICS {
        let button = egui::Button::new(words).selected(metric == one);
        let response = ui.add(button).on_hover_text(tooltip);
        let label = format!("Measure: {words}");
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, metric == one, &label));
        if response.clicked() {
            commands.push(Command::SetMetric(one));
        }
    }
}

/// What else they can stand for where several captures are open: the two that were compared, else the first two.
fn by_change(colouring: Colouring) -> (Colouring, &'static str, &'static str) {
    let one = match colouring {
        Colouring::Change { .. } => colouring,
        _ => Colouring::Change {
            before: CaptureIndex(0),
            after: CaptureIndex(1),
        },
    };
    let tooltip =
        "Colours and dashes say which destinations are new, gone or changed in the second capture";
    (one, "By change", tooltip)
}

/// The colours behind one button, where the line has no room for a button each.
fn colouring_menu_ui(ui: &mut Ui, colouring: Colouring, commands: &mut Commands) -> Response {
    let known = COLOURINGS.into_iter().find(|(one, ..)| *one == colouring);
    let (_, words, _) = known.unwrap_or_else(|| by_change(colouring));
    let menu = ui.menu_button(format!("{words} ⏷"), |ui| {
        colouring_ui(ui, colouring, commands);
    });
    let response = menu.response.on_hover_text("What colours stand for");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Colours"));
    response
}

fn colouring_ui(ui: &mut Ui, colouring: Colouring, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 3.0;
    let several = commands.situation.several;
    let changes = several.then(|| by_change(colouring));
    for (one, words, tooltip) in COLOURINGS.into_iter().chain(changes) {
        let enabled = one != Colouring::Verdict || commands.situation.judged;
        let chosen = colouring == one && enabled;
        let button = egui::Button::new(words).selected(chosen);
        let response = ui
            .add_enabled(enabled, button)
            .on_hover_text(tooltip)
            .on_disabled_hover_text("Choose a claim first");
        let label = format!("Colour: {words}");
        response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, chosen, &label));
        if response.clicked() {
            commands.push(Command::SetColouring(one));
        }
    }
}

/// The switch of the scale, ticked while it is held.
pub fn hold_scale_ui(ui: &mut Ui, commands: &mut Commands) {
    let entry = Action::HoldScale.entry();
    let mut held = commands.situation.held;
    let response = tick(ui, &mut held, entry.text);
    if response.on_hover_text(entry.tooltip).clicked() {
        commands.act(Action::HoldScale);
    }
}

/// From right to left.
fn zoom_ui(ui: &mut Ui, commands: &mut Commands) {
    let menu = ui.menu_button("🌐", |ui| {
        ui.set_min_width(180.0);
        action_row(ui, Action::ZoomReset, commands);
        action_row(ui, Action::ZoomFit, commands);
        ui.separator();
        hold_scale_ui(ui, commands);
        ui.separator();
        for region in Region::ALL {
            if ui.button(region.label()).clicked() {
                commands.push(Command::LookAt(region));
            }
        }
        ui.separator();
        ui.weak("Shift and drag: a box");
    });
    let look = menu.response.on_hover_text("What the map looks at");
    look.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Look at"));
    for (action, face) in [(Action::ZoomIn, "+"), (Action::ZoomOut, "−")] {
        let entry = action.entry();
        let response = ui.add_sized([30.0, 26.0], egui::Button::new(face));
        let response = response.on_hover_text(entry.tooltip);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, entry.text));
        if response.clicked() {
            commands.act(action);
        }
    }
}
