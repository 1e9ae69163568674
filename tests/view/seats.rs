//! The operator's seat is shown apart from the place of the machine, and decides nothing about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use whither::analysis::model::Analysis;
use whither::claim::read::read_named;
use whither::export::csv_file;
use whither::reference::TableKind;
use whither::reference::country::CountryCode;
use whither::reference::seat::SeatAnswer;
use whither::tag::model::PlaceGroup;
use whither::tag::seat::Seat;
use whither::view::query::{Colouring, Column, MapBy, Metric, Query, Sort};
use whither::view::redact::Redaction;
use whither::view::screen;
use whither::view::screen::{FacetKey, Screen};
use whither::view::table::cell;

use super::verdicts::CLAIM;
use super::{analysis, order, rows, story};

/// The story, where whoever runs the machines in China is registered in Singapore, and the others in the United States.
fn seated() -> Analysis {
    let mut analysis = analysis(&story());
    let tables = analysis.reference_tables().iter();
    let table = tables
        .clone()
        .position(|table| table.kind == TableKind::Seat);
    let table = table.expect("a table of seats");
    for address in &mut analysis.tables.addresses {
        let code = match (address.place.country(), address.place.group()) {
            (Some(china), _) if china.as_str() == "CN" => "SG",
            (Some(_), _) | (_, PlaceGroup::ManyPlaces) => "US",
            _ => continue,
        };
        let country = CountryCode::parse(code).expect("a country");
        address.seat = Seat::Registered(SeatAnswer { country, table });
    }
    analysis
}

fn look(query: &Query) -> Screen {
    screen(&Arc::new(seated()), query)
}

fn by_seat() -> Query {
    Query {
        map_by: MapBy::Seat,
        ..Query::default()
    }
}

#[test]
fn the_map_of_seats_adds_up_and_says_what_it_is() {
    let shown = look(&by_seat());
    let map = &shown.map;
    let countries: Vec<(&str, u64, &str)> = map
        .countries
        .iter()
        .map(|one| (one.code.as_str(), one.value, &*one.term))
        .collect();
    assert_eq!(
        countries,
        [("SG", 1_000_000, "seat:SG"), ("US", 350_000, "seat:US")]
    );
    assert_eq!(map.countries[0].text, "1 MB sent, operator registered here");
    let margin: Vec<(&str, &str, &str)> = map
        .margin
        .iter()
        .map(|item| (&*item.label, &*item.value, &*item.term))
        .collect();
    assert_eq!(
        margin,
        [
            ("Registration not known", "100 kB", "seat:none"),
            ("Inside the local network", "7 kB", "seat:local"),
            ("Reserved addresses", "40 B", "seat:reserved"),
            ("Between remote hosts", "2 kB", "seat:between-remotes"),
        ]
    );
    let listed = rows(&shown, FacetKey::Seat);
    let sum: u64 = listed.iter().map(|row| row.value).sum();
    assert_eq!(sum, shown.ledger.sent, "every byte has its row");
    assert_eq!(map.by.label(), "Whose law the operator answers to");
    assert!(map.provenance.contains("not where machines are"));
    assert!(map.summary.contains("by where the operator is registered"));
    assert_eq!(
        (map.origin, map.disc),
        (None, None),
        "no lines: nothing is said of the way"
    );
}

#[test]
fn filter_list_and_column_agree() {
    for row in rows(&look(&by_seat()), FacetKey::Seat) {
        let query = Query {
            filter: row.term.clone(),
            ..by_seat()
        };
        let kept = look(&query);
        assert_eq!(kept.filter.error, None, "{}", row.term);
        assert_eq!(kept.filter.kept, row.flows, "{}", row.term);
    }
    let shown = look(&Query {
        sort: Sort {
            column: Column::Seat,
            descending: false,
        },
        ..by_seat()
    });
    let cells = shown
        .table
        .order
        .iter()
        .map(|id| cell(&shown, *id, Column::Seat).text);
    let mut cells: Vec<String> = cells.collect();
    cells.dedup();
    assert_eq!(
        cells,
        [
            "Singapore",
            "United States",
            "Between remote hosts",
            "Inside the local network",
            "Reserved for examples",
            "Not known"
        ]
    );
    let plain = look(&Query::default());
    assert!(
        !plain.table.columns.contains(&Column::Seat),
        "no room without the switch"
    );
    let asked = look(&Query {
        filter: "seat:us".into(),
        ..Query::default()
    });
    assert!(asked.table.columns.contains(&Column::Seat));
    assert_eq!(asked.map.by, MapBy::Place, "a filter does not turn the map");
    let csv = String::from_utf8(csv_file::table(&asked, &Redaction::none()).expect("a table"))
        .expect("text");
    let all_seated = csv
        .lines()
        .skip(1)
        .all(|line| line.ends_with(",US,seat 2026-06-17"));
    assert!(all_seated, "{csv}");
}

/// Everything that is said of places and verdicts.
fn of_places(analysis: Analysis) -> String {
    let claim = read_named("story.toml", CLAIM).expect("it has no fault");
    let analysis = Arc::new(analysis.with_claim(Arc::new(claim)));
    let shown = screen(
        &analysis,
        &Query {
            colouring: Colouring::Verdict,
            ..Query::default()
        },
    );
    let judged = analysis.judged.as_ref().expect("judged");
    let verdicts = (0..analysis.flows.len()).map(|flow| judged.of(flow));
    let places = analysis.tables.addresses.iter();
    let places = places.map(|one| (&one.place, &one.witnesses, one.caveat));
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        verdicts.collect::<Vec<_>>(),
        places.collect::<Vec<_>>(),
        shown.headline,
        shown.map,
        shown.ledger,
        rows(&shown, FacetKey::Country),
        order(&shown),
    )
}

#[test]
fn a_seat_changes_no_place_and_no_verdict() {
    let without = of_places(analysis(&story()));
    assert_eq!(of_places(seated()), without);
    let mut everywhere = BTreeMap::new();
    for code in CountryCode::all() {
        let mut moved = seated();
        for address in &mut moved.tables.addresses {
            if let Seat::Registered(answer) = &mut address.seat {
                answer.country = code;
            }
        }
        everywhere.insert(code, of_places(moved) == without);
    }
    assert!(everywhere.values().all(|same| *same), "{everywhere:?}");
}

#[test]
fn verdicts_judge_places_so_the_map_of_seats_has_none() {
    let claim = read_named("story.toml", CLAIM).expect("it has no fault");
    let analysis = Arc::new(seated().with_claim(Arc::new(claim)));
    let map = |colouring| {
        let query = Query {
            colouring,
            metric: Metric::Flows,
            ..by_seat()
        };
        screen(&analysis, &query).map
    };
    let judged = map(Colouring::Verdict);
    assert!(judged.key.is_empty() && judged.countries.iter().all(|one| one.parts.is_empty()));
    assert!(!map(Colouring::DataGroup).key.is_empty());
}
