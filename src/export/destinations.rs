//! The flows of a table become its largest destinations: one row a name (or address), with all its countries.

use std::collections::{BTreeSet, HashMap};

use crate::claim::verdict::Word;
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::{AddressTag, Place};
use crate::view::amount::bytes;
use crate::view::place::{is_doubtful, label};
use crate::view::plain_text::plain_text;
use crate::view::query::Metric;
use crate::view::redact::Redaction;
use crate::view::screen::{Cell, Screen};
use crate::view::table::{counted_bytes, data_type, doubtful, sure};

/// Organisations or countries that are spelled out in one row; more are counted.
const MOST_SPELLED: usize = 2;

/// One destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Name, else address.
    pub name: String,
    /// Who runs its addresses, the largest first.
    pub organisation: Cell,
    /// Where its addresses are, each with its grade, the largest first.
    pub country: Cell,
    /// What its flows presumably carry, each with its grade, the largest first.
    pub data: Cell,
    /// Payload bytes sent.
    pub sent: u64,
    /// Payload bytes received.
    pub received: u64,
    /// Flows.
    pub flows: u64,
    /// What the claim says of its flows; `None` where no claim is chosen.
    pub verdict: Option<Cell>,
}

/// What is summed up for one name: bytes, and which addresses with how many of them.
#[derive(Default)]
struct Sum {
    sent: u64,
    received: u64,
    flows: u64,
    weights: HashMap<u32, u64>,
    data: HashMap<Presumed, u64>,
    words: BTreeSet<Word>,
}

/// The `count` largest by the metric of the screen; equal ones by name.
pub fn largest(screen: &Screen, redaction: &Redaction, count: usize) -> Vec<Destination> {
    let analysis = &screen.analysis;
    let mut sums: HashMap<String, Sum> = HashMap::new();
    for &id in screen.table.order.iter() {
        let index = id.0 as usize;
        let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index)) else {
            continue;
        };
        let (sent, received) = counted_bytes(screen, id);
        let sum = sums
            .entry(redaction.destination(analysis, flow, tags))
            .or_default();
        sum.sent = sum.sent.saturating_add(sent);
        sum.received = sum.received.saturating_add(received);
        sum.flows += 1;
        let verdict = analysis.judged.as_ref().and_then(|judged| judged.of(index));
        sum.words.extend(verdict.map(|verdict| verdict.word));
        let weight = sum.weights.entry(tags.address).or_default();
        let measured = measure(screen.query.metric, sent, received);
        *weight = weight.saturating_add(measured);
        let weight = sum.data.entry(tags.data).or_default();
        *weight = weight.saturating_add(measured);
    }
    let mut ordered: Vec<(String, Sum)> = sums.into_iter().collect();
    ordered.sort_by(|(one_name, one), (other_name, other)| {
        let size = |sum: &Sum| match screen.query.metric {
            Metric::Sent => sum.sent,
            Metric::Received => sum.received,
            Metric::Flows => sum.flows,
        };
        size(other)
            .cmp(&size(one))
            .then_with(|| one_name.cmp(other_name))
    });
    ordered.truncate(count);
    ordered
        .into_iter()
        .map(|(name, sum)| row(screen, name, &sum))
        .collect()
}

/// The cells of a printed row.
pub fn cells(destination: &Destination) -> Vec<Cell> {
    let mut cells = vec![
        sure(destination.name.clone()),
        destination.organisation.clone(),
        destination.country.clone(),
        destination.data.clone(),
        sure(bytes(destination.sent)),
        sure(bytes(destination.received)),
    ];
    cells.extend(destination.verdict.clone());
    cells
}

fn measure(metric: Metric, sent: u64, received: u64) -> u64 {
    match metric {
        Metric::Sent => sent,
        Metric::Received => received,
        Metric::Flows => 1,
    }
}

fn row(screen: &Screen, name: String, sum: &Sum) -> Destination {
    let mut addresses: Vec<(u32, u64)> = sum
        .weights
        .iter()
        .map(|(of, weight)| (*of, *weight))
        .collect();
    addresses.sort_by_key(|&(of, weight)| (std::cmp::Reverse(weight), of));
    let tags: Vec<&AddressTag> = addresses
        .iter()
        .filter_map(|(of, _)| screen.analysis.tables.addresses.get(*of as usize))
        .collect();
    let mut types: Vec<(Presumed, u64)> =
        sum.data.iter().map(|(of, weight)| (*of, *weight)).collect();
    types.sort_by_key(|&(of, weight)| (std::cmp::Reverse(weight), of));
    Destination {
        name,
        organisation: joined(tags.iter().map(|tag| organisation(tag))),
        country: joined(tags.iter().map(|tag| country(&tag.place))),
        data: joined(types.iter().map(|(data, _)| presumed(*data))),
        sent: sum.sent,
        received: sum.received,
        flows: sum.flows,
        verdict: screen.claim.is_some().then(|| verdict(&sum.words)),
    }
}

fn organisation(tag: &AddressTag) -> Cell {
    let named = tag
        .network
        .as_ref()
        .and_then(|network| network.organisation.as_deref());
    match named {
        Some(name) => sure(plain_text(name)),
        None => doubtful("Not known".into()),
    }
}

/// A presumed type with its grade.
fn presumed(data: Presumed) -> Cell {
    match data_type(data) {
        Some(text) => sure(format!("{text}, {}", data.grade.label())),
        None => doubtful("Not classified".into()),
    }
}

/// A place with its grade.
fn country(place: &Place) -> Cell {
    let words = label(place);
    let words = match place.grade() {
        Some(grade) => format!("{words}, {}", grade.token()),
        None => words,
    };
    Cell {
        doubtful: is_doubtful(place.group()),
        ..sure(words)
    }
}

/// Its verdicts, the gravest first; its mark is that of the first.
fn verdict(words: &BTreeSet<Word>) -> Cell {
    let labels: Vec<&str> = words.iter().map(|word| word.label()).collect();
    Cell {
        verdict: words.first().copied(),
        ..sure(labels.join("; "))
    }
}

/// Different cells in their order; what is too many is counted, never left out.
fn joined(cells: impl Iterator<Item = Cell>) -> Cell {
    let mut different: Vec<Cell> = Vec::new();
    for cell in cells {
        if !different.contains(&cell) {
            different.push(cell);
        }
    }
    let spelled: Vec<&str> = different
        .iter()
        .take(MOST_SPELLED)
        .map(|cell| cell.text.as_str())
        .collect();
    let more = different.len().saturating_sub(MOST_SPELLED);
    let mut text = spelled.join("; ");
    if more > 0 {
        text = format!("{text}; {more} more");
    }
    Cell {
        doubtful: different.iter().any(|cell| cell.doubtful),
        ..sure(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_cells_are_joined_and_the_rest_is_counted() {
        let cell = |text: &str, doubtful| Cell {
            doubtful,
            ..sure(text.into())
        };
        let many = ["China", "China", "Japan", "Peru", "Chile"].map(|text| cell(text, false));
        assert_eq!(
            joined(many.into_iter()),
            cell("China; Japan; 2 more", false)
        );
        let one = [cell("Many places (X)", true), cell("Many places (X)", true)];
        assert_eq!(joined(one.into_iter()), cell("Many places (X)", true));
    }
}
