//! The parts of the window and how they share its room.

pub mod failed;

pub(super) mod chips;
mod claim;
mod empty;
mod facets;
pub mod filter;
mod headline;
mod local;
mod loading;
pub mod map;
mod place;
mod spots;
mod status;
pub mod table;
mod timeline;
pub mod tools;
mod top;
mod why;

use std::borrow::Cow;

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, Ui};

use super::app::App;
use super::command::Commands;
use super::session::Session;
use crate::claim::bundled::BundledClaim;
use crate::draw::theme::{Theme, space};
use crate::view::marks::Mark;
use crate::view::query::MapBy;
use crate::view::redact::Redaction;
use crate::view::screen::{FacetKey, Screen};
pub use spots::Spots;

/// Where the user is looking: what no capture and no filter decides.
pub struct Look {
    /// The map's camera and its cached shapes.
    pub map: map::MapLook,
    /// The chosen ranked list.
    pub facet: FacetKey,
    /// The table's position.
    pub table: table::TableLook,
    /// The span that is being dragged.
    pub timeline: timeline::TimelineLook,
    /// The question where the capture was made.
    pub place: place::PlaceLook,
    /// The filter box.
    pub filter: filter::FilterLook,
    /// Whether a menu or a list was open when the last frame ended: keys are read before panels are drawn.
    pub popup_open: bool,
    /// Where the parts of the window lay in this frame.
    pub spots: Spots,
    /// Captures found in `sample-captures`, looked for once.
    pub samples: Vec<std::path::PathBuf>,
    /// Claims that come with the program, by their titles.
    pub claims: Vec<(String, BundledClaim)>,
}

impl Look {
    /// Everything at its start.
    pub fn new(map_by: MapBy) -> Self {
        Self {
            map: map::MapLook::default(),
            facet: match map_by {
                MapBy::Place => FacetKey::Country,
                MapBy::Seat => FacetKey::Seat,
            },
            table: table::TableLook::default(),
            timeline: timeline::TimelineLook::default(),
            place: place::PlaceLook::default(),
            filter: filter::FilterLook::default(),
            popup_open: false,
            spots: Spots::default(),
            samples: empty::find_samples(),
            claims: claim::bundled(),
        }
    }
}

/// The whole window except for what floats above it.
pub fn window_ui(app: &mut App, ui: &mut Ui, theme: &Theme, commands: &mut Commands) {
    bar(theme).show_in(ui, Panel::top("bar"), |ui| {
        top::top_ui(app, ui, theme, commands)
    });
    let screen = app
        .screen
        .clone()
        .filter(|_| app.session.analysis().is_some());
    match (&app.session, screen) {
        (_, Some(screen)) => loaded_ui(app, ui, &screen, theme, commands),
        (Session::Failed(failure), None) => {
            let failure = failure.clone();
            page(theme).show(ui, |ui| failed::failed_ui(ui, &failure, theme, commands));
        }
        (Session::Empty, None) => {
            let view = empty::EmptyView {
                samples: app.look.samples.clone(),
                recent: app.preferences.recent.clone(),
                drops_work: app.drops_work,
            };
            page(theme).show(ui, |ui| empty::empty_ui(ui, &view, theme, commands));
        }
        (Session::Loading(_) | Session::Ready(_), None) => {
            let view = loading::LoadingView::of(&app.session);
            page(theme).show(ui, |ui| loading::loading_ui(ui, &view, theme, commands));
        }
    }
}

/// Map, lists, timeline, table and reasons around one screen.
fn loaded_ui(app: &mut App, ui: &mut Ui, screen: &Screen, theme: &Theme, commands: &mut Commands) {
    bar(theme).show_in(ui, Panel::bottom("status"), |ui| {
        let hides = screen.query.hides_personal;
        status::status_ui(ui, &screen.status, hides, theme, commands);
    });
    plain(theme, space::L, space::S).show_in(ui, Panel::top("headline"), |ui| {
        app.look.spots.headline = ui.max_rect();
        headline::headline_ui(ui, &screen.headline, theme, commands);
        if let Some(banner) = &screen.banner {
            headline::banner_ui(ui, banner, theme, commands);
        }
    });
    if app.session.is_loading() {
        let view = loading::LoadingView::of(&app.session);
        plain(theme, space::L, space::XS).show_in(ui, Panel::top("progress"), |ui| {
            loading::strip_ui(ui, &view, theme, commands);
        });
    }
    side_ui(app, ui, screen, theme, commands);
    let unknown = app.query.place.is_none() && !app.preferences.place_asked;
    let asking = unknown || app.look.place.open;
    plain(theme, space::M, space::XS).show_in(ui, Panel::top("tools"), |ui| {
        tools::tools_ui(ui, &app.query, asking, &mut app.look.place, theme, commands);
    });
    rows_ui(app, ui, screen, theme, commands);
    CentralPanel::default()
        .frame(Frame::new().fill(theme.sea))
        .show(ui, |ui| {
            app.look.spots.map = ui.max_rect();
            let atlas = app.atlas.get().cloned();
            map::map_ui(
                ui,
                &screen.map,
                atlas.as_ref().map(|atlas| &atlas.map),
                &mut app.look.map,
                theme,
                commands,
            );
        });
}

/// The table below, the timeline above it.
fn rows_ui(app: &mut App, ui: &mut Ui, screen: &Screen, theme: &Theme, commands: &mut Commands) {
    let room = ui.available_height();
    plain(theme, 0.0, 0.0).show_in(
        ui,
        Panel::bottom("table")
            .resizable(true)
            .default_size(room * 0.34)
            .size_range(110.0..=room * 0.7),
        |ui| {
            table::table_ui(
                ui,
                screen,
                &mut app.look.table,
                &mut app.preferences,
                theme,
                commands,
            )
        },
    );
    plain(theme, space::L, space::XS).show_in(
        ui,
        Panel::bottom("timeline").exact_size(80.0),
        |ui| {
            app.look.spots.timeline = ui.max_rect();
            timeline::timeline_ui(
                ui,
                &screen.timeline,
                &hidden_marks(&app.marks, &screen.redaction),
                &mut app.look.timeline,
                theme,
                commands,
            )
        },
    );
}

/// Marks as they may be seen by others.
fn hidden_marks<'a>(marks: &'a [Mark], redaction: &Redaction) -> Cow<'a, [Mark]> {
    if !redaction.is_on() {
        return Cow::Borrowed(marks);
    }
    let hidden = marks.iter().map(|mark| Mark {
        at: mark.at,
        text: redaction.text(&mark.text),
    });
    Cow::Owned(hidden.collect())
}

/// Ranked lists above, reasons below.
fn side_ui(app: &mut App, ui: &mut Ui, screen: &Screen, theme: &Theme, commands: &mut Commands) {
    let side = Panel::right("side")
        .resizable(true)
        .default_size(354.0)
        .size_range(300.0..=640.0);
    let local_by_hand = commands.situation.local_by_hand;
    plain(theme, 0.0, 0.0).show_in(ui, side, |ui| {
        let room = ui.available_height();
        let lower = Panel::bottom("why")
            .resizable(true)
            .default_size(room * 0.45)
            .size_range(120.0..=room * 0.75);
        plain(theme, space::L, space::M).show_in(ui, lower, |ui| {
            app.look.spots.why = ui.max_rect();
            why::why_ui(ui, screen, local_by_hand, theme, commands);
        });
        let frame = Frame::new()
            .fill(theme.background)
            .inner_margin(Margin::symmetric(12, 8));
        CentralPanel::default().frame(frame).show(ui, |ui| {
            app.look.spots.lists = ui.max_rect();
            facets::facets_ui(ui, &screen.facets, &mut app.look.facet, theme, commands);
        });
    });
}

/// A panel's ground and margins.
struct Ground(Frame);

impl Ground {
    fn show_in<R>(self, ui: &mut Ui, panel: Panel, contents: impl FnOnce(&mut Ui) -> R) -> R {
        panel.frame(self.0).show(ui, contents).inner
    }
}

fn bar(theme: &Theme) -> Ground {
    Ground(
        Frame::new()
            .fill(theme.panel)
            .inner_margin(margin(space::M, space::S - 1.0)),
    )
}

fn plain(theme: &Theme, x: f32, y: f32) -> Ground {
    Ground(
        Frame::new()
            .fill(theme.background)
            .inner_margin(margin(x, y)),
    )
}

fn page(theme: &Theme) -> CentralPanel {
    CentralPanel::default().frame(Frame::new().fill(theme.background))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "margins are small whole steps"
)]
fn margin(x: f32, y: f32) -> Margin {
    Margin::symmetric(x as i8, y as i8)
}

/// A button for an entry of the table of commands; greyed where it can do nothing.
pub fn action_button(
    ui: &mut Ui,
    action: super::command::Action,
    commands: &mut Commands,
) -> egui::Response {
    let entry = action.entry();
    let enabled = commands.situation.allows(action);
    let response = ui
        .add_enabled(enabled, egui::Button::new(entry.text))
        .on_hover_text(tooltip(ui.ctx(), &entry));
    if response.clicked() {
        commands.act(action);
    }
    response
}

/// The same as a row of a menu, with its key on the right.
pub fn action_row(ui: &mut Ui, action: super::command::Action, commands: &mut Commands) {
    let entry = action.entry();
    let mut button = egui::Button::new(entry.text);
    if let Some(shortcut) = entry.shortcut {
        button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
    }
    let enabled = commands.situation.allows(action);
    if ui
        .add_enabled(enabled, button)
        .on_hover_text(entry.tooltip)
        .clicked()
    {
        commands.act(action);
        ui.close();
    }
}

/// Gives a button whose face is a sign the words that a screen reader says.
pub fn name(response: &egui::Response, words: &'static str) {
    let enabled = response.enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, words));
}

fn tooltip(ctx: &egui::Context, entry: &super::command::Entry) -> String {
    match entry.shortcut {
        Some(shortcut) => format!("{} ({})", entry.tooltip, ctx.format_shortcut(&shortcut)),
        None => entry.tooltip.to_owned(),
    }
}

/// The question where the capture was made, put away.
pub fn place_closed() -> place::PlaceLook {
    place::PlaceLook::default()
}
