//! HTTP/1 in the clear or decrypted: every request and response of a connection, bodies left out, until the
//! connection turns into something else (CONNECT, Upgrade).

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::item::{Fact, NameSource};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::http::{
    Length, RequestHead, ResponseHead, probe_request, probe_response, read_chunk_size,
    read_request, read_response,
};
use crate::wire::message::web::Request;

/// Requests that may wait for their response: pipelines are shorter.
const MAX_WAITING: usize = 256;

/// Packets in a row of which none begins a message, after which a side is given up.
const MAX_LOST: u8 = 32;

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
    /// In the lines behind the last chunk.
    Trailer,
}

/// One connection.
#[derive(Debug, Default)]
pub struct Http {
    place: Sides<Place>,
    lost: Sides<u8>,
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
            Place::ChunkSize => self.chunk(side, bytes),
            Place::Trailer => self.trailer(side, bytes),
        }
    }

    fn gap(&mut self, side: Side, _missing_bytes: u64, _sink: &mut Sink<'_>) -> bool {
        self.place[side] = Place::Head;
        self.waiting.clear();
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
                Reading::Found(head) => self.request(side, head, sink),
                Reading::NeedMore => Step::More,
                Reading::NotThis | Reading::Malformed(_) => self.lose(side, bytes),
            },
            (_, Some(true)) => match read_response(bytes) {
                Reading::Found(head) => self.response(side, head, sink),
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
        if let Some(host) = &head.request.host {
            sink.named(host, NameSource::Host);
        }
        if let Some(target) = &head.request.target {
            sink.named(target, NameSource::Proxied);
        }
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
        if !interim {
            sink.fact(Fact::Response(Arc::new(head.response)));
        }
        match asked {
            Some(Asked::Connect) if (200..300).contains(&status) => Step::Anew(head.head_bytes),
            Some(Asked::Upgrade) if status == 101 => Step::Anew(head.head_bytes),
            Some(Asked::Head) => Step::Took(head.head_bytes),
            _ => self.go_to_body(side, head.body, head.head_bytes),
        }
    }

    fn go_to_body(&mut self, side: Side, body: Length, head_bytes: usize) -> Step {
        match body {
            Length::Bytes(length) => Step::Skip(length.saturating_add(head_bytes as u64)),
            Length::Chunked => {
                self.place[side] = Place::ChunkSize;
                Step::Took(head_bytes)
            }
            Length::UntilClose => Step::SideDone,
        }
    }

    fn chunk(&mut self, side: Side, bytes: &[u8]) -> Step {
        match read_chunk_size(bytes) {
            Reading::Found((0, line)) => {
                self.place[side] = Place::Trailer;
                Step::Took(line)
            }
            // The data and the line end behind it.
            Reading::Found((size, line)) => Step::Skip(size.saturating_add(line as u64 + 2)),
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

fn asked(request: &Request) -> Asked {
    match &*request.method {
        "HEAD" => Asked::Head,
        "CONNECT" => Asked::Connect,
        _ if request.fields.get("upgrade").is_some() => Asked::Upgrade,
        _ => Asked::Usual,
    }
}
