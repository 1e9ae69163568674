//! The tour over the bundled sample, by keys.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use whither::claim::verdict::Word;
use whither::ui::Start;

use super::window::{Window, open};

fn press(harness: &mut Harness<'_, Window>, key: Key) {
    harness.key_press(key);
    harness.run();
    harness.run();
}

fn is_at(harness: &Harness<'_, Window>, number: usize) -> bool {
    harness.query_by_label(&format!("{number} of 8")).is_some()
}

#[test]
fn the_tour_is_walked_with_keys_and_shows_the_contradicted_claim() {
    let mut harness = open(Start::default());
    assert!(
        harness.query_by_label("Tour").is_some(),
        "on the empty page"
    );
    press(&mut harness, Key::F2);
    assert!(is_at(&harness, 1));
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowRight);
    assert!(is_at(&harness, 3));
    press(&mut harness, Key::ArrowLeft);
    assert!(is_at(&harness, 2));
    for number in 3..=5 {
        press(&mut harness, Key::Enter);
        assert!(is_at(&harness, number));
    }
    let screen = harness.state().app().screen.clone().expect("a screen");
    let headline = &screen.headline;
    assert_eq!(headline.verdict, "1 of 3 promises is contradicted.");
    let why = screen.why.as_ref().expect("a flow is selected");
    assert_eq!(why.questions[0].verdict, Some(Word::Contradicts));
    let next = harness.get_by_label("Next");
    assert!(next.accesskit_node().is_focused());
    for number in 6..=8 {
        press(&mut harness, Key::Enter);
        assert!(is_at(&harness, number));
    }
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains(" of 8").is_none());
}

#[test]
fn the_tour_stands_in_nobodys_way_and_ends_with_escape() {
    let mut harness = open(Start::default());
    press(&mut harness, Key::F2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run();
    harness.event(Event::Text("country:SG".to_owned()));
    harness.run();
    assert_eq!(harness.state().app().query.filter, "country:SG");
    assert!(is_at(&harness, 1));
    press(&mut harness, Key::Escape);
    assert!(is_at(&harness, 1), "the list of offers was closed");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
    harness.run();
    press(&mut harness, Key::Escape);
    assert!(is_at(&harness, 1), "the window before it was closed");
    press(&mut harness, Key::Escape);
    assert!(!is_at(&harness, 1));
    assert_eq!(harness.state().app().query.filter, "country:SG");
}
