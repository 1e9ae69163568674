//! A presumed data type and a host become the classes of the claim that it may fall in, and who chose them.
//!
//! A weak or missing type may be any: then every class is a candidate, those that the claim does not state too. So less
//! evidence never gives fewer candidates, and a weak guess can neither accuse nor clear.

use super::model::{Claim, ClassSet, Override};
use crate::reference::data_type::DataType;
use crate::tag::data_type::grade::{DataGrade, Presumed};

/// Who chose the candidate classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decided {
    /// Nobody had to: the claim is not about the flow.
    NotAsked,
    /// The built-in map.
    BuiltIn,
    /// The claim's own `[map]`.
    Map,
    /// An override of the claim, in this line.
    Override(usize),
    /// The type is weak or unknown, so that every class is a candidate.
    Everything,
}

/// Candidate classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// The classes.
    pub classes: ClassSet,
    /// How sure they are: the grade of the type; *strong* where the claim itself names the class of a host.
    pub grade: DataGrade,
    /// Who chose them.
    pub decided: Decided,
}

/// The classes that a flow may fall in.
pub fn candidates(claim: &Claim, data: Presumed, host: Option<&str>) -> Candidates {
    match data.first {
        Some(first) if data.grade >= DataGrade::Moderate => {
            let one = of_type(claim, first, data.grade, host);
            match data.second {
                Some(second) => both(one, of_type(claim, second, data.grade, host)),
                None => one,
            }
        }
        _ => of_any_type(claim, data.grade, host),
    }
}

fn of_type(claim: &Claim, one: DataType, grade: DataGrade, host: Option<&str>) -> Candidates {
    let fits = |rule: &&Override| rule.is_for(host) && rule.data_type.is_none_or(|own| own == one);
    let row = claim.row(one);
    match claim.overrides.iter().find(fits) {
        Some(rule) => Candidates {
            classes: rule.classes,
            grade: match rule.data_type {
                None => DataGrade::Strong,
                Some(_) => grade,
            },
            decided: Decided::Override(rule.line),
        },
        None => Candidates {
            classes: row.classes,
            grade,
            decided: match row.by_claim {
                true => Decided::Map,
                false => Decided::BuiltIn,
            },
        },
    }
}

fn both(a: Candidates, b: Candidates) -> Candidates {
    Candidates {
        classes: a.classes.with(b.classes),
        grade: a.grade.min(b.grade),
        decided: a.decided.max(b.decided),
    }
}

/// An override that asks for a type may or may not fit; one that does not ask, fits, and ends the search.
fn of_any_type(claim: &Claim, grade: DataGrade, host: Option<&str>) -> Candidates {
    let mut classes = ClassSet::default();
    for rule in claim.overrides.iter().filter(|rule| rule.is_for(host)) {
        let is_first = classes == ClassSet::default();
        classes = classes.with(rule.classes);
        if rule.data_type.is_none() {
            return Candidates {
                classes,
                grade: if is_first { DataGrade::Strong } else { grade },
                decided: Decided::Override(rule.line),
            };
        }
    }
    Candidates {
        classes: everything(claim),
        grade,
        decided: Decided::Everything,
    }
}

/// Classes that the claim states, and those into which the map puts a type.
fn everything(claim: &Claim) -> ClassSet {
    let stated = claim
        .classes
        .iter()
        .enumerate()
        .filter(|(_, class)| class.line.is_some());
    let stated = stated.map(|(index, _)| ClassSet::one(index));
    let mapped = claim.map.iter().map(|row| row.classes);
    stated
        .chain(mapped)
        .fold(ClassSet::default(), ClassSet::with)
}
