//! "Who operates the domain?" and "First, support or third party?": who says so, or why it is not known.

use super::{Asked, frame_text, question, reason};
use crate::tag::owner::{CERTIFICATE, certificate_of};
use crate::tag::party::{NoParty, PartyReason, PartyTag};
use crate::view::place::sentence_case;
use crate::view::plain_text::plain_text;
use crate::view::screen::WhyQuestion;

/// The question about the owner.
pub(super) fn owner_question(asked: &Asked) -> WhyQuestion {
    let tables = &asked.analysis.tables;
    let domain = tables.domain_of(asked.tags).map(plain_text);
    let mut reasons = Vec::new();
    match (tables.owner_of(asked.tags), domain) {
        (Some((owner, source)), domain) => {
            let owner = plain_text(owner);
            let told = domain.map(|domain| format!("{owner} operates “{domain}”"));
            reasons.push(reason(told.unwrap_or(owner), source_text(asked, source)));
            if source == CERTIFICATE {
                reasons.push(reason("The certificate was read, not verified", ""));
            }
        }
        (None, domain) => {
            let what = domain.map_or("no domain was seen".to_owned(), |domain| {
                format!("the owner of “{domain}” is not known")
            });
            let text = match network_operator(asked) {
                Some(operator) => format!("The network operator is {operator}; {what}"),
                None => sentence_case(&what),
            };
            reasons.push(reason(text, ""));
        }
    }
    question("Who operates the domain?", "", reasons)
}

/// The rule, or who signed the certificate and where it was seen.
fn source_text(asked: &Asked, source: &str) -> String {
    match certificate_of(asked.evidence).filter(|_| source == CERTIFICATE) {
        Some((certificate, frame)) => {
            let issuer = certificate
                .issuer
                .as_deref()
                .unwrap_or("somebody not named");
            let issuer = plain_text(issuer);
            format!("certificate, signed by {issuer} · {}", frame_text(frame))
        }
        None => plain_text(source),
    }
}

fn network_operator(asked: &Asked) -> Option<String> {
    let address = asked.analysis.tables.address_of(asked.tags)?;
    let network = address.network.as_ref()?;
    network.organisation.as_deref().map(plain_text)
}

/// The question about the party.
pub(super) fn party_question(asked: &Asked) -> WhyQuestion {
    let party = asked.tags.party;
    let subject = &asked.analysis.stated.subject;
    let mut reasons = vec![reason(sentence_case(party.because()), party_source(asked))];
    if !subject.is_empty() {
        let words = plain_text(&subject.words().join(", "));
        reasons.push(reason(
            format!("The subject is {words}"),
            "named by the user",
        ));
    }
    let grade = party
        .party()
        .map_or(String::new(), |party| party.label().to_lowercase());
    question("First, support or third party?", &grade, reasons)
}

/// The page that says that a domain serves others; who the other owner is.
fn party_source(asked: &Asked) -> String {
    let tables = &asked.analysis.tables;
    let owner = || {
        tables
            .owner_of(asked.tags)
            .map(|(owner, _)| plain_text(owner))
    };
    match asked.tags.party {
        PartyTag::Known(_, PartyReason::Serves) => {
            let name = tables.name_of(asked.tags);
            let rules = asked.analysis.reference.rules();
            let service = name.and_then(|name| rules.service(&name.value));
            service.map_or_else(String::new, |service| {
                let (kind, id) = (service.kind.label(), plain_text(&service.id));
                let (url, checked) = (plain_text(&service.url), plain_text(&service.checked));
                format!("{kind} · {id} · {url}, {checked}")
            })
        }
        PartyTag::Known(_, PartyReason::Owner | PartyReason::OtherOwner) => {
            owner().unwrap_or_default()
        }
        PartyTag::Unknown(NoParty::NoSubject) => "name one with “Subject…”".into(),
        PartyTag::Known(..) | PartyTag::Unknown(_) => String::new(),
    }
}
