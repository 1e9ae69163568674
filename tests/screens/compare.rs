//! Two open captures are compared in a window, and a destination leads to its flows.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::ui::Start;
use whither::view::compare::Change;
use whither::view::parts::Part;

use crate::window::{Window, open, sample, story};

/// The window over two samples, with the comparison open.
fn compared() -> Harness<'static, Window> {
    let mut harness = open(Start {
        captures: vec![
            sample("phone-creator-upload.pcapng"),
            sample("phone-fresh-install.pcapng"),
        ],
        ..Start::default()
    });
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    harness
}

#[test]
fn two_captures_are_compared_and_a_destination_shows_its_flows() {
    let mut harness = compared();
    for words in ["New 0", "Gone 1", "Changed 4", "Same 9"] {
        harness.get_by_label(words);
    }
    harness.get_by_label_contains("A difference between two captures");
    harness.get_by_label("Gone 1").click();
    harness.run();
    assert!(harness.query_by_label("mon.clipclap.example").is_none());
    harness.get_by_label("upload-cn.clipclap.example").click();
    harness.run();
    let screen = harness.state().app().screen.clone().expect("a screen");
    assert_eq!(screen.query.filter, "host:upload-cn.clipclap.example");
    assert_eq!(screen.table.order.len(), 2);
    assert!(harness.query_by_label("Gone 1").is_none());
}

#[test]
fn one_capture_has_nothing_to_be_compared_with() {
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    assert!(harness.query_by_label("Compare captures").is_none());
}

#[test]
fn the_map_is_coloured_by_what_differs() {
    let mut harness = compared();
    harness.get_by_label("Show on the map").click();
    harness.run();
    let screen = harness.state().app().screen.clone().expect("a screen");
    let sent = |part: Change| {
        let timeline = &screen.timeline;
        let at = timeline
            .parts
            .iter()
            .position(|one| *one == Part::Change(Some(part)));
        let at = at.expect("every change has its part");
        timeline.bins.iter().map(|bin| bin.sent_by[at]).sum::<u64>()
    };
    let gone = screen.analysis.flows.iter().zip(&screen.analysis.tags);
    let gone: u64 = gone
        .filter(|(_, tags)| {
            let name = screen.analysis.tables.name_of(tags);
            name.is_some_and(|name| &*name.value == "upload-cn.clipclap.example")
        })
        .map(|(flow, _)| flow.sent())
        .sum();
    assert!(gone > 0);
    assert_eq!(sent(Change::Gone), gone);
    assert_eq!(sent(Change::New), 0);
    assert!(sent(Change::Same) > 0);
    harness.get_by_label("Colour: By change");
    harness.get_by_label("Colour: Plain").click();
    harness.run();
    let screen = harness.state().app().screen.clone().expect("a screen");
    assert!(screen.timeline.parts.is_empty());
}
