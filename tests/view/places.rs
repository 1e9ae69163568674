//! The map, the ranked lists and the order of the table.

use whither::view::query::{Column, Metric, Query, Sort};

use whither::view::screen::FacetKey;

use crate::{filtered, kept, look, order, rows};

#[test]
fn disputed_bytes_are_added_to_no_country() {
    let map = look(&Query::default()).map;
    let countries: Vec<_> = map
        .countries
        .iter()
        .map(|c| {
            (
                c.code.as_str().to_string(),
                c.value,
                c.disputed,
                c.text.clone(),
                c.term.clone(),
            )
        })
        .collect();
    let row = |code: &str, value, disputed, text: &str| {
        (
            code.to_string(),
            value,
            disputed,
            text.to_string(),
            format!("country:{code}"),
        )
    };
    assert_eq!(
        countries,
        [
            row("CN", 1_000_000, 100_000, "1 MB sent, 100 kB more disputed"),
            row("SG", 300_000, 100_000, "300 kB sent, 100 kB more disputed"),
            row("US", 0, 0, "0 B sent"),
        ]
    );
    let only = filtered("country:disputed").map.countries;
    assert_eq!(only[0].text, "100 kB sent, place disputed");
    assert_eq!(
        (only[0].term.as_str(), only[0].value, only[0].share),
        ("country:CN/SG", 0, 1.0)
    );
    let margin: Vec<_> = map
        .margin
        .iter()
        .map(|m| (m.label.as_str(), m.value.as_str(), m.term.as_str()))
        .collect();
    assert_eq!(
        margin,
        [
            ("Sources differ", "100 kB", "country:disputed"),
            ("One address, many places", "50 kB", "country:anycast"),
            ("Inside the local network", "7 kB", "country:local"),
            ("Reserved addresses", "40 B", "country:reserved"),
            ("Between remote hosts", "2 kB", "country:between-remotes"),
        ]
    );
}

#[test]
fn a_list_row_keeps_what_it_counts_and_a_list_stays_open_to_a_second_choice() {
    let whole = look(&Query::default());
    for facet in &whole.facets {
        for row in &facet.rows {
            assert_eq!(kept(&row.term).len() as u64, row.flows, "{}", row.term);
            assert!(
                rows(&filtered(&row.term), facet.key)
                    .iter()
                    .any(|r| r.active && r.term == row.term),
                "{}",
                row.term
            );
        }
    }
    let labels: Vec<_> = rows(&whole, FacetKey::Country)
        .iter()
        .map(|r| (r.label.as_str(), r.doubtful))
        .collect();
    assert_eq!(
        labels,
        [
            ("CN China", false),
            ("SG Singapore", false),
            ("Inside the local network", false),
            ("Reserved addresses", false),
            ("US United States", false),
            ("CN or SG", true),
            ("One address, many places", true),
            ("Between remote hosts", true),
            ("No database answers", true),
        ]
    );
    let china = filtered("country:CN");
    assert_eq!(rows(&china, FacetKey::Country).len(), 9);
    assert_eq!(rows(&china, FacetKey::Protocol).len(), 1);
    let nothing = filtered("nowhere");
    assert_eq!(
        rows(&nothing, FacetKey::Organisation)[0].label,
        "Organisation not known"
    );
    assert_eq!(rows(&nothing, FacetKey::Domain)[0].label, "No domain name");
}

#[test]
fn sorting() {
    for (column, descending, expected) in [
        (Column::Sent, true, [0, 1, 2, 3, 5, 8, 6, 4, 7]),
        (Column::Sent, false, [4, 7, 6, 8, 5, 3, 2, 1, 0]),
        (Column::Time, true, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Column::Frames, false, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (Column::Country, false, [0, 1, 7, 2, 8, 5, 3, 6, 4]),
        (Column::Organisation, false, [0, 1, 3, 2, 4, 5, 6, 7, 8]),
        (Column::Organisation, true, [3, 1, 0, 2, 4, 5, 6, 7, 8]),
        (Column::Protocol, false, [5, 4, 7, 1, 2, 8, 0, 3, 6]),
        (Column::Destination, false, [3, 1, 0, 7, 5, 2, 4, 8, 6]),
    ] {
        let sort = Sort { column, descending };
        let screen = look(&Query {
            sort,
            ..Query::default()
        });
        assert_eq!(order(&screen), expected, "{column:?} {descending}");
    }
}

#[test]
fn metrics() {
    let flows = look(&Query {
        metric: Metric::Flows,
        ..Query::default()
    });
    assert_eq!(flows.map.countries[0].text, "1 flow, 1 more disputed");
    assert_eq!(
        flows.map.legend_title,
        "Shade and line width: number of flows"
    );
    let received = look(&Query {
        metric: Metric::Received,
        ..Query::default()
    });
    assert_eq!(
        received.map.countries[0].text,
        "84 kB received, 1 kB more disputed"
    );
    let steps: Vec<_> = received
        .map
        .legend
        .iter()
        .map(|step| step.text.as_str())
        .collect();
    assert_eq!(steps, ["100 B", "1 kB", "10 kB", "84 kB"]);
}
