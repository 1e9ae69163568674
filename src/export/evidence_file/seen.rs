//! One thing that a frame stated, in words, with what is personal in it taken out.

use crate::evidence::item::Fact;
use crate::evidence::reader::body::Body;
use crate::evidence::said::Attribute;
use crate::view::plain_text::{plain_prose, plain_text};
use crate::view::redact::Redaction;
use crate::wire::message::tls::{Certificate, ClientHello};
use crate::wire::message::web::{Fields, Request};

/// Names of a certificate that are written out; more are counted.
const MAX_NAMES: usize = 8;

/// The rule's name, as `whither evidence` prints it, and what was seen.
pub(super) fn of(fact: &Fact, redaction: &Redaction) -> (&'static str, String) {
    match fact {
        Fact::DnsQuestion { .. }
        | Fact::DnsAnswer { .. }
        | Fact::DnsAlias { .. }
        | Fact::DnsPointer { .. }
        | Fact::EncryptedDns(_)
        | Fact::EchPublicName { .. } => of_dns(fact, redaction),
        Fact::Request(request) => ("http-request", self::request(request, redaction)),
        Fact::Response(response) => (
            "http-response",
            format!(
                "answered {}{}",
                response.status,
                self::fields(&response.fields, redaction)
            ),
        ),
        Fact::Body(body) => ("http-body", self::body(body, redaction)),
        Fact::Hello { hello, ja4, .. } => ("tls-client-hello", self::hello(hello, ja4, redaction)),
        Fact::Certificate(one) => ("tls-certificate", certificate(one, redaction)),
        Fact::Says { what, value } => ("says", says(*what, value, redaction)),
        other => of_flow(other, redaction),
    }
}

fn of_dns(fact: &Fact, redaction: &Redaction) -> (&'static str, String) {
    match fact {
        Fact::DnsQuestion { name, kind } => (
            "dns-question",
            format!("asks for {} (type {kind})", redaction.host(name)),
        ),
        Fact::DnsAnswer {
            name,
            address,
            source,
            ..
        } => {
            let (name, address) = (redaction.host(name), redaction.address(*address));
            (
                "dns-answer",
                format!("{name} has {address}: {}", source.label()),
            )
        }
        Fact::DnsAlias { name, target } => (
            "dns-alias",
            format!(
                "{} stands for {}",
                redaction.host(name),
                redaction.host(target)
            ),
        ),
        Fact::DnsPointer { address, name } => (
            "dns-pointer",
            format!(
                "{} is called {}",
                redaction.address(*address),
                redaction.host(name)
            ),
        ),
        Fact::EchPublicName { name, public } => (
            "ech-public-name",
            format!(
                "{} is served behind {}",
                redaction.host(name),
                redaction.host(public)
            ),
        ),
        Fact::EncryptedDns(how) => (
            "encrypted-dns",
            format!("names are asked for by {}", how.label()),
        ),
        _ => ("other", String::new()),
    }
}

fn of_flow(fact: &Fact, redaction: &Redaction) -> (&'static str, String) {
    match fact {
        Fact::App { name, source, .. } => (
            "app",
            format!("{}: {}", redaction.text(name), source.label()),
        ),
        Fact::Speaks(protocol) => ("protocol", format!("speaks {}", protocol.label())),
        Fact::Named { name, source } => (
            "name",
            format!("{}: {}", redaction.host(name), source.label()),
        ),
        Fact::Answered { after_nanos, .. } => (
            "quic-answer",
            format!("answered after {} µs", after_nanos / 1_000),
        ),
        Fact::Chosen(chosen) => (
            "tls-server-hello",
            format!(
                "chooses version {:04x} and cipher {:04x}",
                chosen.version, chosen.cipher
            ),
        ),
        Fact::Alpn(name) => ("tls-alpn", format!("chooses {} inside", plain_text(name))),
        Fact::Tunnel(sign) => ("tunnel", format!("{}: {}", sign.kind.label(), sign.because)),
        Fact::Peer { address, port } => (
            "peer",
            format!("names the peer {} port {port}", redaction.address(*address)),
        ),
        Fact::Continues { flow } => ("continues", format!("goes on with flow {}", flow.0)),
        Fact::NotDelivered(error) => ("icmp-error", format!("not delivered: {}", error.token())),
        _ => ("other", String::new()),
    }
}

/// What a device or a person is called is theirs; what a program is called is not.
fn says(what: Attribute, value: &str, redaction: &Redaction) -> String {
    let value = match what {
        Attribute::Banner
        | Attribute::UserAgent
        | Attribute::VendorClass
        | Attribute::Software
        | Attribute::Version => redaction.content(value),
        Attribute::DeviceName => redaction.host(value),
        Attribute::ClientId
        | Attribute::UserName
        | Attribute::Realm
        | Attribute::Topic
        | Attribute::Called
        | Attribute::Location
        | Attribute::Service => redaction.value(value),
    };
    format!("{}: {value}", what.label())
}

fn request(request: &Request, redaction: &Redaction) -> String {
    let host = request.host.as_deref();
    let host = host.map_or_else(String::new, |host| redaction.host(host));
    let path = redaction.path(&request.path);
    let fields = fields(&request.fields, redaction);
    format!("{} {host}{path}{fields}", plain_text(&request.method))
}

/// Names of fields; their values only where everything is shown.
fn fields(fields: &Fields, redaction: &Redaction) -> String {
    let told: Vec<String> = fields
        .iter()
        .map(|(name, value)| match redaction.is_on() {
            true => name.to_owned(),
            false => format!("{name}: {}", plain_prose(value)),
        })
        .collect();
    match told.is_empty() {
        true => String::new(),
        false => format!("; fields {}", told.join(", ")),
    }
}

fn body(body: &Body, redaction: &Redaction) -> String {
    let kind = body.content_type.as_deref().unwrap_or("no type stated");
    let kind = redaction.content(kind);
    let head = format!("body of the {}: {kind}", body.of.token());
    match redaction.is_on() {
        true => format!("{head}; {}", redaction.value("")),
        false => format!(
            "{head}; {}",
            plain_prose(&String::from_utf8_lossy(&body.bytes))
        ),
    }
}

fn hello(hello: &ClientHello, ja4: &str, redaction: &Redaction) -> String {
    let name = hello.server_name.as_deref();
    let name = name.map_or("no name".to_owned(), |name| redaction.host(name));
    let inside: Vec<String> = hello.alpn_texts().map(|text| plain_text(&text)).collect();
    let inside = match inside.is_empty() {
        true => String::new(),
        false => format!(", offers {}", inside.join(" ")),
    };
    let ech = if hello.ech { ", field of ECH" } else { "" };
    format!("asks for {name}{inside}{ech}, JA4 {}", plain_text(ja4))
}

fn certificate(one: &Certificate, redaction: &Redaction) -> String {
    let text = |text: &Option<String>| match text {
        Some(text) => redaction.text(text),
        None => "not stated".to_owned(),
    };
    let mut names: Vec<String> = one
        .names
        .iter()
        .take(MAX_NAMES)
        .map(|name| redaction.host(name))
        .collect();
    let more = one.names.len().saturating_sub(MAX_NAMES) + one.names_beyond_cap;
    if more > 0 {
        names.push(format!("{more} more"));
    }
    format!(
        "certificate of {} for {}, signed by {}",
        text(&one.organisation),
        names.join(", "),
        text(&one.issuer)
    )
}
