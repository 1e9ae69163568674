//! Which side is local, chosen by hand.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::window::{Window, starting_with, story};

#[test]
fn one_device_is_chosen_as_the_local_side_and_let_go_again() {
    let mut harness = story();
    let devices = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.clone().expect("a screen");
        screen.status.devices.clone()
    };
    let before = devices(&harness);
    let chosen = before.last().cloned().expect("a device");
    assert!(before.len() > 1, "{before:?}");
    starting_with(&harness, "Choose the local side").click();
    harness.run();
    harness.get_by_label(&chosen.text).click();
    harness.run();
    let local: Vec<_> = devices(&harness)
        .into_iter()
        .filter(|d| d.is_local)
        .collect();
    assert_eq!(local.len(), 1, "{local:?}");
    assert_eq!(local[0].address, chosen.address);
    let by_hand = "Choose the local side. Local side: set by hand";
    harness.get_by_label(by_hand).click();
    harness.run();
    let resets: Vec<_> = harness.get_all_by_label("Reset local side").collect();
    resets.last().expect("the menu's").click();
    drop(resets);
    harness.run();
    assert_eq!(devices(&harness), before);
}
