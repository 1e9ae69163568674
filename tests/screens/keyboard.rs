//! The story of a reporter with the keyboard alone: a sample is opened, a claim chosen, its sheet read, a promise
//! followed to its reasons, the sheet written. Every control is reached by its accessible label.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use whither::claim::verdict::Word;
use whither::ui::Start;

use crate::window::{Window, open};

/// More presses of Tab than a window has controls.
const MOST_TABS: usize = 400;

fn is_focused(harness: &Harness<'_, Window>, label: &str) -> bool {
    let mut named = harness.query_all_by_label(label);
    named.any(|node| node.accesskit_node().is_focused())
}

/// Tab until the control has the focus.
fn reach(harness: &mut Harness<'_, Window>, label: &str) {
    for _ in 0..MOST_TABS {
        if is_focused(harness, label) {
            return;
        }
        harness.key_press(Key::Tab);
        harness.run();
    }
    panic!("Tab never reaches “{label}”");
}

fn press(harness: &mut Harness<'_, Window>, label: &str) {
    reach(harness, label);
    harness.key_press(Key::Enter);
    harness.run();
}

fn chord(harness: &mut Harness<'_, Window>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

fn typed(harness: &mut Harness<'_, Window>, text: &str) {
    harness.event(Event::Text(text.to_owned()));
    harness.run();
}

#[test]
fn the_sample_story_with_the_keyboard_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sheet.md");
    let mut harness = open(Start::default());
    press(&mut harness, "Open phone-creator-upload.pcapng");
    let screen =
        |harness: &Harness<'_, Window>| harness.state().app().screen.clone().expect("a screen");
    assert_eq!(screen(&harness).analysis.flows.len(), 273);
    press(&mut harness, "Choose a claim");
    press(
        &mut harness,
        "ByteWave: where the data of ClipClap users goes",
    );
    let headline = screen(&harness).headline.clone();
    assert_eq!(headline.verdict, "1 of 3 promises is contradicted.");
    press(&mut harness, &headline.verdict);
    press(&mut harness, "Promise protected: SG, US, contradicts");
    let shown = screen(&harness);
    assert_eq!(shown.query.filter, "promise:protected");
    let why = shown.why.clone().expect("the gravest flow is selected");
    assert_eq!(why.questions[0].verdict, Some(Word::Contradicts));
    chord(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    typed(&mut harness, "export claim sheet");
    harness.key_press(Key::Enter);
    harness.run();
    reach(&mut harness, "File");
    chord(&mut harness, Modifiers::COMMAND, Key::A);
    typed(&mut harness, &path.to_string_lossy());
    press(&mut harness, "Write sheet");
    let text = std::fs::read_to_string(&path).expect("a sheet");
    assert!(text.starts_with("# Claim sheet\n"), "{text}");
    chord(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(screen(&harness).query.filter, "", "the promise is undone");
}
