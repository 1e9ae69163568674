//! Following the selected flow in its window.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use super::window::{Window, open, sample, type_filter};
use whither::analysis::secrets::GivenKeys;
use whither::export::provenance::Provenance;
use whither::ui::Start;

/// The first flow that the filter keeps, followed by its key.
fn followed(filter: &str, keys: GivenKeys) -> Harness<'static, Window> {
    let mut harness = open(Start {
        captures: vec![sample("phone-fresh-install.pcapng")],
        keys,
        ..Start::default()
    });
    type_filter(&mut harness, filter);
    harness.key_press(Key::Enter);
    harness.run();
    let screen = harness.state().app().screen.clone().expect("a screen");
    let flow = *screen.table.order.first().expect("a flow");
    harness.key_press(Key::Home);
    harness.run();
    assert_eq!(harness.state().app().query.selected, Some(flow));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    harness.run();
    // What a flow carried is personal as a whole.
    assert!(harness.query_by_label("Search in flow").is_none());
    harness.get_by_label("Hide or show personal values").click();
    harness.run();
    harness
}

fn says(harness: &Harness<'_, Window>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn what_a_flow_carried_is_read_searched_and_closed() {
    let mut harness = followed("proto:http", GivenKeys::default());
    assert!(harness.query_by_label("Follow flow").is_some());
    assert!(says(&harness, "client, frame "));
    assert!(says(&harness, "server, frame "));
    harness.get_by_label("Search in flow").focus();
    harness.run();
    harness.get_by_label("Search in flow").type_text("HTTP/1.1");
    harness.run();
    assert!(harness.query_by_label("1 of 4 lines").is_some());
    harness.get_by_label("Next").click();
    harness.run();
    assert!(harness.query_by_label("2 of 4 lines").is_some());
    harness.get_by_label("Hex").click();
    harness.run();
    assert!(says(&harness, ": 000000  "));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("Search in flow").is_none());
}

#[test]
fn a_key_log_that_is_added_says_what_it_opened_and_is_named_in_exports() {
    let mut harness = open(Start {
        captures: vec![sample("phone-fresh-install.pcapng")],
        ..Start::default()
    });
    let add = |harness: &mut Harness<'_, Window>, name: &str| {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        harness.run();
        let path = sample(name);
        harness
            .get_by_label("Path")
            .type_text(&path.to_string_lossy());
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
    };
    let status = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        (
            screen.status.keys_text.clone(),
            Provenance::of(&screen.analysis, &screen.query).lines(),
        )
    };
    assert_eq!(status(&harness).0, "");
    add(&mut harness, "router-cut-off.keys.txt");
    assert_eq!(status(&harness).0, "keys: none opened");
    add(&mut harness, "phone-fresh-install.keys.txt");
    let (text, lines) = status(&harness);
    assert!(
        text.starts_with("keys: ") && text.ends_with(" flows opened"),
        "{text}"
    );
    let named = |name: &str| {
        lines
            .iter()
            .any(|l| l.starts_with(&format!("Key log {name}: SHA-256 ")))
    };
    assert!(
        named("router-cut-off.keys.txt") && named("phone-fresh-install.keys.txt"),
        "{lines:?}"
    );
}

#[test]
fn keys_show_the_layer_inside_first() {
    let keys = GivenKeys::read(&[sample("phone-fresh-install.keys.txt")]).expect("keys");
    let mut harness = followed("host:api-us.clipclap.example", keys);
    assert!(says(&harness, " HTTP/1.1"));
    assert!(harness.query_by_label("HTTP messages").is_some());
    harness.get_by_label("As sent").click();
    harness.run();
    assert!(!says(&harness, " HTTP/1.1"));
    harness.get_by_label("Inside TLS").click();
    harness.run();
    assert!(says(&harness, " HTTP/1.1"));
}
