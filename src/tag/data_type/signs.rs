//! What of one flow speaks for a data type: each sign is a vote, in words only where somebody asks why.

use std::sync::Arc;

use super::item::{Family, Item};
use super::shape::{Expected, expected};
use super::{content, shape, spoken};
use crate::evidence::item::{EncryptedDns, Evidence};
use crate::evidence::protocol::Protocol;
use crate::flow::model::Flow;
use crate::flow::rhythm::Rhythm;
use crate::reference::data_type::DataType;
use crate::reference::rules::{BARE, Rule, Rules};

/// Start values of METHOD §2.4.
const HOST_RULE: f32 = 0.60;
const HOST_WORD: f32 = 0.30;
/// As much as being on a list.
const NETWORK: f32 = 0.35;

/// What was seen.
#[derive(Clone, Debug)]
pub enum Sign<'a> {
    /// A rule about the host matched, by this pattern.
    Host(&'a Arc<Rule>, String),
    /// The host's name holds an ordinary word.
    Word(&'a Arc<Rule>, String),
    /// The network serves one purpose: its rule, and its number or range.
    Network(&'a Arc<Rule>, &'a str),
    /// Nothing came back: only the start of a handshake was sent.
    Unanswered,
    /// Share of payload that was sent, in percent.
    Sent(u32),
    /// Which way the bytes went agrees with what a rule expects.
    AsExpected(u32),
    /// A socket that stays open for long and carries little: seconds.
    Quiet(i64),
    /// Bursts at regular intervals: seconds between them, and how many.
    Beacon(u64, u32),
    /// One of several connections alike at regular intervals: seconds between them, and how many.
    Repeated(u64, u32),
    /// Small datagrams both ways without a pause: how many a second the busier side sends.
    Call(u64),
    /// What the flow speaks.
    Speaks(Protocol),
    /// What was offered or chosen for what runs inside (ALPN).
    Inside(&'static str),
    /// Names are asked for here, but not visibly.
    HiddenDns(EncryptedDns),
    /// The server's port is set aside for this, and nothing that was read says otherwise.
    Port(u16, &'static str),
    /// Small messages of the control protocol of IP.
    Control,
    /// Something in a request or a body: the rule and what was seen, redacted where it is personal.
    Content(Family, &'a Arc<Rule>, String),
    /// A value of a known form: its kind and where it stood.
    Value(&'static str, String),
}

/// A sign with what it speaks for.
#[derive(Clone, Debug)]
pub struct Vote<'a> {
    /// What for.
    pub data_type: DataType,
    /// How much, 0 to 1.
    pub weight: f32,
    /// What was seen.
    pub sign: Sign<'a>,
    /// The frame, where one showed it.
    pub frame: Option<u64>,
}

impl Vote<'_> {
    /// The family of the sign.
    pub fn family(&self) -> Family {
        match &self.sign {
            Sign::Host(..) => Family::HostRule,
            Sign::Word(..) => Family::HostWord,
            Sign::Network(..) => Family::Network,
            Sign::Sent(_) | Sign::AsExpected(_) => Family::Direction,
            Sign::Quiet(_) | Sign::Beacon(..) | Sign::Repeated(..) | Sign::Call(_) => {
                Family::Timing
            }
            Sign::Speaks(_)
            | Sign::Inside(_)
            | Sign::HiddenDns(_)
            | Sign::Port(..)
            | Sign::Control
            | Sign::Unanswered => Family::Protocol,
            Sign::Content(family, ..) => *family,
            Sign::Value(..) => Family::ContentValue,
        }
    }

    /// In plain words.
    pub fn item(&self) -> Item {
        let (rule, saw) = match &self.sign {
            Sign::Host(rule, pattern) => (rule.id.clone(), format!("the host matches `{pattern}`")),
            Sign::Word(rule, word) if word == BARE => (
                rule.id.clone(),
                "the host is a domain by itself, as pages are".to_owned(),
            ),
            Sign::Word(rule, word) => (rule.id.clone(), format!("the host's name holds `{word}`")),
            Sign::Network(rule, matched) => (
                rule.id.clone(),
                format!("the address is in `{matched}`, a network of one purpose"),
            ),
            Sign::Unanswered => (
                "protocol.unanswered".to_owned(),
                "nothing came back: only the start of a handshake was sent".to_owned(),
            ),
            Sign::Sent(share) => ("direction".to_owned(), sent_words(*share)),
            Sign::AsExpected(share) => (
                "direction.expected".to_owned(),
                format!("{}, as the host's rule expects", sent_words(*share)),
            ),
            Sign::Quiet(seconds) => (
                "timing.quiet".to_owned(),
                format!("open for {} min and nearly silent", seconds / 60),
            ),
            Sign::Speaks(protocol) => (
                format!("protocol.{}", protocol.token()),
                format!("the flow speaks {}", protocol.label()),
            ),
            Sign::Beacon(seconds, bursts) => (
                "timing.beacon".to_owned(),
                format!("{bursts} bursts, one every {seconds} s"),
            ),
            Sign::Repeated(seconds, flows) => (
                "timing.repeated".to_owned(),
                format!("one of {flows} connections that carry alike, one every {seconds} s"),
            ),
            Sign::Call(rate) => (
                "timing.call".to_owned(),
                format!("small datagrams both ways without a pause, {rate} a second"),
            ),
            Sign::Inside(name) => (
                format!("protocol.alpn.{name}"),
                format!("the protocol inside is `{name}` (ALPN)"),
            ),
            Sign::HiddenDns(how) => (
                format!("protocol.{}", how.token()),
                format!("names are asked for here: {}", how.label()),
            ),
            Sign::Port(port, whose) => (
                format!("protocol.port.{port}"),
                format!("the server's port {port} is set aside for {whose}"),
            ),
            Sign::Control => (
                "protocol.icmp".to_owned(),
                "small ICMP messages, which control the network".to_owned(),
            ),
            Sign::Content(_, rule, saw) => (rule.id.clone(), saw.clone()),
            Sign::Value(kind, saw) => (format!("content_value.{kind}"), saw.clone()),
        };
        Item {
            rule,
            family: self.family(),
            data_type: self.data_type,
            weight: self.weight,
            saw,
            frame: self.frame,
        }
    }
}

fn sent_words(share: u32) -> String {
    match share {
        0..=50 => format!("{} % of bytes were received", 100 - share),
        _ => format!("{share} % of bytes were sent"),
    }
}

/// What the name of a host says.
pub fn of_host<'a>(host: &str, frame: Option<u64>, rules: &'a Rules) -> Vec<Vote<'a>> {
    let mut votes = Vec::new();
    if let Some(answer) = rules.host(host) {
        let types = [answer.rule.data_type, answer.rule.also];
        votes.extend(types.into_iter().flatten().map(|data_type| Vote {
            data_type,
            weight: HOST_RULE,
            sign: Sign::Host(answer.rule, answer.pattern.clone()),
            frame,
        }));
        // A host that is known is not judged by its words.
        return votes;
    }
    if let Some((word, rule)) = rules.word(host).or_else(|| rules.habit(host))
        && let Some(data_type) = rule.data_type
    {
        votes.push(Vote {
            data_type,
            weight: HOST_WORD,
            sign: Sign::Word(rule, word.to_owned()),
            frame,
        });
    }
    votes
}

/// One flow with what is known beside its name.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'f> {
    /// Its counts.
    pub flow: &'f Flow,
    /// Its evidence.
    pub own: &'f [Evidence],
    /// How it spreads over time.
    pub rhythm: Option<Rhythm>,
    /// Number of the network that announces the destination.
    pub asn: Option<u32>,
}

/// What speaks for a data type beside the votes of the host, of which only what they expect is asked: the shape of the flow and what its messages hold.
pub fn beside_host<'a>(
    seen: Seen<'_>,
    name: Option<&str>,
    host: &[Expected],
    rules: &'a Rules,
) -> Vec<Vote<'a>> {
    let mut votes = shape::of(seen, host);
    spoken::add(seen, &mut votes);
    if name.is_none() {
        network(seen, rules, &mut votes);
    }
    votes.extend(content::of_messages(name, seen.own, rules));
    votes
}

/// What the network says of a flow without a name; a rule that expects a way of the bytes is silent where they go another.
fn network<'a>(seen: Seen<'_>, rules: &'a Rules, votes: &mut Vec<Vote<'a>>) {
    let Some(known) = rules.network(seen.flow.destination().ip, seen.asn) else {
        return;
    };
    if seen.flow.payload_bytes.total() == 0 || !shape::goes(seen.flow, known.rule.direction) {
        return;
    }
    let types = [known.rule.data_type, known.rule.also];
    votes.extend(types.into_iter().flatten().map(|data_type| Vote {
        data_type,
        weight: NETWORK,
        sign: Sign::Network(known.rule, known.matched),
        frame: Some(seen.flow.first_frame),
    }));
}

/// Everything that speaks for a data type in one flow.
pub fn of_flow<'a>(seen: Seen<'_>, host: Option<(&str, u64)>, rules: &'a Rules) -> Vec<Vote<'a>> {
    let mut votes = host.map_or_else(Vec::new, |(name, frame)| of_host(name, Some(frame), rules));
    let expected = expected(&votes);
    let beside = beside_host(seen, host.map(|(name, _)| name), &expected, rules);
    votes.extend(beside);
    votes
}
