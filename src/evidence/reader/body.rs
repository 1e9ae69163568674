//! The head of a message's body: collected while it passes, opened where it was packed, and kept as a fact. A body that
//! is a DNS message (RFC 8484 §6) is read as one, whole.

use std::sync::Arc;

use super::dns;
use super::spoken::{self, Spoken};
use crate::evidence::item::{EncryptedDns, Fact};
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::web::Fields;
use crate::wire::message::{Reading, content};

/// Bytes of a request's body that are collected: what a user sends tells what kind of data it is.
const MAX_REQUEST_BYTES: usize = 4 * 1024;

/// Bytes of a response's body that are collected.
const MAX_RESPONSE_BYTES: usize = 1024;

/// A DNS message is no longer (RFC 1035 §4.2.2).
const MAX_DNS_BYTES: usize = 65_535;

/// Whose body it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyOf {
    /// What the client sent.
    Request,
    /// What the server answered.
    Response,
}

impl BodyOf {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            BodyOf::Request => "request",
            BodyOf::Response => "response",
        }
    }

    /// Bytes that are collected.
    pub fn max_bytes(self) -> usize {
        match self {
            BodyOf::Request => MAX_REQUEST_BYTES,
            BodyOf::Response => MAX_RESPONSE_BYTES,
        }
    }
}

/// The head of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// Whose.
    pub of: BodyOf,
    /// Number of its stream in HTTP/2 and HTTP/3; `None` in HTTP/1.
    pub stream: Option<u64>,
    /// Frame in which the message began.
    pub head_frame: u64,
    /// What kind of content the message says it is.
    pub content_type: Option<Box<str>>,
    /// Whether content coding, if any, was taken off.
    pub is_opened: bool,
    /// The head itself.
    pub bytes: Vec<u8>,
}

impl Body {
    /// A message of a protocol that says of none what it is: MQTT, WebSocket.
    pub fn of_message(side: Side, message: &[u8]) -> Self {
        let of = match side {
            Side::Client => BodyOf::Request,
            Side::Server => BodyOf::Response,
        };
        Self {
            of,
            stream: None,
            head_frame: 0,
            content_type: None,
            is_opened: true,
            bytes: message.get(..of.max_bytes()).unwrap_or(message).to_vec(),
        }
    }

    /// Keeps it as a fact of the frame that is read, where there is room.
    pub fn keep(mut self, sink: &mut Sink<'_>) {
        self.head_frame = sink.frame();
        if !self.bytes.is_empty() && sink.has_room_for(self.bytes.len()) {
            sink.fact(Fact::Body(Arc::new(self)));
        }
    }
}

/// A head that is being collected.
#[derive(Debug)]
pub struct Collect {
    of: BodyOf,
    at: Spoken,
    head_frame: u64,
    content_type: Option<Box<str>>,
    encoding: Option<Box<str>>,
    /// Somebody reads all of it, not only its head.
    is_followed: bool,
    bytes: Vec<u8>,
}

impl Collect {
    /// The body behind a head with these fields, which is read now.
    pub fn new(of: BodyOf, at: Spoken, fields: &Fields, sink: &Sink<'_>) -> Self {
        Self {
            of,
            at,
            head_frame: sink.frame(),
            content_type: fields.get("content-type").map(Into::into),
            encoding: fields.get("content-encoding").map(Into::into),
            is_followed: sink.is_followed(),
            bytes: Vec::new(),
        }
    }

    /// Bytes that are still wanted.
    pub fn wants(&self) -> usize {
        let most = match (self.is_followed, self.is_dns()) {
            (true, _) => spoken::MAX_BODY_BYTES,
            (false, true) => MAX_DNS_BYTES,
            (false, false) => self.of.max_bytes(),
        };
        most.saturating_sub(self.bytes.len())
    }

    fn is_dns(&self) -> bool {
        self.content_type.as_deref() == Some("application/dns-message")
    }

    /// Takes of these bytes as many as are wanted.
    pub fn take(&mut self, bytes: &[u8]) {
        let wanted = self.wants().min(bytes.len());
        self.bytes
            .extend_from_slice(bytes.get(..wanted).unwrap_or(&[]));
    }

    /// The body ended, or no more of it is wanted: it becomes a fact where there was any.
    pub fn finish(self, sink: &mut Sink<'_>) {
        self.show(self.wants() > 0, sink);
        self.state(sink);
    }

    /// Bytes of the body are missing: what came of it becomes a fact.
    pub fn finish_cut(self, sink: &mut Sink<'_>) {
        self.show(false, sink);
        self.state(sink);
    }

    /// Shows what came to whoever follows the flow.
    pub fn show(&self, is_whole: bool, sink: &mut Sink<'_>) {
        if !self.bytes.is_empty() {
            let coding = self.encoding.as_deref();
            self.at.body(&self.bytes, coding, is_whole, sink);
        }
    }

    fn state(mut self, sink: &mut Sink<'_>) {
        if self.bytes.is_empty() {
            return;
        }
        if self.is_dns() {
            return self.finish_dns(sink);
        }
        self.bytes.truncate(self.of.max_bytes());
        let opened = content::open(&self.bytes, self.encoding.as_deref(), self.of.max_bytes());
        let body = Body {
            of: self.of,
            stream: self.at.stream,
            head_frame: self.head_frame,
            content_type: self.content_type,
            is_opened: opened.is_opened,
            bytes: opened.bytes,
        };
        if sink.has_room_for(body.bytes.len()) {
            sink.fact(Fact::Body(Arc::new(body)));
        }
    }

    fn finish_dns(self, sink: &mut Sink<'_>) {
        sink.encrypted_dns(EncryptedDns::OverHttps);
        if let Reading::Found(message) = crate::wire::message::dns::read(&self.bytes) {
            dns::take(&message, sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_collected_than_is_wanted() {
        let mut collect = Collect {
            of: BodyOf::Response,
            at: Spoken::http1(crate::flow::model::Side::Server),
            head_frame: 1,
            content_type: None,
            encoding: None,
            is_followed: false,
            bytes: Vec::new(),
        };
        for _ in 0..3 {
            collect.take(&[7; 700]);
        }
        assert_eq!(
            (collect.bytes.len(), collect.wants()),
            (MAX_RESPONSE_BYTES, 0)
        );
    }
}
