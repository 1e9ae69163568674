//! Presumed data types and owners: what the filter keeps and how it reads back.

use std::sync::Arc;

use whither::analysis::model::Analysis;
use whither::reference::data_type::DataType;
use whither::tag::data_type::grade::{DataGrade, Presumed};
use whither::view::filter::parse;
use whither::view::query::Query;
use whither::view::screen;
use whither::view::screen::Screen;

use crate::built::{analysis, story};
use crate::order;

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
            by_hand: false,
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
        ("grade:firm", "expected `weak`, `moderate`, `strong`"),
    ] {
        let error = filtered(filter).filter.error.expect(filter);
        assert!(error.expected.starts_with(expected), "{}", error.expected);
    }
}
