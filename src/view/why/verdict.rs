//! "Why this verdict?": what the claim says, in its own line and its own words, and the one fact that would decide.

use super::{Asked, question_about, reason};
use crate::claim::candidates::Decided;
use crate::claim::model::{Claim, Class};
use crate::claim::sentence::{reasons, would_decide};
use crate::claim::verdict::Verdict;
use crate::view::place::sentence_case;
use crate::view::plain_text::{plain_prose, plain_text};
use crate::view::screen::{Topic, WhyQuestion, WhyReason};

/// The question about the verdict; `None` where no claim is chosen.
pub(super) fn verdict_question(asked: &Asked) -> Option<WhyQuestion> {
    let judged = asked.analysis.judged.as_ref()?;
    let verdict = judged.of(asked.id.0 as usize)?;
    let claim = &judged.claim;
    let said = reasons(verdict, claim).into_iter();
    let mut told: Vec<WhyReason> = said
        .map(|text| reason(sentence_case(&plain_prose(&text)), ""))
        .collect();
    let classes = claim.classes_in(verdict.classes);
    told.extend(classes.map(|(_, class)| line_of(claim, class)));
    told.extend(override_line(claim, verdict));
    told.extend(own_words(claim, verdict));
    told.extend(verdict.decider.map(|decider| {
        let text = sentence_case(would_decide(decider));
        reason(text, "would decide it")
    }));
    Some(WhyQuestion {
        verdict: Some(verdict.word),
        ..question_about(
            Topic::Verdict,
            "Why this verdict?",
            verdict.word.label(),
            told,
        )
    })
}

/// The line of the claim file that speaks of a class, as it stands there.
fn line_of(claim: &Claim, class: &Class) -> WhyReason {
    let name = plain_text(&class.name);
    match &class.line {
        Some((number, text)) => reason(
            format!("The claim, of {name}: “{}”", plain_text(text)),
            place(claim, *number),
        ),
        None => reason(
            format!("The claim says nothing of {name}"),
            "not stated is never allowed",
        ),
    }
}

fn override_line(claim: &Claim, verdict: &Verdict) -> Option<WhyReason> {
    let Decided::Override(line) = verdict.decided else {
        return None;
    };
    let rule = claim.overrides.iter().find(|rule| rule.line == line)?;
    let host = rule.host.as_ref().map(|host| host.text());
    let host = host.map_or("any host".to_owned(), |host| plain_text(&host));
    let text = format!("The claim itself names the class of {host}");
    Some(reason(text, place(claim, line)))
}

/// The quotation, where the claim is about the flow at all.
fn own_words(claim: &Claim, verdict: &Verdict) -> Option<WhyReason> {
    let is_asked = verdict.decided != Decided::NotAsked;
    let quote = claim.quote.as_ref().filter(|_| is_asked)?;
    let source = format!("{}, {}", plain_text(&claim.source), claim.stated);
    Some(reason(format!("“{}”", plain_prose(quote)), source))
}

/// `clipclap.toml, line 25`.
fn place(claim: &Claim, line: usize) -> String {
    match &claim.file {
        Some(file) => format!("{}, line {line}", plain_text(&file.name)),
        None => format!("line {line} of the claim"),
    }
}
