//! "Why this name?": every name of the destination with where it came from, the leading one first.

use super::{Asked, always, frame_text, question_about, reason};
use crate::evidence::item::NameSource;
use crate::tag::name::NameTag;
use crate::tag::names::{ANSWER_WINDOW_HOURS, MAX_ANSWERED};
use crate::view::amount::duration;
use crate::view::plain_text::plain_text;
use crate::view::screen::{Topic, WhyQuestion, WhyReason};

/// The question about the name.
pub(super) fn name_question(asked: &Asked) -> WhyQuestion {
    let names = asked.analysis.tables.names_of(asked.tags);
    let Some(leading) = names.first() else {
        let text = "The flow states no name, and no DNS answer before it gave this address";
        let reasons = [reason(text, "")].into_iter().chain(hidden_names(asked));
        return question_about(Topic::Name, "Why no name?", "", reasons.collect());
    };
    let mut reasons: Vec<WhyReason> = names.iter().map(name_reason).collect();
    reasons.extend(shared_address(names));
    if names.iter().any(|name| name.source == NameSource::Dns) {
        reasons.push(always(format!(
            "A name from DNS is inferred: answers up to {ANSWER_WINDOW_HOURS} h before the flow count, and several \
             names can share one address"
        )));
    }
    if leading.may_lead() {
        return question_about(
            Topic::Name,
            "Why this name?",
            grade(leading.source),
            reasons,
        );
    }
    reasons.extend(hidden_names(asked));
    question_about(Topic::Name, "Why no name?", "", reasons)
}

/// That the address had several names, which makes each of them less sure.
fn shared_address(names: &[NameTag]) -> Option<WhyReason> {
    let inferred = names.iter().filter(|name| name.age_nanos.is_some());
    let mut values: Vec<String> = inferred.map(|name| plain_text(&name.value)).collect();
    values.sort_unstable();
    values.dedup();
    let more = if values.len() >= MAX_ANSWERED {
        " or more"
    } else {
        ""
    };
    (values.len() > 1).then(|| {
        reason(
            format!(
                "{}{more} names had this address in the last {ANSWER_WINDOW_HOURS} h: {}",
                values.len(),
                values.join(", ")
            ),
            "ambiguous",
        )
    })
}

/// That the same client asked for names where nobody can read them.
fn hidden_names(asked: &Asked) -> Option<WhyReason> {
    let flow = asked.flow;
    let analysis = asked.analysis;
    let mut all = analysis.flows.iter().zip(&analysis.tags).enumerate();
    let (hidden, how) = all.find_map(|(at, (other, tags))| {
        let is_same = other.capture == flow.capture && other.client.ip == flow.client.ip;
        let how = tags.encrypted_dns.filter(|_| is_same)?;
        let is_opened = analysis.evidence_of(at).iter().any(|i| i.fact.is_dns());
        (!is_opened).then_some((other, how))
    })?;
    Some(reason(
        format!(
            "Names are not visible: this client uses encrypted DNS ({})",
            how.label()
        ),
        frame_text(hidden.first_frame),
    ))
}

fn grade(source: NameSource) -> &'static str {
    match source {
        NameSource::Proxied
        | NameSource::Host
        | NameSource::Sni
        | NameSource::QuicSni
        | NameSource::GquicSni
        | NameSource::Stated
        | NameSource::Certificate => "stated",
        NameSource::Continued
        | NameSource::Dns
        | NameSource::Mdns
        | NameSource::Llmnr
        | NameSource::Nbns
        | NameSource::Ptr
        | NameSource::Capture => "inferred",
    }
}

fn name_reason(name: &NameTag) -> WhyReason {
    let value = plain_text(&name.value);
    let text = match name.source {
        _ if name.is_front => format!(
            "“{value}” is only the outer name: the true one is encrypted (Encrypted Client Hello)"
        ),
        source if grade(source) == "stated" => {
            format!("“{value}” is stated by the flow itself: {}", source.label())
        }
        NameSource::Continued => format!(
            "“{value}” is continued from flow {}: this flow bears a connection id of it",
            name.seen_in
        ),
        NameSource::Capture => format!(
            "“{value}” is what the capture itself notes for this address: its maker's program had looked it up"
        ),
        source => {
            let client = if name.same_client {
                "the same client"
            } else {
                "another client"
            };
            format!(
                "“{value}” is inferred: a {} to {client} gave this address {}",
                source.label(),
                age(name.age_nanos)
            )
        }
    };
    reason(text, frame_text(name.frame))
}

fn age(nanos: Option<i64>) -> String {
    match nanos {
        None => "at a time that is not stated".into(),
        Some(nanos) if nanos < 0 => {
            format!("{} after the flow began", duration(nanos.unsigned_abs()))
        }
        Some(nanos) => format!("{} before the flow", duration(nanos.unsigned_abs())),
    }
}
