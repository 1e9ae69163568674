//! A judged analysis → the sheet of a claim: totals, promises, the flows that matter most, reasons, limits.
//!
//! Bytes are unique payload. A flow that may fall in several classes counts with each promise, and once in the totals.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::amount::{count, share, traffic};
use super::redact::Redaction;
use crate::analysis::judged::Judged;
use crate::analysis::model::Analysis;
use crate::claim::model::ClassSet;
use crate::claim::sentence::{headline, reasons, where_to, would_decide};
use crate::claim::verdict::{Because, Verdict, Word};
use crate::flow::model::Flow;

/// Groups of flows that a promise shows.
const TOP: usize = 5;

/// Reasons for *cannot tell* that a sheet shows.
const TOP_DOUBTS: usize = 3;

/// Flows with their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Flows.
    pub flows: u64,
    /// Payload bytes sent.
    pub sent: u64,
    /// Payload bytes received.
    pub received: u64,
}

impl Amount {
    /// `2 flows, 3.1 MB sent, 12 kB received`.
    pub fn words(&self) -> String {
        traffic(self.flows, self.sent, self.received)
    }

    fn add(&mut self, flow: &Flow) {
        self.flows += 1;
        self.sent = self.sent.saturating_add(flow.sent());
        self.received = self.received.saturating_add(flow.received());
    }
}

/// Amounts by verdict, in the order of `Word::ALL`.
pub type Bar = [(Word, Amount); 4];

/// The whole sheet.
#[derive(Clone, Debug)]
pub struct ClaimSheet {
    /// The sum, in one sentence.
    pub headline: String,
    /// All flows.
    pub totals: Bar,
    /// One for each class that the claim states.
    pub promises: Vec<Promise>,
    /// What keeps most bytes from being assessed: the reason, how much, and what would decide it.
    pub doubts: Vec<(Because, Amount, &'static str)>,
    /// Flows that cannot be tied to the subject because they are tunnels or have no name.
    pub hidden: Amount,
}

/// What one class was promised, and what was seen.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Name of the class.
    pub class: String,
    /// Where it may go, in words.
    pub where_to: String,
    /// The line of the claim file, with its text.
    pub line: Option<(usize, String)>,
    /// Flows that may fall in the class.
    pub bar: Bar,
    /// Those that matter most.
    pub top: Vec<Group>,
}

/// Flows to one destination with one verdict.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name, else address.
    pub destination: String,
    /// Candidate countries.
    pub countries: Vec<String>,
    /// The verdict.
    pub word: Word,
    /// How many flows, how many bytes.
    pub amount: Amount,
    /// The first of the flows.
    pub first_flow: usize,
    /// Why.
    pub reasons: Vec<String>,
    /// What would decide it.
    pub would_decide: Option<&'static str>,
}

/// Nothing of any verdict.
pub fn empty_bar() -> Bar {
    Word::ALL.map(|word| (word, Amount::default()))
}

fn add(bar: &mut Bar, word: Word, flow: &Flow) {
    for (_, amount) in bar.iter_mut().filter(|(one, _)| *one == word) {
        amount.add(flow);
    }
}

/// The amount of one verdict.
pub fn of_word(bar: &Bar, word: Word) -> Amount {
    let found = bar.iter().find(|(one, _)| *one == word);
    found.map_or_else(Amount::default, |(_, amount)| *amount)
}

impl ClaimSheet {
    /// Sums up.
    pub fn new(analysis: &Analysis, judged: &Judged) -> Self {
        let mut totals = empty_bar();
        let mut doubts: BTreeMap<Because, Amount> = BTreeMap::new();
        let mut hidden = Amount::default();
        for (number, flow) in analysis.flows.iter().enumerate() {
            let Some(verdict) = judged.of(number) else {
                continue;
            };
            add(&mut totals, verdict.word, flow);
            if verdict.word == Word::CannotTell {
                doubts.entry(verdict.because).or_default().add(flow);
            }
            if is_hidden(analysis, number, verdict) {
                hidden.add(flow);
            }
        }
        Self {
            headline: headline_of(&totals),
            promises: promises(analysis, judged),
            doubts: largest(doubts, judged),
            totals,
            hidden,
        }
    }

    /// The same with destinations and reasons as they may be seen.
    #[must_use]
    pub fn hidden(&self, redaction: &Redaction) -> Self {
        let mut sheet = self.clone();
        let groups = sheet.promises.iter_mut();
        for group in groups.flat_map(|promise| &mut promise.top) {
            group.destination = redaction.host(&group.destination);
            for reason in &mut group.reasons {
                *reason = redaction.text(reason);
            }
        }
        sheet
    }

    /// Flows that contradict, and flows that could be assessed.
    pub fn assessed(&self) -> (u64, u64) {
        let contradicting = of_word(&self.totals, Word::Contradicts).flows;
        let consistent = of_word(&self.totals, Word::Consistent).flows;
        (contradicting, contradicting + consistent)
    }
}

/// Flows outside the subject that may carry its data for all that can be seen.
fn is_hidden(analysis: &Analysis, number: usize, verdict: &Verdict) -> bool {
    let tags = analysis.tags.get(number);
    let local = tags
        .and_then(|tags| analysis.tables.address_of(tags))
        .is_none_or(|address| crate::claim::tagged::stays_local(&address.place));
    let is_tunnel = tags.is_some_and(|tags| tags.tunnel.is_some());
    !local
        && match verdict.because {
            Because::NoName => true,
            Because::OutsideSubject => is_tunnel,
            _ => false,
        }
}

fn headline_of(totals: &Bar) -> String {
    let consistent = of_word(totals, Word::Consistent);
    let contradicts = of_word(totals, Word::Contradicts);
    let open = of_word(totals, Word::CannotTell);
    let (flows, sent) = (
        consistent.flows + contradicts.flows,
        consistent.sent.saturating_add(contradicts.sent),
    );
    let assessed = (flows > 0).then(|| {
        format!(
            "{} of sent bytes ({} of {} flows)",
            share(sent, sent.saturating_add(open.sent)),
            count(flows),
            count(flows + open.flows)
        )
    });
    headline(contradicts.flows, assessed.as_deref())
}

fn largest(
    doubts: BTreeMap<Because, Amount>,
    judged: &Judged,
) -> Vec<(Because, Amount, &'static str)> {
    let mut doubts: Vec<_> = doubts.into_iter().collect();
    doubts.sort_by_key(|(because, amount)| (Reverse((amount.sent, amount.flows)), *because));
    let decider = |because: Because| {
        let mut same = judged.verdicts.iter().filter(|one| one.because == because);
        same.find_map(|one| one.decider).map_or("", would_decide)
    };
    doubts
        .into_iter()
        .take(TOP_DOUBTS)
        .map(|(because, amount)| (because, amount, decider(because)))
        .collect()
}

fn promises(analysis: &Analysis, judged: &Judged) -> Vec<Promise> {
    let stated = judged.claim.classes.iter().enumerate();
    let stated = stated.filter(|(_, class)| class.line.is_some());
    stated
        .map(|(index, class)| {
            let (bar, top) = of_class(analysis, judged, ClassSet::one(index));
            Promise {
                class: class.name.clone(),
                where_to: where_to(&class.allow),
                line: class.line.clone(),
                bar,
                top,
            }
        })
        .collect()
}

fn of_class(analysis: &Analysis, judged: &Judged, class: ClassSet) -> (Bar, Vec<Group>) {
    let mut bar = empty_bar();
    let mut groups: BTreeMap<(usize, String), (usize, Amount)> = BTreeMap::new();
    for (number, flow) in analysis.flows.iter().enumerate() {
        let (Some(verdict), Some(index)) = (judged.of(number), judged.index_of(number)) else {
            continue;
        };
        if verdict.classes.0 & class.0 == 0 {
            continue;
        }
        add(&mut bar, verdict.word, flow);
        let key = (index, destination(analysis, number, flow));
        let entry = groups.entry(key).or_insert((number, Amount::default()));
        entry.1.add(flow);
    }
    let mut top: Vec<Group> = groups
        .into_iter()
        .filter_map(|((index, destination), (first_flow, amount))| {
            let verdict = judged.verdicts.get(index)?;
            Some(group(judged, verdict, destination, first_flow, amount))
        })
        .collect();
    top.sort_by_key(|group| (group.word, Reverse(group.amount.sent), group.first_flow));
    top.truncate(TOP);
    (bar, top)
}

fn group(
    judged: &Judged,
    verdict: &Verdict,
    destination: String,
    first_flow: usize,
    amount: Amount,
) -> Group {
    Group {
        destination,
        countries: verdict.countries.iter().map(ToString::to_string).collect(),
        word: verdict.word,
        amount,
        first_flow,
        reasons: reasons(verdict, &judged.claim),
        would_decide: verdict.decider.map(would_decide),
    }
}

fn destination(analysis: &Analysis, number: usize, flow: &Flow) -> String {
    let name = analysis
        .tags
        .get(number)
        .and_then(|tags| analysis.tables.name_of(tags));
    name.map_or_else(
        || flow.destination().ip.to_string(),
        |name| name.value.to_string(),
    )
}
