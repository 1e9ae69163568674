//! A session is saved, opened again, and says what has changed since.

use std::fs;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::ui::Start;
use whither::view::query::Metric;

use crate::window::{Window, counts, open, sample, starting_with};

fn says(harness: &Harness<'_, Window>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn what_was_saved_comes_back_and_a_changed_capture_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let capture = folder.path().join("mine.pcapng");
    fs::copy(sample("phone-creator-upload.pcapng"), &capture).unwrap();
    let mut harness = open(Start {
        captures: vec![capture.clone()],
        ..Start::default()
    });
    starting_with(&harness, "SG Singapore,").click();
    harness.run();
    harness.get_by_label("Measure: Received").click();
    harness.run();
    harness.get_by_label("Sort by Received").click();
    harness.run();
    let (before, kept) = (harness.state().app().query.clone(), counts(&harness));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::S);
    harness.run();
    harness.get_by_label("Save").click();
    harness.run();
    let session = folder.path().join("mine.whither.toml");
    let text = fs::read_to_string(&session).unwrap();
    assert!(
        text.contains("path = \"mine.pcapng\"\nsha256 = \""),
        "{text}"
    );

    let again = || {
        open(Start {
            captures: vec![session.clone()],
            ..Start::default()
        })
    };
    let harness = again();
    assert_eq!(harness.state().app().query, before);
    assert_eq!(harness.state().app().query.metric, Metric::Received);
    assert_eq!(counts(&harness), kept);
    assert!(says(
        &harness,
        "are what they were when the session was saved"
    ));

    fs::copy(sample("phone-fresh-install.pcapng"), &capture).unwrap();
    assert!(says(&again(), "(another SHA-256): mine.pcapng"));
    fs::remove_file(&capture).unwrap();
    assert!(says(&again(), "The session is not opened: there is no "));
}
