//! The names of a flow: what it stated itself, what the flow it continues is called, and which DNS answers gave its
//! address before it began.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use foldhash::fast::RandomState;

use super::name::NameTag;
use crate::capture::frame::{CaptureIndex, Time};
use crate::evidence::item::{Evidence, Fact, HostName, NameSource};
use crate::flow::model::{Flow, FlowId};

/// How long a DNS answer is held to explain later flows, in hours. Far above usual times to live, because programs keep
/// addresses.
pub const ANSWER_WINDOW_HOURS: i64 = 2;

const ANSWER_WINDOW_NANOS: i64 = ANSWER_WINDOW_HOURS * 3_600 * 1_000_000_000;

/// An answer may be recorded this long after the flow it led to: two interfaces, two clocks.
const CLOCK_SLACK_NANOS: i64 = 50_000_000;

/// Names that answers may add to one flow.
pub const MAX_ANSWERED: usize = 8;

/// Names kept that one flow states itself: a connection to a proxy asks for many.
const MAX_STATED: usize = 256;

/// One answer.
#[derive(Clone, Debug)]
struct Answer {
    at: Option<Time>,
    frame: u64,
    flow: u32,
    client: IpAddr,
}

/// A name that answers gave an address, with these answers in the order of frames.
#[derive(Clone, Debug)]
struct Answered {
    /// Its number among all.
    number: usize,
    name: HostName,
    source: NameSource,
    /// Times of the answers where each has one and they rise with the frames, so that the youngest before a flow can be
    /// looked up; else empty. They lie close together: a search through the answers themselves waits for memory.
    times: Box<[Time]>,
    answers: Vec<Answer>,
}

impl Answered {
    fn put_in_order(&mut self) {
        self.answers.sort_by_key(|answer| answer.frame);
        let times: Option<Box<[Time]>> = self.answers.iter().map(|answer| answer.at).collect();
        self.times = times.filter(|times| times.is_sorted()).unwrap_or_default();
    }

    /// The youngest answer that can explain a flow, and its age.
    fn latest(&self, flow: &Flow, hints: &mut Hints) -> Option<(&Answer, Option<i64>)> {
        let begins = flow.start.filter(|_| !self.times.is_empty());
        let Some(begins) = begins else {
            return self.answers.iter().rev().find_map(|one| in_time(one, flow));
        };
        let last = begins.plus_nanos(CLOCK_SLACK_NANOS);
        let end = hints.end_of(self.number, &self.times, last);
        in_time(self.answers.get(end.checked_sub(1)?)?, flow)
    }

    fn tag(&self, flow: &Flow, hints: &mut Hints) -> Option<NameTag> {
        let (answer, age_nanos) = self.latest(flow, hints)?;
        Some(NameTag {
            value: HostName::clone(&self.name),
            source: self.source,
            frame: answer.frame,
            seen_in: answer.flow,
            age_nanos: age_nanos.map(|age| age.max(0)),
            same_client: answer.client == flow.client.ip,
            is_front: false,
        })
    }
}

/// Where the last search in the answers of each name ended: flows follow each other in time, so that the next one ends
/// close by.
#[derive(Debug, Default)]
pub struct Hints(Vec<usize>);

/// Steps from a hint before a search through the rest.
const MOST_STEPS: usize = 8;

impl Hints {
    /// How many of these rising times are not later than `last`.
    fn end_of(&mut self, number: usize, times: &[Time], last: Time) -> usize {
        if self.0.len() <= number {
            self.0.resize(number + 1, 0);
        }
        let Some(hint) = self.0.get_mut(number) else {
            return times.partition_point(|at| *at <= last);
        };
        let is_past = |end: usize| times.get(end).is_none_or(|at| *at > last);
        let is_behind = hint.checked_sub(1).is_some_and(is_past);
        let from = if is_behind { 0 } else { *hint };
        let near = (from..from.saturating_add(MOST_STEPS)).find(|end| is_past(*end));
        let found = near.filter(|_| !is_behind);
        *hint = found.unwrap_or_else(|| {
            let rest = times.get(from..).unwrap_or(&[]);
            from + rest.partition_point(|at| *at <= last)
        });
        *hint
    }
}

/// Whether an answer came before a flow and not long before, and its age.
fn in_time<'a>(answer: &'a Answer, flow: &Flow) -> Option<(&'a Answer, Option<i64>)> {
    let age_nanos = age(answer.at, flow.start);
    let is_in_time = match age_nanos {
        Some(age) => (-CLOCK_SLACK_NANOS..=ANSWER_WINDOW_NANOS).contains(&age),
        None => answer.frame <= flow.first_frame,
    };
    is_in_time.then_some((answer, age_nanos))
}

/// The outer name of a large operator, which many sites share.
const KNOWN_FRONT: &str = "cloudflare-ech.com";

/// DNS answers by capture and address; and the outer names that service records gave.
#[derive(Debug, Default)]
pub struct Answers {
    by_address: HashMap<(CaptureIndex, IpAddr), Vec<Answered>, RandomState>,
    fronts: HashSet<HostName, RandomState>,
}

impl Answers {
    /// Collects the answers from the evidence.
    pub fn new(flows: &[Flow], evidence: &[Evidence]) -> Self {
        let mut answers = Self::default();
        let mut places = HashMap::with_hasher(RandomState::default());
        let mut count = 0;
        for item in evidence {
            if let Fact::EchPublicName { public, .. } = &item.fact {
                answers.fronts.insert(HostName::clone(public));
            }
            let Some((name, address, source)) = answer_of(&item.fact) else {
                continue;
            };
            let Some(flow) = flows.get(item.flow.0 as usize) else {
                continue;
            };
            let key = (flow.capture, address);
            let list = answers.by_address.entry(key).or_default();
            let place = *places.entry((key, name, source)).or_insert_with(|| {
                list.push(Answered {
                    number: count,
                    name: HostName::clone(name),
                    source,
                    times: Box::default(),
                    answers: Vec::new(),
                });
                count += 1;
                list.len() - 1
            });
            if let Some(answered) = list.get_mut(place) {
                answered.answers.push(Answer {
                    at: item.at,
                    frame: item.frame,
                    flow: item.flow.0,
                    client: flow.client.ip,
                });
            }
        }
        let all = answers.by_address.values_mut().flatten();
        all.for_each(Answered::put_in_order);
        answers
    }

    /// Whether a name that stands beside an ECH field is known to be a front. Where it is not, it is probably the true
    /// one: clients send such fields without meaning, too (RFC 9849 §6.2).
    fn is_front(&self, name: &HostName, source: NameSource) -> bool {
        let is_outer = matches!(source, NameSource::Sni | NameSource::QuicSni);
        is_outer && (&**name == KNOWN_FRONT || self.fronts.contains(name))
    }

    /// Names that answers gave for the flow's server before it began: those of its own client first, the youngest first.
    fn names_for(&self, flow: &Flow, hints: &mut Hints, names: &mut Vec<NameTag>) {
        let Some(list) = self.by_address.get(&(flow.capture, flow.server.ip)) else {
            return;
        };
        let from = names.len();
        let answered = list.iter().rev();
        names.extend(answered.filter_map(|answered| answered.tag(flow, hints)));
        if let Some(own) = names.get_mut(from..) {
            own.sort_by_key(|name| (!name.same_client, std::cmp::Reverse(name.frame)));
        }
        names.truncate(from.saturating_add(MAX_ANSWERED));
    }
}

/// The name that an answer gives an address.
fn answer_of(fact: &Fact) -> Option<(&HostName, IpAddr, NameSource)> {
    match fact {
        Fact::DnsAnswer {
            asked,
            address,
            source,
            is_claim: false,
            ..
        } => Some((asked, *address, *source)),
        Fact::DnsPointer { address, name } => Some((name, *address, NameSource::Ptr)),
        _ => None,
    }
}

fn age(answered: Option<Time>, began: Option<Time>) -> Option<i64> {
    Some(began?.nanos_since(answered?))
}

/// Leading names of flows that others continue; a connection may move often, and its evidence is read once.
#[derive(Debug, Default)]
pub struct Continued {
    by_flow: HashMap<FlowId, Option<HostName>>,
}

impl Continued {
    /// The leading name of the flow that one with this `own` evidence continues. `evidence` is sorted by flow.
    pub fn name_for(
        &mut self,
        own: &[Evidence],
        flows: &[Flow],
        evidence: &[Evidence],
        answers: &Answers,
        hints: &mut Hints,
    ) -> Option<NameTag> {
        let (earlier, frame) = own.iter().find_map(|item| match item.fact {
            Fact::Continues { flow } => Some((flow, item.frame)),
            _ => None,
        })?;
        let known = self.by_flow.entry(earlier).or_insert_with(|| {
            let flow = flows.get(earlier.0 as usize)?;
            let from = evidence.partition_point(|item| item.flow < earlier);
            let theirs = evidence.get(from..)?;
            let theirs = theirs.get(..theirs.partition_point(|item| item.flow == earlier))?;
            let mut names = Vec::new();
            add_names(earlier.0, flow, theirs, answers, hints, &mut names);
            let leading = names.into_iter().next().filter(NameTag::may_lead)?;
            Some(leading.value)
        });
        Some(NameTag {
            value: HostName::clone(known.as_ref()?),
            source: NameSource::Continued,
            frame,
            seen_in: earlier.0,
            age_nanos: None,
            same_client: true,
            is_front: false,
        })
    }
}

/// Adds the names that a flow states and those that answers gave, the strongest source first.
pub fn add_names(
    id: u32,
    flow: &Flow,
    own: &[Evidence],
    answers: &Answers,
    hints: &mut Hints,
    names: &mut Vec<NameTag>,
) {
    let from = names.len();
    let has_ech = own
        .iter()
        .any(|item| matches!(&item.fact, Fact::Hello { hello, .. } if hello.ech));
    let stated = own.iter().filter_map(|item| match &item.fact {
        Fact::Named { name, source } => Some((name, *source, item.frame)),
        _ => None,
    });
    names.extend(
        stated
            .take(MAX_STATED)
            .map(|(name, source, frame)| NameTag {
                value: HostName::clone(name),
                source,
                frame,
                seen_in: id,
                age_nanos: None,
                same_client: true,
                is_front: has_ech && answers.is_front(name, source),
            }),
    );
    answers.names_for(flow, hints, names);
    put_in_order(names, from);
}

/// From `from` on, the strongest source first, and last what may not stand for the destination.
pub fn put_in_order(names: &mut [NameTag], from: usize) {
    let own = names.get_mut(from..).filter(|own| own.len() > 1);
    if let Some(own) = own {
        own.sort_by_key(|name| (!name.may_lead(), name.source));
    }
}

#[cfg(test)]
mod tests;
