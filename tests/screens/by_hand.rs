//! A data type is set in the window, saved beside the capture, found again, and taken away.

use std::fs;

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use whither::tag::data_type::grade::DataGrade;
use whither::ui::Start;

use crate::window::{Window, open, sample};

fn by_hand(harness: &Harness<'_, Window>) -> (usize, String) {
    let screen = harness.state().app().screen.clone().expect("a screen");
    let tags = screen.analysis.tags.iter();
    let count = tags.filter(|tags| tags.data.grade == DataGrade::ByHand);
    (count.count(), screen.status.by_hand_text.clone())
}

fn click(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn a_type_is_set_saved_found_again_and_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let capture = folder.path().join("a.pcapng");
    fs::copy(sample("phone-creator-upload.pcapng"), &capture).expect("a copy");
    let start = || Start {
        captures: vec![capture.clone()],
        ..Start::default()
    };
    let mut harness = open(start());
    assert_eq!(by_hand(&harness), (0, String::new()));
    harness.state_mut().select(0);
    harness.run();
    click(&mut harness, "Set a data type…");
    click(&mut harness, "Save");
    let told = "set by hand: 1 type, whither-by-hand.toml".to_owned();
    assert_eq!(by_hand(&harness), (1, told.clone()));
    let file = folder.path().join("whither-by-hand.toml");
    let text = fs::read_to_string(&file).expect("it is saved");
    assert!(text.contains("[[flow]]\ncapture = \"a.pcapng\""), "{text}");
    let mut again = open(start());
    assert_eq!(by_hand(&again), (1, told));
    again.state_mut().select(0);
    again.run();
    click(&mut again, "Set a data type…");
    click(&mut again, "Remove");
    assert_eq!(by_hand(&again), (0, String::new()));
    // What has faults is said, and not written over.
    fs::write(&file, "schema = 1\n").expect("it is written");
    let mut broken = open(start());
    broken.state_mut().select(0);
    broken.run();
    click(&mut broken, "Set a data type…");
    click(&mut broken, "Save");
    assert_eq!(by_hand(&broken), (0, String::new()));
    assert_eq!(
        fs::read_to_string(&file).expect("it is there"),
        "schema = 1\n"
    );
}

#[test]
fn of_several_files_only_the_one_that_holds_the_entry_is_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let entry = |host: &str, kind: &str| {
        format!("schema = \"whither-by-hand/1\"\n[[host]]\nhost = \"{host}\"\ntype = \"{kind}\"\n")
    };
    let (one, other) = (
        folder.path().join("one.toml"),
        folder.path().join("other.toml"),
    );
    fs::write(&one, entry("log16.clipclap.example", "location")).expect("a file");
    fs::write(&other, entry("mon.clipclap.example", "diagnostics")).expect("a file");
    let mut harness = open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        by_hand: vec![one.clone(), other.clone()],
        filter: "host:log16.clipclap.example".into(),
        ..Start::default()
    });
    let screen = harness.state().app().screen.clone().expect("a screen");
    let flow = screen.table.order.first().expect("a flow").0;
    harness.state_mut().select(flow);
    harness.run();
    click(&mut harness, "Set a data type…");
    click(&mut harness, "Remove");
    let read = |path: &std::path::Path| fs::read_to_string(path).expect("it is there");
    assert!(!read(&one).contains("log16"), "{}", read(&one));
    assert_eq!(read(&other), entry("mon.clipclap.example", "diagnostics"));
    let words = "set by hand: 1 type, one.toml, other.toml";
    assert_eq!(by_hand(&harness).1, words);
}

#[test]
fn the_subject_is_named_in_the_window() {
    let mut harness = open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        subject: vec!["clipclap.example".into()],
        ..Start::default()
    });
    let parties = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        let facets = screen.facets.iter();
        facets.filter(|facet| facet.title == "Parties").count()
    };
    assert_eq!(parties(&harness), 1);
    harness.state_mut().select(0);
    harness.run();
    click(&mut harness, "Subject…");
    let field = harness.get_by_label("Subject");
    field.focus();
    harness.run();
    let all = egui::Modifiers::COMMAND;
    harness.key_press_modifiers(all, egui::Key::A);
    harness.key_press(egui::Key::Backspace);
    harness.run();
    click(&mut harness, "Save");
    assert_eq!(parties(&harness), 0);
}
