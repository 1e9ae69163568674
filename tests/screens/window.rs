//! The window without a display, and what every test asks of it.

use std::path::PathBuf;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};

use whither::draw::theme;
use whither::flow::model::FlowId;
use whither::ui::Start;
use whither::ui::app::{App, Pace};

/// The application, made within the first frame because it needs the context.
pub struct Window {
    start: Option<Start>,
    app: Option<App>,
}

impl Window {
    pub fn app(&self) -> &App {
        self.app.as_ref().expect("made in the first frame")
    }

    /// As a click on its row does.
    pub fn select(&mut self, flow: u32) {
        let app = self.app.as_mut().expect("made in the first frame");
        app.query.selected = Some(FlowId(flow));
    }
}

pub fn open(start: Start) -> Harness<'static, Window> {
    let mut harness = open_at(start, Pace::Inline);
    harness.run();
    harness
}

/// The next run of the program: what the last one kept is there.
pub fn open_again(last: &Harness<'_, Window>, start: Start) -> Harness<'static, Window> {
    let kept = last.state().app().preferences.to_text();
    let mut harness = open_with(start, Pace::Inline, Some(kept));
    harness.run();
    harness
}

/// As the window is opened outside tests where threads do the work: what is read comes later.
pub fn open_at(start: Start, pace: Pace) -> Harness<'static, Window> {
    open_with(start, pace, None)
}

fn open_with(start: Start, pace: Pace, kept: Option<String>) -> Harness<'static, Window> {
    let window = Window {
        start: Some(start),
        app: None,
    };
    Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .with_max_steps(20)
        .with_context_setup(theme::install)
        .build_ui_state(
            move |ui: &mut egui::Ui, window: &mut Window| {
                if let Some(start) = window.start.take() {
                    window.app = Some(App::new(ui.ctx(), kept.as_deref(), start, pace));
                }
                if let Some(app) = &mut window.app {
                    app.frame_ui(ui, None);
                }
            },
            window,
        )
}

pub fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("sample-captures")
        .join(name)
}

pub fn story() -> Harness<'static, Window> {
    open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        ..Start::default()
    })
}

/// Flows kept and flows in all, as the filter box says.
pub fn counts(harness: &Harness<'_, Window>) -> (u64, u64) {
    let screen = harness.state().app().screen.clone().expect("a screen");
    let words = if screen.filter.kept == screen.filter.total {
        format!("{} flows", screen.filter.total)
    } else {
        format!("{} of {} flows", screen.filter.kept, screen.filter.total)
    };
    assert!(
        harness.query_by_label(&words).is_some(),
        "the filter box says {words}"
    );
    (screen.filter.kept, screen.filter.total)
}

pub fn starting_with<'h>(harness: &'h Harness<'_, Window>, words: &'h str) -> Node<'h> {
    let mut found = harness.get_all_by_label_contains(words);
    found
        .rfind(|node| {
            node.accesskit_node()
                .label()
                .is_some_and(|label| label.starts_with(words))
        })
        .unwrap_or_else(|| panic!("nothing is labelled {words}…"))
}

pub fn type_filter(harness: &mut Harness<'_, Window>, text: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    harness.get_by_label("Filter").type_text(text);
    harness.run();
}
