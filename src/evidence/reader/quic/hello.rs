//! What a client's hello states, of TLS in QUIC and of Google's own.

use std::sync::Arc;

use super::super::tls::{Carried, take_client_hello};
use crate::evidence::item::{EncryptedDns, NameSource};
use crate::evidence::protocol::Protocol;
use crate::evidence::said::Attribute;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::quic::google;
use crate::wire::message::tls::ClientHello;

/// A hello of TLS.
pub fn tls(hello: ClientHello, by: Side, sink: &mut Sink<'_>) -> Arc<ClientHello> {
    // A connection cannot come about without one of the protocols that the client offers (RFC 9001 §8.1).
    if offers_only(&hello, b"h3") {
        sink.speaks(Protocol::Http3);
    }
    if offers_only(&hello, b"doq") {
        sink.encrypted_dns(EncryptedDns::OverQuic);
    }
    take_client_hello(hello, by, Carried::Quic, sink)
}

/// Whether every protocol that is offered is this one or one of its drafts, as `h3-29`.
fn offers_only(hello: &ClientHello, name: &[u8]) -> bool {
    let is_one = |offered: &Vec<u8>| match offered.strip_prefix(name) {
        Some(draft) => draft.is_empty() || draft.starts_with(b"-"),
        None => false,
    };
    !hello.alpn.is_empty() && hello.alpn.iter().all(is_one)
}

/// A hello of Google's.
pub fn google(hello: &google::Hello, sink: &mut Sink<'_>) {
    if let Some(name) = &hello.server_name {
        sink.named(name, NameSource::GquicSni);
    }
    if let Some(agent) = &hello.user_agent {
        sink.says(Attribute::UserAgent, agent);
    }
}
