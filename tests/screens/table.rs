//! The table: further columns to sort by, columns arranged, groups with subtotals, finding, keys from end to end, copying.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::view::query::Column;
use whither::view::screen::{FacetKey, Screen};
use whither::view::table::cell;

use crate::window::{Window, starting_with, story};

fn screen(harness: &Harness<'_, Window>) -> std::sync::Arc<Screen> {
    harness.state().app().screen.clone().expect("a screen")
}

fn press(harness: &mut Harness<'_, Window>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

fn menu(harness: &mut Harness<'_, Window>, words: &[&str]) {
    harness.get_by_label("Table: columns, groups, find").click();
    harness.run();
    for words in words {
        harness.get_by_label(words).click();
        harness.run();
    }
}

#[test]
fn a_click_with_shift_sorts_where_rows_are_equal() {
    let mut harness = story();
    harness.get_by_label("Sort by Country").click();
    harness.run();
    harness
        .get_by_label("Sort by Received")
        .click_modifiers(Modifiers::SHIFT);
    harness.run();
    assert!(
        harness
            .query_by_label("Sort by Received, largest first now, in place 2")
            .is_some()
    );
    let screen = screen(&harness);
    let rows: Vec<(String, u64)> = screen
        .table
        .order
        .iter()
        .map(|flow| {
            let country = cell(&screen, *flow, Column::Country).text;
            (country, screen.analysis.flows[flow.0 as usize].received())
        })
        .collect();
    for pair in rows.windows(2) {
        if pair[0].0 == pair[1].0 {
            assert!(pair[0].1 >= pair[1].1, "{pair:?}");
        }
    }
    harness.get_by_label("Sort by Frames").click();
    harness.run();
    assert!(
        harness.query_by_label("Sort by Received").is_some(),
        "a plain click sorts by one"
    );
}

#[test]
fn columns_are_hidden_moved_and_kept() {
    let mut harness = story();
    menu(&mut harness, &["Columns", "Move Sent to the left"]);
    harness.get_by_label("Frames").click();
    harness.run();
    assert!(harness.query_by_label("Sort by Frames").is_none());
    let there = screen(&harness).table.columns.clone();
    let shown = harness.state().app().preferences.columns.shown(&there);
    let place = |column| shown.iter().position(|one| *one == column);
    assert!(place(Column::Sent) < place(Column::DataType), "{shown:?}");
    assert!(!shown.contains(&Column::Frames));
    let kept = harness.state().app().preferences.to_text();
    assert!(kept.contains("\"frames\""), "{kept}");
    harness.get_by_label("Columns as at first").click();
    harness.run();
    assert_eq!(
        harness.state().app().preferences.columns.shown(&there),
        there
    );
}

#[test]
fn groups_say_what_the_ranked_list_says_and_open_with_keys() {
    let mut harness = story();
    for key in FacetKey::ALL {
        let listed = screen(&harness);
        let Some(facet) = listed.facets.iter().find(|facet| facet.key == key) else {
            continue;
        };
        menu(
            &mut harness,
            &["Group rows", &format!("Group by {}", key.label())],
        );
        let grouped = screen(&harness);
        let groups = grouped.table.groups.clone().expect("groups");
        let groups: Vec<(String, u64, u64)> = groups
            .iter()
            .map(|group| (group.label.clone(), group.flows as u64, group.sent))
            .collect();
        let rows = facet.rows.iter().filter(|row| row.flows > 0);
        let rows: Vec<(String, u64, u64)> = rows
            .map(|row| (row.label.clone(), row.flows, row.value))
            .collect();
        assert_eq!(groups, rows, "{}", key.label());
        assert_eq!(grouped.table.order.len(), listed.table.order.len());
    }
    menu(&mut harness, &["Group rows", "Group by country"]);
    let first = screen(&harness).table.groups.clone().expect("groups")[0].clone();
    press(&mut harness, &[Key::Home]);
    starting_with(&harness, &format!("Group {}, ", first.label));
    assert!(harness.query_by_label_contains(", open").is_none());
    press(&mut harness, &[Key::ArrowRight]);
    assert!(harness.query_by_label_contains(" received, open").is_some());
    press(&mut harness, &[Key::ArrowDown]);
    let order = screen(&harness).table.order.clone();
    assert_eq!(harness.state().app().query.selected, order.first().copied());
    press(&mut harness, &[Key::ArrowLeft, Key::ArrowLeft]);
    assert!(harness.query_by_label_contains(" received, open").is_none());
}

#[test]
fn a_text_is_found_from_row_to_row() {
    let mut harness = story();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::G);
    harness.run();
    harness.get_by_label("Find in table").type_text("singapore");
    harness.run();
    press(&mut harness, &[Key::Enter]);
    let shown = screen(&harness);
    let selected = harness.state().app().query.selected.expect("a row");
    let country = cell(&shown, selected, Column::Country).text;
    assert!(country.contains("Singapore"), "{country}");
    assert!(harness.query_by_label_contains("1 of ").is_some());
    press(&mut harness, &[Key::F3]);
    assert_ne!(harness.state().app().query.selected, Some(selected));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F3);
    harness.run();
    assert_eq!(harness.state().app().query.selected, Some(selected));
    let first = screen(&harness).table.order[0];
    for column in [Column::Sent, Column::Time] {
        let text = cell(&screen(&harness), first, column).text;
        harness.key_press_modifiers(Modifiers::COMMAND, Key::G);
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run();
        harness.get_by_label("Find in table").type_text(&text);
        harness.run();
        press(&mut harness, &[Key::Enter]);
        let found = harness.state().app().query.selected.expect("a row");
        let shown = screen(&harness);
        let row = shown.table.columns.iter();
        let row: Vec<String> = row.map(|one| cell(&shown, found, *one).text).collect();
        assert!(
            row.iter().any(|cell| cell.contains(&text)),
            "{text}: {row:?}"
        );
    }
    harness.get_by_label("Close find").click();
    harness.run();
    assert!(harness.query_by_label("Close find").is_none());
}

#[test]
fn keys_lead_from_end_to_end_and_cells_are_copied() {
    let mut harness = story();
    let order = screen(&harness).table.order.clone();
    press(&mut harness, &[Key::Home, Key::End]);
    assert_eq!(harness.state().app().query.selected, order.last().copied());
    press(&mut harness, &[Key::Home, Key::PageDown, Key::PageUp]);
    assert_eq!(harness.state().app().query.selected, order.first().copied());
    press(&mut harness, &[Key::ArrowRight, Key::ArrowRight]);
    assert!(
        harness
            .query_by_label_contains(", cell in Destination")
            .is_some()
    );
    let expected = cell(&screen(&harness), order[0], Column::Destination).text;
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    harness.event(Event::Copy);
    harness.run();
    let said = "Destination of the row is on the clipboard";
    assert!(
        harness.query_by_label(said).is_some(),
        "{expected} was not copied"
    );
}

#[test]
fn a_pinned_column_stays_first_and_is_remembered() {
    let mut harness = story();
    let shown = |harness: &Harness<'_, Window>| {
        let there = screen(harness).table.columns.clone();
        harness.state().app().preferences.columns.shown(&there)
    };
    let title = harness.get_by_label("Sort by Country");
    title.click_secondary();
    harness.run();
    harness.get_by_label("Pin at the left").click();
    harness.run();
    assert_eq!(shown(&harness)[0], Column::Country);
    let pinned = "Sort by Country, pinned";
    let before = harness.get_by_label(pinned).rect();
    // Wide columns, so that the table is wider than its room.
    for _ in 0..30 {
        let there = harness.get_by_label("Flows, 273 rows").rect();
        harness.hover_at(there.center());
        harness.event(eframe::egui::Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            source: eframe::egui::MouseWheelSource::Wheel,
            delta: eframe::egui::vec2(-40.0, 0.0),
            phase: eframe::egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
        harness.run();
    }
    assert_eq!(harness.get_by_label(pinned).rect(), before);
    let next = crate::window::open_again(&harness, whither::ui::Start::default());
    let columns = &next.state().app().preferences.columns;
    assert!(columns.is_pinned(Column::Country));
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.run();
    harness.event(eframe::egui::Event::Text("pin column".to_owned()));
    harness.run();
    press(&mut harness, &[Key::Enter]);
    assert_eq!(
        &shown(&harness)[..2],
        [Column::Destination, Column::Country],
        "pinned ones keep their order among themselves"
    );
}
