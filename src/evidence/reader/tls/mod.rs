//! TLS over a stream: what both sides say before encryption begins, and, where keys fit, what they say inside.

mod hello;
mod inside;
mod lock;
mod opener;
mod secrets;
mod suite;

pub use hello::{Carried, take_client_hello};

use std::sync::Arc;

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::layer::Layer;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::tls::record::{
    Content, HANDSHAKE_HEADER_BYTES, RECORD_HEADER_BYTES, Record, read_message, read_record,
};
use crate::wire::message::tls::{CLIENT_HELLO, ClientHello, SERVER_HELLO, ServerHello};
use lock::{Lock, Opened};

/// Whether a stream begins with a hello of either side.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| match (read_record(bytes), bytes.get(5)) {
        (Reading::NotThis | Reading::Malformed(_), _) => Probe::No,
        (_, _) if bytes.first() != Some(&22) => Probe::No,
        (_, Some(&CLIENT_HELLO | &SERVER_HELLO)) => Probe::Yes,
        (_, Some(_)) => Probe::No,
        (_, None) => Probe::Maybe,
    })
}

/// The reader of a stream.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<Tls>::default()
}

/// One connection.
#[derive(Debug, Default)]
pub struct Tls {
    /// The side that greets as a client: not always the one that opened the flow.
    client: Option<Side>,
    hello: Option<Arc<ClientHello>>,
    chosen: Option<Arc<ServerHello>>,
    /// The server's part in the clear is over.
    is_told: bool,
    /// Keys fit this connection.
    can_open: bool,
    /// That something did not open was said.
    is_failure_said: bool,
    halves: Sides<Half>,
    alpn: Option<Vec<u8>>,
    inner: Option<Box<Layer>>,
}

/// One direction.
#[derive(Debug, Default)]
struct Half {
    /// The start of a handshake message whose rest comes in later records.
    message: Vec<u8>,
    lock: Lock,
}

impl StreamReader for Tls {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match read_record(bytes) {
            Reading::Found(record) => self.record(side, &record, sink),
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => self.lost(side, sink),
        }
    }

    fn gap(&mut self, side: Side, _missing_bytes: u64, sink: &mut Sink<'_>) -> bool {
        if self.can_open {
            sink.problem(
                "bytes of a TLS connection are missing from the capture",
                "its keys are known, but what follows in it cannot be opened",
            );
        }
        // Where the client spoke, the server's part may still be read.
        let client_spoke = self.hello.is_some() && self.client == Some(side);
        !self.can_open && client_spoke && self.chosen.is_none()
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        self.end_inside(sink);
    }
}

impl Tls {
    fn record(&mut self, side: Side, record: &Record<'_>, sink: &mut Sink<'_>) -> Step {
        match self.halves[side].lock.open(record) {
            Opened::Clear => self.clear(side, record, sink),
            Opened::Text(content, text) => self.content(side, content, &text, sink),
            Opened::Nothing => {}
            Opened::Failed => self.failed(side, record, sink),
        }
        if self.is_told && !self.can_open {
            return Step::Done;
        }
        let is_closed = record.content == Content::ApplicationData && self.chosen.is_none();
        match is_closed && !self.hello.as_ref().is_some_and(|hello| hello.early_data) {
            // The other side was not captured, or comes later: here is nothing more in the clear.
            true => Step::SideDone,
            false => Step::Took(RECORD_HEADER_BYTES + record.body.len()),
        }
    }

    fn clear(&mut self, side: Side, record: &Record<'_>, sink: &mut Sink<'_>) {
        match record.content {
            Content::ApplicationData => {}
            content => self.content(side, content, record.body, sink),
        }
    }

    fn content(&mut self, side: Side, content: Content, text: &[u8], sink: &mut Sink<'_>) {
        match content {
            Content::Handshake => self.handshake(side, text, sink),
            Content::ChangeCipherSpec => self.change(side, sink),
            Content::ApplicationData => self.inside(side, text, sink),
            Content::Alert | Content::Heartbeat => {}
        }
    }

    /// Messages may be cut at any place, and several may share a record (RFC 8446 §5.1).
    fn handshake(&mut self, side: Side, text: &[u8], sink: &mut Sink<'_>) {
        let mut waiting = std::mem::take(&mut self.halves[side].message);
        waiting.extend_from_slice(text);
        let mut rest = &waiting[..];
        loop {
            match read_message(rest) {
                Reading::Found(message) => {
                    self.message(side, message.kind, message.body, sink);
                    let next = HANDSHAKE_HEADER_BYTES + message.body.len();
                    rest = rest.get(next..).unwrap_or(&[]);
                }
                Reading::NeedMore => break,
                Reading::NotThis => return,
                Reading::Malformed(what) => {
                    sink.problem(what, "the flow may lack a name from TLS");
                    return;
                }
            }
        }
        self.halves[side].message = rest.to_vec();
    }

    /// These bytes are no record.
    fn lost(&mut self, side: Side, sink: &mut Sink<'_>) -> Step {
        if self.can_open {
            sink.problem(
                "a TLS connection goes on with bytes that are no record",
                "what follows in it cannot be opened",
            );
        }
        let other_may_speak =
            self.hello.is_some() && self.chosen.is_none() && self.client == Some(side);
        match other_may_speak {
            true => Step::SideDone,
            false => Step::Done,
        }
    }

    fn speaks(&self, sink: &mut Sink<'_>) {
        sink.speaks(Protocol::Tls);
    }
}

#[cfg(test)]
mod tests;
