//! HTTP/1 in the clear or decrypted: every request and response of a connection, bodies left out, until the
//! connection turns into something else (CONNECT, Upgrade).

use std::collections::VecDeque;
use std::sync::Arc;

use super::body::{BodyOf, Collect};
use super::spoken::Spoken;
use super::{Opening, Probe, Step, StreamReader, requested, websocket};
use crate::evidence::item::{Fact, NameSource};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::http::{
    Length, RequestHead, ResponseHead, probe_request, probe_response, read_chunk_size,
    read_request, read_response,
};
use crate::wire::message::web::{Fields, Request};

/// Requests that may wait for their response: pipelines are shorter.
const MAX_WAITING: usize = 256;

/// Packets in a row of which none begins a message, after which a side is given up.
const MAX_LOST: u8 = 32;

/// A body that is longer than this goes on until the connection ends.
const BEYOND_ANY: u64 = 1 << 62;

/// How a request changes what its response means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The response may have a body.
    Usual,
    /// The response has no body.
    Head,
    /// After success both sides are a tunnel.
    Connect,
    /// After 101 both sides are another protocol.
    Upgrade,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Before a head.
    #[default]
    Head,
    /// Before the size line of a chunk.
    ChunkSize,
    /// In a body or a chunk of one, with this many bytes to come.
    Body(u64, Around),
    /// In the lines behind the last chunk.
    Trailer,
}

/// What a part of a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// The part is the whole body.
    Message,
    /// A chunk, with a line end behind it.
    Chunk,
}

/// One connection.
#[derive(Debug, Default)]
pub struct Http {
    place: Sides<Place>,
    lost: Sides<u8>,
    bodies: Sides<Option<Collect>>,
    waiting: VecDeque<Asked>,
}

/// Whether a stream is HTTP/1.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(
        |bytes| match (probe_request(bytes), probe_response(bytes)) {
            (Some(true), _) | (_, Some(true)) => whole_line(bytes),
            (None, _) | (_, None) => Probe::Maybe,
            _ => Probe::No,
        },
    )
}

/// The first line says its version, or (before 1996) has none and ends in a path.
fn whole_line(bytes: &[u8]) -> Probe {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => {
            let line = bytes.get(..end).unwrap_or(bytes);
            let is_http = line.windows(5).any(|word| word == b"HTTP/");
            if is_http { Probe::Yes } else { Probe::No }
        }
        None => Probe::Maybe,
    }
}

/// The reader of one connection.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<Http>::default()
}

impl StreamReader for Http {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        sink.speaks(Protocol::Http);
        match self.place[side] {
            Place::Head => self.head(side, bytes, sink),
            Place::ChunkSize => self.chunk(side, bytes, sink),
            Place::Body(left, around) => self.body(side, bytes, (left, around), sink),
            Place::Trailer => self.trailer(side, bytes),
        }
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        for side in [Side::Client, Side::Server] {
            if let Some(collect) = self.bodies[side].take() {
                // A body without a length ends with the connection (RFC 9112 §6.3).
                let is_whole = matches!(self.place[side], Place::Body(BEYOND_ANY.., _));
                collect.show(is_whole, sink);
            }
        }
    }

    fn gap(&mut self, side: Side, missing_bytes: u64, sink: &mut Sink<'_>) -> bool {
        if let Some(collect) = self.bodies[side].take() {
            collect.finish_cut(sink);
        }
        match self.place[side] {
            // The rest of the body is behind the gap, and its length is known.
            Place::Body(left, around) if missing_bytes <= left => {
                self.place[side] = Place::Body(left - missing_bytes, around);
            }
            _ => {
                self.place[side] = Place::Head;
                self.waiting.clear();
            }
        }
        true
    }
}

impl Http {
    fn head(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        if matches!(bytes, [b'\r' | b'\n', ..]) {
            return Step::Took(1);
        }
        if matches!(self.waiting.back(), Some(Asked::Connect))
            && probe_response(bytes) == Some(false)
        {
            // Sent before the answer to CONNECT: it belongs to what comes after.
            return Step::More;
        }
        match (probe_request(bytes), probe_response(bytes)) {
            (Some(true), _) => match read_request(bytes) {
                Reading::Found(head) => {
                    show_head(side, bytes, head.head_bytes, sink);
                    self.request(side, head, sink)
                }
                Reading::NeedMore => Step::More,
                Reading::NotThis | Reading::Malformed(_) => self.lose(side, bytes),
            },
            (_, Some(true)) => match read_response(bytes) {
                Reading::Found(head) => {
                    show_head(side, bytes, head.head_bytes, sink);
                    self.response(side, head, sink)
                }
                Reading::NeedMore => Step::More,
                Reading::NotThis | Reading::Malformed(_) => self.lose(side, bytes),
            },
            (None, _) | (_, None) => Step::More,
            _ => self.lose(side, bytes),
        }
    }

    /// These bytes begin no message: the next packet may.
    fn lose(&mut self, side: Side, bytes: &[u8]) -> Step {
        self.lost[side] += 1;
        match self.lost[side] {
            MAX_LOST.. => Step::SideDone,
            _ => Step::Took(bytes.len()),
        }
    }

    fn request(&mut self, side: Side, head: RequestHead, sink: &mut Sink<'_>) -> Step {
        self.lost[side] = 0;
        if self.waiting.len() < MAX_WAITING {
            self.waiting.push_back(asked(&head.request));
        }
        requested::take(&head.request, sink);
        if let Some(target) = &head.request.target {
            sink.named(target, NameSource::Proxied);
        }
        self.bodies[side] = Some(Collect::new(
            BodyOf::Request,
            Spoken::http1(side),
            &head.request.fields,
            sink,
        ));
        sink.fact(Fact::Request(Arc::new(head.request)));
        self.go_to_body(side, head.body, head.head_bytes)
    }

    fn response(&mut self, side: Side, head: ResponseHead, sink: &mut Sink<'_>) -> Step {
        self.lost[side] = 0;
        let status = head.response.status;
        let interim = (100..200).contains(&status) && status != 101;
        let asked = match interim {
            true => None,
            false => self.waiting.pop_front(),
        };
        let is_websocket = is_websocket(&head.response.fields);
        self.bodies[side] = Some(Collect::new(
            BodyOf::Response,
            Spoken::http1(side),
            &head.response.fields,
            sink,
        ));
        if !interim {
            sink.fact(Fact::Response(Arc::new(head.response)));
        }
        match asked {
            Some(Asked::Connect) if (200..300).contains(&status) => Step::Anew(head.head_bytes),
            Some(Asked::Upgrade) if status == 101 && is_websocket => {
                Step::Become(head.head_bytes, websocket::begin())
            }
            Some(Asked::Upgrade) if status == 101 => Step::Anew(head.head_bytes),
            Some(Asked::Head) => Step::Took(head.head_bytes),
            _ => self.go_to_body(side, head.body, head.head_bytes),
        }
    }

    fn go_to_body(&mut self, side: Side, body: Length, head_bytes: usize) -> Step {
        match body {
            Length::Bytes(0) => {}
            Length::Bytes(length) => self.place[side] = Place::Body(length, Around::Message),
            Length::Chunked => self.place[side] = Place::ChunkSize,
            Length::UntilClose => self.place[side] = Place::Body(u64::MAX, Around::Message),
        }
        Step::Took(head_bytes)
    }

    /// The head of a body is collected, the rest left out.
    fn body(
        &mut self,
        side: Side,
        bytes: &[u8],
        (left, around): (u64, Around),
        sink: &mut Sink<'_>,
    ) -> Step {
        let wants = self.bodies[side].as_ref().map_or(0, Collect::wants);
        let here = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(wants)
            .min(bytes.len());
        if let Some(collect) = &mut self.bodies[side] {
            collect.take(bytes.get(..here).unwrap_or(&[]));
        }
        let after = left - here as u64;
        if here == wants || after == 0 && around == Around::Message {
            self.finish_body(side, sink);
        }
        if here > 0 && (here < wants && after > 0) {
            self.place[side] = Place::Body(after, around);
            return Step::Took(here);
        }
        self.place[side] = match around {
            Around::Message => Place::Head,
            Around::Chunk => Place::ChunkSize,
        };
        let line_end = if around == Around::Chunk { 2 } else { 0 };
        match left {
            BEYOND_ANY.. => Step::SideDone,
            left => Step::Skip(left.saturating_add(line_end)),
        }
    }

    fn finish_body(&mut self, side: Side, sink: &mut Sink<'_>) {
        if let Some(collect) = self.bodies[side].take() {
            collect.finish(sink);
        }
    }

    fn chunk(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        match read_chunk_size(bytes) {
            Reading::Found((0, line)) => {
                self.finish_body(side, sink);
                self.place[side] = Place::Trailer;
                Step::Took(line)
            }
            Reading::Found((size, line)) => {
                self.place[side] = Place::Body(size, Around::Chunk);
                Step::Took(line)
            }
            Reading::NeedMore => Step::More,
            Reading::NotThis | Reading::Malformed(_) => {
                self.place[side] = Place::Head;
                self.lose(side, bytes)
            }
        }
    }

    fn trailer(&mut self, side: Side, bytes: &[u8]) -> Step {
        let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
            return Step::More;
        };
        if matches!(bytes, [b'\n', ..] | [b'\r', b'\n', ..]) {
            self.place[side] = Place::Head;
        }
        Step::Took(end + 1)
    }
}

fn show_head(side: Side, bytes: &[u8], length: usize, sink: &mut Sink<'_>) {
    let head = bytes.get(..length).unwrap_or(bytes);
    Spoken::http1(side).head(head, sink);
}

fn is_websocket(fields: &Fields) -> bool {
    let upgrade = fields.get("upgrade");
    upgrade.is_some_and(|to| to.eq_ignore_ascii_case("websocket"))
}

fn asked(request: &Request) -> Asked {
    match &*request.method {
        "HEAD" => Asked::Head,
        "CONNECT" => Asked::Connect,
        _ if request.fields.get("upgrade").is_some() => Asked::Upgrade,
        _ => Asked::Usual,
    }
}

#[cfg(test)]
mod tests;
