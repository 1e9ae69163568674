//! The window, driven through its accessible labels: what a person clicks and reads.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};

use whither::draw::theme;
use whither::reference::country::CountryCode;
use whither::ui::Start;
use whither::ui::app::{App, Pace};
use whither::ui::session::Session;
use whither::view::screen::CapturePlace;

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
fn a_place_from_the_command_line_is_where_lines_begin() {
    let place = CountryCode::parse("US").map(CapturePlace);
    let harness = open(Start {
        captures: vec![sample("phone-fresh-install.pcapng")],
        place,
        ..Start::default()
    });
    assert_eq!(harness.state().app().query.place, place);
    assert!(
        harness
            .query_by_label("Captured in United States")
            .is_some()
    );
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

/// Writes a path into the open export dialog and clicks its button.
fn export_to(harness: &mut Harness<'_, Window>, path: &Path, button: &str) {
    let field = harness.get_by_role_and_label(Role::TextInput, "File");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "File");
    field.type_text(&path.to_string_lossy());
    harness.run();
    harness.get_by_label(button).click();
    harness.run();
}

#[test]
fn the_windows_picture_is_the_command_lines_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let (window, command) = (folder.path().join("w.png"), folder.path().join("c.png"));
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run();
    export_to(&mut harness, &window, "Write picture");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_whither"))
        .arg("picture")
        .arg(sample("phone-creator-upload.pcapng"))
        .args(["--scale", "2", "--out"])
        .arg(&command)
        .output()
        .expect("it runs");
    assert!(ran.status.success(), "{ran:?}");
    let read = |path: &Path| std::fs::read(path).expect("a picture was written");
    assert!(
        read(&window) == read(&command),
        "the two pictures differ: {} and {} bytes",
        read(&window).len(),
        read(&command).len()
    );
}

#[test]
fn a_table_is_written_with_its_sources_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("flows.csv");
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    harness.run();
    export_to(&mut harness, &path, "Write table");
    let rows = std::fs::read_to_string(&path)
        .expect("a table")
        .lines()
        .count() as u64;
    assert_eq!(rows, counts(&harness).1 + 1, "a header and a row a flow");
    let sources = std::fs::read_to_string(folder.path().join("flows.sources.txt"));
    let sources = sources.expect("the sources beside it");
    for words in ["CC BY-SA 4.0", "db-ip.com", "phone-creator-upload.pcapng"] {
        assert!(sources.contains(words), "no {words} in {sources}");
    }
}

/// A capture that still grows: cut inside a record, then whole.
fn growing() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let whole = std::fs::read(sample("phone-fresh-install.pcapng")).expect("a sample");
    let path = folder.path().join("live.pcapng");
    std::fs::write(&path, &whole[..whole.len() / 3 + 1]).expect("a file");
    (folder, path, whole)
}

#[test]
fn reload_takes_what_was_added_and_keeps_filter_and_selection() {
    let (_folder, path, whole) = growing();
    let mut harness = open(Start {
        captures: vec![path.clone()],
        ..Start::default()
    });
    harness.key_press(Key::Home);
    harness.run();
    type_filter(&mut harness, "proto:tls");
    let before = counts(&harness);
    let selected = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        let id = harness
            .state()
            .app()
            .query
            .selected
            .expect("a selected flow");
        let flow = &screen.analysis.flows[id.0 as usize];
        (flow.first_frame, flow.client, flow.server)
    };
    let chosen = selected(&harness);
    std::fs::write(&path, &whole).expect("the file again");
    harness.key_press(Key::F5);
    harness.run();
    let after = counts(&harness);
    assert!(
        after.0 > before.0 && after.1 > before.1,
        "{before:?} {after:?}"
    );
    assert_eq!(harness.state().app().query.filter, "proto:tls");
    assert_eq!(selected(&harness), chosen);
    harness.get_by_label("Menu").click();
    harness.run();
    starting_with(&harness, "Reload");
}

#[test]
fn a_record_that_is_still_being_written_is_said() {
    let (_folder, path, _) = growing();
    let mut harness = open(Start {
        captures: vec![path],
        ..Start::default()
    });
    starting_with(&harness, "1 problem").click();
    harness.run();
    assert!(
        harness
            .query_by_label("The file ends inside a block")
            .is_some()
    );
    assert!(
        harness
            .query_by_label_contains("still being written")
            .is_some()
    );
}

/// Three flows; the header of UDP is cut in the second one.
fn one_damaged_flow() -> (tempfile::TempDir, PathBuf) {
    let ip = |total: u8, last: u8| {
        let header = [0x45, 0, 0, total, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1];
        let udp = [
            9, 9, 9, last, 0x27, 0x10, 0x27, 0x11, 0, 12, 0, 0, 1, 2, 3, 4,
        ];
        [header, udp].concat()[..usize::from(total)].to_vec()
    };
    let mut file = vec![
        0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0,
    ];
    for packet in [ip(32, 1), ip(24, 2), ip(32, 3)] {
        let length = packet.len() as u8;
        file.extend([9, 0, 0, 0, 0, 0, 0, 0, length, 0, 0, 0, length, 0, 0, 0]);
        file.extend(packet);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("short.pcap");
    std::fs::write(&path, file).expect("a file");
    (folder, path)
}

#[test]
fn a_problem_leads_to_its_flows() {
    let (_folder, path) = one_damaged_flow();
    let mut harness = open(Start {
        captures: vec![path],
        ..Start::default()
    });
    assert_eq!(counts(&harness), (3, 3));
    starting_with(&harness, "1 problem").click();
    harness.run();
    harness.get_by_label("Show 1 flow").click();
    harness.run();
    assert_eq!(counts(&harness), (1, 3));
    let filter = &harness.state().app().query.filter;
    assert!(filter.starts_with("problem:\""), "{filter}");
}

#[test]
fn problems_are_exported_as_json_lines_and_as_csv() {
    let (folder, path) = one_damaged_flow();
    let mut harness = open(Start {
        captures: vec![path],
        ..Start::default()
    });
    for (name, expected) in [
        ("list.jsonl", "{\"capture\":\"short.pcap\","),
        ("list.csv", "capture,frame,offset,"),
    ] {
        starting_with(&harness, "1 problem").click();
        harness.run();
        harness.get_by_label("Export problems…").click();
        harness.run();
        let target = folder.path().join(name);
        harness.get_by_label("File").focus();
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run();
        harness
            .get_by_label("File")
            .type_text(&target.display().to_string());
        harness.run();
        harness.get_by_label("Write problems").click();
        harness.run();
        let text = std::fs::read_to_string(&target).expect("a written file");
        assert!(text.starts_with(expected), "{text}");
        harness.key_press(Key::Escape);
        harness.run();
    }
}
