//! The DNS list: opened by its key, searched, and left towards the flows of a row.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::window::{counts, open, sample};
use whither::ui::Start;

fn opened(name: &str) -> egui_kittest::Harness<'static, crate::window::Window> {
    let mut harness = open(Start {
        captures: vec![sample(name)],
        ..Start::default()
    });
    harness.key_press_modifiers(Modifiers::COMMAND, Key::D);
    harness.run();
    harness
}

#[test]
fn the_dns_list_is_searched_and_leads_to_the_flows() {
    let mut harness = opened("phone-fresh-install.pcapng");
    assert!(harness.query_by_label("45 rows").is_some());
    let first =
        "13:55:03 10.0.0.23, time.ntp.example, A, 3.120.44.201, 60 s, DNS answer, frame 7, 1 flow";
    assert!(harness.query_by_label(first).is_some());
    let field = harness.get_by_label("Search the DNS list");
    field.focus();
    field.type_text("54.169");
    harness.run();
    harness.run();
    assert!(harness.query_by_label("1 of 45 rows").is_some());
    harness.get_by_label("Show flows: ip:54.169.118.20").click();
    harness.run();
    let (kept, total) = counts(&harness);
    assert!(0 < kept && kept < total, "{kept} of {total}");
    assert_eq!(harness.state().app().query.filter, "ip:54.169.118.20");
    assert!(harness.query_by_label("1 of 45 rows").is_none(), "closed");
}

#[test]
fn escape_closes_the_dns_list() {
    let mut harness = opened("phone-fresh-install.pcapng");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("45 rows").is_none());
}
