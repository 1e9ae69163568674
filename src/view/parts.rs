//! What the colours of map and timeline stand for: flows fall into parts by verdict, by group of presumed
//! data types, or by what two captures differ in.

use super::changes::Changes;
use super::compare::Change;
use super::kept::Kept;
use super::query::{Colouring, Metric};
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::capture::frame::CaptureIndex;
use crate::claim::verdict::Word;
use crate::reference::data_type::DataGroup;

/// Parts at the most: five groups, and what is not classified.
pub const MAX_PARTS: usize = 6;

/// Flows that have a colour in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// By what the claim says.
    Verdict(Word),
    /// By the group of the presumed data type; `None` for *not classified*.
    Group(Option<DataGroup>),
    /// By what two captures differ in; `None` for what is in neither or stays local.
    Change(Option<Change>),
}

impl Part {
    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Part::Verdict(word) => word.label(),
            Part::Group(Some(group)) => group.label(),
            Part::Group(None) => "Not classified",
            Part::Change(Some(Change::New)) => "New: only in B",
            Part::Change(Some(Change::Gone)) => "Gone: only in A",
            Part::Change(Some(Change::Changed)) => "In both, changed",
            Part::Change(Some(Change::Same)) => "In both, the same",
            Part::Change(None) => "Not compared",
        }
    }

    /// Its place among its kind, which decides colour and dash.
    pub fn place(self) -> usize {
        let place = match self {
            Part::Verdict(word) => Word::ALL.iter().position(|one| *one == word),
            Part::Group(Some(group)) => DataGroup::ALL.iter().position(|one| *one == group),
            Part::Change(Some(change)) => Change::ALL.iter().position(|one| *one == change),
            Part::Change(None) => Some(Change::ALL.len()),
            Part::Group(None) => None,
        };
        place.unwrap_or(MAX_PARTS - 1)
    }
}

/// Tells flows into parts.
pub enum Parts<'a> {
    /// All are alike.
    One,
    /// By verdict.
    Verdicts(&'a Judged),
    /// By group of presumed data types.
    Groups(&'a Analysis),
    /// By what two captures differ in.
    Changes(Changes),
}

impl<'a> Parts<'a> {
    /// As it is asked; by verdict only where a claim is chosen.
    pub fn new(analysis: &'a Analysis, colouring: Colouring) -> Self {
        match (colouring, &analysis.judged) {
            (Colouring::Verdict, Some(judged)) => Parts::Verdicts(judged),
            (Colouring::DataGroup, _) => Parts::Groups(analysis),
            (Colouring::Change { before, after }, _) if both_open(analysis, before, after) => {
                Parts::Changes(Changes::between(analysis, before, after))
            }
            _ => Parts::One,
        }
    }

    /// The parts in the order in which they are shown; none where all flows are alike.
    pub fn all(&self) -> Vec<Part> {
        match self {
            Parts::One => Vec::new(),
            Parts::Verdicts(_) => Word::ALL.map(Part::Verdict).to_vec(),
            Parts::Groups(_) => {
                let groups = DataGroup::ALL.into_iter().map(Some);
                groups.chain([None]).map(Part::Group).collect()
            }
            Parts::Changes(_) => {
                let changes = Change::ALL.into_iter().map(Some);
                changes.chain([None]).map(Part::Change).collect()
            }
        }
    }

    /// What they stand for: the title of the key.
    pub fn title(&self) -> &'static str {
        match self {
            Parts::One => "",
            Parts::Verdicts(_) => "Colour: verdict by the claim",
            Parts::Groups(_) => "Colour: presumed data types",
            Parts::Changes(_) => "Colour: destinations of A and B",
        }
    }

    /// The place of a flow's part in `all`.
    pub fn of(&self, flow: usize) -> usize {
        match self {
            Parts::One => 0,
            Parts::Verdicts(judged) => {
                let word = judged.of(flow).map_or(Word::NotCovered, |one| one.word);
                Part::Verdict(word).place()
            }
            Parts::Groups(analysis) => {
                let data = analysis.tags.get(flow).and_then(|tags| tags.data.first);
                Part::Group(data.map(|one| one.group())).place()
            }
            Parts::Changes(changes) => Part::Change(changes.of(flow)).place(),
        }
    }
}

/// Two captures that are open and not the same.
fn both_open(analysis: &Analysis, before: CaptureIndex, after: CaptureIndex) -> bool {
    let is_open = |one: CaptureIndex| usize::from(one.0) < analysis.captures.len();
    before != after && is_open(before) && is_open(after)
}

/// A number for each part, in the order of `Parts::all`.
pub type ByPart = [u64; MAX_PARTS];

/// Kept flows summed up by part for each address tag, and over all of them.
pub struct PartSums {
    /// By position in `TagTables::addresses`.
    pub by_address: Vec<ByPart>,
    /// All kept flows.
    pub all: ByPart,
}

impl PartSums {
    /// One walk over the kept flows.
    pub fn over(analysis: &Analysis, kept: &Kept, parts: &Parts<'_>, metric: Metric) -> Self {
        let mut sums = Self {
            by_address: vec![[0; MAX_PARTS]; analysis.tables.addresses.len()],
            all: [0; MAX_PARTS],
        };
        if matches!(parts, Parts::One) {
            return sums;
        }
        for index in kept.rows.ones() {
            let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index))
            else {
                continue;
            };
            let (sent, received) = kept.bytes_of(index, flow);
            let amount = match metric {
                Metric::Sent => sent,
                Metric::Received => received,
                Metric::Flows => 1,
            };
            let part = parts.of(index);
            let of_address = sums.by_address.get_mut(tags.address as usize);
            for sum in of_address.into_iter().chain([&mut sums.all]) {
                add(sum, part, amount);
            }
        }
        sums
    }
}

/// Adds to one part.
pub fn add(sum: &mut ByPart, part: usize, amount: u64) {
    if let Some(slot) = sum.get_mut(part) {
        *slot = slot.saturating_add(amount);
    }
}
