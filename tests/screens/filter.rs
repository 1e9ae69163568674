//! The filter box: offers taken with keys, saved and past filters, what to take away where nothing matches.

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::window::{Window, counts, starting_with, story, type_filter};

fn filter(harness: &Harness<'_, Window>) -> String {
    harness.state().app().query.filter.clone()
}

fn press(harness: &mut Harness<'_, Window>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

#[test]
fn keys_and_values_are_offered_and_taken_with_keys() {
    let mut harness = story();
    type_filter(&mut harness, "coun");
    assert!(
        harness
            .query_by_label_contains("country:, where the first network hop")
            .is_some()
    );
    press(&mut harness, &[Key::Tab]);
    assert_eq!(filter(&harness), "country:");
    // The largest first, with its numbers.
    let screen = harness.state().app().screen.clone().expect("a screen");
    let largest = &screen.facets[0].rows[0];
    let value = largest.term.strip_prefix("country:").expect("a country");
    starting_with(
        &harness,
        &format!("{value}, {}, {} flow", largest.label, largest.flows),
    );
    press(&mut harness, &[Key::ArrowDown, Key::Enter]);
    assert_eq!(filter(&harness), largest.term);
    let (kept, total) = counts(&harness);
    assert!(0 < kept && kept < total, "{kept} of {total}");
}

#[test]
fn enter_takes_nothing_that_was_not_chosen_and_escape_puts_the_list_away() {
    let mut harness = story();
    type_filter(&mut harness, "sing");
    assert!(
        harness
            .query_by_label_contains("country:SG, SG Singapore,")
            .is_some()
    );
    press(&mut harness, &[Key::Escape]);
    assert!(
        harness
            .query_by_label_contains("country:SG, SG Singapore,")
            .is_none()
    );
    press(&mut harness, &[Key::Enter]);
    assert_eq!(
        filter(&harness),
        "sing",
        "Escape closed the list, and Enter took nothing"
    );
    press(&mut harness, &[Key::Escape]);
    assert_eq!(filter(&harness), "", "the next Escape clears");
}

#[test]
fn past_filters_come_back_with_up_and_saved_ones_by_name() {
    let mut harness = story();
    type_filter(&mut harness, "proto:quic");
    press(&mut harness, &[Key::Enter]);
    harness.get_by_label("Saved and past filters").click();
    harness.run();
    harness.get_by_label("Name of the filter").focus();
    harness.run();
    harness
        .get_by_label("Name of the filter")
        .type_text("fast ones");
    harness.run();
    harness.get_by_label("Save").click();
    harness.run();
    let kept = harness.state().app().preferences.filters.clone();
    assert_eq!(kept.saved[0].name, "fast ones");
    assert_eq!(kept.past, ["proto:quic"]);
    press(&mut harness, &[Key::Escape]);
    harness.get_by_label("Clear filter").click();
    harness.run();
    type_filter(&mut harness, "");
    press(&mut harness, &[Key::ArrowUp]);
    starting_with(&harness, "proto:quic, before");
    press(&mut harness, &[Key::Enter]);
    assert_eq!(filter(&harness), "proto:quic");
    harness.get_by_label("Clear filter").click();
    harness.run();
    harness.get_by_label("Saved and past filters").click();
    harness.run();
    harness.get_by_label("fast ones").click();
    harness.run();
    assert_eq!(filter(&harness), "proto:quic");
}

#[test]
fn where_nothing_matches_each_part_that_is_too_much_has_a_button() {
    let mut harness = story();
    type_filter(&mut harness, "proto:quic sent>900GB");
    assert_eq!(counts(&harness).0, 0);
    assert!(harness.query_by_label("Nothing matches").is_some());
    assert!(harness.query_by_label("Remove proto:quic").is_none());
    harness.get_by_label("Remove sent>900GB").click();
    harness.run();
    assert_eq!(filter(&harness), "proto:quic");
    assert!(counts(&harness).0 > 0);
}

#[test]
fn the_language_is_one_page_and_its_sign_can_still_be_typed() {
    let mut harness = story();
    harness.key_press(Key::Questionmark);
    harness.run();
    assert!(
        harness
            .query_by_label_contains("A comma between values")
            .is_some()
    );
    press(&mut harness, &[Key::Escape]);
    assert!(
        harness
            .query_by_label_contains("A comma between values")
            .is_none()
    );
    type_filter(&mut harness, "x");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Questionmark);
    harness.run();
    assert!(
        harness
            .query_by_label_contains("A comma between values")
            .is_none()
    );
    harness.get_by_label("Filter language").click();
    harness.run();
    assert!(
        harness
            .query_by_label_contains("A comma between values")
            .is_some()
    );
}
