//! The timeline, and clocks that lie.

use std::sync::Arc;

use whither::analysis::model::Analysis;
use whither::capture::frame::Time;
use whither::tag::model::Place;
use whither::view::query::Query;
use whither::view::screen;
use whither::view::timeline::MAX_BINS;

use crate::built::{Told, analysis, at, story};
use crate::{filtered, look, spanned};

#[test]
fn the_timeline_holds_every_byte_whatever_the_span() {
    for query in [Query::default(), spanned(12, 15)] {
        let screen = look(&query);
        let timeline = &screen.timeline;
        let sums = timeline
            .bins
            .iter()
            .fold((0, 0), |sum, bin| (sum.0 + bin.sent, sum.1 + bin.received));
        assert_eq!(sums, (1_459_040, 157_600));
        assert!(timeline.bins.len() <= MAX_BINS);
        let peak = timeline.bins.iter().map(|bin| bin.sent.max(bin.received));
        assert_eq!(
            peak.max(),
            Some(500_000 + 150_000),
            "one flow ends as another begins"
        );
        assert_eq!(
            (timeline.start, timeline.start_text.as_str()),
            (Some(at(10)), "14:00:10")
        );
        assert_eq!(timeline.end_text, "14:01:30");
    }
    assert_eq!(
        look(&spanned(12, 145)).timeline.span_text,
        "14:00:12 – 14:02:25 · 2 min 13 s selected"
    );
    let only = filtered("country:SG").timeline;
    assert_eq!(only.bins.iter().map(|bin| bin.sent).sum::<u64>(), 300_000);
}

#[test]
fn a_gap_of_years_and_lying_clocks_cost_nothing() {
    let years = 40 * 365 * 86_400;
    let late = |from_second| Told {
        sent: 10,
        from_second,
        to_second: from_second,
        ..Told::new("1.2.3.4:1", Place::NoAnswer)
    };
    let told = [late(0), late(years)];
    let far = screen(&Arc::new(analysis(&told)), &Query::default());
    assert_eq!(far.timeline.bins.iter().map(|b| b.sent).sum::<u64>(), 20);
    assert_eq!(
        (
            far.timeline.start_text.as_str(),
            far.timeline.end_text.as_str()
        ),
        ("2026-11-23 14:00:00", "2066-11-13 14:00:00")
    );
    let mut lying: Analysis = analysis(&story());
    lying.captures[0].first = Some(Time::from_nanos(i64::MIN));
    lying.captures[0].last = Some(Time::from_nanos(i64::MAX));
    let lying = screen(&Arc::new(lying), &Query::default());
    assert_eq!(
        lying.timeline.bins.iter().map(|b| b.sent).sum::<u64>(),
        1_459_040
    );
    assert!(lying.timeline.bins.len() <= MAX_BINS);
}
