//! Pictures and tables that the window writes.

use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::ui::Start;

use crate::window::{Window, counts, open, sample, story};

/// Writes a path into the open export dialog and clicks its button.
pub fn export_to(harness: &mut Harness<'_, Window>, path: &Path, button: &str) {
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
    let mut harness = story();
    for ending in ["png", "pdf"] {
        let names = ["w", "c"].map(|name| folder.path().join(format!("{name}.{ending}")));
        same_picture(&mut harness, &[], &[], &names);
    }
    let names = ["w", "c"].map(|name| folder.path().join(format!("timeline-{name}.png")));
    let chosen = [
        ("Shows", "Timeline alone"),
        ("Size", "Journal, 180 mm wide"),
    ];
    let options = ["--part", "timeline", "--preset", "journal"];
    same_picture(&mut harness, &chosen, &options, &names);
}

fn same_picture(
    harness: &mut Harness<'_, Window>,
    chosen: &[(&str, &str)],
    options: &[&str],
    [window, command]: &[PathBuf; 2],
) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run();
    for (list, one) in chosen {
        harness.get_by_label(list).click();
        harness.run();
        harness.get_by_label(one).click();
        harness.run();
    }
    export_to(harness, window, "Write picture");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_whither"))
        .arg("picture")
        .arg(sample("phone-creator-upload.pcapng"))
        .args(options)
        .args(["--scale", "2", "--out"])
        .arg(command)
        .output()
        .expect("it runs");
    assert!(ran.status.success(), "{ran:?}");
    let read = |path: &Path| std::fs::read(path).expect("a picture was written");
    assert!(
        read(window) == read(command),
        "the two pictures differ: {} and {} bytes",
        read(window).len(),
        read(command).len()
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

#[test]
fn packets_of_the_filter_are_written_after_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("flows.pcapng");
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    harness.run();
    let warnings = |harness: &Harness<'_, Window>| {
        harness
            .query_all_by_label_contains("Nothing can be redacted in this file")
            .count()
    };
    assert_eq!(warnings(&harness), 0);
    assert!(harness.query_by_label("Redact nothing").is_some());
    harness.get_by_label("Packets").click();
    harness.run();
    assert_eq!(warnings(&harness), 1);
    assert!(harness.query_by_label("Redact nothing").is_none());
    export_to(&mut harness, &path, "Write packets");
    let flows = counts(&harness).1;
    let again = open(Start {
        captures: vec![path],
        ..Start::default()
    });
    assert_eq!(counts(&again).1, flows, "the same flows");
}

/// The report that the window writes, and that of the command line with these options, file by file.
fn same_report(harness: &mut Harness<'_, Window>, options: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let (window, command) = (folder.path().join("w"), folder.path().join("c"));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    harness.run();
    export_to(harness, &window, "Write report");
    let claim = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/claims/clipclap.toml");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_whither"))
        .arg("report")
        .arg(sample("phone-creator-upload.pcapng"))
        .arg("--claim")
        .arg(claim)
        .args(options)
        .arg("--out")
        .arg(&command)
        .output()
        .expect("it runs");
    assert!(ran.status.success(), "{ran:?}");
    for name in whither::export::report::bundle::NAMES {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect(name);
        assert!(read(&window) == read(&command), "{name} differs");
    }
}

#[test]
fn the_windows_report_is_the_command_lines_report() {
    let mut harness = story();
    crate::claims::choose_bundled(&mut harness);
    same_report(&mut harness, &[]);
}

#[test]
fn a_report_is_of_the_view_and_its_command_line_makes_it_again() {
    let mut harness = story();
    crate::claims::choose_bundled(&mut harness);
    for label in [
        "Measure: Flows",
        "Map: Whose law the operator answers to",
        "Sort by Received",
    ] {
        harness.get_by_label(label).click();
        harness.run();
    }
    let timeline = harness.get_by_label_contains("Timeline, ").rect();
    let at = |share: f32| timeline.lerp_inside([share, 0.5]);
    harness.drag_at(at(0.3));
    harness.step();
    harness.hover_at(at(0.7));
    harness.step();
    harness.drop_at(at(0.7));
    harness.run();
    let span = harness.state().app().query.span.expect("a span");
    let span = format!("{}/{}", span.from, span.to);
    let options = ["--metric", "flows", "--map", "seat", "--span", &span];
    let sort = ["--sort", "received down"];
    same_report(
        &mut harness,
        &[options.as_slice(), sort.as_slice()].concat(),
    );
}

#[test]
fn a_table_is_written_as_it_is_shown_where_that_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shown.csv");
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    harness.run();
    let only = "Only the columns that are shown, in their order";
    harness.get_by_label(only).click();
    harness.run();
    export_to(&mut harness, &path, "Write table");
    let text = std::fs::read_to_string(&path).expect("a table");
    let titles = text.lines().next().expect("titles");
    let expected = "start_utc,end_utc,destination_address,name,name_source,organisation,asn,place,";
    assert!(titles.starts_with(expected), "{titles}");
    assert!(!titles.contains("client_address"), "{titles}");
}

/// Opens a path as typing it does.
pub fn open_path(harness: &mut Harness<'_, Window>, path: &Path) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
    harness.run();
    harness
        .get_by_label("Path")
        .type_text(&path.to_string_lossy());
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
}

#[test]
fn a_report_opens_what_it_shows_and_names_what_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let capture = folder.path().join("phone.pcapng");
    std::fs::copy(sample("phone-fresh-install.pcapng"), &capture).expect("a capture");
    let claim = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/claims/clipclap.toml");
    let out = folder.path().join("report");
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_whither"))
        .arg("report")
        .arg(&capture)
        .args(["--filter", "proto:tls", "--claim"])
        .arg(claim)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("it runs");
    assert!(ran.status.success(), "{ran:?}");
    let notice = |harness: &Harness<'_, Window>, words: &str| {
        harness.query_all_by_label_contains(words).count() > 0
    };
    for name in ["result.json", "map.png.json"] {
        let mut typed = open(Start::default());
        open_path(&mut typed, &out.join(name));
        let named = open(Start {
            captures: vec![out.join(name)],
            ..Start::default()
        });
        for harness in [typed, named] {
            assert!(
                notice(&harness, "Opened what the report is about"),
                "{name}"
            );
            let app = harness.state().app();
            assert_eq!(app.query.filter, "proto:tls", "{name}");
            let screen = app.screen.clone().expect("a screen");
            assert!(screen.claim.is_some(), "{name}: its claim is chosen");
        }
    }
    std::fs::copy(sample("phone-hidden-names.pcapng"), &capture).expect("another capture");
    let mut harness = open(Start::default());
    open_path(&mut harness, &out.join("result.json"));
    assert!(notice(
        &harness,
        "Not the file that the report was made of: phone.pcapng"
    ));
    std::fs::remove_file(&capture).expect("gone");
    let mut harness = open(Start::default());
    open_path(&mut harness, &out.join("result.json"));
    assert!(notice(
        &harness,
        "which lies neither beside it nor a folder above"
    ));
}
