//! An item of evidence as one JSON object: `flow`, `frame`, `rule` and what the rule's kind states. Keys are never
//! renamed; new ones may come.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::analysis::model::Analysis;
use crate::evidence::item::{Evidence, Fact};
use crate::evidence::reader::body::Body;
use crate::export::lines::tls_line;
use crate::wire::message::web::{Fields, Request, Response};

/// One line of `whither evidence`.
#[derive(Serialize)]
pub struct EvidenceLine<'a> {
    rule: &'static str,
    capture: &'a str,
    flow: u32,
    frame: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(flatten)]
    states: Map<String, Value>,
}

impl<'a> EvidenceLine<'a> {
    /// The line of an item.
    pub fn new(analysis: &'a Analysis, item: &Evidence) -> Self {
        let flow = analysis.flows.get(item.flow.0 as usize);
        let capture = flow.and_then(|flow| analysis.capture(flow.capture));
        let (rule, states) = states(&item.fact);
        Self {
            rule,
            capture: capture.map_or("", |capture| &capture.name),
            flow: item.flow.0,
            frame: item.frame,
            at: item.at.map(|at| at.to_string()),
            states: match states {
                Value::Object(map) => map,
                _ => Map::new(),
            },
        }
    }
}

/// The rule's name and what it states.
fn states(fact: &Fact) -> (&'static str, Value) {
    match fact {
        Fact::App {
            name,
            number,
            source,
        } => (
            "app",
            json!({"app": **name, "number": number, "source": source.token()}),
        ),
        Fact::Speaks(protocol) => ("protocol", json!({"protocol": protocol.token()})),
        Fact::Named { name, source } => ("name", json!({"name": **name, "source": source.token()})),
        Fact::EncryptedDns(how) => ("encrypted-dns", json!({"how": how.token()})),
        Fact::DnsQuestion { name, kind } => ("dns-question", json!({"name": **name, "kind": kind})),
        Fact::DnsAnswer {
            name,
            asked,
            address,
            ttl_seconds,
            source,
            is_claim,
        } => (
            "dns-answer",
            json!({
                "name": **name, "asked": **asked, "address": address, "ttl_seconds": ttl_seconds, "source": source.token(), "claimed": is_claim,
            }),
        ),
        Fact::DnsAlias { name, target } => {
            ("dns-alias", json!({"name": **name, "target": **target}))
        }
        Fact::DnsPointer { address, name } => {
            ("dns-pointer", json!({"address": address, "name": **name}))
        }
        Fact::EchPublicName { name, public } => (
            "ech-public-name",
            json!({"name": **name, "public_name": **public}),
        ),
        Fact::Hello { hello, ja4, .. } => ("tls-client-hello", tls_line::hello_json(hello, ja4)),
        Fact::Answered {
            asked_frame,
            after_nanos,
        } => (
            "quic-answer",
            json!({"asked_frame": asked_frame, "after_micros": after_nanos / 1_000}),
        ),
        Fact::Chosen(chosen) => ("tls-server-hello", tls_line::chosen_json(chosen)),
        Fact::Alpn(name) => ("tls-alpn", json!({"alpn_chosen": **name})),
        Fact::Certificate(certificate) => {
            ("tls-certificate", tls_line::certificate_json(certificate))
        }
        Fact::Body(body) => ("http-body", body_json(body)),
        Fact::Request(request) => ("http-request", request_json(request)),
        Fact::Response(response) => ("http-response", response_json(response)),
        Fact::Says { what, value } => ("says", json!({"what": what.token(), "value": **value})),
        Fact::Tunnel(sign) => (
            "tunnel",
            json!({"kind": sign.kind.token(), "sure": sign.sure, "because": sign.because}),
        ),
        Fact::Peer { address, port } => ("peer", json!({"address": address, "port": port})),
        Fact::Continues { flow } => ("continues", json!({"earlier_flow": flow.0})),
        Fact::NotDelivered(error) => ("icmp-error", json!({"what": error.token()})),
    }
}

fn request_json(request: &Request) -> Value {
    json!({
        "version": request.version.token(),
        "stream": request.stream,
        "method": *request.method,
        "host": request.host,
        "path": *request.path,
        "target": request.target,
        "protocol": request.protocol,
        "fields": fields_json(&request.fields),
    })
}

/// The head itself as text where it is UTF-8 without control characters, else in hexadecimal.
fn body_json(body: &Body) -> Value {
    let is_plain = |text: &&str| {
        text.chars()
            .all(|c| !c.is_control() || c.is_ascii_whitespace())
    };
    // A head that is cut within a letter is text up to there.
    let text = match std::str::from_utf8(&body.bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            let whole = body.bytes.get(..error.valid_up_to()).unwrap_or(&[]);
            std::str::from_utf8(whole).ok()
        }
        Err(_) => None,
    };
    let text = text.filter(is_plain);
    let hex = match text {
        Some(_) => None,
        None => Some(
            body.bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        ),
    };
    json!({
        "of": body.of.token(),
        "stream": body.stream,
        "head_frame": body.head_frame,
        "content_type": body.content_type,
        "opened": body.is_opened,
        "text": text,
        "hex": hex,
    })
}

fn response_json(response: &Response) -> Value {
    json!({
        "version": response.version.token(),
        "stream": response.stream,
        "status": response.status,
        "fields": fields_json(&response.fields),
    })
}

/// Fields in their order; a name that comes twice gives a list.
fn fields_json(fields: &Fields) -> Value {
    let pairs = fields.iter().map(|(name, value)| json!([name, value]));
    Value::Array(pairs.collect())
}
