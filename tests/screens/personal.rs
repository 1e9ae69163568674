//! Personal values are hidden at first, shown by a key, and hidden or shown again in the next run.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use whither::ui::Start;
use whither::view::query::{Colouring, MapBy, Metric};

use super::window::{Window, counts, open, open_again, sample, story, type_filter};

/// The phone of the sample.
const PHONE: &str = "10.0.0.23";

fn turn(harness: &mut Harness<'_, Window>) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::H);
    harness.run();
    harness.run();
}

/// Whether any label on the screen holds the text.
fn is_seen(harness: &Harness<'_, Window>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

fn filter(harness: &Harness<'_, Window>) -> String {
    harness.state().app().query.filter.clone()
}

#[test]
fn local_addresses_stand_under_pseudonyms_until_a_key_shows_them() {
    let mut harness = story();
    harness.state_mut().select(3);
    harness.run();
    assert!(harness.query_by_label("personal values hidden").is_some());
    assert!(is_seen(&harness, "device-1") && !is_seen(&harness, PHONE));
    turn(&mut harness);
    assert!(harness.query_by_label("personal values shown").is_some());
    assert!(is_seen(&harness, PHONE) && !is_seen(&harness, "device-1"));
    let next = open_again(&harness, Start::default());
    assert!(!next.state().app().query.hides_personal);
    harness.get_by_label("personal values shown").click();
    harness.run();
    harness.run();
    assert!(!is_seen(&harness, PHONE));
}

#[test]
fn a_filter_understands_the_address_and_its_pseudonym() {
    let mut harness = story();
    type_filter(&mut harness, "ip:10.0.0.1 -ip:10.0.0.23,192.0.2.1");
    let by_address = counts(&harness);
    turn(&mut harness);
    turn(&mut harness);
    let words = filter(&harness);
    assert!(
        words.contains("device-") && !words.contains("10.0.0.23"),
        "{words}"
    );
    assert_eq!(counts(&harness), by_address, "{words}");
    turn(&mut harness);
    assert_eq!(filter(&harness), "ip:10.0.0.1 -ip:10.0.0.23,192.0.2.1");
}

#[test]
fn every_window_keeps_the_local_side_hidden() {
    let mut harness = open(Start {
        captures: vec![
            sample("phone-fresh-install.pcapng"),
            sample("phone-two-apps.pcap"),
        ],
        ..Start::default()
    });
    for key in [Key::D, Key::K, Key::P, Key::M] {
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        harness.run();
        harness.run();
        let nodes = harness.root().children_recursive();
        for node in nodes {
            let node = node.accesskit_node();
            let label = node.label().unwrap_or_default();
            assert!(!label.contains("10.0.0."), "{key:?}: {label}");
        }
        harness.key_press(Key::Escape);
        harness.run();
    }
}

#[test]
fn the_switches_over_the_map_are_there_in_the_next_run() {
    let mut harness = story();
    harness.get_by_label("Measure: Flows").click();
    harness.run();
    harness.get_by_label("Colour: By data type").click();
    harness.run();
    harness
        .get_by_label("Map: Whose law the operator answers to")
        .click();
    harness.run();
    let next = open_again(&harness, Start::default());
    let query = &next.state().app().query;
    assert_eq!(query.metric, Metric::Flows);
    assert_eq!(query.colouring, Colouring::DataGroup);
    assert_eq!(query.map_by, MapBy::Seat);
}

#[test]
fn nothing_moves_by_itself_where_that_is_asked_for_and_in_the_next_run() {
    let mut harness = story();
    assert!(harness.ctx.global_style().animation_time > 0.0);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.run();
    harness.event(eframe::egui::Event::Text("reduce motion".to_owned()));
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let next = open_again(&harness, Start::default());
    for one in [&harness, &next] {
        let style = one.ctx.global_style();
        assert_eq!(style.animation_time, 0.0);
        assert!(!style.visuals.text_cursor.blink);
        let still = eframe::egui::style::ScrollAnimation::none();
        assert_eq!(style.scroll_animation, still);
    }
}
