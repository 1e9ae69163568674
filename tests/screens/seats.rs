//! The map is switched between the place of the machine and the seat of its operator; lists of networks are taken.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use whither::ui::Start;
use whither::view::query::{Column, MapBy};
use whither::view::screen::FacetKey;

use crate::window::{open, sample, story};

#[test]
fn the_map_is_switched_to_seats_and_back() {
    let mut harness = story();
    let shown = |harness: &egui_kittest::Harness<'_, crate::window::Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        let listed = screen.facets.iter().any(|one| one.key == FacetKey::Seat);
        let column = screen.table.columns.contains(&Column::Seat);
        (screen.map.by, listed, column)
    };
    assert_eq!(shown(&harness), (MapBy::Place, false, false));
    harness
        .get_by_label("Map: Whose law the operator answers to")
        .click();
    harness.run();
    assert_eq!(shown(&harness), (MapBy::Seat, true, true));
    assert!(
        harness
            .query_by_label("Registered there, not where the machine is")
            .is_some()
    );
    harness.get_by_label("Map: Where the machine is").click();
    harness.run();
    assert_eq!(shown(&harness), (MapBy::Place, false, false));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.run();
    let words = eframe::egui::Event::Text("turn seat".to_owned());
    harness.event(words);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(shown(&harness), (MapBy::Seat, true, true), "by the palette");
}

#[test]
fn a_list_of_networks_is_taken_as_a_witness_wherever_it_is_dropped() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("anycast.txt");
    std::fs::write(&list, "# many places\n192.0.2.0/24\n").expect("a file");
    let mut harness = open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        ..Start::default()
    });
    let take = |harness: &mut egui_kittest::Harness<'_, crate::window::Window>| {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        harness.run();
        let path = list.display().to_string();
        harness.get_by_label("Path").type_text(&path);
        harness.run();
        harness.get_by_label("Open").click();
        harness.run();
    };
    take(&mut harness);
    assert!(
        harness
            .query_by_label_contains("The list of networks is used from now on")
            .is_some()
    );
    let screen = harness.state().app().screen.clone().expect("a screen");
    let tables = screen.analysis.reference_tables();
    assert!(
        tables
            .iter()
            .any(|table| table.title == "Anycast prefixes (anycast.txt)")
    );
    std::fs::write(&list, "192.0.2.0/24\nno network\n").expect("the file again");
    take(&mut harness);
    assert!(harness.query_by_label_contains("line 2").is_some());
}
