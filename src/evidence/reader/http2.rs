//! HTTP/2 in the clear or decrypted: every request and response, and the heads of their bodies.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::body::{BodyOf, Collect};
use super::spoken::Spoken;
use super::{Opening, Probe, Step, StreamReader, requested};
use crate::evidence::item::Fact;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::hpack::Decoder;
use crate::wire::message::http2::{
    CONTINUATION, DATA, FRAME_HEADER_BYTES, FrameHeader, HEADERS, Head, MAX_FRAME_BYTES, PREFACE,
    PUSH_PROMISE, RESET, probe as probe_preface, probe_server, read_head, read_header,
};
use crate::wire::message::web::Version;

/// Longest block of fields that is put together; servers refuse more than 16 or 64 KiB.
const MAX_BLOCK_BYTES: usize = 128 * 1024;

/// Bodies collected at a time; servers allow 100 to 256 streams.
const MAX_BODIES: usize = 512;

/// One connection.
#[derive(Debug, Default)]
struct Http2 {
    halves: Sides<Half>,
    bodies: HashMap<(u32, bool), Collect, RandomState>,
}

/// One direction.
#[derive(Debug, Default)]
struct Half {
    has_begun: bool,
    decoder: Decoder,
    block: Vec<u8>,
    /// The frame that the block began with: it says whose fields they are and whether a body follows.
    began: Option<FrameHeader>,
    /// A block could not be read: the table is not to be trusted any more.
    is_lost: bool,
}

/// Whether a stream is HTTP/2.
pub fn probe(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| match (probe_preface(bytes), probe_server(bytes)) {
        (Some(true), _) | (_, Some(true)) => Probe::Yes,
        (None, _) | (_, None) => Probe::Maybe,
        _ => Probe::No,
    })
}

/// The reader of one connection.
pub fn begin() -> Box<dyn StreamReader> {
    Box::<Http2>::default()
}

impl StreamReader for Http2 {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        if !self.halves[side].has_begun {
            match probe_preface(bytes) {
                Some(true) => {
                    self.halves[side].has_begun = true;
                    sink.speaks(Protocol::Http2);
                    return Step::Took(PREFACE.len());
                }
                None => return Step::More,
                Some(false) => self.halves[side].has_begun = true,
            }
        }
        match read_header(bytes) {
            Reading::Found(header) => self.frame(side, header, bytes, sink),
            _ => Step::More,
        }
    }

    fn gap(&mut self, _side: Side, _missing_bytes: u64, sink: &mut Sink<'_>) -> bool {
        sink.problem(
            "bytes of an HTTP/2 connection are missing from the capture",
            "requests and responses behind them in the same connection are missing",
        );
        self.end(sink);
        false
    }

    fn end(&mut self, sink: &mut Sink<'_>) {
        let mut left: Vec<_> = self.bodies.drain().collect();
        left.sort_by_key(|(key, _)| *key);
        for (_, collect) in left {
            collect.show(false, sink);
        }
    }
}

impl Http2 {
    fn frame(
        &mut self,
        side: Side,
        header: FrameHeader,
        bytes: &[u8],
        sink: &mut Sink<'_>,
    ) -> Step {
        let whole = FRAME_HEADER_BYTES + header.length;
        let is_data = header.kind == DATA;
        let is_wanted = match header.kind {
            DATA => self
                .bodies
                .contains_key(&(header.stream, side == Side::Client)),
            kind => matches!(kind, HEADERS | CONTINUATION | PUSH_PROMISE | RESET),
        };
        if header.length > MAX_FRAME_BYTES && !is_data {
            sink.problem(
                "an HTTP/2 connection holds a frame of more than 64 KiB that is no data",
                "requests and responses behind it are missing",
            );
            return Step::SideDone;
        }
        if !is_wanted || header.length > MAX_FRAME_BYTES {
            return Step::Skip(whole as u64);
        }
        let Some(body) = bytes.get(FRAME_HEADER_BYTES..whole) else {
            return Step::More;
        };
        let content = header.content(body).unwrap_or(&[]);
        match header.kind {
            DATA => self.data(side, header, content, sink),
            RESET => self.cut_body(side, header.stream, sink),
            _ => self.fields(side, header, content, sink),
        }
        Step::Took(whole)
    }

    fn data(&mut self, side: Side, header: FrameHeader, content: &[u8], sink: &mut Sink<'_>) {
        let key = (header.stream, side == Side::Client);
        let Some(collect) = self.bodies.get_mut(&key) else {
            return;
        };
        collect.take(content);
        if collect.wants() == 0 || header.ends_stream() {
            self.finish_body(side, header.stream, sink);
        }
    }

    fn finish_body(&mut self, side: Side, stream: u32, sink: &mut Sink<'_>) {
        if let Some(collect) = self.bodies.remove(&(stream, side == Side::Client)) {
            collect.finish(sink);
        }
    }

    fn cut_body(&mut self, side: Side, stream: u32, sink: &mut Sink<'_>) {
        if let Some(collect) = self.bodies.remove(&(stream, side == Side::Client)) {
            collect.finish_cut(sink);
        }
    }

    fn fields(&mut self, side: Side, header: FrameHeader, content: &[u8], sink: &mut Sink<'_>) {
        let half = &mut self.halves[side];
        if half.is_lost {
            return;
        }
        if header.kind != CONTINUATION {
            half.block.clear();
            half.began = Some(header);
        }
        half.block.extend_from_slice(content);
        let is_whole = header.ends_headers();
        let began = half.began.unwrap_or(header);
        if !is_whole && half.block.len() <= MAX_BLOCK_BYTES {
            return;
        }
        let block = std::mem::take(&mut half.block);
        let list = match is_whole {
            true => half.decoder.decode(&block).ok(),
            false => None,
        };
        let Some(list) = list else {
            half.is_lost = true;
            return sink.problem(
                "the header fields of an HTTP/2 connection are damaged",
                "requests or responses behind them in the same connection are missing",
            );
        };
        let head = read_head(Version::Http2, u64::from(began.stream), &list);
        spoken(side, began).fields(&list, sink);
        self.head(side, began, head, sink);
    }

    fn head(&mut self, side: Side, header: FrameHeader, head: Head, sink: &mut Sink<'_>) {
        sink.speaks(Protocol::Http2);
        let at = spoken(side, header);
        match head {
            Head::Request(request) => {
                requested::take(&request, sink);
                let collect = Collect::new(BodyOf::Request, at, &request.fields, sink);
                let is_connect = &*request.method == "CONNECT";
                sink.fact(Fact::Request(Arc::new(request)));
                if header.kind == HEADERS && !is_connect {
                    self.collect(side, header, collect);
                }
            }
            Head::Response(response) if response.status >= 200 => {
                let collect = Collect::new(BodyOf::Response, at, &response.fields, sink);
                sink.fact(Fact::Response(Arc::new(response)));
                self.collect(side, header, collect);
            }
            Head::Response(_) => {}
            Head::Trailer => self.finish_body(side, header.stream, sink),
        }
    }

    fn collect(&mut self, side: Side, header: FrameHeader, collect: Collect) {
        if !header.ends_stream() && self.bodies.len() < MAX_BODIES {
            self.bodies
                .insert((header.stream, side == Side::Client), collect);
        }
    }
}

fn spoken(side: Side, header: FrameHeader) -> Spoken {
    Spoken {
        protocol: Protocol::Http2,
        side,
        stream: Some(u64::from(header.stream)),
    }
}

#[cfg(test)]
mod tests;
