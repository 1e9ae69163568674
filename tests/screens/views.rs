//! Undo and redo of the view, the palette of commands, the page of keys.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::view::query::{Colouring, Metric};

use crate::window::{Window, starting_with, story, type_filter};

fn undo(harness: &mut Harness<'_, Window>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
}

fn redo(harness: &mut Harness<'_, Window>) {
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    harness.run();
}

#[test]
fn every_change_of_the_view_is_undone_and_redone() {
    let mut harness = story();
    starting_with(&harness, "SG Singapore,").click();
    harness.run();
    harness.get_by_label("Sort by Received").click();
    harness.run();
    harness.get_by_label("Measure: Received").click();
    harness.run();
    harness.get_by_label("Colour: By data type").click();
    harness.run();
    let query = |harness: &Harness<'_, Window>| harness.state().app().query.clone();
    let last = query(&harness);
    undo(&mut harness);
    assert_eq!(query(&harness).colouring, Colouring::Plain);
    undo(&mut harness);
    assert_eq!(query(&harness).metric, Metric::Sent);
    undo(&mut harness);
    assert!(harness.query_by_label("Sort by Received").is_some());
    assert_eq!(query(&harness).filter, "country:SG");
    undo(&mut harness);
    assert_eq!(query(&harness).filter, "");
    undo(&mut harness);
    for _ in 0..5 {
        redo(&mut harness);
    }
    assert_eq!(query(&harness), last);
}

#[test]
fn what_is_typed_at_once_is_one_step() {
    let mut harness = story();
    type_filter(&mut harness, "");
    for letter in "proto:quic".chars() {
        harness
            .get_by_label("Filter")
            .type_text(&letter.to_string());
        harness.step();
    }
    harness.run();
    assert_eq!(harness.state().app().query.filter, "proto:quic");
    undo(&mut harness);
    assert_eq!(harness.state().app().query.filter, "");
    redo(&mut harness);
    assert_eq!(harness.state().app().query.filter, "proto:quic");
}

#[test]
fn a_command_is_found_by_its_words_and_done() {
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.run();
    harness
        .get_by_label("Look up a command")
        .type_text("list dns");
    harness.run();
    starting_with(&harness, "DNS list. Lists names");
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.query_by_label("Look up a command").is_none());
    assert!(harness.query_all_by_label("DNS list").next().is_some());
    harness.key_press(Key::Escape);
    harness.run();
}

#[test]
fn marks_are_typed_and_the_time_between_them_is_selected() {
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::M);
    harness.run();
    let lines = "14:08:31 tapped Upload\n14:10:44 done";
    harness.get_by_label("Lines of marks").focus();
    harness.run();
    harness.get_by_label("Lines of marks").type_text(lines);
    harness.run();
    assert!(harness.query_by_label_contains(", 2 marks").is_some());
    harness
        .get_by_label("Between 14:08:31 tapped Upload and 14:10:44 done")
        .click();
    harness.run();
    let text = harness.state().app().screen.clone().expect("a screen");
    let expected = "14:08:31 – 14:10:44 · 2 min 13 s selected";
    assert_eq!(text.timeline.span_text, expected);
    undo(&mut harness);
    assert_eq!(harness.state().app().query.span, None);
}

#[test]
fn every_key_is_on_one_page() {
    let mut harness = story();
    harness.key_press(Key::F1);
    harness.run();
    for words in ["Keys", "Undo", "In the table", "Home, End", "Ctrl+Z"] {
        assert!(
            harness.query_all_by_label(words).next().is_some(),
            "no {words}"
        );
    }
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("In the table").is_none());
}

#[test]
fn the_map_looks_at_what_is_shown_and_at_a_region() {
    let mut harness = story();
    let zoom = |harness: &Harness<'_, Window>| harness.state().app().camera().zoom();
    assert_eq!(zoom(&harness), 1.0);
    harness.get_by_label("Look at").click();
    harness.run();
    harness.get_by_label("Europe").click();
    harness.run();
    let europe = zoom(&harness);
    assert!(europe > 3.0, "{europe}");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num9);
    harness.run();
    let shown = zoom(&harness);
    assert!(shown < europe, "from Brazil to Japan: {shown}");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    harness.run();
    assert_eq!(zoom(&harness), 1.0);
}

#[test]
fn the_scale_is_held_while_the_filter_changes_and_let_go() {
    let mut harness = story();
    let scale = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        (screen.map.scale.clone(), screen.timeline.top)
    };
    let hold = |harness: &mut Harness<'_, Window>| {
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        harness.run();
        harness.event(eframe::egui::Event::Text("hold the scale".to_owned()));
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
    };
    let free = scale(&harness);
    assert!(
        free.0.starts_with("Scale of this figure: ") && free.1.is_none(),
        "{free:?}"
    );
    hold(&mut harness);
    let held = scale(&harness);
    assert!(
        held.0.starts_with("Scale fixed at ") && held.1.is_some(),
        "{held:?}"
    );
    harness.get_by_label("Measure: Received").click();
    harness.run();
    let other = scale(&harness).0;
    assert!(
        other.starts_with("Scale of this figure"),
        "of another metric: {other}"
    );
    harness.get_by_label("Measure: Sent").click();
    harness.run();
    assert_eq!(scale(&harness), held);
    hold(&mut harness);
    assert_eq!(scale(&harness), free);
}

#[test]
fn the_timeline_comes_nearer_and_goes_back() {
    let mut harness = story();
    let whole = "Timeline, 14:02:10 to 14:19:00";
    harness.get_by_label(whole);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::T);
    harness.run();
    harness.get_by_label_contains("Timeline, part of 14:02:10");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    harness.get_by_label(whole);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::T);
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    harness.run();
    harness.get_by_label(whole);
}
