//! Flows become what is known of each destination in one capture.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use foldhash::fast::RandomState;

use super::{Aspect, Facts};
use crate::analysis::model::Analysis;
use crate::capture::frame::CaptureIndex;
use crate::claim::tagged::stays_local;
use crate::claim::verdict::Word;
use crate::flow::model::{Direction, Flow};
use crate::tag::data_type::grade::Presumed;
use crate::tag::model::Tags;
use crate::view::place::label;
use crate::view::plain_text::plain_text;
use crate::view::table::data_type;

/// The flows that leave the captured side, joined where all that is compared is the same: a million flows have a few
/// thousand such sets, and texts are made for these alone.
pub(super) fn facts(analysis: &Analysis, capture: Option<CaptureIndex>) -> BTreeMap<String, Facts> {
    let mut alike: HashMap<Alike<'_>, (usize, [u64; 3]), RandomState> = HashMap::default();
    for (at, (flow, tags)) in analysis.flows.iter().zip(&analysis.tags).enumerate() {
        let is_asked = capture.is_none_or(|capture| capture == flow.capture);
        if is_asked && is_remote(analysis, flow, tags) {
            let end = End::of(analysis, flow, tags);
            let key = (end, tags.address, tags.owner, tags.data, word(analysis, at));
            let (_, sums) = alike.entry(key).or_insert((at, [0; 3]));
            for (sum, more) in sums.iter_mut().zip([1, flow.sent(), flow.received()]) {
                *sum = sum.saturating_add(more);
            }
        }
    }
    let mut all: BTreeMap<String, Facts> = BTreeMap::new();
    for ((end, ..), (at, [flows, sent, received])) in alike {
        let facts = all.entry(end.text()).or_default();
        facts.flows += flows;
        facts.sent = facts.sent.saturating_add(sent);
        facts.received = facts.received.saturating_add(received);
        let said = analysis.tags.get(at).map(|tags| said(analysis, at, tags));
        for (aspect, text) in said.into_iter().flatten() {
            facts.said.entry(aspect).or_default().insert(text);
        }
    }
    all
}

/// All that flows are compared by: where they go, and the numbers of what is said of it.
type Alike<'a> = (End<'a>, u32, Option<u32>, Presumed, Option<Word>);

fn word(analysis: &Analysis, flow: usize) -> Option<Word> {
    let verdict = analysis.judged.as_ref()?.of(flow)?;
    Some(verdict.word)
}

/// What tells destinations apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End<'a> {
    /// Its name.
    Name(&'a str),
    /// Its address, where no name is known.
    Address(IpAddr),
}

impl<'a> End<'a> {
    /// Of a flow.
    pub fn of(analysis: &'a Analysis, flow: &Flow, tags: &Tags) -> Self {
        match analysis.tables.name_of(tags) {
            Some(name) => End::Name(&name.value),
            None => End::Address(flow.destination().ip),
        }
    }

    /// As it is shown.
    pub fn text(self) -> String {
        match self {
            End::Name(name) => plain_text(name),
            End::Address(ip) => ip.to_string(),
        }
    }
}

/// What leaves the captured side.
pub fn is_remote(analysis: &Analysis, flow: &Flow, tags: &Tags) -> bool {
    let leaves = matches!(flow.direction(), Direction::Outward | Direction::Inward);
    let address = analysis.tables.address_of(tags);
    leaves && !address.is_some_and(|address| stays_local(&address.place))
}

fn said(analysis: &Analysis, flow: usize, tags: &Tags) -> Vec<(Aspect, String)> {
    let tables = &analysis.tables;
    let address = tables.address_of(tags);
    let network = address.and_then(|address| address.network.as_ref());
    let network = network.and_then(|network| network.organisation.as_deref());
    let owner = tables.owner_of(tags).map(|(name, _)| name);
    let place = address.map(|address| label(&address.place));
    let data = data_type(tags.data).unwrap_or_else(|| "Not classified".to_owned());
    let found = [
        (Aspect::Country, place),
        (Aspect::DataType, Some(data)),
        (Aspect::Owner, owner.map(plain_text)),
        (Aspect::Network, network.map(plain_text)),
        (
            Aspect::Verdict,
            word(analysis, flow).map(|word| word.label().to_owned()),
        ),
    ];
    let known = found.into_iter();
    known
        .filter_map(|(aspect, text)| Some((aspect, text?)))
        .collect()
}
