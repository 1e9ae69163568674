//! Two analyses become what is new, gone and changed between them: consent off and on, one country's card and another's, one
//! version of a program and the next.
//!
//! Destinations are told apart by name, else by address. What differs may differ by chance: neither capture holds all that
//! a program does, and bytes are therefore shown and never compared.

pub mod facts;

use std::collections::{BTreeMap, BTreeSet};

use self::facts::facts;
use super::amount::traffic;
use crate::analysis::model::Analysis;
use crate::capture::frame::CaptureIndex;

/// What a destination, or all of a capture, can differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// Where it is.
    Country,
    /// What it is presumably told.
    DataType,
    /// Who operates its domain.
    Owner,
    /// Who announces its address.
    Network,
    /// What the claim says, where one is chosen.
    Verdict,
}

impl Aspect {
    /// All, in the order in which they are shown.
    pub const ALL: [Aspect; 5] = [
        Aspect::Country,
        Aspect::DataType,
        Aspect::Owner,
        Aspect::Network,
        Aspect::Verdict,
    ];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Aspect::Country => "country",
            Aspect::DataType => "presumed data type",
            Aspect::Owner => "owner of the domain",
            Aspect::Network => "network",
            Aspect::Verdict => "verdict",
        }
    }

    /// For files.
    pub fn token(self) -> &'static str {
        match self {
            Aspect::Country => "country",
            Aspect::DataType => "data_type",
            Aspect::Owner => "owner",
            Aspect::Network => "network",
            Aspect::Verdict => "verdict",
        }
    }
}

/// What is known of one destination in one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Flows to it.
    pub flows: u64,
    /// Payload bytes sent.
    pub sent: u64,
    /// Payload bytes received.
    pub received: u64,
    /// Everything that its flows say, by aspect.
    pub said: BTreeMap<Aspect, BTreeSet<String>>,
}

/// How a destination differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// Only in the second.
    New,
    /// Only in the first.
    Gone,
    /// In both, and something else is said of it.
    Changed,
    /// In both, and the same is said.
    Same,
}

impl Change {
    /// All, in the order in which they are shown.
    pub const ALL: [Change; 4] = [Change::New, Change::Gone, Change::Changed, Change::Same];

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Change::New => "New",
            Change::Gone => "Gone",
            Change::Changed => "Changed",
            Change::Same => "Same",
        }
    }

    /// For files.
    pub fn token(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Gone => "gone",
            Change::Changed => "changed",
            Change::Same => "same",
        }
    }
}

/// One destination in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Its name, else its address.
    pub destination: String,
    /// How it differs.
    pub change: Change,
    /// In what, where it is in both.
    pub differs: Vec<Aspect>,
    /// In the first.
    pub before: Option<Facts>,
    /// In the second.
    pub after: Option<Facts>,
}

/// The comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Every destination of either, by change, then by bytes sent.
    pub destinations: Vec<Compared>,
    /// What is said of any destination in the second and of none in the first, by aspect.
    pub new: BTreeMap<Aspect, BTreeSet<String>>,
    /// The other way round.
    pub gone: BTreeMap<Aspect, BTreeSet<String>>,
}

impl Comparison {
    /// Compares the remote destinations of two analyses.
    pub fn new(before: &Analysis, after: &Analysis) -> Self {
        Self::of(facts(before, None), facts(after, None))
    }

    /// Compares those of two captures of one analysis.
    pub fn within(analysis: &Analysis, before: CaptureIndex, after: CaptureIndex) -> Self {
        Self::of(facts(analysis, Some(before)), facts(analysis, Some(after)))
    }

    fn of(mut first: BTreeMap<String, Facts>, mut second: BTreeMap<String, Facts>) -> Self {
        let (all_before, all_after) = (all_said(&first), all_said(&second));
        let names: BTreeSet<String> = first.keys().chain(second.keys()).cloned().collect();
        let mut destinations: Vec<Compared> = names
            .into_iter()
            .map(|name| compared(first.remove(&name), second.remove(&name), name))
            .collect();
        destinations.sort_by_key(|one| (one.change, std::cmp::Reverse(one.sent())));
        Self {
            destinations,
            new: without(&all_after, &all_before),
            gone: without(&all_before, &all_after),
        }
    }

    /// How many destinations differ so.
    pub fn count(&self, change: Change) -> usize {
        let all = self.destinations.iter();
        all.filter(|one| one.change == change).count()
    }
}

impl Compared {
    /// Bytes sent in both together; only for the order.
    fn sent(&self) -> u64 {
        let sent = |facts: &Option<Facts>| facts.as_ref().map_or(0, |facts| facts.sent);
        sent(&self.before).saturating_add(sent(&self.after))
    }
}

fn compared(before: Option<Facts>, after: Option<Facts>, destination: String) -> Compared {
    fn said(facts: Option<&Facts>, aspect: Aspect) -> Option<&BTreeSet<String>> {
        facts?.said.get(&aspect)
    }
    let differs: Vec<Aspect> = match (&before, &after) {
        (Some(_), Some(_)) => Aspect::ALL
            .into_iter()
            .filter(|aspect| said(before.as_ref(), *aspect) != said(after.as_ref(), *aspect))
            .collect(),
        _ => Vec::new(),
    };
    let change = match (&before, &after) {
        (None, _) => Change::New,
        (_, None) => Change::Gone,
        _ if differs.is_empty() => Change::Same,
        _ => Change::Changed,
    };
    Compared {
        destination,
        change,
        differs,
        before,
        after,
    }
}

impl Facts {
    /// `2 flows, 11.5 MB sent, 7.91 kB received`.
    pub fn sums(&self) -> String {
        traffic(self.flows, self.sent, self.received)
    }

    /// What is said of an aspect, or that nothing is.
    pub fn words(&self, aspect: Aspect) -> String {
        match self.said.get(&aspect) {
            Some(texts) => texts.iter().cloned().collect::<Vec<_>>().join(", "),
            None => format!("{} not known", aspect.label()),
        }
    }
}

impl Compared {
    /// What there is to say below the destination: sums and place where it is in one, what differs where it is in both.
    pub fn details(&self) -> Vec<String> {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => {
                let sums = format!("A {}; B {}", before.sums(), after.sums());
                let differs = self.differs.iter().map(|aspect| {
                    let (a, b) = (before.words(*aspect), after.words(*aspect));
                    format!("{}: {a} → {b}", aspect.label())
                });
                std::iter::once(sums).chain(differs).collect()
            }
            (None, Some(only)) | (Some(only), None) => {
                let said = [Aspect::Country, Aspect::DataType, Aspect::Owner];
                let said = said.map(|aspect| only.words(aspect)).join(" · ");
                vec![format!("{}  {said}", only.sums())]
            }
            (None, None) => Vec::new(),
        }
    }
}

impl Comparison {
    /// What is said of any destination on one side and of none on the other, a line an aspect.
    pub fn only_lines(&self) -> Vec<String> {
        let line = |word: &str, (aspect, texts): (&Aspect, &BTreeSet<String>)| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            format!("{}, {word}: {}", aspect.label(), texts.join("; "))
        };
        let new = self.new.iter().map(|said| line("only in B", said));
        let gone = self.gone.iter().map(|said| line("only in A", said));
        new.chain(gone).collect()
    }
}

/// Said under every comparison.
pub const LIMIT: &str = "A difference between two captures is what was seen, not why: neither holds all that a program does.";

type Said = BTreeMap<Aspect, BTreeSet<String>>;

fn all_said(facts: &BTreeMap<String, Facts>) -> Said {
    let mut all = Said::new();
    for (aspect, texts) in facts.values().flat_map(|facts| &facts.said) {
        all.entry(*aspect)
            .or_default()
            .extend(texts.iter().cloned());
    }
    all
}

fn without(all: &Said, others: &Said) -> Said {
    let rest = all.iter().map(|(aspect, texts)| {
        let other = others.get(aspect);
        let own = texts
            .iter()
            .filter(|text| !other.is_some_and(|other| other.contains(*text)));
        (*aspect, own.cloned().collect::<BTreeSet<String>>())
    });
    rest.filter(|(_, texts)| !texts.is_empty()).collect()
}
