//! What two captures differ in.

use std::sync::Arc;

use super::built::{Told, analysis, code, story};
use whither::tag::model::Place;
use whither::view::compare::{Change, Comparison};

/// Destinations with their change and what they differ in.
fn check(before: &[Told], after: &[Told], change: Change, want: &[&str]) {
    let comparison = Comparison::new(&analysis(before), &analysis(after));
    let own = comparison.destinations.iter();
    let got: Vec<String> = own
        .filter(|one| one.change == change)
        .map(|one| {
            let aspects: Vec<&str> = one.differs.iter().map(|aspect| aspect.token()).collect();
            format!("{} {}", one.destination, aspects.join(","))
                .trim_end()
                .to_owned()
        })
        .collect();
    assert_eq!(got, want, "{change:?}");
}

#[test]
fn destinations_are_new_gone_changed_or_the_same() {
    let before = story();
    let named: Vec<&str> = before
        .iter()
        .filter_map(|told| Some(told.name?.0))
        .collect();
    let first = named[0];
    let gone = |told: &Told| told.name.is_none_or(|(name, _)| name != first);
    let after: Vec<Told> = story().into_iter().filter(gone).collect();
    check(&before, &after, Change::Gone, &[first]);
    check(&after, &before, Change::New, &[first]);
    check(&before, &after, Change::Changed, &[]);
    let moved: Vec<Told> = story()
        .into_iter()
        .map(|told| match told.name {
            Some((name, _)) if name == first => Told {
                place: Place::Disputed(Arc::from([code("CN"), code("SG")])),
                ..told
            },
            _ => told,
        })
        .collect();
    check(
        &before,
        &moved,
        Change::Changed,
        &[&format!("{first} country")],
    );
    check(&before, &moved, Change::Gone, &[]);
}

#[test]
fn the_same_capture_differs_in_nothing_and_local_traffic_is_no_destination() {
    let comparison = Comparison::new(&analysis(&story()), &analysis(&story()));
    let same = comparison.count(Change::Same);
    assert!(same > 0 && same == comparison.destinations.len());
    assert!(comparison.new.is_empty() && comparison.gone.is_empty());
    let all = comparison.destinations.iter();
    let local: Vec<_> = all.filter(|one| one.destination == "10.0.0.1").collect();
    assert_eq!(local, Vec::<&_>::new());
}
