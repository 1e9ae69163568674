//! The DNS list: opened by its key, searched, and left towards the flows of a row.

use std::path::PathBuf;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use egui_kittest::Harness;

use whither::ui::Start;

use crate::exports::export_to;
use crate::window::{Window, counts, open, sample};

fn opened(capture: PathBuf) -> Harness<'static, Window> {
    let mut harness = open(Start {
        captures: vec![capture],
        ..Start::default()
    });
    harness.key_press_modifiers(Modifiers::COMMAND, Key::D);
    harness.run();
    harness
}

#[test]
fn the_dns_list_is_searched_and_leads_to_the_flows() {
    let mut harness = opened(sample("phone-fresh-install.pcapng"));
    assert!(harness.query_by_label("45 rows").is_some());
    let first =
        "13:55:03 device-1, time.ntp.example, A, 3.120.44.201, 60 s, DNS answer, frame 7, 1 flow";
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
fn the_dns_list_is_written_with_its_sources_beside_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("names.csv");
    let mut harness = opened(sample("phone-fresh-install.pcapng"));
    harness.get_by_label("Export DNS list (CSV)…").click();
    harness.run();
    export_to(&mut harness, &path, "Write DNS list");
    let text = std::fs::read_to_string(&path).expect("a list");
    let head = "capture,frame,time,client,asked,type,outcome,answer,ttl_seconds,source,flows\n";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains(",A,address,"), "{text}");
    assert!(folder.path().join("names.sources.txt").exists());
}

#[test]
fn escape_closes_the_dns_list() {
    let mut harness = opened(sample("phone-fresh-install.pcapng"));
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("45 rows").is_none());
}

#[test]
fn encrypted_dns_that_keys_opened_is_not_called_hidden() {
    // The sample holds the secrets of its DNS over HTTPS.
    let harness = opened(sample("phone-hidden-names.pcapng"));
    let words = "Names not visible";
    assert!(harness.query_all_by_label_contains(words).next().is_none());
}

#[test]
fn captures_without_dns_say_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("empty.pcap");
    // Header of a pcap of version 2.4, up to 65,535 bytes a frame, Ethernet; no frame.
    let header: [u32; 6] = [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 1];
    std::fs::write(&path, header.map(u32::to_le_bytes).concat()).expect("a file");
    let harness = opened(path);
    let words = "No DNS was seen in these captures";
    assert!(harness.query_by_label(words).is_some());
}
