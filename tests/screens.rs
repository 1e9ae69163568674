//! The window, driven through its accessible labels: what a person clicks and reads.

use std::path::PathBuf;

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};

use whither::draw::theme;
use whither::ui::Start;
use whither::ui::app::{App, Pace};
use whither::ui::session::Session;

/// The application, made within the first frame because it needs the context.
struct Window {
    start: Option<Start>,
    app: Option<App>,
}

impl Window {
    fn app(&self) -> &App {
        self.app.as_ref().expect("made in the first frame")
    }
}

fn open(start: Start) -> Harness<'static, Window> {
    let window = Window {
        start: Some(start),
        app: None,
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .with_max_steps(20)
        .with_context_setup(theme::install)
        .build_ui_state(
            |ui: &mut egui::Ui, window: &mut Window| {
                if let Some(start) = window.start.take() {
                    window.app = Some(App::new(ui.ctx(), None, start, Pace::Inline));
                }
                if let Some(app) = &mut window.app {
                    app.frame_ui(ui, None);
                }
            },
            window,
        );
    harness.run();
    harness
}

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("sample-captures")
        .join(name)
}

fn story() -> Harness<'static, Window> {
    open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        ..Start::default()
    })
}

/// Flows kept and flows in all, as the filter box says.
fn counts(harness: &Harness<'_, Window>) -> (u64, u64) {
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

fn starting_with<'h>(harness: &'h Harness<'_, Window>, words: &'h str) -> Node<'h> {
    let mut found = harness.get_all_by_label_contains(words);
    found
        .rfind(|node| {
            node.accesskit_node()
                .label()
                .is_some_and(|label| label.starts_with(words))
        })
        .unwrap_or_else(|| panic!("nothing is labelled {words}…"))
}

fn type_filter(harness: &mut Harness<'_, Window>, text: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    harness.get_by_label("Filter").type_text(text);
    harness.run();
}

#[test]
fn the_empty_window_says_what_to_do() {
    let harness = open(Start::default());
    for words in [
        "Where did the data go?",
        "Drop network captures here, or choose them.",
        "Open captures…",
        "Open a path…",
        "Open phone-creator-upload.pcapng",
    ] {
        assert!(harness.query_by_label(words).is_some(), "no {words}");
    }
    assert!(matches!(harness.state().app().session, Session::Empty));
}

#[test]
fn a_bundled_sample_opens_with_a_click() {
    let mut harness = open(Start::default());
    harness
        .get_by_label("Open phone-creator-upload.pcapng")
        .click();
    harness.run();
    let (kept, total) = counts(&harness);
    assert_eq!(kept, total);
    let headline = harness
        .state()
        .app()
        .screen
        .clone()
        .expect("a screen")
        .headline
        .clone();
    assert!(harness.query_by_label(&headline.lead).is_some());
    assert!(harness.query_by_label(&headline.doubt).is_some());
}

#[test]
fn a_click_on_a_country_filters_and_another_releases() {
    let mut harness = story();
    let (_, total) = counts(&harness);
    starting_with(&harness, "SG Singapore,").click();
    harness.run();
    let (kept, all) = counts(&harness);
    assert_eq!(all, total);
    assert!(0 < kept && kept < total, "{kept} of {total}");
    assert_eq!(harness.state().app().query.filter, "country:SG");
    starting_with(&harness, "SG Singapore,").click();
    harness.run();
    assert_eq!(counts(&harness), (total, total));
}

#[test]
fn a_filter_is_typed_and_cleared() {
    let mut harness = story();
    let (_, total) = counts(&harness);
    type_filter(&mut harness, "proto:quic");
    let (kept, _) = counts(&harness);
    assert!(0 < kept && kept < total, "{kept} of {total}");
    harness.get_by_label("Clear filter").click();
    harness.run();
    assert_eq!(counts(&harness), (total, total));
}

#[test]
fn a_filter_that_cannot_be_understood_says_what_was_expected() {
    let mut harness = story();
    type_filter(&mut harness, "sent>many");
    let screen = harness.state().app().screen.clone().expect("a screen");
    let error = screen.filter.error.clone().expect("an error");
    assert!(harness.query_by_label_contains(&error.expected).is_some());
    assert_eq!(screen.filter.kept, screen.filter.total);
}

#[test]
fn headers_sort_and_keys_lead_through_the_rows() {
    let mut harness = story();
    harness.get_by_label("Sort by Received").click();
    harness.run();
    assert!(
        harness
            .query_by_label("Sort by Received, largest first now")
            .is_some()
    );
    let screen = harness.state().app().screen.clone().expect("a screen");
    let received: Vec<u64> = screen
        .table
        .order
        .iter()
        .map(|id| screen.analysis.flows[id.0 as usize].received())
        .collect();
    assert!(received.is_sorted_by(|a, b| a >= b));
    harness.key_press(Key::Home);
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    let screen = harness.state().app().screen.clone().expect("a screen");
    let why = screen.why.clone().expect("reasons for the selected row");
    assert_eq!(screen.table.order.get(1), Some(&why.flow));
    assert!(harness.query_all_by_label(&why.title).count() > 0);
    for question in &why.questions {
        assert!(
            harness.query_by_label(&question.title).is_some(),
            "no {}",
            question.title
        );
    }
}

#[test]
fn problems_are_listed_with_their_meaning() {
    let mut harness = open(Start {
        captures: vec![sample("router-cut-off.pcap")],
        ..Start::default()
    });
    let problems = harness
        .state()
        .app()
        .screen
        .clone()
        .expect("a screen")
        .status
        .problems
        .clone();
    assert!(!problems.is_empty());
    starting_with(&harness, &format!("{} problem", problems.len())).click();
    harness.run();
    for problem in &problems {
        assert!(
            harness.query_by_label(&problem.what).is_some(),
            "no {}",
            problem.what
        );
        assert!(
            harness.query_by_label(&problem.meaning).is_some(),
            "no {}",
            problem.meaning
        );
    }
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label(&problems[0].meaning).is_none());
}

#[test]
fn what_is_no_capture_fails_with_a_reason() {
    let harness = open(Start {
        captures: vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")],
        ..Start::default()
    });
    assert!(matches!(harness.state().app().session, Session::Failed(_)));
    assert!(
        harness
            .query_by_label("Cargo.toml could not be opened")
            .is_some()
    );
    assert!(harness.query_by_label("Try again").is_some());
}

#[test]
fn the_place_of_capture_is_asked_once_and_kept() {
    let mut harness = story();
    harness.get_by_label("Country of capture").focus();
    harness.run();
    harness
        .get_by_label("Country of capture")
        .type_text("united states");
    harness.run();
    harness.get_by_label("United States").click();
    harness.run();
    assert!(harness.query_by_label("Country of capture").is_none());
    assert!(
        harness
            .query_by_label("Captured in United States")
            .is_some()
    );
    let kept = harness.state().app().preferences.to_text();
    assert!(kept.contains("\"US\""), "{kept}");
}

#[test]
fn the_map_speaks() {
    let harness = story();
    let summary = harness
        .state()
        .app()
        .screen
        .clone()
        .expect("a screen")
        .map
        .summary
        .clone();
    assert!(harness.query_by_label(&summary).is_some());
}

#[test]
fn one_device_is_chosen_as_the_local_side_and_let_go_again() {
    let mut harness = story();
    let devices = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        screen.status.devices.clone()
    };
    let before = devices(&harness);
    let chosen = before.last().cloned().expect("a device");
    assert!(before.len() > 1, "{before:?}");
    starting_with(&harness, "Choose the local side").click();
    harness.run();
    harness.get_by_label(&chosen.text).click();
    harness.run();
    let local: Vec<_> = devices(&harness)
        .into_iter()
        .filter(|d| d.is_local)
        .collect();
    assert_eq!(local.len(), 1, "{local:?}");
    assert_eq!(local[0].address, chosen.address);
    let by_hand = "Choose the local side. Local side: set by hand";
    harness.get_by_label(by_hand).click();
    harness.run();
    let resets: Vec<_> = harness.get_all_by_label("Reset local side").collect();
    resets.last().expect("the menu's").click();
    drop(resets);
    harness.run();
    assert_eq!(devices(&harness), before);
}
