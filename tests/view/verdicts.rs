//! What a claim says of the story: list, filter, headline, colours, table and CSV tell the same.

use std::sync::Arc;

use whither::analysis::model::Analysis;
use whither::claim::read::read_named;
use whither::claim::verdict::Word;
use whither::export::csv_file;
use whither::tag::model::Place;
use whither::view::compare::{Change, Comparison};
use whither::view::parts::Part;
use whither::view::query::{Colouring, Column, Query};
use whither::view::redact::Redaction;
use whither::view::screen;
use whither::view::screen::{FacetKey, Screen};
use whither::view::table::cell;

use super::built::{Told, code};
use super::{adds_up, analysis, filtered, order, rows, spanned, story};

/// Everything below the subject's domain is protected, whatever it is.
pub const CLAIM: &str = "schema = \"residency-claim/1\"
[claim]
id = \"story\"
title = \"The story's promise\"
source = \"A test\"
quote = \"Data stays in Singapore.\"
stated = 2026-02-01
asserts = \"transfer\"
[subject]
name = \"ClipClap\"
domains = [\"clipclap.example\"]
[class.protected]
allow = [\"SG\"]
[class.public]
allow = \"any\"
[[override]]
host = \"*.clipclap.example\"
class = [\"protected\"]
[thresholds]
contradict_needs = { location = \"probable\" }
";

fn by_claim(told: &[Told]) -> Analysis {
    let claim = read_named("story.toml", CLAIM).expect("it has no fault");
    analysis(told).with_claim(Arc::new(claim))
}

fn judged(query: &Query) -> Screen {
    screen(&Arc::new(by_claim(&story())), query)
}

fn asked(filter: &str, colouring: Colouring) -> Screen {
    judged(&Query {
        filter: filter.into(),
        colouring,
        ..Query::default()
    })
}

#[test]
fn list_filter_and_column_agree() {
    let whole = asked("", Colouring::Plain);
    adds_up(&whole);
    let list = rows(&whole, FacetKey::Verdict);
    let told: Vec<(&str, u64, u64)> = list
        .iter()
        .map(|row| (row.label.as_str(), row.value, row.flows))
        .collect();
    let expected = [
        ("Contradicts", 1_000_000, 1),
        ("Consistent", 300_000, 1),
        ("Not covered", 159_040, 7),
        ("Cannot tell", 0, 0),
    ];
    assert_eq!(
        told, expected,
        "what cannot be told has its row, also where it is nothing"
    );
    for row in list {
        let kept = asked(&row.term, Colouring::Plain);
        assert_eq!(kept.filter.error, None, "{}", row.term);
        assert_eq!(kept.table.order.len() as u64, row.flows, "{}", row.term);
        for id in kept.table.order.iter() {
            assert_eq!(cell(&kept, *id, Column::Verdict).verdict, row.verdict);
        }
    }
    assert_eq!(order(&asked("promise:protected", Colouring::Plain)), [0, 1]);
    assert_eq!(
        order(&asked("promise:public", Colouring::Plain)),
        [] as [u32; 0]
    );
    let both = asked("promise:protected -verdict:contradicts", Colouring::Plain);
    assert_eq!(order(&both), [1]);
}

#[test]
fn the_headline_is_true_of_what_is_filtered() {
    for (filter, verdict, open) in [
        ("", "1 of 2 promises is contradicted.", ""),
        (
            "country:SG",
            "No contradiction seen in the 100 % of bytes sent that could be assessed.",
            "",
        ),
        (
            "country:local",
            "The claim, about ClipClap, says nothing of what is shown.",
            "",
        ),
        ("country:AQ", "", ""),
    ] {
        let headline = asked(filter, Colouring::Plain).headline;
        assert_eq!(
            (headline.verdict.as_str(), headline.open.as_str()),
            (verdict, open)
        );
    }
    let claim = asked("", Colouring::Plain).claim.expect("a claim");
    let protected = &claim.promises[0];
    assert_eq!(
        (claim.contradicted(), protected.word),
        (1, Word::Contradicts)
    );
    assert_eq!(protected.term, "promise:protected");
    assert_eq!(
        protected.shares,
        "77 % contradicts, 0 % cannot tell, 23 % consistent of 1.3 MB sent"
    );
    assert_eq!(claim.promises[1].shares, "no flow of this class was seen");
}

#[test]
fn coloured_parts_add_up_on_map_and_timeline() {
    for (colouring, kinds) in [(Colouring::Verdict, 3), (Colouring::DataGroup, 1)] {
        for mut query in [Query::default(), spanned(0, 25)] {
            query.colouring = colouring;
            let shown = judged(&query);
            for country in &shown.map.countries {
                let parts = country.parts.iter().map(|part| part.value);
                assert_eq!(parts.sum::<u64>(), country.value, "{}", country.name);
            }
            for bin in &shown.timeline.bins {
                assert_eq!(bin.sent_by.iter().sum::<u64>(), bin.sent);
                assert_eq!(bin.received_by.iter().sum::<u64>(), bin.received);
            }
            assert!(shown.map.key.len() <= kinds, "{:?}", shown.map.key);
        }
    }
    let by_verdict = asked("", Colouring::Verdict);
    let key: Vec<(Part, &str)> = by_verdict
        .map
        .key
        .iter()
        .map(|(part, text)| (*part, text.as_str()))
        .collect();
    let expected = [
        (Part::Verdict(Word::Contradicts), "1 MB"),
        (Part::Verdict(Word::Consistent), "300 kB"),
        (Part::Verdict(Word::NotCovered), "159 kB"),
    ];
    assert_eq!(key, expected);
    assert!(
        by_verdict.map.summary.contains("China: 1 MB sent"),
        "{}",
        by_verdict.map.summary
    );
    assert!(by_verdict.map.summary.contains("contradicts 1 MB"));
}

#[test]
fn without_a_claim_nothing_has_a_verdict() {
    let shown = filtered("verdict:consistent");
    let error = shown.filter.error.expect("it is said");
    assert_eq!(
        error.expected,
        "no claim is chosen, so that nothing has a verdict"
    );
    assert_eq!(shown.filter.kept, shown.filter.total);
    assert!(!shown.table.columns.contains(&Column::Verdict));
    assert!(
        shown
            .facets
            .iter()
            .all(|facet| facet.key != FacetKey::Verdict)
    );
    let query = Query {
        colouring: Colouring::Verdict,
        ..Query::default()
    };
    let plain = super::look(&query);
    assert_eq!((plain.map.key.len(), plain.timeline.parts.len()), (0, 0));
}

#[test]
fn csv_and_why_tell_the_verdict_with_the_claims_own_line() {
    let shown = asked("verdict:contradicts", Colouring::Plain);
    let csv = String::from_utf8(csv_file::table(&shown, &Redaction::none()).expect("a table"))
        .expect("text");
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].ends_with(
        "by_hand_note,verdict,verdict_classes,verdict_because,verdict_would_decide,seat,seat_source"
    ));
    assert!(lines[1].contains(",contradicts,protected,"), "{}", lines[1]);
    let why = judged(&Query {
        selected: Some(whither::flow::model::FlowId(0)),
        ..Query::default()
    })
    .why
    .expect("reasons");
    let question = &why.questions[0];
    assert_eq!(
        (question.title.as_str(), question.grade.as_str()),
        ("Why this verdict?", "contradicts")
    );
    let said = |words: &str, source: &str| {
        let mut reasons = question.reasons.iter();
        reasons.any(|reason| reason.text == words && reason.source == source)
    };
    assert!(
        said(
            "The claim, of protected: “allow = [\"SG\"]”",
            "story.toml, line 13"
        ),
        "{question:#?}"
    );
    assert!(
        said("“Data stays in Singapore.”", "A test, 2026-02-01"),
        "{question:#?}"
    );
    assert!(
        said(
            "The claim itself names the class of *.clipclap.example",
            "story.toml, line 16"
        ),
        "{question:#?}"
    );
}

#[test]
fn a_destination_that_moves_into_the_promise_differs_in_verdict_too() {
    let mut moved = story();
    moved[0].place = Place::Firm(code("SG"));
    let comparison = Comparison::new(&by_claim(&story()), &by_claim(&moved));
    let all = comparison.destinations.iter();
    let changed: Vec<Vec<String>> = all
        .filter(|one| one.change == Change::Changed)
        .map(|one| one.details())
        .collect();
    let want = [[
        "A 1 flow, 1 MB sent, 84 kB received; B 1 flow, 1 MB sent, 84 kB received",
        "country: China → Singapore",
        "verdict: contradicts → consistent",
    ]];
    assert_eq!(changed, want);
}
