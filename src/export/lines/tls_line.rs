//! What the hellos of TLS said, as JSON: whole for an item of evidence, and the few words of them that a flow's line has.

use serde::Serialize;
use serde_json::{Value, json};

use crate::evidence::item::{Evidence, Fact};
use crate::wire::message::tls::{Certificate, ClientHello, ServerHello};

/// A ClientHello. Its random names it in a key log, which is why it is shown.
pub fn hello_json(hello: &ClientHello, ja4: &str) -> Value {
    json!({
        "version": version(hello.version()),
        "server_name": hello.server_name,
        "alpn": hello.alpn_texts().collect::<Vec<_>>(),
        "ech_field": hello.ech,
        "resumes": hello.resumes,
        "early_data": hello.early_data,
        "srtp": hello.srtp,
        "ja4": ja4,
        "random": hex(&hello.random),
    })
}

/// A ServerHello.
pub fn chosen_json(chosen: &ServerHello) -> Value {
    json!({
        "version": version(chosen.version),
        "cipher": format!("{:04x}", chosen.cipher),
    })
}

/// A server's own certificate; days in seconds since 1970.
pub fn certificate_json(certificate: &Certificate) -> Value {
    json!({
        "subject": certificate.subject,
        "organisation": certificate.organisation,
        "names": certificate.names,
        "names_beyond_cap": certificate.names_beyond_cap,
        "issuer": certificate.issuer,
        "not_before_seconds": certificate.not_before_seconds,
        "not_after_seconds": certificate.not_after_seconds,
    })
}

/// The `tls` of a flow's line.
#[derive(Serialize)]
pub struct Tls<'a> {
    /// The version chosen; the highest offered, where the server was not seen.
    version: String,
    alpn: Vec<String>,
    alpn_chosen: Option<&'a str>,
    ech: &'static str,
    ja4: &'a str,
    resumed: Option<bool>,
}

impl<'a> Tls<'a> {
    /// Of the evidence of one flow; `None` where no client greeted.
    pub fn of(items: &'a [Evidence], is_outer_name: bool) -> Option<Self> {
        let facts = || items.iter().map(|item| &item.fact);
        let (hello, ja4) = facts().find_map(|fact| match fact {
            Fact::Hello { hello, ja4, .. } => Some((hello, ja4)),
            _ => None,
        })?;
        let chosen = facts().find_map(|fact| match fact {
            Fact::Chosen(chosen) => Some(chosen),
            _ => None,
        });
        Some(Self {
            version: version(chosen.map_or(hello.version(), |chosen| chosen.version)),
            alpn: hello.alpn_texts().collect(),
            alpn_chosen: facts().find_map(|fact| match fact {
                Fact::Alpn(name) => Some(&**name),
                _ => None,
            }),
            ech: match (hello.ech, is_outer_name) {
                (false, _) => "absent",
                (true, false) => "present",
                (true, true) => "outer-name",
            },
            ja4,
            resumed: chosen.map(|chosen| chosen.resumes(hello)),
        })
    }
}

fn version(number: u16) -> String {
    match number {
        0x0300 => "ssl3".into(),
        0x0301 => "1.0".into(),
        0x0302 => "1.1".into(),
        0x0303 => "1.2".into(),
        0x0304 => "1.3".into(),
        0xfeff => "dtls1.0".into(),
        0xfefd => "dtls1.2".into(),
        0xfefc => "dtls1.3".into(),
        other => format!("0x{other:04x}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
