//! Marks come from files, and the time between any two is selected.

use std::path::Path;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::exports::open_path;
use super::window::{Window, story};

/// Writes a file of marks and opens it as typing its path does.
fn load(harness: &mut Harness<'_, Window>, folder: &Path, text: &str) {
    let path = folder.join("actions.csv");
    std::fs::write(&path, text).expect("a file");
    open_path(harness, &path);
}

#[test]
fn a_file_of_marks_is_loaded_and_any_two_of_them_have_a_between() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = story();
    let screen = harness.state().app().screen.clone().expect("a screen");
    let first = screen.timeline.start.expect("times");
    let minute = |number: i64| first.plus_nanos(number * 60_000_000_000);
    let lines = [1, 2, 3].map(|number| format!("{},step {number}\n", minute(number)));
    load(
        &mut harness,
        folder.path(),
        &format!("time,text\n{}", lines.concat()),
    );
    let said = "actions.csv: 3 marks on the timeline";
    assert!(harness.query_by_label(said).is_some());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::M);
    harness.run();
    harness.get_by_label("Select between").click();
    harness.run();
    let span = harness.state().app().query.span.expect("a span");
    assert_eq!((span.from, span.to), (minute(1), minute(3)));
    harness.key_press(Key::Escape);
    harness.run();
    load(&mut harness, folder.path(), "time,text\nsoon,step 4\n");
    let failed = "No marks were read from actions.csv: line 2: expected a time such as";
    assert!(harness.query_by_label_contains(failed).is_some());
}
