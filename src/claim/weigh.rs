//! What was seen of one flow and a claim become a verdict: a pure function, row by row.
//!
//! The evidence that is needed to accuse is the evidence that is needed to clear: whatever is left open is *cannot tell*.

use std::sync::Arc;

use jiff::civil::Date;

use super::candidates::{Candidates, Decided, candidates};
use super::model::{Allow, Asserts, Claim, Class, ClassSet, EdgeRule, PlaceGrade};
use super::verdict::{Because, Decider, Verdict, Word};
use crate::reference::country::CountryCode;
use crate::tag::data_type::grade::{DataGrade, Presumed};

/// Whether a flow is the subject's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// By its name or its network.
    Subject,
    /// Another's by its name.
    Other,
    /// It has no name, and its network is not the subject's.
    Unnamed,
}

/// What was seen of one flow.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    /// Whose it is.
    pub scope: Scope,
    /// Day on which it began, UTC.
    pub on: Option<Date>,
    /// Host, in lower case.
    pub host: Option<&'a str>,
    /// What it presumably carries.
    pub data: Presumed,
    /// Candidate countries, in alphabetical order.
    pub countries: Arc<[CountryCode]>,
    /// How sure they are.
    pub place: PlaceGrade,
    /// Whether the address is a shared edge or anycast.
    pub edge: bool,
    /// Whether the flow is a tunnel.
    pub tunnel: bool,
    /// Whether both ends are on the captured side.
    pub stays_local: bool,
}

/// Weighs.
pub fn weigh(claim: &Claim, seen: &Seen<'_>) -> Verdict {
    let (because, found) = match outside(claim, seen) {
        Some(because) => (because, None),
        None => {
            let found = candidates(claim, seen.data, seen.host);
            (row(claim, seen, found), Some(found))
        }
    };
    Verdict {
        word: word(because),
        because,
        decider: decider(claim, seen, because, found),
        classes: found.map_or_else(ClassSet::default, |found| found.classes),
        decided: found.map_or(Decided::NotAsked, |found| found.decided),
        grade: found.map_or(DataGrade::None, |found| found.grade),
        data: seen.data,
        countries: Arc::clone(&seen.countries),
        place: seen.place,
    }
}

/// Why the claim is not about the flow at all, or why that cannot be said.
fn outside(claim: &Claim, seen: &Seen<'_>) -> Option<Because> {
    match seen.scope {
        Scope::Subject => {}
        Scope::Other => return Some(Because::OutsideSubject),
        Scope::Unnamed => return Some(Because::NoName),
    }
    match seen.on {
        None if claim.from.is_some() || claim.to.is_some() => return Some(Because::NoDate),
        Some(day) if claim.from.is_some_and(|from| day < from) => {
            return Some(Because::OutsideDates);
        }
        Some(day) if claim.to.is_some_and(|to| to < day) => return Some(Because::OutsideDates),
        _ => {}
    }
    seen.stays_local.then_some(Because::StaysLocal)
}

/// The first row of the logic that applies.
fn row(claim: &Claim, seen: &Seen<'_>, found: Candidates) -> Because {
    let all = |wanted: fn(&Allow) -> bool| {
        let mut classes = claim.classes_in(found.classes);
        classes.all(|(_, class)| wanted(&class.allow))
    };
    if all(|allow| *allow == Allow::NotStated) {
        return Because::Silent;
    }
    if claim.asserts == Asserts::Access {
        return Because::Access;
    }
    if all(|allow| *allow == Allow::Any) {
        return Because::Exempt;
    }
    if seen.edge && claim.edge == EdgeRule::CannotTell {
        return Because::Edge;
    }
    if seen.tunnel {
        return Because::Tunnel;
    }
    if seen.edge && claim.edge == EdgeRule::Consistent {
        return Because::EdgeAllowed;
    }
    if seen.countries.is_empty() {
        return Because::NoCountry;
    }
    by_country(claim, seen, found)
}

fn by_country(claim: &Claim, seen: &Seen<'_>, found: Candidates) -> Because {
    let cells: Vec<Cell> = claim
        .classes_in(found.classes)
        .flat_map(|(_, class)| seen.countries.iter().map(|to| cell(claim, class, *to)))
        .collect();
    let all = |wanted: Cell| cells.iter().all(|cell| *cell == wanted);
    let any = |wanted: Cell| cells.contains(&wanted);
    let place_is_weak = seen.place < claim.needs.place;
    if all(Cell::Allowed) {
        // What is not enough to accuse is not enough to clear.
        return match place_is_weak {
            true => Because::WeakPlace,
            false => Because::AllAllowed,
        };
    }
    if any(Cell::Transit) && !any(Cell::Forbidden) {
        return Because::Transit;
    }
    if !all(Cell::Forbidden) {
        return Because::Mixed;
    }
    let class_is_weak = found.grade < claim.needs.class;
    match (class_is_weak, place_is_weak) {
        (false, false) => Because::AllForbidden,
        (true, false) => Because::WeakType,
        (false, true) => Because::WeakPlace,
        (true, true) => Because::WeakBoth,
    }
}

/// One class in one country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Allowed,
    Transit,
    Forbidden,
    NotStated,
}

fn cell(claim: &Claim, class: &Class, to: CountryCode) -> Cell {
    match &class.allow {
        Allow::NotStated => Cell::NotStated,
        Allow::Any => Cell::Allowed,
        Allow::Only(list) if list.contains(&to) => Cell::Allowed,
        Allow::Only(_) if claim.transit.contains(&to) => Cell::Transit,
        Allow::Only(_) => Cell::Forbidden,
    }
}

fn word(because: Because) -> Word {
    match because {
        Because::OutsideSubject
        | Because::NoName
        | Because::OutsideDates
        | Because::StaysLocal
        | Because::Silent => Word::NotCovered,
        Because::Exempt | Because::EdgeAllowed | Because::AllAllowed => Word::Consistent,
        Because::AllForbidden => Word::Contradicts,
        Because::NoDate
        | Because::Access
        | Because::Edge
        | Because::Tunnel
        | Because::NoCountry
        | Because::Transit
        | Because::WeakType
        | Because::WeakPlace
        | Because::WeakBoth
        | Because::Mixed => Word::CannotTell,
    }
}

fn decider(
    claim: &Claim,
    seen: &Seen<'_>,
    because: Because,
    found: Option<Candidates>,
) -> Option<Decider> {
    match because {
        Because::NoDate => Some(Decider::Date),
        Because::Access => Some(Decider::Access),
        Because::Edge => Some(Decider::Origin),
        Because::Tunnel => Some(Decider::InsideTunnel),
        Because::NoCountry => Some(Decider::Country),
        Because::Transit => Some(Decider::Onward),
        Because::WeakType => Some(Decider::DataType),
        Because::WeakPlace => Some(Decider::Witness),
        Because::WeakBoth => Some(Decider::DataTypeAndWitness),
        Because::Mixed => Some(what_parts(claim, seen, found?.classes)),
        _ => None,
    }
}

/// The country decides where all classes fare alike in each; the type where all countries are alike for each class.
fn what_parts(claim: &Claim, seen: &Seen<'_>, classes: ClassSet) -> Decider {
    let of = |class: &Class| -> Vec<Cell> {
        seen.countries
            .iter()
            .map(|to| cell(claim, class, *to))
            .collect()
    };
    let rows: Vec<Vec<Cell>> = claim
        .classes_in(classes)
        .map(|(_, class)| of(class))
        .collect();
    let classes_alike = rows.iter().all(|row| Some(row) == rows.first());
    let countries_alike = rows
        .iter()
        .all(|row| row.iter().all(|cell| Some(cell) == row.first()));
    match (classes_alike, countries_alike) {
        (true, _) => Decider::Country,
        (false, true) => Decider::DataType,
        (false, false) => Decider::DataTypeAndCountry,
    }
}
