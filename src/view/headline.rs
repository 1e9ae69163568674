//! The ledger becomes the sentence on top. It says no more than the ledger does.

use super::amount::{bytes, counted, share};
use super::screen::{Headline, Ledger};
use crate::tag::model::PlaceGroup;

/// The groups of public destinations that have no one country, each with its words in the sentence.
const DOUBT: [(PlaceGroup, &str); 4] = [
    (PlaceGroup::Disputed, "sources differ"),
    (PlaceGroup::ManyPlaces, "anycast"),
    (PlaceGroup::NoAnswer, "no database answers"),
    (PlaceGroup::BetweenRemotes, "between remote hosts"),
];

/// The sentence; `countries` is how many countries were sent to, `all_flows` what the captures hold.
pub fn headline(ledger: &Ledger, countries: usize, all_flows: usize) -> Headline {
    Headline {
        lead: lead(ledger, countries, all_flows),
        doubt: doubt(ledger),
    }
}

fn sent_in(ledger: &Ledger, group: PlaceGroup) -> u64 {
    let row = ledger.rows.iter().find(|row| row.group == group);
    row.map_or(0, |row| row.sent)
}

fn unplaced(ledger: &Ledger) -> u64 {
    DOUBT.iter().fold(0, |sum, (group, _)| {
        sum.saturating_add(sent_in(ledger, *group))
    })
}

fn lead(ledger: &Ledger, countries: usize, all_flows: usize) -> String {
    let placed = sent_in(ledger, PlaceGroup::Country);
    if all_flows == 0 {
        "No flows in what was captured.".into()
    } else if ledger.flows == 0 {
        "No flow matches.".into()
    } else if ledger.sent == 0 {
        "No payload sent.".into()
    } else if placed > 0 {
        let countries = counted(countries as u64, "country", "countries");
        format!("{} sent to {countries}.", bytes(placed))
    } else if unplaced(ledger) > 0 {
        "Nothing sent that can be placed in one country.".into()
    } else {
        "No payload sent to a public address.".into()
    }
}

fn doubt(ledger: &Ledger) -> String {
    let unplaced = unplaced(ledger);
    if unplaced == 0 {
        return String::new();
    }
    let mut parts: Vec<(u64, &str)> = DOUBT
        .iter()
        .map(|(group, words)| (sent_in(ledger, *group), *words))
        .filter(|(sent, _)| *sent > 0)
        .collect();
    parts.sort_by_key(|(sent, _)| std::cmp::Reverse(*sent));
    let parts: Vec<String> = parts
        .iter()
        .map(|(sent, words)| format!("{words} {}", bytes(*sent)))
        .collect();
    format!(
        "{} ({}) cannot be placed: {}.",
        bytes(unplaced),
        share(unplaced, ledger.sent),
        parts.join(", ")
    )
}
