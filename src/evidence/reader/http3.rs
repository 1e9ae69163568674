//! HTTP/3, decrypted: every request and response of a connection, and the heads of their bodies.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::body::{BodyOf, Collect};
use super::requested;
use super::spoken::Spoken;
use crate::evidence::item::Fact;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::hpack::Field;
use crate::wire::message::http2::{Head, read_head};
use crate::wire::message::http3::{
    FrameKind, StreamKind, allowed_table_bytes, read_frame_header, read_stream_kind,
};
use crate::wire::message::qpack::{Section, Table};
use crate::wire::message::web::Version;

/// Longest field section that is read; servers refuse more than 16 or 64 KiB.
const MAX_SECTION_BYTES: u64 = 128 * 1024;

/// Sections that wait for the table to grow; clients allow 100 streams to.
const MAX_BLOCKED: usize = 256;

/// Bodies that are collected at a time.
const MAX_BODIES: usize = 512;

/// One direction of a stream.
type Key = (u64, Side);

/// Where the reading of a stream stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the kind of a stream that goes one way.
    Kind,
    /// Before a frame.
    Frame,
    /// In DATA, with bytes left.
    Data(u64),
    /// In a frame that nobody wants, with bytes left.
    Skip(u64),
    /// In the instructions of an encoder.
    Encoder,
    /// In what is not read.
    Ignored,
}

/// One connection.
#[derive(Debug, Default)]
pub struct Http3 {
    /// By the side that encodes.
    tables: Sides<Table>,
    places: HashMap<(u64, bool), Place, RandomState>,
    blocked: Vec<(Key, Vec<u8>)>,
    bodies: HashMap<(u64, bool), Collect, RandomState>,
}

impl Http3 {
    /// Reads bytes of a stream in order; returns how many were taken. The rest is shown again with more behind it.
    pub fn read(&mut self, key: Key, bytes: &[u8], is_last: bool, sink: &mut Sink<'_>) -> usize {
        let mut rest = bytes;
        while !rest.is_empty() {
            let left = self.step(key, rest, sink);
            if left.len() == rest.len() {
                break;
            }
            rest = left;
        }
        if is_last {
            self.finish_body(key, sink);
            self.places.remove(&id(key));
        }
        bytes.len() - rest.len()
    }

    fn step<'a>(&mut self, key: Key, bytes: &'a [u8], sink: &mut Sink<'_>) -> &'a [u8] {
        let (number, role) = key;
        let is_one_way = number & 2 != 0;
        let first = match is_one_way {
            true => Place::Kind,
            false => Place::Frame,
        };
        let place = self.places.get(&id(key)).copied().unwrap_or(first);
        let (next, taken) = match place {
            Place::Kind => match read_stream_kind(bytes) {
                Some((StreamKind::Encoder, length)) => (Place::Encoder, length),
                Some((StreamKind::Control | StreamKind::Push, length)) => (Place::Frame, length),
                Some((StreamKind::Other, length)) => (Place::Ignored, length),
                None => (place, 0),
            },
            Place::Frame => self.frame(key, bytes, sink),
            Place::Data(left) => {
                let part = part_of(bytes, left);
                self.data(key, part, sink);
                (after(Place::Data, left, part), part.len())
            }
            Place::Skip(left) => {
                let part = part_of(bytes, left);
                (after(Place::Skip, left, part), part.len())
            }
            Place::Encoder => match self.tables[role].follow(bytes) {
                Some(taken) => {
                    self.unblock(role, sink);
                    (place, taken)
                }
                None => {
                    sink.problem(
                        "the header compression of an HTTP/3 connection is damaged",
                        "requests or responses behind it are missing",
                    );
                    (Place::Ignored, bytes.len())
                }
            },
            Place::Ignored => (place, bytes.len()),
        };
        self.places.insert(id(key), next);
        bytes.get(taken..).unwrap_or(&[])
    }

    fn frame(&mut self, key: Key, bytes: &[u8], sink: &mut Sink<'_>) -> (Place, usize) {
        let Some(header) = read_frame_header(bytes) else {
            return (Place::Frame, 0);
        };
        let is_read = matches!(header.kind, FrameKind::Headers | FrameKind::Settings);
        if !is_read || header.payload_bytes > MAX_SECTION_BYTES {
            let next = match header.kind {
                FrameKind::Raw => Place::Ignored,
                _ if header.payload_bytes == 0 => Place::Frame,
                FrameKind::Data => Place::Data(header.payload_bytes),
                _ => Place::Skip(header.payload_bytes),
            };
            return (next, header.header_bytes);
        }
        let payload = usize::try_from(header.payload_bytes)
            .ok()
            .and_then(|length| header.header_bytes.checked_add(length))
            .and_then(|end| bytes.get(header.header_bytes..end));
        let Some(payload) = payload else {
            return (Place::Frame, 0);
        };
        match header.kind {
            FrameKind::Settings => {
                let (_, role) = key;
                self.tables[role.other()].allow(allowed_table_bytes(payload));
            }
            _ => self.section(key, payload, sink),
        }
        (Place::Frame, header.header_bytes + payload.len())
    }

    fn section(&mut self, key: Key, bytes: &[u8], sink: &mut Sink<'_>) {
        let (_, role) = key;
        match self.tables[role].section(bytes) {
            Section::Fields(list) => self.head(key, &list, sink),
            Section::Blocked if self.blocked.len() < MAX_BLOCKED => {
                self.blocked.push((key, bytes.to_vec()));
            }
            Section::Blocked | Section::Damaged => sink.problem(
                "header fields of HTTP/3 cannot be read",
                "their request or response is missing",
            ),
        }
    }

    /// Reads what waited for the table of one side.
    fn unblock(&mut self, role: Side, sink: &mut Sink<'_>) {
        for (key, bytes) in std::mem::take(&mut self.blocked) {
            match key.1 == role {
                true => self.section(key, &bytes, sink),
                false => self.blocked.push((key, bytes)),
            }
        }
    }

    fn head(&mut self, key: Key, list: &[Field], sink: &mut Sink<'_>) {
        sink.speaks(Protocol::Http3);
        let (number, side) = key;
        let at = Spoken {
            protocol: Protocol::Http3,
            side,
            stream: Some(number),
        };
        at.fields(list, sink);
        match read_head(Version::Http3, number, list) {
            Head::Request(request) => {
                requested::take(&request, sink);
                let is_connect = &*request.method == "CONNECT";
                let body = Collect::new(BodyOf::Request, at, &request.fields, sink);
                sink.fact(Fact::Request(Arc::new(request)));
                if !is_connect {
                    self.collect(key, body);
                }
            }
            Head::Response(response) if response.status >= 200 => {
                let body = Collect::new(BodyOf::Response, at, &response.fields, sink);
                sink.fact(Fact::Response(Arc::new(response)));
                self.collect(key, body);
            }
            Head::Response(_) => {}
            Head::Trailer => self.finish_body(key, sink),
        }
    }

    fn collect(&mut self, key: Key, body: Collect) {
        if self.bodies.len() < MAX_BODIES {
            self.bodies.insert(id(key), body);
        }
    }

    fn data(&mut self, key: Key, part: &[u8], sink: &mut Sink<'_>) {
        if let Some(collect) = self.bodies.get_mut(&id(key)) {
            collect.take(part);
            if collect.wants() == 0 {
                self.finish_body(key, sink);
            }
        }
    }

    fn finish_body(&mut self, key: Key, sink: &mut Sink<'_>) {
        if let Some(collect) = self.bodies.remove(&id(key)) {
            collect.finish(sink);
        }
    }
}

/// A stream's direction as a key of tables.
fn id((number, role): Key) -> (u64, bool) {
    (number, role == Side::Client)
}

fn part_of(bytes: &[u8], left: u64) -> &[u8] {
    let length = usize::try_from(left).unwrap_or(usize::MAX);
    bytes.get(..length).unwrap_or(bytes)
}

fn after(place: fn(u64) -> Place, left: u64, part: &[u8]) -> Place {
    match left.saturating_sub(part.len() as u64) {
        0 => Place::Frame,
        left => place(left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::testing::Bench;
    use crate::evidence::tunnel::TunnelKind;

    /// A field whose name and value are literals (RFC 9204 §4.5.6); the name has seven letters or more.
    fn field(name: &str, value: &str) -> Vec<u8> {
        let length = |length: usize| u8::try_from(length).unwrap();
        [
            &[0x27, length(name.len() - 7)],
            name.as_bytes(),
            &[length(value.len())],
            value.as_bytes(),
        ]
        .concat()
    }

    fn tunnel(protocol: &str) -> Option<TunnelKind> {
        let section = [
            vec![0, 0],
            field(":method", "CONNECT"),
            field(":protocol", protocol),
            field(":authority", "proxy.example"),
        ]
        .concat();
        let frame = [&[1, 0x40, u8::try_from(section.len()).unwrap()], &*section].concat();
        let mut bench = Bench::default();
        Http3::default().read((0, Side::Client), &frame, true, &mut bench.sink(1, None));
        assert_eq!(bench.names().len(), 1, "the proxy's name");
        bench.facts().into_iter().find_map(|fact| match fact {
            Fact::Tunnel(sign) if sign.sure => Some(sign.kind),
            _ => None,
        })
    }

    #[test]
    fn an_extended_connect_for_datagrams_or_packets_is_a_tunnel() {
        assert_eq!(tunnel("connect-udp"), Some(TunnelKind::Masque));
        assert_eq!(tunnel("connect-ip"), Some(TunnelKind::Masque));
        assert_eq!(tunnel("websocket"), None);
    }
}
