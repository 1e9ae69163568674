//! A chosen claim and the verdicts of what is kept become its title and a bar for each promise.

use super::amount::{bytes, share};
use super::claim_sheet::{Amount, Bar, empty_bar, of_word};
use super::filter::{Key, Value, term_text};
use super::parts::Part;
use super::plain_text::plain_text;
use super::sums::Sum;
use crate::analysis::judged::Judged;
use crate::claim::model::{Claim, ClassSet};
use crate::claim::sentence::{dates, where_to};
use crate::claim::verdict::Word;

/// The claim as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimView {
    /// Its title.
    pub title: String,
    /// Day on which it was stated: `2023-06-16`.
    pub stated: String,
    /// Source, what it is about, when it holds, file: one thing a line.
    pub about: String,
    /// Whose traffic it is about.
    pub subject: String,
    /// All kept flows by verdict.
    pub totals: Bar,
    /// One for each class that the claim states.
    pub promises: Vec<PromiseView>,
}

/// One promise and the kept flows that may fall under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseView {
    /// The class.
    pub class: String,
    /// `protected: SG, US`.
    pub text: String,
    /// Its flows by verdict; a flow that may fall in several classes counts with each.
    pub bar: Bar,
    /// `42 % consistent, 37 % contradicts, 21 % cannot tell` of sent bytes.
    pub shares: String,
    /// What it comes to.
    pub word: Word,
    /// Filter term that keeps its flows.
    pub term: String,
}

impl ClaimView {
    /// Of the sums by verdict, in the order of `Judged::verdicts`.
    pub fn new(judged: &Judged, by_verdict: &[Sum]) -> Self {
        let claim = &judged.claim;
        let stated = claim.classes.iter().enumerate();
        let stated = stated.filter(|(_, class)| class.line.is_some());
        let promises = stated.map(|(index, class)| {
            let bar = bar_of(judged, by_verdict, Some(ClassSet::one(index)));
            PromiseView {
                class: plain_text(&class.name),
                text: format!("{}: {}", plain_text(&class.name), where_to(&class.allow)),
                shares: shares(&bar),
                word: comes_to(&bar),
                bar,
                term: term_text(Key::Promise, Value::Exactly(class.name.to_lowercase())),
            }
        });
        Self {
            title: plain_text(&claim.title),
            stated: claim.stated.to_string(),
            about: about(claim),
            subject: plain_text(&claim.subject.name),
            totals: bar_of(judged, by_verdict, None),
            promises: promises.collect(),
        }
    }

    /// Promises that some kept flow contradicts.
    pub fn contradicted(&self) -> usize {
        let promises = self.promises.iter();
        promises.filter(|one| one.word == Word::Contradicts).count()
    }
}

fn bar_of(judged: &Judged, by_verdict: &[Sum], class: Option<ClassSet>) -> Bar {
    let mut bar = empty_bar();
    for (verdict, sum) in judged.verdicts.iter().zip(by_verdict) {
        if class.is_some_and(|class| verdict.classes.0 & class.0 == 0) {
            continue;
        }
        for (_, amount) in bar.iter_mut().filter(|(word, _)| *word == verdict.word) {
            amount.flows = amount.flows.saturating_add(sum.flows);
            amount.sent = amount.sent.saturating_add(sum.sent);
            amount.received = amount.received.saturating_add(sum.received);
        }
    }
    bar
}

/// What a bar comes to: one contradiction outweighs everything, and doubt outweighs agreement.
pub fn comes_to(bar: &Bar) -> Word {
    let words = [Word::Contradicts, Word::CannotTell, Word::Consistent];
    let found = words.into_iter().find(|word| of_word(bar, *word).flows > 0);
    found.unwrap_or(Word::NotCovered)
}

/// Flows that a claim is about: everything but *not covered*.
pub fn in_question(bar: &Bar) -> Amount {
    let covered = bar.iter().filter(|(word, _)| *word != Word::NotCovered);
    covered.fold(Amount::default(), |sum, (_, amount)| Amount {
        flows: sum.flows.saturating_add(amount.flows),
        sent: sum.sent.saturating_add(amount.sent),
        received: sum.received.saturating_add(amount.received),
    })
}

/// The parts of a bar by bytes sent, by flows where none were; what is there is never nothing. What is not covered has
/// no part.
pub fn bar_parts(bar: &Bar) -> Vec<(Part, u64)> {
    let by_flows = in_question(bar).sent == 0;
    let covered = bar.iter().filter(|(word, _)| *word != Word::NotCovered);
    covered
        .map(|(word, amount)| {
            let value = if by_flows { amount.flows } else { amount.sent };
            let least = amount.flows.min(1);
            (Part::Verdict(*word), value.max(least))
        })
        .collect()
}

/// Every verdict's share, *cannot tell* too where it is nothing; by flows where nothing was sent.
pub fn shares(bar: &Bar) -> String {
    let whole = in_question(bar);
    if whole.flows == 0 {
        return "no flow of this class was seen".to_owned();
    }
    let of = |amount: Amount| match whole.sent {
        0 => share(amount.flows, whole.flows),
        sent => share(amount.sent, sent),
    };
    let words = [Word::Contradicts, Word::CannotTell, Word::Consistent];
    let parts = words.map(|word| format!("{} {}", of(of_word(bar, word)), word.label()));
    let of_what = match whole.sent {
        0 => "of flows".to_owned(),
        sent => format!("of {} sent", bytes(sent)),
    };
    format!("{} {of_what}", parts.join(", "))
}

fn about(claim: &Claim) -> String {
    let mut lines = vec![
        plain_text(&claim.title),
        format!("Stated {}, {}", claim.stated, plain_text(&claim.source)),
        format!(
            "About {} of data of {}; holds {}",
            claim.asserts.token(),
            plain_text(&claim.subject.name),
            dates(claim)
        ),
    ];
    let files = claim.file.iter();
    lines.extend(files.map(|file| plain_text(&file.name)));
    lines.join("\n")
}
