//! The flows of a screen become lines: one for each destination, place, presumed type and verdict, with its reasons.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Serialize;

use crate::claim::verdict::Word;
use crate::flow::model::FlowId;
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::Grade;
use crate::view::place::{is_doubtful, label};
use crate::view::redact::Redaction;
use crate::view::screen::{Role, Screen, Topic, WhyReason};
use crate::view::table::{counted_bytes, data_type};
use crate::view::why::why;

/// Lines that a report prints, those with most bytes; `flows.csv` has every flow.
const MAX_LINES: usize = 150;

/// Questions whose reasons a report prints.
const ASKED: [Topic; 5] = [
    Topic::Verdict,
    Topic::Name,
    Topic::Place,
    Topic::DataType,
    Topic::Runner,
];

/// Reasons of one question that are printed.
const MAX_REASONS: usize = 8;

/// One destination with one place, one type and one verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Name, else address.
    pub destination: String,
    /// Who runs the address; `None` where it is not known.
    pub organisation: Option<String>,
    /// Where it is, in words.
    pub country: String,
    /// `firm`, `probable`, `disputed`; `None` where it is no country.
    pub country_grade: Option<&'static str>,
    /// Candidates.
    pub countries: Vec<String>,
    /// What it presumably carries, in words; `None` for *not classified*.
    pub data_type: Option<String>,
    /// How sure.
    pub data_grade: &'static str,
    /// What the claim says.
    pub verdict: Option<&'static str>,
    /// Flows.
    pub flows: u64,
    /// Payload bytes sent.
    pub sent_bytes: u64,
    /// Payload bytes received.
    pub received_bytes: u64,
    /// The first of the flows: its number, and its first frame.
    pub first_flow: u32,
    /// See `first_flow`.
    pub first_frame: u64,
    /// Reasons for the first of the flows.
    pub why: Vec<Reasons>,
    /// Whether the place cannot be told.
    pub is_doubtful: bool,
    /// Whether two types are as likely.
    #[serde(skip)]
    pub is_between_types: bool,
    /// The verdict, for its mark.
    #[serde(skip)]
    pub word: Option<Word>,
}

/// One question and its reasons.
#[derive(Clone, Debug, Serialize)]
pub struct Reasons {
    /// `Why China?`
    pub question: String,
    /// How sure the answer is.
    pub grade: String,
    /// Each with its source.
    pub reasons: Vec<Reason>,
    /// What it is about.
    #[serde(skip)]
    pub topic: Topic,
}

/// One reason: its words, its source (a frame, a table's date, a line of the claim), what it is to the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason(pub String, pub String, #[serde(skip)] pub Role);

#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    destination: String,
    address: u32,
    data: Presumed,
    verdict: Option<usize>,
}

#[derive(Clone, Copy)]
struct Sum {
    first: FlowId,
    flows: u64,
    sent: u64,
    received: u64,
}

/// The lines with most bytes sent, and how many are left out.
pub fn lines(screen: &Screen, redaction: &Redaction) -> (Vec<Line>, usize) {
    let mut sums: Vec<(Key, Sum)> = sums(screen, redaction).into_iter().collect();
    sums.sort_by(|(one_key, one), (other_key, other)| {
        let size = |sum: &Sum| Reverse((sum.sent, sum.received, sum.flows));
        (size(one), one_key).cmp(&(size(other), other_key))
    });
    let more = sums.len().saturating_sub(MAX_LINES);
    let kept = sums.into_iter().take(MAX_LINES);
    let lines = kept.filter_map(|(key, sum)| line(screen, redaction, key, sum));
    (lines.collect(), more)
}

fn sums(screen: &Screen, redaction: &Redaction) -> HashMap<Key, Sum, RandomState> {
    let analysis = &*screen.analysis;
    let mut sums: HashMap<Key, Sum, RandomState> = HashMap::default();
    for &id in screen.table.order.iter() {
        let index = id.0 as usize;
        let (Some(flow), Some(tags)) = (analysis.flows.get(index), analysis.tags.get(index)) else {
            continue;
        };
        let (sent, received) = counted_bytes(screen, id);
        let key = Key {
            destination: redaction.destination(analysis, flow, tags),
            address: tags.address,
            data: tags.data,
            verdict: analysis
                .judged
                .as_ref()
                .and_then(|judged| judged.index_of(index)),
        };
        let sum = sums.entry(key).or_insert(Sum {
            first: id,
            flows: 0,
            sent: 0,
            received: 0,
        });
        sum.first = sum.first.min(id);
        sum.flows += 1;
        sum.sent = sum.sent.saturating_add(sent);
        sum.received = sum.received.saturating_add(received);
    }
    sums
}

fn line(screen: &Screen, redaction: &Redaction, key: Key, sum: Sum) -> Option<Line> {
    let analysis = &*screen.analysis;
    let tag = analysis.tables.addresses.get(key.address as usize)?;
    let judged = analysis.judged.as_ref();
    let verdict = judged.and_then(|judged| judged.verdicts.get(key.verdict?));
    let word = verdict.map(|verdict| verdict.word);
    let network = tag.network.as_ref();
    let organisation = network.and_then(|network| network.organisation.as_deref());
    Some(Line {
        destination: key.destination,
        organisation: organisation.map(|name| redaction.text(name)),
        country: redaction.text(&label(&tag.place)),
        country_grade: tag.place.grade().map(Grade::token),
        countries: tag
            .place
            .candidates()
            .iter()
            .map(ToString::to_string)
            .collect(),
        data_type: data_type(key.data),
        data_grade: key.data.grade.token(),
        verdict: word.map(Word::label),
        flows: sum.flows,
        sent_bytes: sum.sent,
        received_bytes: sum.received,
        first_flow: sum.first.0,
        first_frame: analysis.flows.get(sum.first.0 as usize)?.first_frame,
        why: reasons(screen, redaction, sum.first),
        is_doubtful: is_doubtful(tag.place.group()),
        is_between_types: key.data.second.is_some(),
        word,
    })
}

fn reasons(screen: &Screen, redaction: &Redaction, id: FlowId) -> Vec<Reasons> {
    let why = why(&screen.analysis, id);
    let questions = why.map_or_else(Vec::new, |why| why.questions);
    questions
        .into_iter()
        .filter(|one| ASKED.contains(&one.topic))
        .map(|one| Reasons {
            question: one.title,
            grade: one.grade,
            topic: one.topic,
            reasons: printed(&one.reasons, redaction),
        })
        .collect()
}

/// What is true of every flow stands once, in the method and the limits.
fn printed(reasons: &[WhyReason], redaction: &Redaction) -> Vec<Reason> {
    let own = reasons.iter().filter(|one| one.role != Role::Always);
    own.take(MAX_REASONS)
        .map(|one| {
            let (text, source) = (redaction.text(&one.text), redaction.text(&one.source));
            Reason(text, source, one.role)
        })
        .collect()
}
