//! "What does it speak?" and "Why is this a tunnel?": what was recognised, with its frames, and what the flow says of
//! itself.

use super::{Asked, frame_text, question, reason};
use crate::evidence::item::{Evidence, Fact};
use crate::view::amount::counted;
use crate::view::plain_text::plain_text;
use crate::view::screen::{WhyQuestion, WhyReason};

/// Things that a flow says of itself, in the list; the rest are counted.
const MAX_TOLD: usize = 20;

/// The question about the tunnel; `None` for a flow that is none.
pub(super) fn tunnel_question(asked: &Asked) -> Option<WhyQuestion> {
    let of = |item: &Evidence| match item.fact {
        Fact::Tunnel(kind) => Some(reason(
            format!("Its messages are those of {}", kind.label()),
            frame_text(item.frame),
        )),
        _ => None,
    };
    let mut reasons: Vec<WhyReason> = asked.evidence.iter().filter_map(of).collect();
    if reasons.is_empty() {
        return None;
    }
    reasons.push(reason(
        "Inner destinations are not visible: the place is that of the tunnel\u{2019}s entry",
        "",
    ));
    Some(question("Why is this a tunnel?", "", reasons))
}

/// The question about protocols; `None` where nothing was recognised.
pub(super) fn protocol_question(asked: &Asked) -> Option<WhyQuestion> {
    let mut reasons: Vec<WhyReason> = asked.evidence.iter().filter_map(spoken).collect();
    let mut said = asked.evidence.iter().filter_map(said);
    reasons.extend(said.by_ref().take(MAX_TOLD));
    let rest = said.count() as u64;
    if rest > 0 {
        let more = counted(rest, "more such line", "more such lines");
        reasons.push(reason(format!("and {more}"), ""));
    }
    (!reasons.is_empty()).then(|| question("What does it speak?", "", reasons))
}

fn spoken(item: &Evidence) -> Option<WhyReason> {
    let text = match item.fact {
        Fact::Speaks(protocol) => format!("{} was recognised", protocol.label()),
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
