//! "Why this data type?": each sign in plain words with the rule that reads it, and what
//! would make it surer. Presumed, never known.

use super::{Asked, always, frame_text, question_about, reason};
use crate::evidence::item::Fact;
use crate::evidence::protocol::Protocol;
use crate::reference::data_type::DataType;
use crate::reference::rules::Rule;
use crate::tag::by_hand::Entry;
use crate::tag::data_type::grade::{DataGrade, Presumed, judge};
use crate::tag::data_type::item::Family;
use crate::tag::data_type::signs::{Sign, Vote};
use crate::view::amount::counted;
use crate::view::place::sentence_case;
use crate::view::plain_text::plain_text;
use crate::view::screen::{Topic, WhyQuestion, WhyReason};
use crate::view::table::data_type;

/// Signs in the list; the rest are counted.
const MAX_TOLD: usize = 20;

/// True of every flow, whatever it carries.
const ALWAYS: &str = "Every flow gives its destination the source address and the time";

/// The question about what the flow carries.
pub(super) fn data_type_question(asked: &Asked) -> WhyQuestion {
    let data = asked.tags.data;
    let is_tunnel = asked.tags.tunnel.is_some();
    let mut reasons = Vec::new();
    let set = asked.analysis.set_by_hand(asked.tags);
    reasons.extend(set.map(by_hand));
    if is_tunnel {
        reasons.push(reason("Inside a tunnel: not visible", ""));
    } else if set.is_some() {
        let votes = votes(asked);
        reasons.push(without_hand(&votes));
        reasons.extend(signs(&votes));
    } else {
        let votes = votes(asked);
        reasons.extend(presumed(data));
        if data.first.is_none() {
            let text = match votes.is_empty() {
                true => "Nothing that was seen speaks for a data type",
                false => "What was seen is too little to presume a data type",
            };
            reasons.push(reason(text, ""));
        }
        reasons.extend(signs(&votes));
        reasons.extend(what_is_missing(asked, &votes));
    }
    reasons.push(always(ALWAYS));
    match data.first {
        Some(_) => question_about(
            Topic::DataType,
            "Why this data type?",
            data.grade.label(),
            reasons,
        ),
        None if set.is_some() => question_about(
            Topic::DataType,
            "Why no data type?",
            data.grade.label(),
            reasons,
        ),
        None => question_about(
            Topic::DataType,
            "Why no data type?",
            "not classified",
            reasons,
        ),
    }
}

/// `Set by hand for the host “a.example.com”: Diagnostics`, with the note.
fn by_hand(entry: &Entry) -> WhyReason {
    let label = entry.data_type.map_or("Not classified", DataType::label);
    let text = format!("{label}, {}", entry.told());
    reason(plain_text(&text), "set by you, not presumed")
}

/// What would be presumed if nothing had been set.
fn without_hand(votes: &[Vote<'_>]) -> WhyReason {
    let data = judge(votes);
    let text = match data_type(data) {
        Some(words) => format!("Without it: presumably {words}"),
        None => "Without it: not classified".to_owned(),
    };
    let source = match data.first {
        Some(_) => format!("presumed, {}", data.grade.token()),
        None => String::new(),
    };
    reason(text, source)
}

/// Everything that speaks for a type, the heaviest first.
fn votes<'a>(asked: &Asked<'a>) -> Vec<Vote<'a>> {
    let mut votes = asked
        .analysis
        .votes_for(asked.id, asked.tags, asked.evidence);
    votes.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    votes
}

/// `Presumably diagnostics: crash, performance and quality counters`, and the second type where two are as likely.
fn presumed(data: Presumed) -> Vec<WhyReason> {
    let told = |one: DataType, words: &str| {
        let text = format!("{words} {}: {}", one.label(), one.meaning());
        reason(text, format!("presumed, {}", data.grade.token()))
    };
    let first = data.first.map(|one| told(one, "Presumably"));
    let second = data.second.map(|one| told(one, "Or, as likely,"));
    first.into_iter().chain(second).collect()
}

fn signs(votes: &[Vote<'_>]) -> Vec<WhyReason> {
    let mut reasons: Vec<WhyReason> = Vec::new();
    for told in votes.iter().map(sign) {
        // A sign that is repeated in frame after frame is told once.
        if !reasons.iter().any(|known| known.text == told.text) {
            reasons.push(told);
        }
    }
    let rest = reasons.len().saturating_sub(MAX_TOLD) as u64;
    reasons.truncate(MAX_TOLD);
    if rest > 0 {
        let more = counted(rest, "more sign", "more signs");
        reasons.push(reason(format!("and {more}"), ""));
    }
    reasons
}

/// What was seen and what it speaks for; frame, rule, source page and its date.
fn sign(vote: &Vote<'_>) -> WhyReason {
    let item = vote.item();
    let saw = sentence_case(&plain_text(&item.saw));
    let text = format!("{saw}: speaks for {}", item.data_type.label());
    let mut source: Vec<String> = item.frame.map(frame_text).into_iter().collect();
    source.push(plain_text(&item.rule));
    if let Some(rule) = rule_of(vote) {
        source.push(format!(
            "{}, {}",
            plain_text(&rule.url),
            plain_text(&rule.checked)
        ));
    }
    reason(text, source.join(" · "))
}

fn rule_of<'a>(vote: &Vote<'a>) -> Option<&'a Rule> {
    match &vote.sign {
        Sign::Host(rule, _) | Sign::Word(rule, _) | Sign::Content(_, rule, _) => Some(rule),
        _ => None,
    }
}

/// What would raise the grade, or change the answer.
fn what_is_missing(asked: &Asked, votes: &[Vote<'_>]) -> Vec<WhyReason> {
    let mut missing = Vec::new();
    if asked.tags.data.grade == DataGrade::Strong {
        return missing;
    }
    let has = |family: Family| votes.iter().any(|vote| vote.family() == family);
    let spoken = asked.analysis.tables.protocols_of(asked.tags);
    let is_request = |fact: &Fact| matches!(fact, Fact::Request(_));
    let is_locked = spoken.iter().any(|one| hides_content(*one))
        && !asked.evidence.iter().any(|item| is_request(&item.fact));
    if is_locked {
        let text = "Content was not visible: a key log would show paths and fields";
        missing.push(reason(text, "would raise it"));
    }
    let expects = votes
        .iter()
        .any(|vote| matches!(&vote.sign, Sign::Host(rule, _) if rule.direction.is_some()));
    let fits = votes
        .iter()
        .any(|vote| matches!(vote.sign, Sign::AsExpected(_)));
    if expects && !fits {
        let text = "The direction does not fit: the bytes did not go the way the rule expects";
        missing.push(reason(text, "would raise it"));
    }
    if asked.analysis.tables.name_of(asked.tags).is_none() {
        missing.push(reason("No name that a rule could speak of", ""));
    } else if !has(Family::HostRule) {
        missing.push(reason("No rule speaks of this host", ""));
    }
    missing
}

/// What wraps its content so that only keys show it.
fn hides_content(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Tls | Protocol::Quic | Protocol::Dtls)
}
