//! Messages of the handshake become facts, and tell when keys change.

use std::sync::Arc;

use super::Tls;
use super::lock::{self, Lock, Phase};
use crate::evidence::item::{EncryptedDns, Fact, NameSource};
use crate::evidence::resolver;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::tls::ja4::{Carrier, ja4};
use crate::wire::message::tls::{
    CLIENT_HELLO, ClientHello, SERVER_HELLO, certificate, hello, server_hello,
};

/// Port of DNS over TLS (RFC 7858 §3.1).
const DOT_PORT: u16 = 853;

const END_OF_EARLY_DATA: u8 = 5;
const ENCRYPTED_EXTENSIONS: u8 = 8;
const CERTIFICATE: u8 = 11;
const SERVER_HELLO_DONE: u8 = 14;
const FINISHED: u8 = 20;
const KEY_UPDATE: u8 = 24;

/// What carried a ClientHello, and so what its parts are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A stream.
    Stream,
    /// Datagrams.
    Datagrams,
    /// QUIC.
    Quic,
}

/// A ClientHello becomes facts, whatever carried it.
pub fn take_client_hello(
    hello: ClientHello,
    by: Side,
    carried: Carried,
    sink: &mut Sink<'_>,
) -> Arc<ClientHello> {
    let (carrier, source) = match carried {
        Carried::Stream => (Carrier::Tcp, NameSource::Sni),
        Carried::Datagrams => (Carrier::Datagrams, NameSource::Sni),
        Carried::Quic => (Carrier::Quic, NameSource::QuicSni),
    };
    if let Some(name) = &hello.server_name {
        sink.named(name, source);
    }
    if let Some(how) = encrypted_dns(&hello, carried, sink) {
        sink.encrypted_dns(how);
    }
    let hello = Arc::new(hello);
    let ja4 = ja4(&hello, carrier).into();
    sink.fact(Fact::Hello {
        hello: Arc::clone(&hello),
        by,
        ja4,
    });
    hello
}

/// What the client offers inside, and whom it asks, tell encrypted DNS; the port alone is the weaker sign.
fn encrypted_dns(hello: &ClientHello, carried: Carried, sink: &Sink<'_>) -> Option<EncryptedDns> {
    let offers = |name: &[u8]| hello.alpn.iter().any(|offered| offered == name);
    let is_resolver = hello
        .server_name
        .as_deref()
        .is_some_and(resolver::is_resolver);
    let is_web = offers(b"h2") || offers(b"h3") || offers(b"http/1.1");
    if carried == Carried::Stream && offers(b"dot") {
        return Some(EncryptedDns::OverTls);
    }
    if is_resolver && is_web {
        return Some(EncryptedDns::OverHttps);
    }
    let at_dot_port =
        carried == Carried::Stream && sink.ports().1 == DOT_PORT && hello.alpn.is_empty();
    at_dot_port.then_some(match is_resolver {
        true => EncryptedDns::OverTls,
        false => EncryptedDns::OverTlsByPort,
    })
}

impl Tls {
    pub(super) fn message(&mut self, side: Side, kind: u8, body: &[u8], sink: &mut Sink<'_>) {
        match kind {
            CLIENT_HELLO => self.client_hello(side, body, sink),
            SERVER_HELLO => self.server_hello(side, body, sink),
            ENCRYPTED_EXTENSIONS => self.take_alpn(server_hello::encrypted_alpn(body), sink),
            CERTIFICATE if self.client != Some(side) => self.certificate(body, sink),
            SERVER_HELLO_DONE => self.is_told = true,
            END_OF_EARLY_DATA => self.unlock(side, Phase::Handshake, sink),
            FINISHED if self.is_13() => self.unlock(side, Phase::Traffic, sink),
            KEY_UPDATE if self.is_13() => self.halves[side].lock.update(),
            _ => {}
        }
    }

    fn client_hello(&mut self, side: Side, body: &[u8], sink: &mut Sink<'_>) {
        let Some(hello) = hello::read_body(body, false) else {
            let means = "the flow keeps its bytes but has no name from TLS";
            return sink.problem("a TLS ClientHello is damaged", means);
        };
        self.client = Some(side);
        let is_first = self.hello.is_none();
        if is_first {
            self.speaks(sink);
            self.hello = Some(take_client_hello(hello, side, Carried::Stream, sink));
            self.unlock(side, Phase::Early, sink);
        } else if self
            .hello
            .as_ref()
            .is_some_and(|known| known.random != hello.random)
        {
            // The connection is agreed anew inside itself (RFC 5246 §7.4.1.1).
            self.hello = Some(Arc::new(hello));
        }
    }

    fn server_hello(&mut self, side: Side, body: &[u8], sink: &mut Sink<'_>) {
        let Some(chosen) = server_hello::read_body(body) else {
            let means = "what the server chose is not known";
            return sink.problem("a TLS ServerHello is damaged", means);
        };
        self.speaks(sink);
        if chosen.is_retry {
            return;
        }
        self.client.get_or_insert(side.other());
        let is_first = self.chosen.is_none();
        let chosen = Arc::new(chosen);
        self.chosen = Some(Arc::clone(&chosen));
        self.can_open = self.keys_fit(sink);
        self.is_told |= chosen.is_13();
        if is_first {
            sink.fact(Fact::Chosen(Arc::clone(&chosen)));
            self.take_alpn(chosen.alpn.clone(), sink);
        }
        if self.is_13() && self.can_open {
            self.unlock(side, Phase::Handshake, sink);
            if !self.halves[side.other()].lock.is_open() {
                self.unlock(side.other(), Phase::Handshake, sink);
            }
        }
    }

    fn take_alpn(&mut self, alpn: Option<Vec<u8>>, sink: &mut Sink<'_>) {
        if let Some(name) = alpn {
            let text = sink.intern(&String::from_utf8_lossy(&name));
            sink.fact(Fact::Alpn(text));
            self.alpn = Some(name);
        }
    }

    fn certificate(&mut self, body: &[u8], sink: &mut Sink<'_>) {
        // TLS 1.3 puts a number before the list, which a server leaves empty (RFC 8446 §4.4.2).
        let list = match self.is_13() {
            true => body.get(1..).unwrap_or(&[]),
            false => body,
        };
        let Some(certificate) = certificate::read_body(list) else {
            return;
        };
        if let Some(host) = certificate.only_host() {
            sink.named(&host.to_ascii_lowercase(), NameSource::Certificate);
        }
        sink.fact(Fact::Certificate(Arc::new(certificate)));
        self.is_told = true;
    }

    pub(super) fn is_13(&self) -> bool {
        self.chosen.as_ref().is_some_and(|chosen| chosen.is_13())
    }

    fn keys_fit(&self, sink: &mut Sink<'_>) -> bool {
        let (Some(hello), Some(chosen)) = (&self.hello, &self.chosen) else {
            return false;
        };
        match lock::fit(&hello.random, chosen, sink.keys()) {
            Ok(fits) => fits,
            Err(what) => {
                sink.problem(what, "its keys are known, but what it carries stays closed");
                false
            }
        }
    }

    /// From here on a side uses the keys of this phase (TLS 1.3).
    pub(super) fn unlock(&mut self, side: Side, phase: Phase, sink: &mut Sink<'_>) {
        let Some(hello) = &self.hello else {
            return;
        };
        let is_client = self.client == Some(side);
        let chosen = self.chosen.as_deref();
        if let Some(lock) = lock::of_13(hello, chosen, is_client, phase, sink.keys()) {
            self.halves[side].lock = lock;
        }
    }

    /// From here on a side encrypts (TLS 1.2); in TLS 1.3 the message has no meaning.
    pub(super) fn change(&mut self, side: Side, sink: &mut Sink<'_>) {
        let (Some(hello), Some(chosen)) = (&self.hello, &self.chosen) else {
            return;
        };
        if chosen.is_13() {
            return;
        }
        self.is_told |= self.client != Some(side);
        let is_client = self.client == Some(side);
        let lock = lock::of_12(hello, chosen, is_client, sink.keys());
        self.halves[side].lock = lock.unwrap_or(Lock::Closed);
    }
}
