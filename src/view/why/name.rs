//! "Why this name?": every name of the destination with where it came from, the leading one first.

use super::{Asked, frame_text, question, reason};
use crate::evidence::item::NameSource;
use crate::tag::model::NameTag;
use crate::view::amount::duration;
use crate::view::plain_text::plain_text;
use crate::view::screen::{WhyQuestion, WhyReason};

/// The question about the name.
pub(super) fn name_question(asked: &Asked) -> WhyQuestion {
    let names = asked.analysis.tables.names_of(asked.tags);
    let Some(leading) = names.first() else {
        let text = "The flow states no name, and no DNS answer before it gave this address";
        return question("Why no name?", "", vec![reason(text, "")]);
    };
    let mut reasons: Vec<WhyReason> = names.iter().map(name_reason).collect();
    if names.iter().any(|name| name.source == NameSource::Dns) {
        reasons.push(reason(
            "A name from DNS is inferred: several names can share one address",
            "",
        ));
    }
    question("Why this name?", grade(leading.source), reasons)
}

fn grade(source: NameSource) -> &'static str {
    match source {
        NameSource::Proxied
        | NameSource::Host
        | NameSource::Sni
        | NameSource::QuicSni
        | NameSource::Certificate => "stated",
        NameSource::Dns
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
        NameSource::Proxied
        | NameSource::Host
        | NameSource::Sni
        | NameSource::QuicSni
        | NameSource::Certificate => {
            format!(
                "“{value}” is stated by the flow itself: {}",
                name.source.label()
            )
        }
        NameSource::Capture => format!(
            "`{value}` is what the capture itself notes for this address: its maker's program had looked it up"
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
