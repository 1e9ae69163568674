//! "What does it speak?" and "Why is this a tunnel?": what was recognised, with its frames, and what the flow says of
//! itself.

use super::{Asked, frame_text, question, reason};
use crate::evidence::item::{Evidence, Fact};
use crate::evidence::tunnel::TunnelSign;
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;
use crate::view::screen::{WhyQuestion, WhyReason};

/// Things that a flow says of itself, in the list; the rest are counted.
const MAX_TOLD: usize = 20;

const NOT_VISIBLE: &str =
    "Inner destinations are not visible: the place is that of the tunnel\u{2019}s entry";

const MAY_HIDE: &str =
    "If it is one, inner destinations are not visible; this sign alone does not settle it";

/// The question about the tunnel; `None` for a flow that is none.
pub(super) fn tunnel_question(asked: &Asked) -> Option<WhyQuestion> {
    let signs = asked.evidence.iter().filter_map(|item| match item.fact {
        Fact::Tunnel(sign) => Some((item, sign)),
        _ => None,
    });
    let signs: Vec<(&Evidence, TunnelSign)> = signs.collect();
    if signs.is_empty() {
        return None;
    }
    let is_sure = signs.iter().any(|(_, sign)| sign.sure);
    let told = signs.into_iter().map(|(item, sign)| {
        let text = format!("{}: {}", sign.kind.label(), sign.because);
        reason(text, frame_text(item.frame))
    });
    let mut reasons: Vec<WhyReason> = told.collect();
    let (title, grade, meaning) = match is_sure {
        true => ("Why is this a tunnel?", "", NOT_VISIBLE),
        false => ("May this be a tunnel?", "possible", MAY_HIDE),
    };
    reasons.push(reason(meaning, ""));
    Some(question(title, grade, reasons))
}

/// The question about protocols; `None` where nothing was recognised.
pub(super) fn protocol_question(asked: &Asked) -> Option<WhyQuestion> {
    let mut reasons: Vec<WhyReason> = asked
        .evidence
        .iter()
        .filter_map(|item| spoken(item, asked))
        .collect();
    let mut said = asked.evidence.iter().filter_map(said);
    reasons.extend(said.by_ref().take(MAX_TOLD));
    let rest = said.count() as u64;
    if rest > 0 {
        let more = counted(rest, "more such line", "more such lines");
        reasons.push(reason(format!("and {more}"), ""));
    }
    (!reasons.is_empty()).then(|| question("What does it speak?", "", reasons))
}

fn spoken(item: &Evidence, asked: &Asked) -> Option<WhyReason> {
    let text = match item.fact {
        Fact::Speaks(protocol) => format!("{} was recognised", protocol.label()),
        Fact::EncryptedDns(how) if asked.evidence.iter().any(|item| item.fact.is_dns()) => {
            format!("Encrypted DNS ({}), opened with the keys", how.label())
        }
        Fact::EncryptedDns(how) => {
            format!("Names are not visible: encrypted DNS ({})", how.label())
        }
        _ => return None,
    };
    Some(reason(text, frame_text(item.frame)))
}

fn said(item: &Evidence) -> Option<WhyReason> {
    let text = match &item.fact {
        Fact::Says { what, value } => format!("It says: {} “{}”", what.label(), plain_text(value)),
        Fact::Peer { address, port } => format!(
            "It names another party: {}",
            std::net::SocketAddr::new(*address, *port)
        ),
        _ => return None,
    };
    Some(reason(text, frame_text(item.frame)))
}
