//! Captures that grow, and what could not be read of them.

use std::path::PathBuf;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::ui::Start;

use crate::window::{Window, counts, open, sample, starting_with, type_filter};

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
