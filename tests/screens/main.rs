//! The window, driven through its accessible labels: what a person clicks and reads.

mod by_hand;
mod claims;
mod compare;
mod dns;
mod exports;
mod files;
mod filter;
mod follow;
mod keyboard;
mod local;
mod marks;
mod personal;
mod sessions;
mod table;
mod views;
mod seats;
mod tour;
mod window;

use std::path::PathBuf;

use eframe::egui::Key;
use egui_kittest::kittest::Queryable;

use whither::tag::capture_place::CapturePlace;
use whither::ui::Start;
use whither::ui::session::Session;
use window::{counts, open, sample, starting_with, story, type_filter};

#[test]
fn the_empty_window_says_what_to_do() {
    let harness = open(Start::default());
    for words in [
        "Where did the data go?",
        "Drop network captures here, or choose them.",
        "Open captures…",
        "Open a path…",
        "Open phone-creator-upload.pcapng",
    ] {
        assert!(harness.query_by_label(words).is_some(), "no {words}");
    }
    assert!(matches!(harness.state().app().session, Session::Empty));
}

#[test]
fn a_bundled_sample_opens_with_a_click() {
    let mut harness = open(Start::default());
    harness
        .get_by_label("Open phone-creator-upload.pcapng")
        .click();
    harness.run();
    let (kept, total) = counts(&harness);
    assert_eq!(kept, total);
    let headline = harness
        .state()
        .app()
        .screen
        .clone()
        .expect("a screen")
        .headline
        .clone();
    assert!(harness.query_by_label(&headline.lead).is_some());
    assert!(harness.query_by_label(&headline.doubt).is_some());
}

#[test]
fn a_click_on_a_country_filters_and_another_releases() {
    let mut harness = story();
    let (_, total) = counts(&harness);
    starting_with(&harness, "SG Singapore,").click();
    harness.run();
    let (kept, all) = counts(&harness);
    assert_eq!(all, total);
    assert!(0 < kept && kept < total, "{kept} of {total}");
    assert_eq!(harness.state().app().query.filter, "country:SG");
    starting_with(&harness, "SG Singapore,").click();
    harness.run();
    assert_eq!(counts(&harness), (total, total));
}

#[test]
fn a_filter_is_typed_and_cleared() {
    let mut harness = story();
    let (_, total) = counts(&harness);
    type_filter(&mut harness, "proto:quic");
    let (kept, _) = counts(&harness);
    assert!(0 < kept && kept < total, "{kept} of {total}");
    harness.get_by_label("Clear filter").click();
    harness.run();
    assert_eq!(counts(&harness), (total, total));
}

#[test]
fn a_filter_that_cannot_be_understood_says_what_was_expected() {
    let mut harness = story();
    type_filter(&mut harness, "sent>many");
    let screen = harness.state().app().screen.clone().expect("a screen");
    let error = screen.filter.error.clone().expect("an error");
    assert!(harness.query_by_label_contains(&error.expected).is_some());
    assert_eq!(screen.filter.kept, screen.filter.total);
}

#[test]
fn headers_sort_and_keys_lead_through_the_rows() {
    let mut harness = story();
    harness.get_by_label("Sort by Received").click();
    harness.run();
    assert!(
        harness
            .query_by_label("Sort by Received, largest first now")
            .is_some()
    );
    let screen = harness.state().app().screen.clone().expect("a screen");
    let received: Vec<u64> = screen
        .table
        .order
        .iter()
        .map(|id| screen.analysis.flows[id.0 as usize].received())
        .collect();
    assert!(received.is_sorted_by(|a, b| a >= b));
    harness.key_press(Key::Home);
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    let screen = harness.state().app().screen.clone().expect("a screen");
    let why = screen.why.clone().expect("reasons for the selected row");
    assert_eq!(screen.table.order.get(1), Some(&why.flow));
    assert!(harness.query_all_by_label(&why.title).count() > 0);
    for question in &why.questions {
        assert!(
            harness.query_by_label(&question.title).is_some(),
            "no {}",
            question.title
        );
    }
}

#[test]
fn problems_are_listed_with_their_meaning() {
    let mut harness = open(Start {
        captures: vec![sample("router-cut-off.pcap")],
        ..Start::default()
    });
    let problems = harness
        .state()
        .app()
        .screen
        .clone()
        .expect("a screen")
        .status
        .problems
        .clone();
    assert!(!problems.is_empty());
    starting_with(&harness, &format!("{} problem", problems.len())).click();
    harness.run();
    for problem in &problems {
        assert!(
            harness.query_by_label(&problem.what).is_some(),
            "no {}",
            problem.what
        );
        assert!(
            harness.query_by_label(&problem.meaning).is_some(),
            "no {}",
            problem.meaning
        );
    }
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label(&problems[0].meaning).is_none());
}

#[test]
fn what_is_no_capture_fails_with_a_reason() {
    let harness = open(Start {
        captures: vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")],
        ..Start::default()
    });
    assert!(matches!(harness.state().app().session, Session::Failed(_)));
    assert!(
        harness
            .query_by_label("Cargo.toml could not be opened")
            .is_some()
    );
    assert!(harness.query_by_label("Try again").is_some());
}

#[test]
fn the_place_of_capture_is_asked_once_and_kept() {
    let mut harness = story();
    harness.get_by_label("Country of capture").focus();
    harness.run();
    harness
        .get_by_label("Country of capture")
        .type_text("united states");
    harness.run();
    harness.get_by_label("United States").click();
    harness.run();
    assert!(harness.query_by_label("Country of capture").is_none());
    assert!(
        harness
            .query_by_label("Captured in United States")
            .is_some()
    );
    let kept = harness.state().app().preferences.to_text();
    assert!(kept.contains("\"US\""), "{kept}");
}

#[test]
fn a_point_of_capture_is_measured_from_and_shown_with_the_reasons() {
    let mut harness = open(Start {
        captures: vec![sample("phone-fresh-install.pcapng")],
        ..Start::default()
    });
    harness.get_by_label("Country of capture").focus();
    harness.run();
    let field = harness.get_by_label("Country of capture");
    field.type_text("39.04, -77.49, 30");
    harness.run();
    harness
        .get_by_label("39.04° N, 77.49° W, within 30 km")
        .click();
    harness.run();
    harness.run();
    let shown = harness.query_by_label("Captured at 39.04° N, 77.49° W");
    assert!(shown.is_some());
    let app = harness.state().app();
    let analysis = app.session.analysis().unwrap();
    assert_eq!(analysis.stated.place, app.query.place);
    let timed = analysis.tags.iter().position(|tags| {
        let address = analysis.tables.address_of(tags).unwrap();
        address.round_trip.is_some()
    });
    let timed = u32::try_from(timed.unwrap()).unwrap();
    harness.state_mut().select(timed);
    harness.run();
    harness.run();
    let screen = harness.state().app().screen.clone().unwrap();
    let titles = screen.why.iter().flat_map(|why| &why.questions);
    let asked = titles.map(|question| &*question.title);
    assert!(
        asked
            .collect::<Vec<_>>()
            .contains(&"How far away can it be?")
    );
    let disc = screen.map.disc.unwrap();
    assert!(disc.radius_km > 100.0, "{disc:?}");
}

#[test]
fn a_place_from_the_command_line_is_where_lines_begin() {
    let place = CapturePlace::parse("US");
    let harness = open(Start {
        captures: vec![sample("phone-fresh-install.pcapng")],
        place,
        ..Start::default()
    });
    assert_eq!(harness.state().app().query.place, place);
    assert!(
        harness
            .query_by_label("Captured in United States")
            .is_some()
    );
}

#[test]
fn the_map_speaks() {
    let harness = story();
    let summary = harness
        .state()
        .app()
        .screen
        .clone()
        .expect("a screen")
        .map
        .summary
        .clone();
    assert!(harness.query_by_label(&summary).is_some());
}

#[test]
fn a_data_type_is_chosen_from_its_list_and_explained() {
    let mut harness = story();
    let (_, total) = counts(&harness);
    if harness.query_by_label("Data types").is_none() {
        harness.get_by_label("More").click();
        harness.run();
    }
    harness.get_by_label("Data types").click();
    harness.run();
    starting_with(&harness, "Not classified,");
    starting_with(&harness, "Service configuration (weak),").click();
    harness.run();
    let filter = harness.state().app().query.filter.clone();
    assert!(filter.starts_with("type:service_config"), "{filter}");
    let (kept, _) = counts(&harness);
    assert!(0 < kept && kept < total, "{kept} of {total}");
}
