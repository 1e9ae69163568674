//! What a request states, whatever version of HTTP carried it: its host, a tunnel that it asks for, and the DNS message
//! in the query of a DoH request by GET.

use super::dns;
use crate::evidence::item::{EncryptedDns, NameSource};
use crate::evidence::sink::Sink;
use crate::evidence::tunnel::{TunnelKind, TunnelSign};
use crate::wire::message::web::Request;
use crate::wire::message::{Reading, doh};

const MASQUE: TunnelSign = TunnelSign::sure(
    TunnelKind::Masque,
    "an extended CONNECT asks a proxy to carry datagrams or IP packets",
);

/// What the request states becomes evidence; the request itself is left to the caller.
pub fn take(request: &Request, sink: &mut Sink<'_>) {
    if let Some(host) = &request.host {
        sink.named(host, NameSource::Host);
    }
    // HTTP/1 upgrades instead (RFC 9298 §3.2, RFC 9484 §4.2).
    let protocol = request.protocol.as_deref();
    let protocol = protocol.or_else(|| request.fields.get("upgrade"));
    if let Some("connect-udp" | "connect-ip") = protocol {
        sink.tunnel(MASQUE);
    }
    if &*request.method == "GET"
        && let Some(message) = doh::message_of(&request.path)
        && let Reading::Found(message) = crate::wire::message::dns::read(&message)
        && !message.is_answer
    {
        sink.encrypted_dns(EncryptedDns::OverHttps);
        dns::take(&message, sink);
    }
}
