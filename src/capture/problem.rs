//! What could not be read, with where and what it means for the result.
//!
//! Problems of one kind in one capture are one entry with a count and the first place, so that a file with a million
//! broken frames has one line. Every stage of the pipeline reports into the same list.

use std::collections::BTreeMap;

use super::frame::CaptureIndex;

/// Where in a capture something was seen first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Frame number, where the trouble belongs to a frame.
    pub frame: Option<u64>,
    /// Byte offset in the (decompressed) file, where known.
    pub offset: Option<u64>,
}

/// One kind of trouble in one capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The capture it was seen in.
    pub capture: CaptureIndex,
    /// Where it was seen first.
    pub first: Spot,
    /// How many frames or places show it.
    pub count: u64,
    /// What was seen, as a clause without a stop.
    pub what: String,
    /// What that means for the result, as a clause without a stop.
    pub meaning: String,
}

/// Different kinds of trouble kept for one capture; a hostile file could otherwise name thousands.
pub const MAX_KINDS: usize = 256;

/// Gathers problems of one capture; same `what`, same entry.
#[derive(Clone, Debug, Default)]
pub struct ProblemLog {
    places: BTreeMap<String, usize>,
    kinds: Vec<Kind>,
    latest: Option<usize>,
    total: u64,
    beyond_cap: u64,
}

#[derive(Clone, Debug)]
struct Kind {
    what: String,
    meaning: String,
    first: Spot,
    count: u64,
}

impl ProblemLog {
    /// Counts one more of this kind; the first place and meaning are kept.
    pub fn add(&mut self, what: &str, meaning: &str, at: Spot) {
        self.add_many(what, meaning, at, 1);
    }

    /// As `add`, for `count` at once.
    pub fn add_many(&mut self, what: &str, meaning: &str, at: Spot, count: u64) {
        self.total = self.total.saturating_add(count);
        self.latest = self.places.get(what).copied();
        if let Some(kind) = self.latest.and_then(|place| self.kinds.get_mut(place)) {
            kind.count = kind.count.saturating_add(count);
        } else if self.kinds.len() >= MAX_KINDS {
            self.beyond_cap = self.beyond_cap.saturating_add(count);
        } else {
            self.latest = Some(self.kinds.len());
            self.places.insert(what.to_owned(), self.kinds.len());
            self.kinds.push(Kind {
                what: what.to_owned(),
                meaning: meaning.to_owned(),
                first: at,
                count,
            });
        }
    }

    /// Sum of all counts: what has changed since a look at it, and whether anything has.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Place in the list of `problems` of what was added last; `None` where it is beyond the cap.
    pub fn latest(&self) -> Option<usize> {
        self.latest
    }

    /// The problems in the order in which they were first seen.
    pub fn problems(&self, capture: CaptureIndex) -> Vec<Problem> {
        let problem = |kind: &Kind| Problem {
            capture,
            first: kind.first,
            count: kind.count,
            what: kind.what.clone(),
            meaning: kind.meaning.clone(),
        };
        let mut list: Vec<Problem> = self.kinds.iter().map(problem).collect();
        if self.beyond_cap > 0 {
            list.push(Problem {
                capture,
                first: Spot::default(),
                count: self.beyond_cap,
                what: format!("more than {MAX_KINDS} kinds of problem"),
                meaning: "the further kinds are counted here together".to_owned(),
            });
        }
        list
    }
}
