//! The program's state while its window is open, and one frame of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;

use super::Start;
use super::chooser::{Chooser, Purpose};
use super::command::{Commands, read_keys};
use super::drop;
use super::export_job::ExportJob;
use super::history::History;
use super::later::Later;
use super::motion;
use super::panels;
use super::perform::{
    ChosenClaim, ClaimSource, ComingKeys, HandFile, Reopened, Restated, TablesBefore, ViewState,
};
use super::preferences::Preferences;
use super::session::{Change, Session};
use super::unpack::{Atlas, load_atlas, reference_with};
use super::view_worker::ViewWorker;
use super::windows::{self, Windows};
use crate::analysis::run::Options;
use crate::draw::theme::{self, Theme};
use crate::flow::model::{Flow, FlowId};
use crate::reference::Reference;
use crate::tag::stated::Stated;
use crate::tag::subject::Subject;
use crate::view::marks::Mark;
use crate::view::query::Query;
use crate::view::screen::Screen;

/// Whether work happens on threads or at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// On threads: the window.
    Threads,
    /// At once: tests.
    Inline,
}

/// A line that says what came of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The line.
    pub text: String,
    /// Whether something went wrong.
    pub failed: bool,
}

/// The whole state.
pub struct App {
    /// What is kept between runs.
    pub preferences: Preferences,
    /// What is open.
    pub session: Session,
    /// What is asked of the analysis.
    pub query: Query,
    /// What is shown.
    pub screen: Option<Arc<Screen>>,
    /// Whether files can be dropped on the window.
    pub drops_work: bool,
    pub(super) context: egui::Context,
    pub(super) pace: Pace,
    pub(super) reference: Later<Arc<Reference>>,
    pub(super) atlas: Later<Arc<Atlas>>,
    pub(super) tables_before: Option<TablesBefore>,
    pub(super) databases: Vec<PathBuf>,
    pub(super) reading: Options,
    pub(super) worker: ViewWorker,
    pub(super) asked: Option<Query>,
    pub(super) chooser: Option<Chooser>,
    pub(super) choose_next: Option<(Purpose, Option<PathBuf>)>,
    pub(super) export: Option<ExportJob>,
    pub(super) coming_keys: Option<ComingKeys>,
    pub(super) hand_file: HandFile,
    pub(super) restating: Option<Later<Restated>>,
    pub(super) claim: Option<ChosenClaim>,
    /// Captures of a report that was opened again, until they are read and compared.
    pub(super) expected: Option<Vec<(String, Option<String>)>>,
    pub(super) notice: Option<Notice>,
    pub(super) history: History<ViewState>,
    pub(super) coming_back: Option<ViewState>,
    pub(super) marks: Vec<Mark>,
    pub(super) reopened: Option<Reopened>,
    pub(super) rehide: bool,
    pub(super) look: panels::Look,
    pub(super) windows: Windows,
}

impl App {
    /// Starts unpacking tables and map, and reading what `start` names; the first frame waits for none of it.
    pub fn new(ctx: &egui::Context, kept: Option<&str>, start: Start, pace: Pace) -> Self {
        theme::install(ctx);
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.fallback_theme = egui::Theme::Light;
        });
        let preferences = kept.map(Preferences::from_text).unwrap_or_default();
        ctx.set_theme(preferences.colours.preference());
        motion::reduce(ctx, preferences.reduces_motion);
        let mut databases = preferences.databases.clone();
        databases.extend(start.databases);
        let query = Query {
            filter: start.filter,
            place: start.place.or(preferences.place()),
            hides_personal: !preferences.shows_personal,
            metric: preferences.switches.metric,
            colouring: preferences.switches.colouring,
            map_by: preferences.switches.map_by,
            ..Query::default()
        };
        let map_by = query.map_by;
        let stated = Stated {
            subject: Subject::of(start.subject.iter().map(String::as_str)),
            place: query.place,
            ..Stated::default()
        };
        let mut app = Self {
            preferences,
            session: Session::Empty,
            query,
            screen: None,
            drops_work: true,
            context: ctx.clone(),
            pace,
            reference: Later::Never("not started".to_owned()),
            atlas: load_atlas(ctx, pace),
            tables_before: None,
            databases,
            reading: Options {
                splitting: start.splitting,
                local: start.local,
                without_interfaces: start.without_interfaces,
                apps: start.apps,
                hash: true,
                without_names: false,
                keys: start.keys,
                stated: Arc::new(stated),
                claim: None,
            },
            worker: start_worker(ctx, pace),
            asked: None,
            chooser: None,
            choose_next: None,
            export: None,
            coming_keys: None,
            hand_file: HandFile::named(start.by_hand),
            restating: None,
            claim: None,
            expected: None,
            notice: None,
            history: History::default(),
            coming_back: None,
            marks: Vec::new(),
            reopened: None,
            rehide: false,
            look: panels::Look::new(map_by),
            windows: Windows::default(),
        };
        app.reference = app.coming_reference();
        app.load_named_by_hand();
        if let Some(path) = start.claim {
            app.await_claim(ClaimSource::File(path));
        }
        if !start.captures.is_empty() {
            app.read_or_session(start.captures);
        }
        app
    }

    /// Unpacks the bundled tables and reads the user's own databases.
    pub(super) fn coming_reference(&self) -> Later<Arc<Reference>> {
        let databases = self.databases.clone();
        let make = move || reference_with(&databases).map(Arc::new);
        later(&self.context, self.pace, make)
    }

    /// Reads captures in place of the open ones.
    pub(super) fn read(&mut self, inputs: Vec<PathBuf>) {
        for input in &inputs {
            self.preferences.remember(input);
        }
        self.history.clear();
        self.load_by_hand_beside(&inputs);
        self.session.wait_for(inputs);
        self.begin_reading();
    }

    /// Starts the worker once the tables are there.
    pub(super) fn begin_reading(&mut self) {
        let reference = match &self.reference {
            Later::Here(reference) => Arc::clone(reference),
            Later::Coming(_) => return,
            Later::Never(reason) => {
                let reason = format!("the country tables cannot be read: {reason}");
                let change = self.session.fail(reason);
                return self.take_change(change);
            }
        };
        if self.pace == Pace::Inline {
            let change = self.session.read_now(&self.reading, &reference);
            return self.take_change(change);
        }
        let ctx = self.context.clone();
        self.session
            .begin(&self.reading, &reference, move || ctx.request_repaint());
    }

    /// Takes in what the threads have done since the last frame.
    fn poll(&mut self) {
        if self.reference.poll() {
            self.tables_arrived();
        }
        self.atlas.poll();
        let change = self.session.poll();
        self.take_change(change);
        self.poll_chooser();
        self.poll_export();
        self.poll_keys();
        self.poll_restated();
        self.poll_found();
        self.follow_capture_place();
        self.compare_with_report();
        self.follow_claim();
        match self.worker.take() {
            Some(Ok(screen)) => self.take_screen(screen),
            Some(Err(words)) => self.say_failed(format!(
                "This view could not be computed because of an error in this program, please report it: {words}"
            )),
            None => {}
        }
        if self.session.is_loading() {
            self.context
                .request_repaint_after(Duration::from_millis(100));
        }
    }

    pub(super) fn take_change(&mut self, change: Option<Change>) {
        match change {
            Some(Change::Result(analysis)) => {
                let revealed = self.redaction().revealed(&self.query.filter);
                let flows = &analysis.flows;
                self.query.selected = self.screen.as_ref().and_then(|shown| {
                    let selected = self.query.selected?;
                    let before = shown.analysis.flows.get(selected.0 as usize)?;
                    same_flow(flows, before)
                });
                self.asked = None;
                self.keep_revealed(revealed);
                self.say_what_changed();
            }
            Some(Change::Failed(failure)) if self.session.analysis().is_some() => {
                self.say_failed(panels::failed::sentence(&failure));
            }
            Some(Change::Failed(_)) => self.screen = None,
            None => {}
        }
    }

    /// Asks for a new screen where the question has changed.
    fn ask_for_screen(&mut self) {
        let Some(analysis) = self.session.analysis() else {
            return;
        };
        if self.asked.as_ref() != Some(&self.query) {
            self.worker.ask(analysis, &self.query);
            self.asked = Some(self.query.clone());
            if self.pace == Pace::Inline {
                self.context.request_repaint();
            }
        }
    }

    pub(super) fn say(&mut self, text: String) {
        self.notice = Some(Notice {
            text,
            failed: false,
        });
    }

    pub(super) fn say_failed(&mut self, text: String) {
        self.notice = Some(Notice { text, failed: true });
    }

    /// One frame. `frame` is the window that file dialogs belong to; tests have none.
    pub fn frame_ui(&mut self, ui: &mut egui::Ui, frame: Option<&eframe::Frame>) {
        self.poll();
        let theme = Theme::current(ui.ctx());
        let mut commands = Commands::new(self.situation());
        drop::read_drops(ui.ctx(), &mut commands);
        let popup_open = self.look.popup_open;
        if self.windows.close_top_on_escape(ui.ctx(), popup_open) {
            ui.ctx().request_repaint();
        }
        read_keys(ui.ctx(), popup_open, &mut commands);
        panels::window_ui(self, ui, &theme, &mut commands);
        windows::show_all(self, ui.ctx(), &theme, &mut commands);
        drop::overlay_ui(ui.ctx(), &theme);
        self.look.popup_open = ui.ctx().any_popup_open();
        self.perform_all(&mut commands);
        self.preferences.switches.keep(&self.query);
        self.note_view();
        self.open_chooser(frame);
        self.ask_for_screen();
    }
}

/// The same conversation in another result: same capture, same frame, same ends.
fn same_flow(flows: &[Flow], before: &Flow) -> Option<FlowId> {
    let key = |flow: &Flow| {
        (
            flow.capture,
            flow.first_frame,
            flow.transport,
            flow.client,
            flow.server,
        )
    };
    let at = flows.iter().position(|flow| key(flow) == key(before))?;
    u32::try_from(at).ok().map(FlowId)
}

fn start_worker(ctx: &egui::Context, pace: Pace) -> ViewWorker {
    match pace {
        Pace::Inline => ViewWorker::Inline(None),
        Pace::Threads => {
            let ctx = ctx.clone();
            ViewWorker::start(move || ctx.request_repaint())
        }
    }
}

/// A value made on a thread, or at once for tests.
pub(super) fn later<T: Send + 'static>(
    ctx: &egui::Context,
    pace: Pace,
    make: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Later<T> {
    match pace {
        Pace::Inline => Later::now(make),
        Pace::Threads => {
            let ctx = ctx.clone();
            Later::start(make, move || ctx.request_repaint())
        }
    }
}
