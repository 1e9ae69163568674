//! Presumed data types and owners: what the filter keeps and how it reads back.

use std::sync::Arc;

use whither::analysis::model::Analysis;
use whither::evidence::item::{Evidence, Fact};
use whither::evidence::protocol::Protocol;
use whither::evidence::tunnel::TunnelKind;
use whither::export::csv_file;
use whither::flow::model::FlowId;
use whither::reference::data_type::DataType;
use whither::tag::by_hand::{About, Entry};
use whither::tag::data_type::grade::{DataGrade, Presumed};
use whither::tag::party::{Party, PartyReason, PartyTag};
use whither::tag::stated::Stated;
use whither::tag::subject::Subject;
use whither::view::filter::parse;
use whither::view::query::{Column, Query, Sort};
use whither::view::redact::Redaction;
use whither::view::screen;
use whither::view::screen::{FacetKey, Screen};
use whither::view::table::cell;
use whither::view::why::why;

use crate::built::{analysis, story};
use crate::{order, rows};

/// Flow 0 presumably carries diagnostics or usage events, flow 1 the place; their domains belong to ByteWave. Flow 3
/// has the ads of another owner.
fn presumed() -> Analysis {
    let mut analysis = analysis(&story());
    let rule = "rule:owner.test";
    analysis.tables.owners = [("ByteWave", rule), ("AdNet", rule)]
        .map(|(name, rule)| (name.into(), rule.into()))
        .to_vec();
    let carries = [
        (
            0,
            DataType::Diagnostics,
            Some(DataType::UsageEvents),
            DataGrade::Moderate,
            0,
        ),
        (1, DataType::Location, None, DataGrade::Strong, 0),
        (3, DataType::AdsMeasurement, None, DataGrade::Weak, 1),
    ];
    for (flow, first, second, grade, owner) in carries {
        analysis.tags[flow].data = Presumed {
            first: Some(first),
            second,
            grade,
        };
        analysis.tags[flow].owner = Some(owner);
    }
    analysis
}

fn filtered(filter: &str) -> Screen {
    let query = Query {
        filter: filter.into(),
        ..Query::default()
    };
    screen(&Arc::new(presumed()), &query)
}

#[test]
fn the_filter_keeps_types_groups_grades_and_owners() {
    for (filter, flows) in [
        ("type:location", &[1][..]),
        ("type:usage_events", &[0]),
        ("type:Diag", &[0]),
        ("type:\"ads m\"", &[3]),
        ("type:identity", &[1]),
        ("type:behaviour", &[0, 3]),
        ("type:none", &[2, 4, 5, 6, 7, 8]),
        ("-type:none", &[0, 1, 3]),
        ("grade:strong,weak", &[1, 3]),
        ("grade:none", &[2, 4, 5, 6, 7, 8]),
        ("owner:byte", &[0, 1]),
        ("owner:\"AdNet\"", &[3]),
        ("owner:none", &[2, 4, 5, 6, 7, 8]),
        ("type:diagnostics owner:adnet", &[]),
    ] {
        let screen = filtered(filter);
        assert_eq!(screen.filter.error, None, "{filter}");
        let mut kept = order(&screen);
        kept.sort_unstable();
        assert_eq!(kept, flows, "{filter}");
        let parsed = parse(filter);
        let printed: Vec<String> = parsed.terms.iter().map(|t| t.to_string()).collect();
        assert_eq!(parse(&printed.join(" ")).terms, parsed.terms, "{filter}");
    }
}

#[test]
fn a_type_that_is_called_nothing_of_the_kind_is_told() {
    for (filter, expected) in [
        ("type:lcoation", "expected part of a data type's name"),
        ("grade:fim", "expected `weak`, `moderate`, `strong`"),
    ] {
        let error = filtered(filter).filter.error.expect(filter);
        assert!(error.expected.starts_with(expected), "{}", error.expected);
    }
}

#[test]
fn lists_count_each_flow_once_and_say_the_second_type() {
    let screen = filtered("");
    let told = |key| -> Vec<(String, u64, String, &str)> {
        let row = rows(&screen, key).iter();
        row.map(|r| (r.label.clone(), r.flows, r.term.clone(), r.grade.token()))
            .collect()
    };
    let row = |label: &str, flows, term: &str, grade| (label.into(), flows, term.into(), grade);
    assert_eq!(
        told(FacetKey::DataType),
        [
            row("Diagnostics", 1, "type:diagnostics", "moderate"),
            row("Location", 1, "type:location", "strong"),
            row("Ads measurement", 1, "type:ads_measurement", "weak"),
            row("Not classified", 6, "type:none", "none"),
        ]
    );
    assert_eq!(
        rows(&screen, FacetKey::DataType)[0].note,
        "Presumed: moderate for 1 flow\nUsage events is as likely for 1 flow"
    );
    assert_eq!(
        told(FacetKey::Owner),
        [
            row("ByteWave", 2, "owner:\"bytewave\"", "none"),
            row("AdNet", 1, "owner:\"adnet\"", "none"),
            row("Owner not known", 6, "owner:none", "none"),
        ]
    );
}

#[test]
fn a_row_keeps_what_it_counts_also_where_its_type_is_second_elsewhere() {
    let mut analysis = presumed();
    analysis.tags[2].data.first = Some(DataType::UsageEvents);
    analysis.tags[2].data.grade = DataGrade::Weak;
    let analysis = Arc::new(analysis);
    let shown = |filter: &str| {
        let query = Query {
            filter: filter.into(),
            ..Query::default()
        };
        screen(&analysis, &query)
    };
    let all = shown("");
    let mut row = rows(&all, FacetKey::DataType).iter();
    let row = row.find(|r| r.label == "Usage events").expect("a row");
    assert_eq!(row.term, "type:usage_events-first");
    assert_eq!(order(&shown(&row.term)), [2]);
    assert_eq!(order(&shown("type:usage_events")), [0, 2]);
}

#[test]
fn the_table_words_sorts_and_exports_types_and_owners() {
    let query = Query {
        sort: Sort {
            column: Column::DataType,
            descending: false,
        },
        ..Query::default()
    };
    let screen = screen(&Arc::new(presumed()), &query);
    assert_eq!(order(&screen), [3, 0, 1, 2, 4, 5, 6, 7, 8]);
    let text = |flow, column| cell(&screen, FlowId(flow), column).text;
    assert_eq!(text(0, Column::DataType), "Diagnostics or Usage events");
    assert_eq!(text(2, Column::DataType), "Not classified");
    assert_eq!(text(3, Column::Owner), "AdNet");
    let bytes = csv_file::table(&screen, &Redaction::none()).expect("a table");
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let ends: Vec<Vec<String>> = reader
        .records()
        .map(|record| {
            let record = record.expect("a record");
            record.iter().skip(30).take(6).map(str::to_owned).collect()
        })
        .collect();
    assert_eq!(
        ends[1],
        [
            "diagnostics usage_events",
            "moderate",
            "ByteWave",
            "rule:owner.test",
            "unknown",
            "no subject named",
        ]
    );
    assert_eq!(ends[3][..4], ["", "none", "", ""]);
}

#[track_caller]
fn asked(analysis: &Analysis, flow: u32, title: &str) -> (String, Vec<String>) {
    let why = why(analysis, FlowId(flow)).expect("the flow exists");
    let question = why.questions.into_iter().find(|q| q.title == title);
    let question = question.unwrap_or_else(|| panic!("no {title}"));
    let reasons = question.reasons.iter();
    let reasons = reasons.map(|r| format!("{} [{}]", r.text, r.source));
    (question.grade, reasons.collect())
}

const ALWAYS: &str = "Every flow gives its destination the source address and the time []";

#[test]
fn why_this_data_type_tells_signs_and_what_would_raise_it() {
    let mut analysis = presumed();
    analysis.evidence = vec![Evidence {
        flow: FlowId(3),
        fact: Fact::Speaks(Protocol::Ntp),
        frame: 318,
        at: None,
    }];
    let (grade, reasons) = asked(&analysis, 3, "Why this data type?");
    assert_eq!(grade, "weak");
    assert_eq!(
        reasons,
        [
            "Presumably Ads measurement: ad requests, impressions, attribution [presumed, weak]",
            "The host matches `cdn.`: speaks for Content delivery [frame 18,204 · host_label.cdn.label-static · https://www.rfc-editor.org/rfc/rfc9110, 2026-11-24]",
            "The flow speaks NTP: speaks for Service configuration [frame 318 · protocol.ntp]",
            "Content was not visible: a key log would show paths and fields [would raise it]",
            ALWAYS,
        ]
    );
    let (grade, reasons) = asked(&analysis, 0, "Why this data type?");
    assert_eq!(grade, "moderate");
    assert_eq!(
        reasons[1],
        "Or, as likely, Usage events: taps, views, watch time, searches [presumed, moderate]"
    );
}

#[test]
fn why_no_data_type_is_an_answer_with_its_reason() {
    let mut analysis = presumed();
    let (grade, reasons) = asked(&analysis, 4, "Why no data type?");
    assert_eq!(grade, "not classified");
    assert_eq!(
        reasons,
        [
            "Nothing that was seen speaks for a data type []",
            "No name that a rule could speak of []",
            ALWAYS,
        ]
    );
    analysis.tags[4].tunnel = Some(TunnelKind::ALL[0]);
    let (_, reasons) = asked(&analysis, 4, "Why no data type?");
    assert_eq!(reasons, ["Inside a tunnel: not visible []", ALWAYS]);
}

#[test]
fn who_operates_the_domain_is_told_with_its_rule() {
    let (_, reasons) = asked(&presumed(), 0, "Who operates the domain?");
    assert_eq!(
        reasons,
        ["ByteWave operates “clipclap.example” [rule:owner.test]"]
    );
    let mut analysis = presumed();
    analysis.tags[0].owner = None;
    let (_, reasons) = asked(&analysis, 0, "Who operates the domain?");
    assert_eq!(
        reasons,
        ["The network operator is ByteWave Ltd; the owner of “clipclap.example” is not known []"]
    );
}

#[test]
fn parties_are_listed_filtered_and_told_once_a_subject_is_named() {
    let mut analysis = presumed();
    let (grade, reasons) = asked(&analysis, 0, "First, support or third party?");
    assert_eq!((grade.as_str(), reasons.len()), ("", 1));
    assert!(reasons[0].starts_with("No subject named"), "{reasons:?}");
    analysis.stated = Arc::new(Stated {
        subject: Subject::of(["ByteWave"]),
        ..Stated::default()
    });
    analysis.tags[0].party = PartyTag::Known(Party::First, PartyReason::Owner);
    analysis.tags[1].party = PartyTag::Known(Party::First, PartyReason::Owner);
    analysis.tags[3].party = PartyTag::Known(Party::Third, PartyReason::OtherOwner);
    let (grade, reasons) = asked(&analysis, 3, "First, support or third party?");
    assert_eq!(grade, "third party");
    assert_eq!(
        reasons,
        [
            "The owner of the domain is not the subject [AdNet]",
            "The subject is ByteWave [named by the user]"
        ]
    );
    let query = Query {
        filter: "party:third,none".into(),
        ..Query::default()
    };
    let screen = screen(&Arc::new(analysis), &query);
    assert_eq!(screen.filter.error, None);
    assert_eq!(screen.filter.kept, 7);
    let listed: Vec<(&str, &str)> = rows(&screen, FacetKey::Party)
        .iter()
        .map(|row| (row.label.as_str(), row.term.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("First party", "party:first"),
            ("Third party", "party:third"),
            ("Party not known", "party:none")
        ]
    );
}

#[test]
fn what_was_set_by_hand_is_told_apart_everywhere() {
    let mut analysis = presumed();
    let entry = |data_type, note: &str| Entry {
        about: About::Domain("clipclap.example".into()),
        data_type,
        note: note.into(),
    };
    let mut stated = Stated::default();
    stated.by_hand.entries = vec![
        entry(Some(DataType::PaymentsCommerce), "the vendor says so"),
        entry(None, ""),
    ];
    analysis.stated = Arc::new(stated);
    analysis.tags[0].data = Presumed::by_hand(Some(DataType::PaymentsCommerce));
    analysis.tags[0].by_hand = Some(0);
    analysis.tags[1].data = Presumed::by_hand(None);
    analysis.tags[1].by_hand = Some(1);
    let (grade, reasons) = asked(&analysis, 0, "Why this data type?");
    assert_eq!(grade, "by hand");
    assert_eq!(
        reasons[0],
        "Payments and orders, set by hand for all hosts in “clipclap.example”: the vendor says so [set by you, not presumed]"
    );
    let (grade, reasons) = asked(&analysis, 1, "Why no data type?");
    assert_eq!(grade, "by hand");
    assert!(reasons[0].starts_with("Not classified, set by hand for all hosts in"));
    let query = Query {
        filter: "grade:by-hand".into(),
        ..Query::default()
    };
    let screen = screen(&Arc::new(analysis), &query);
    assert_eq!(screen.filter.error, None);
    assert_eq!(order(&screen), [0, 1]);
    let text = |flow| cell(&screen, FlowId(flow), Column::DataType).text;
    assert_eq!(text(0), "Payments and orders, by hand");
    assert_eq!(text(1), "Not classified, by hand");
    let listed = &rows(&screen, FacetKey::DataType)[0];
    assert_eq!(listed.grade, DataGrade::ByHand);
    assert_eq!(listed.note, "By hand for 1 flow");
}
