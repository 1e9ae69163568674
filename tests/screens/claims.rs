//! The sample story by mouse alone: a claim is chosen, its sheet read, a promise clicked, its reasons read, the sheet
//! written; and what happens where a claim has faults.

use std::fs;
use std::path::PathBuf;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use whither::claim::verdict::Word;
use whither::ui::Start;
use whither::ui::app::Pace;
use whither::view::query::Colouring;
use whither::view::screen::{FacetKey, Screen};

use crate::exports::export_to;
use crate::window::{Window, counts, open, open_at, sample, starting_with, story, type_filter};

const TITLE: &str = "ByteWave: where the data of ClipClap users goes";

fn screen(harness: &Harness<'_, Window>) -> std::sync::Arc<Screen> {
    harness.state().app().screen.clone().expect("a screen")
}

fn click(harness: &mut Harness<'_, Window>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

pub fn choose_bundled(harness: &mut Harness<'_, Window>) {
    click(harness, "Choose a claim");
    click(harness, TITLE);
}

/// The bundled claim, but content with places that one table alone names.
fn lenient(folder: &tempfile::TempDir) -> PathBuf {
    let text = whither::claim::bundled::BUNDLED[0].text;
    let needs =
        "\n[thresholds]\ncontradict_needs = { class = \"moderate\", location = \"probable\" }\n";
    let path = folder.path().join("lenient.toml");
    fs::write(&path, format!("{text}{needs}")).expect("a file");
    path
}

fn judged_story(folder: &tempfile::TempDir) -> Harness<'static, Window> {
    open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        claim: Some(lenient(folder)),
        ..Start::default()
    })
}

#[test]
fn a_bundled_claim_is_chosen_and_removed_by_mouse() {
    let mut harness = story();
    assert!(screen(&harness).claim.is_none());
    choose_bundled(&mut harness);
    let shown = screen(&harness);
    let claim = shown.claim.as_ref().expect("a claim");
    assert_eq!(
        (claim.title.as_str(), claim.stated.as_str()),
        (TITLE, "2026-02-01")
    );
    assert_eq!(harness.state().app().query.colouring, Colouring::Verdict);
    starting_with(&harness, &format!("Claim: {TITLE}, stated 2026-02-01"));
    assert!(harness.query_by_label(&shown.headline.verdict).is_some());
    assert!(
        !shown.headline.open.is_empty(),
        "what cannot be told is said"
    );
    assert!(harness.query_by_label(&shown.headline.open).is_some());
    click(&mut harness, "Verdicts");
    let (_, total) = counts(&harness);
    starting_with(&harness, "Cannot tell,").click();
    harness.run();
    assert_eq!(harness.state().app().query.filter, "verdict:cannot-tell");
    let (kept, _) = counts(&harness);
    assert!(0 < kept && kept < total);
    click(&mut harness, "Remove the claim");
    assert!(screen(&harness).claim.is_none());
    assert_eq!(
        harness.state().app().query.filter,
        "",
        "nothing asks for verdicts"
    );
    assert_eq!(harness.state().app().query.colouring, Colouring::Plain);
    type_filter(&mut harness, "verdict:contradicts");
    let error = screen(&harness).filter.error.clone().expect("said");
    assert!(error.expected.contains("no claim is chosen"));
}

#[test]
fn a_claim_chosen_while_something_is_read_counts_when_it_is_read() {
    let start = Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        ..Start::default()
    };
    let mut harness = open_at(start, Pace::Threads);
    for label in ["Choose a claim", TITLE] {
        harness.get_by_label(label).click();
        harness.step();
        harness.step();
    }
    let mut looks = 0;
    let judged = |harness: &Harness<'_, Window>| {
        let screen = harness.state().app().screen.as_ref();
        screen.is_some_and(|screen| screen.claim.is_some() && screen.analysis.complete)
    };
    while !judged(&harness) {
        looks += 1;
        assert!(looks < 3_000, "never judged");
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.step();
    }
    starting_with(&harness, &format!("Claim: {TITLE}"));
}

#[test]
fn the_sample_story_by_mouse_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = judged_story(&folder);
    let headline = screen(&harness).headline.clone();
    assert_eq!(headline.verdict, "1 of 3 promises is contradicted.");
    click(&mut harness, &headline.verdict);
    assert!(harness.query_by_label("Claim sheet").is_some());
    click(&mut harness, "Promise protected: SG, US, contradicts");
    assert_eq!(harness.state().app().query.filter, "promise:protected");
    let shown = screen(&harness);
    let why = shown.why.clone().expect("the gravest flow is selected");
    let question = &why.questions[0];
    assert_eq!(question.title, "Why this verdict?");
    assert_eq!(question.verdict, Some(Word::Contradicts));
    for words in ["Why this verdict?", "contradicts"] {
        assert!(
            harness.query_all_by_label(words).next().is_some(),
            "{words}"
        );
    }
    let own_line = "The claim, of protected: “allow = [\"US\", \"SG\"]”";
    assert!(harness.query_by_label(own_line).is_some());
    for (ending, begins) in [
        ("md", "# Claim sheet\n"),
        ("html", "<!DOCTYPE html>"),
        ("json", "{\n"),
        ("txt", "Question: "),
    ] {
        let path = folder.path().join(format!("sheet.{ending}"));
        click(&mut harness, "Export");
        click(&mut harness, "Export claim sheet…");
        export_to(&mut harness, &path, "Write sheet");
        let text = fs::read_to_string(&path).expect("a sheet");
        assert!(text.starts_with(begins), "{text}");
        let (captures, file) = ("phone-creator-upload.pcapng", "lenient.toml");
        for words in [
            captures,
            file,
            "It is not a legal finding.",
            "log16.clipclap.example",
        ] {
            let words = words.replace('_', "\\_");
            assert!(text.contains(&words), "no {words} in {text}");
        }
    }
}

#[test]
fn a_part_of_a_bar_and_a_group_lead_to_their_flows() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = judged_story(&folder);
    starting_with(&harness, "Claim: ").click();
    harness.run();
    starting_with(&harness, "protected, cannot tell: ").click();
    harness.run();
    let filter = &harness.state().app().query.filter;
    assert_eq!(filter, "promise:protected verdict:cannot-tell");
    starting_with(&harness, "Claim: ").click();
    harness.run();
    starting_with(&harness, "Contradicts: log16.clipclap.example").click();
    harness.run();
    let filter = &harness.state().app().query.filter;
    assert_eq!(filter, "promise:protected verdict:contradicts");
    let why = screen(&harness).why.clone().expect("a selected flow");
    assert_eq!(why.title, "log16.clipclap.example");
}

#[test]
fn a_faulty_claim_shows_its_faults_and_judges_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("faulty.toml");
    let text = whither::claim::bundled::BUNDLED[0].text;
    fs::write(&path, text.replace("diagnostics ", "diagnostic ")).expect("a file");
    let harness = open(Start {
        captures: vec![sample("phone-creator-upload.pcapng")],
        claim: Some(path),
        ..Start::default()
    });
    assert!(screen(&harness).claim.is_none());
    let mut notices = harness.query_all_by_label_contains("The claim is not used:");
    let words = "faulty.toml, line 32, column 1: no data type is called `diagnostic`; did you mean `diagnostics`?";
    assert!(notices.next().is_some());
    assert!(harness.query_by_label_contains(words).is_some());
}

#[test]
fn files_of_toml_are_told_by_their_content() {
    let folder = tempfile::tempdir().expect("a folder");
    let by_hand = folder.path().join("whither-by-hand.toml");
    let entry = "schema = \"whither-by-hand/1\"\n[[host]]\nhost = \"log16.clipclap.example\"\ntype = \"location\"\n";
    fs::write(&by_hand, entry).expect("a file");
    let mut harness = story();
    for path in [lenient(&folder), by_hand] {
        harness.key_press_modifiers(Modifiers::COMMAND, Key::L);
        harness.run();
        harness
            .get_by_label("Path")
            .type_text(&path.to_string_lossy());
        harness.run();
        click(&mut harness, "Open");
    }
    let shown = screen(&harness);
    assert!(shown.claim.is_some());
    assert_eq!(
        shown.status.by_hand_text,
        "set by hand: 1 type, whither-by-hand.toml"
    );
    assert!(
        shown
            .facets
            .iter()
            .any(|facet| facet.key == FacetKey::Verdict)
    );
    assert_eq!(counts(&harness).0, counts(&harness).1);
}

#[test]
fn a_claim_is_written_in_the_form_and_judged_by() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    let mut harness = story();
    click(&mut harness, "Choose a claim");
    click(&mut harness, "Write a claim…");
    let faulty = "the subject has neither domains nor networks";
    assert!(
        harness.query_by_label_contains(faulty).is_some(),
        "told at once"
    );
    for (label, words) in [
        ("Title", "What was promised"),
        ("Source", "A letter"),
        ("Service", "ClipClap"),
        ("Countries of class 1", "US, ZZ"),
    ] {
        let field = harness.get_by_role_and_label(Role::TextInput, label);
        field.focus();
        field.type_text(words);
        harness.run();
    }
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Domains");
    field.focus();
    field.type_text("clipclap.example");
    harness.run();
    assert!(
        harness.query_by_label_contains("`ZZ`").is_some(),
        "faults follow what is typed"
    );
    let field = harness.get_by_role_and_label(Role::TextInput, "Countries of class 1");
    field.focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Countries of class 1");
    field.type_text("US, SG");
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(
        harness.query_by_label("No fault").is_some(),
        "nothing typed is lost"
    );
    export_to(&mut harness, &path, "Save and judge by it");
    let text = fs::read_to_string(&path).expect("it is saved");
    assert!(text.contains("allow = [\"US\", \"SG\"]"), "{text}");
    assert!(
        text.contains("# Names below these domains are included."),
        "{text}"
    );
    let claim = screen(&harness).claim.clone().expect("it is judged by");
    assert_eq!(claim.title, "What was promised");
    assert_eq!(claim.promises.len(), 1);
}
