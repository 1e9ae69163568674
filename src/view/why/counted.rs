//! "Which side is local?" and "What was counted?": the rule and the tallies behind the numbers of a row.

use super::{Asked, frame_text, question, reason};
use crate::evidence::item::{Evidence, Fact};
use crate::flow::model::{Direction, Flow, Sides, TcpFacts};
use crate::view::amount::{bytes, count, counted, duration};
use crate::view::screen::{WhyQuestion, WhyReason};

/// The question about directions.
pub(super) fn local_question(asked: &Asked) -> WhyQuestion {
    let flow = asked.flow;
    let (client, server) = (flow.client.ip, flow.server.ip);
    let text = match flow.direction() {
        Direction::Outward => format!("{client} is local and opened the flow; {server} is remote"),
        Direction::Inward => {
            format!("{server} is local and answered; {client} is remote and opened the flow")
        }
        Direction::LocalOnly => {
            format!("{client} and {server} are both local; what {client} sent counts as sent")
        }
        Direction::RemoteOnly => {
            format!("{client} and {server} are both remote; what {client} sent counts as sent")
        }
    };
    let source = format!("rule: {}", flow.local_rule.label());
    question("Which side is local?", "", vec![reason(text, source)])
}

/// The question about the numbers.
pub(super) fn counted_question(asked: &Asked) -> WhyQuestion {
    let flow = asked.flow;
    let frames = frames_text(flow.first_frame, flow.last_frame);
    let mut reasons = vec![
        reason(
            format!("Payload: {}", both_ways(flow, flow.payload_bytes, bytes)),
            "each byte once",
        ),
        reason(
            format!(
                "Frames: {}",
                both_ways(flow, flow.frames, |n| counted(n, "frame", "frames"))
            ),
            frames,
        ),
        reason(
            format!("On the wire: {}", both_ways(flow, flow.wire_bytes, bytes)),
            "frame lengths",
        ),
    ];
    reasons.extend(flow.tcp.iter().flat_map(tcp));
    reasons.extend(flow.rtt.map(|rtt| {
        let nanos = u64::from(rtt.far_micros) * 1_000;
        let source = format!("TCP handshake, {}", frames_text(rtt.frames.0, rtt.frames.1));
        reason(format!("Fastest reply after {}", duration(nanos)), source)
    }));
    reasons.extend(tunnel(asked));
    reasons.extend(carried_by(asked));
    reasons.extend(asked.evidence.iter().filter_map(not_delivered));
    question("What was counted?", "", reasons)
}

/// `frame 4`, `frames 4 – 2,201`.
fn frames_text(first: u64, last: u64) -> String {
    if first == last {
        frame_text(first)
    } else {
        format!("frames {} – {}", count(first), count(last))
    }
}

fn both_ways(flow: &Flow, sides: Sides<u64>, text: impl Fn(u64) -> String) -> String {
    let side = flow.sending_side();
    format!(
        "{} sent, {} received",
        text(sides[side]),
        text(sides[side.other()])
    )
}

fn tcp(tcp: &TcpFacts) -> Vec<WhyReason> {
    let mut reasons = Vec::new();
    if tcp.retransmitted_bytes > 0 {
        let text = format!(
            "{} sent again, not counted twice",
            bytes(tcp.retransmitted_bytes)
        );
        reasons.push(reason(text, "TCP sequence numbers"));
    }
    if tcp.lost_bytes > 0 {
        let text = format!(
            "{} missing from the capture, not counted",
            bytes(tcp.lost_bytes)
        );
        reasons.push(reason(text, "TCP sequence numbers"));
    }
    if !tcp.syn_seen {
        reasons.push(reason(
            "The capture began in the middle of this connection",
            "",
        ));
    }
    reasons
}

/// What a router or host on the way said of this flow.
fn not_delivered(item: &Evidence) -> Option<WhyReason> {
    match &item.fact {
        Fact::NotDelivered(error) => Some(reason(
            format!("ICMP: {}", error.label()),
            frame_text(item.frame),
        )),
        _ => None,
    }
}

fn tunnel(asked: &Asked) -> Option<WhyReason> {
    let tunnel = asked.analysis.tunnels.get(usize::from(asked.flow.tunnel))?;
    let steps = tunnel.path.tokens();
    (!steps.is_empty()).then(|| {
        reason(
            format!("Wrapped in {}", steps.join(", ")),
            "outermost first",
        )
    })
}

fn carried_by(asked: &Asked) -> Option<WhyReason> {
    let tunnel = asked.analysis.tunnels.get(usize::from(asked.flow.tunnel))?;
    let (from, to) = tunnel.carried_by?;
    Some(reason(
        format!("Travelled inside packets between {from} and {to}"),
        "outermost addresses",
    ))
}
