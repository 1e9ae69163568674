//! "What does its TLS state?": what client and server said before anything was encrypted.

use super::{Asked, frame_text, question, reason};
use crate::capture::frame::{NANOS_PER_SECOND, Time};
use crate::evidence::item::{Evidence, Fact};
use crate::view::plain_text::plain_text;
use crate::view::screen::{WhyQuestion, WhyReason};
use crate::wire::message::tls::{Certificate, ClientHello};

/// Names of a certificate that are listed; the rest are counted.
const MAX_NAMES: usize = 5;

/// Statements that are listed: hellos repeat after a retry and in several connections of one DTLS flow.
const MAX_TOLD: usize = 12;

/// The question about TLS; `None` where no hello was seen.
pub(super) fn tls_question(asked: &Asked) -> Option<WhyQuestion> {
    let names = asked.analysis.tables.names_of(asked.tags);
    let front = names.iter().find(|name| name.is_front);
    let front = front.map(|name| plain_text(&name.value));
    let stated = asked.evidence.iter();
    let stated = stated.flat_map(|item| statements(item, front.as_deref()));
    let reasons: Vec<WhyReason> = stated.take(MAX_TOLD).collect();
    (!reasons.is_empty()).then(|| question("What does its TLS state?", "stated", reasons))
}

fn statements(item: &Evidence, front: Option<&str>) -> Vec<WhyReason> {
    let texts = match &item.fact {
        Fact::Hello { hello, ja4, .. } => offered(hello, ja4, front),
        Fact::Chosen(chosen) => {
            vec![format!("The server chose {}", version(chosen.version))]
        }
        Fact::Alpn(name) => vec![format!("The server chose “{}” inside", plain_text(name))],
        Fact::Certificate(certificate) => shown(certificate),
        _ => Vec::new(),
    };
    let frame = frame_text(item.frame);
    texts
        .into_iter()
        .map(|text| reason(text, frame.clone()))
        .collect()
}

fn offered(hello: &ClientHello, ja4: &str, front: Option<&str>) -> Vec<String> {
    let alpn: Vec<String> = hello.alpn_texts().map(|name| plain_text(&name)).collect();
    let inside = match alpn.is_empty() {
        true => String::new(),
        false => format!(", inside it {}", alpn.join(", ")),
    };
    let mut texts = vec![format!(
        "The client offered up to {}{inside}",
        version(hello.version())
    )];
    match (hello.ech, front) {
        (true, Some(front)) => texts.push(format!(
            "Encrypted Client Hello: the real name is hidden, “{front}” is the outer name only"
        )),
        (true, None) => texts.push(
            "A field for Encrypted Client Hello is present; the name is probably true, because clients send the field \
             without meaning, too"
                .to_owned(),
        ),
        (false, _) => {}
    }
    texts.push(format!("Client fingerprint JA4 {}", plain_text(ja4)));
    texts
}

fn shown(certificate: &Certificate) -> Vec<String> {
    let or_nobody = |name: &Option<String>| {
        name.as_deref()
            .map_or_else(|| "nobody by name".to_owned(), plain_text)
    };
    let mut texts = vec![format!(
        "The server\u{2019}s certificate is for {}, by {}, valid {} to {}",
        or_nobody(&certificate.subject),
        or_nobody(&certificate.issuer),
        day(certificate.not_before_seconds),
        day(certificate.not_after_seconds)
    )];
    let listed: Vec<String> = certificate
        .names
        .iter()
        .take(MAX_NAMES)
        .map(|name| plain_text(name))
        .collect();
    let all = certificate.names.len() + certificate.names_beyond_cap;
    match all.checked_sub(listed.len()) {
        _ if listed.is_empty() => {}
        None | Some(0) => texts.push(format!("It names {}", listed.join(", "))),
        Some(rest) => texts.push(format!("It names {} and {rest} more", listed.join(", "))),
    }
    texts
}

/// `2026-11-23`; years outside of what a clock here can hold are said so.
fn day(seconds: i64) -> String {
    let nanos = i128::from(seconds) * i128::from(NANOS_PER_SECOND);
    Time::from_wide_nanos(nanos).map_or_else(|| "a far year".to_owned(), Time::day_text)
}

/// Registered versions (RFC 8446 §4.2.1, RFC 9147 §5.3).
fn version(number: u16) -> String {
    match number {
        0x0300 => "SSL 3".into(),
        0x0301 => "TLS 1.0".into(),
        0x0302 => "TLS 1.1".into(),
        0x0303 => "TLS 1.2".into(),
        0x0304 => "TLS 1.3".into(),
        0xfeff => "DTLS 1.0".into(),
        0xfefd => "DTLS 1.2".into(),
        0xfefc => "DTLS 1.3".into(),
        other => format!("version 0x{other:04x}"),
    }
}
