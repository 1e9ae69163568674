//! Places in words: for lists, cells and questions.

use super::plain_text::plain_text;
use crate::reference::country::CountryCode;
use crate::tag::model::{Place, PlaceGroup};

/// `China`; `China or Singapore`; `China, Singapore or United States`.
pub fn any_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// Names of countries joined by *or*.
pub fn countries(codes: &[CountryCode]) -> String {
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    any_of(&names)
}

/// A place in a cell of the table.
pub fn label(place: &Place) -> String {
    match place {
        Place::Firm(code) | Place::Probable(code) => code.name().to_string(),
        Place::Disputed(codes) if codes.len() == 1 => format!("{}, disputed", countries(codes)),
        Place::Disputed(codes) => countries(codes),
        Place::ManyPlaces(operator) => format!("Many places ({})", plain_text(operator)),
        Place::Special(special) => sentence_case(special.label()),
        Place::LocalNetwork | Place::BetweenRemotes | Place::NoAnswer => {
            place.group().label().into()
        }
    }
}

/// Whether the group says that a place cannot be told.
pub fn is_doubtful(group: PlaceGroup) -> bool {
    matches!(
        group,
        PlaceGroup::Disputed
            | PlaceGroup::ManyPlaces
            | PlaceGroup::NoAnswer
            | PlaceGroup::BetweenRemotes
    )
}

/// First letter in upper case.
pub fn sentence_case(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
