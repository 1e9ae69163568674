//! What of one flow speaks for a data type: each sign is a vote, in words only where somebody asks why.

use std::sync::Arc;

use super::content;
use super::item::{Family, Item};
use crate::evidence::item::{Evidence, Fact};
use crate::evidence::protocol::Protocol;
use crate::flow::model::Flow;
use crate::reference::data_type::DataType;
use crate::reference::rules::pack::Way;
use crate::reference::rules::{Rule, Rules};

/// Start values of METHOD §2.4.
mod weight {
    pub const HOST_RULE: f32 = 0.60;
    pub const HOST_WORD: f32 = 0.30;
    pub const DIRECTION: f32 = 0.25;
    pub const TIMING: f32 = 0.20;
    pub const PROTOCOL: f32 = 0.60;
}

/// Share of payload above which a flow is mostly sent, below one minus which it is mostly got.
const MOSTLY: f64 = 0.8;

/// Sent bytes from which a mostly sent flow looks like an upload.
const UPLOAD_BYTES: u64 = 100_000;

/// Received bytes from which a mostly received flow looks like delivery.
const DELIVERY_BYTES: u64 = 500_000;

/// Share received that goes with delivery.
const DELIVERY_SHARE: f64 = 0.9;

/// Seconds that a quiet socket lasts.
const QUIET_SECONDS: i64 = 600;

/// Payload bytes a second below which a long flow is quiet.
const QUIET_BYTES_A_SECOND: u64 = 50;

/// What was seen.
#[derive(Clone, Debug)]
pub enum Sign<'a> {
    /// A rule about the host matched, by this pattern.
    Host(&'a Arc<Rule>, String),
    /// The host's name holds an ordinary word.
    Word(&'a Arc<Rule>, String),
    /// Share of payload that was sent, in percent.
    Sent(u32),
    /// Which way the bytes went agrees with what a rule expects.
    AsExpected(u32),
    /// A socket that stays open for long and carries little: seconds.
    Quiet(i64),
    /// What the flow speaks.
    Speaks(Protocol),
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
            Sign::Sent(_) | Sign::AsExpected(_) => Family::Direction,
            Sign::Quiet(_) => Family::Timing,
            Sign::Speaks(_) => Family::Protocol,
            Sign::Content(family, ..) => *family,
            Sign::Value(..) => Family::ContentValue,
        }
    }

    /// In plain words.
    pub fn item(&self) -> Item {
        let (rule, saw) = match &self.sign {
            Sign::Host(rule, pattern) => (rule.id.clone(), format!("the host matches `{pattern}`")),
            Sign::Word(rule, word) => (rule.id.clone(), format!("the host's name holds `{word}`")),
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
            weight: weight::HOST_RULE,
            sign: Sign::Host(answer.rule, answer.pattern.clone()),
            frame,
        }));
        // A host that is known is not judged by its words.
        return votes;
    }
    if let Some((word, rule)) = rules.word(host)
        && let Some(data_type) = rule.data_type
    {
        votes.push(Vote {
            data_type,
            weight: weight::HOST_WORD,
            sign: Sign::Word(rule, word.to_owned()),
            frame,
        });
    }
    votes
}

/// What the shape of the flow says; `host` are the votes of its name.
fn of_shape<'a>(flow: &Flow, own: &[Evidence], host: &[Vote<'a>]) -> Vec<Vote<'a>> {
    let mut votes = Vec::new();
    votes.extend(direction(flow, host));
    votes.extend(quiet(flow));
    votes.extend(own.iter().filter_map(spoken));
    votes
}

fn direction<'a>(flow: &Flow, host: &[Vote<'a>]) -> Vec<Vote<'a>> {
    let (sent, received) = (flow.sent(), flow.received());
    let Some(total) = sent.checked_add(received).filter(|total| *total > 0) else {
        return Vec::new();
    };
    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact bytes")]
    let share = sent as f64 / total as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100"
    )]
    let percent = (share * 100.0).round() as u32;
    let vote = |data_type, sign| Vote {
        data_type,
        weight: weight::DIRECTION,
        sign,
        frame: None,
    };
    let fits = |way: Way| match way {
        Way::Up => share > MOSTLY,
        Way::Down => share < 1.0 - MOSTLY,
    };
    let expected = host.iter().filter_map(|one| match &one.sign {
        Sign::Host(rule, _) => rule
            .direction
            .filter(|way| fits(*way))
            .map(|_| one.data_type),
        _ => None,
    });
    let mut votes: Vec<Vote<'a>> = expected
        .map(|one| vote(one, Sign::AsExpected(percent)))
        .collect();
    if share > MOSTLY && sent >= UPLOAD_BYTES {
        votes.push(vote(DataType::UserContentUpload, Sign::Sent(percent)));
    } else if share < 1.0 - DELIVERY_SHARE && received >= DELIVERY_BYTES {
        votes.push(vote(DataType::ContentDelivery, Sign::Sent(percent)));
    }
    votes
}

/// A socket that stays open with next to nothing on it waits to be pushed to.
fn quiet<'a>(flow: &Flow) -> Option<Vote<'a>> {
    let (start, end) = (flow.start?, flow.end?);
    let seconds = end.nanos_since(start) / 1_000_000_000;
    let bytes = flow.payload_bytes.total();
    let most = u64::try_from(seconds)
        .ok()?
        .saturating_mul(QUIET_BYTES_A_SECOND);
    (seconds >= QUIET_SECONDS && bytes > 0 && bytes < most).then_some(Vote {
        data_type: DataType::ServiceConfig,
        weight: weight::TIMING,
        sign: Sign::Quiet(seconds),
        frame: None,
    })
}

fn spoken<'a>(item: &Evidence) -> Option<Vote<'a>> {
    let Fact::Speaks(protocol) = item.fact else {
        return None;
    };
    Some(Vote {
        data_type: purpose(protocol)?,
        weight: weight::PROTOCOL,
        sign: Sign::Speaks(protocol),
        frame: Some(item.frame),
    })
}

/// Protocols that serve one purpose by their own definition; those that carry anything have none.
fn purpose(protocol: Protocol) -> Option<DataType> {
    match protocol {
        Protocol::Dns
        | Protocol::Mdns
        | Protocol::Llmnr
        | Protocol::Nbns
        | Protocol::Ntp
        | Protocol::Ssdp
        | Protocol::WsDiscovery
        | Protocol::Dhcp
        | Protocol::Dhcp6
        | Protocol::Snmp
        | Protocol::Ike => Some(DataType::ServiceConfig),
        Protocol::Stun
        | Protocol::Turn
        | Protocol::Rtp
        | Protocol::Rtcp
        | Protocol::Sip
        | Protocol::Xmpp
        | Protocol::Smtp
        | Protocol::Imap
        | Protocol::Pop3
        | Protocol::Irc
        | Protocol::WhatsApp => Some(DataType::MessagesCalls),
        Protocol::Ldap | Protocol::Kerberos | Protocol::Radius => Some(DataType::AccountAuth),
        Protocol::Rtsp => Some(DataType::ContentDelivery),
        _ => None,
    }
}

/// What speaks for a data type beside the votes of the host: the shape of the flow and what its messages hold.
pub fn beside_host<'a>(
    flow: &Flow,
    name: Option<&str>,
    host: &[Vote<'a>],
    own: &[Evidence],
    rules: &'a Rules,
) -> Vec<Vote<'a>> {
    let mut votes = of_shape(flow, own, host);
    votes.extend(content::of_messages(name, own, rules));
    votes
}

/// Everything that speaks for a data type in one flow.
pub fn of_flow<'a>(
    flow: &Flow,
    host: Option<(&str, u64)>,
    own: &[Evidence],
    rules: &'a Rules,
) -> Vec<Vote<'a>> {
    let mut votes = host.map_or_else(Vec::new, |(name, frame)| of_host(name, Some(frame), rules));
    let beside = beside_host(flow, host.map(|(name, _)| name), &votes, own, rules);
    votes.extend(beside);
    votes
}
