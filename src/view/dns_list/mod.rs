//! What was asked of DNS and what was answered becomes a list of rows by time, made once for an analysis.
//!
//! What came of questions that no answer has a row for is told in `unanswered`, how a row reads in `words`.

mod kind;
mod unanswered;
mod words;

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use super::plain_text::plain_text;
use super::when::crosses_midnight;
use crate::analysis::model::Analysis;
use crate::capture::frame::{CaptureIndex, Time};
use crate::evidence::item::{EncryptedDns, Evidence, Fact, HostName, NameSource};
use crate::flow::model::Flow;
use unanswered::{answered_by_neighbours, questions_of};

/// Rows kept, about 150 bytes each: far more than anybody reads, and a search through them stays within a few frames.
const MAX_ROWS: usize = 500_000;

/// Aliases followed from the name that was asked for; resolvers give up at about as many.
const MAX_ALIASES: usize = 16;

/// The list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DnsList {
    /// By time, then by capture and frame.
    pub rows: Vec<DnsRow>,
    /// Rows beyond the cap.
    pub left_out: u64,
    /// Said above the list where names were also asked for out of sight.
    pub hidden: Option<String>,
    /// Names of the captures.
    captures: Vec<String>,
    with_day: bool,
}

/// One answer, or one question without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsRow {
    /// When it was seen.
    pub at: Option<Time>,
    /// Capture it is in.
    pub capture: CaptureIndex,
    /// Frame that showed it.
    pub frame: u64,
    /// Who asked; `None` for what was sent to everyone.
    pub client: Option<IpAddr>,
    /// What was asked for.
    pub asked: HostName,
    /// Record type (RFC 1035 §3.2.2).
    pub kind: u16,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An address was given.
    Address {
        /// The address.
        address: IpAddr,
        /// Names that led from the asked one to the one with the address, that one last; empty where none did.
        aliases: Vec<HostName>,
        /// Time to live in seconds.
        ttl_seconds: u32,
        /// Which kind of name resolution gave it.
        source: NameSource,
        /// The sender states it of itself.
        is_claim: bool,
        /// Flows that carry this name because of this answer.
        flows: u32,
    },
    /// An address was asked about, and this name given.
    Name {
        /// The address.
        address: IpAddr,
        /// Its name.
        name: HostName,
        /// Flows that carry this name because of this answer.
        flows: u32,
    },
    /// The question was for something else than addresses and names of addresses; such answers are not listed.
    NotListed,
    /// Something came back, or may have from elsewhere to what was asked of everyone, but no address for the name.
    NoAddress,
    /// Nothing came back.
    NoAnswer,
}

/// Everything that was asked and answered in the captures.
pub fn dns_list(analysis: &Analysis) -> DnsList {
    let named = flows_by_answer(analysis);
    let local = answered_by_neighbours(analysis);
    let mut list = DnsList {
        hidden: hidden(analysis),
        captures: captures(analysis),
        with_day: crosses_midnight(analysis),
        ..DnsList::default()
    };
    for (flow, own) in by_flow(analysis) {
        let answers = answers_of(flow, own, &named);
        list.rows.extend(questions_of(flow, own, &answers, &local));
        list.rows.extend(answers);
        if list.rows.len() > 2 * MAX_ROWS {
            list.keep_earliest();
        }
    }
    list.keep_earliest();
    list
}

impl DnsList {
    fn keep_earliest(&mut self) {
        self.rows
            .sort_by_key(|row| (row.at, row.capture, row.frame));
        self.left_out += self.rows.len().saturating_sub(MAX_ROWS) as u64;
        self.rows.truncate(MAX_ROWS);
    }
}

/// Evidence of each flow that has some.
fn by_flow(analysis: &Analysis) -> impl Iterator<Item = (&Flow, &[Evidence])> {
    let parts = analysis.evidence.chunk_by(|a, b| a.flow == b.flow);
    parts.filter_map(|own| Some((analysis.flows.get(own.first()?.flow.0 as usize)?, own)))
}

/// Flow that carried the answer, its frame, the name and the address it gave.
type AnswerKey<'a> = (u32, u64, &'a str, IpAddr);

/// How many flows each answer named.
fn flows_by_answer(analysis: &Analysis) -> HashMap<AnswerKey<'_>, u32> {
    let mut named = HashMap::new();
    for (flow, tags) in analysis.flows.iter().zip(&analysis.tags) {
        for name in analysis.tables.names_of(tags) {
            if is_answered(name.source) {
                let key = (name.seen_in, name.frame, &*name.value, flow.server.ip);
                *named.entry(key).or_default() += 1;
            }
        }
    }
    named
}

fn is_answered(source: NameSource) -> bool {
    use NameSource::{Dns, Llmnr, Mdns, Nbns, Ptr};
    matches!(source, Dns | Mdns | Llmnr | Nbns | Ptr)
}

fn answers_of(flow: &Flow, own: &[Evidence], named: &HashMap<AnswerKey<'_>, u32>) -> Vec<DnsRow> {
    let mut rows = Vec::new();
    for message in own.chunk_by(|a, b| a.frame == b.frame) {
        let aliases = aliases_of(message);
        rows.extend(
            message
                .iter()
                .filter_map(|item| answer_row(flow, item, &aliases, named)),
        );
    }
    rows
}

fn aliases_of(message: &[Evidence]) -> HashMap<&str, &HostName> {
    let aliases = message.iter().filter_map(|item| match &item.fact {
        Fact::DnsAlias { name, target } => Some((&**name, target)),
        _ => None,
    });
    aliases.collect()
}

fn answer_row(
    flow: &Flow,
    item: &Evidence,
    aliases: &HashMap<&str, &HostName>,
    named: &HashMap<AnswerKey<'_>, u32>,
) -> Option<DnsRow> {
    let flows = |name: &HostName, address: IpAddr| {
        let key = (item.flow.0, item.frame, &**name, address);
        named.get(&key).copied().unwrap_or(0)
    };
    let (asked, kind, outcome) = match &item.fact {
        Fact::DnsAnswer {
            name,
            asked,
            address,
            ttl_seconds,
            source,
            is_claim,
        } => {
            let outcome = Outcome::Address {
                address: *address,
                aliases: way(asked, name, aliases),
                ttl_seconds: *ttl_seconds,
                source: *source,
                is_claim: *is_claim,
                flows: flows(asked, *address),
            };
            (asked, kind_of(*address, *source), outcome)
        }
        Fact::DnsPointer { address, name } => {
            let outcome = Outcome::Name {
                address: *address,
                name: HostName::clone(name),
                flows: flows(name, *address),
            };
            (name, kind::PTR, outcome)
        }
        _ => return None,
    };
    Some(row(flow, item, asked, kind, outcome))
}

fn row(flow: &Flow, item: &Evidence, asked: &HostName, kind: u16, outcome: Outcome) -> DnsRow {
    let is_answer = matches!(outcome, Outcome::Address { .. } | Outcome::Name { .. });
    let to_everyone = is_answer && flow.server.ip.is_multicast();
    DnsRow {
        at: item.at,
        capture: flow.capture,
        frame: item.frame,
        client: (!to_everyone).then_some(flow.client.ip),
        asked: HostName::clone(asked),
        kind,
        outcome,
    }
}

/// From the asked name to the one with the address; the answer's own word where a link is missing.
fn way(asked: &HostName, name: &HostName, aliases: &HashMap<&str, &HostName>) -> Vec<HostName> {
    let mut way = Vec::new();
    let mut at = asked;
    while at != name && way.len() < MAX_ALIASES {
        let Some(next) = aliases.get(&**at) else {
            break;
        };
        way.push(HostName::clone(next));
        at = next;
    }
    if at != name {
        way = vec![HostName::clone(name)];
    }
    way
}

fn captures(analysis: &Analysis) -> Vec<String> {
    let captures = analysis.captures.iter();
    captures.map(|c| plain_text(&c.name)).collect()
}

/// The ways in which names were asked for out of sight; a flow that keys opened shows them.
fn hidden(analysis: &Analysis) -> Option<String> {
    let closed = by_flow(analysis).filter(|(_, own)| !own.iter().any(|item| item.fact.is_dns()));
    let ways: BTreeSet<EncryptedDns> = closed
        .flat_map(|(_, own)| own)
        .filter_map(|item| match item.fact {
            Fact::EncryptedDns(way) => Some(way),
            _ => None,
        })
        .collect();
    let words: Vec<&str> = ways.iter().map(|way| way.label()).collect();
    (!words.is_empty()).then(|| {
        let ways = words.join("; ");
        format!("Names not visible: this capture also uses encrypted DNS ({ways})")
    })
}

fn kind_of(address: IpAddr, source: NameSource) -> u16 {
    match (source, address) {
        (NameSource::Nbns, _) => kind::NB,
        (_, IpAddr::V4(_)) => kind::A,
        (_, IpAddr::V6(_)) => kind::AAAA,
    }
}
