//! Frames of HTTP/2 (RFC 9113 §4) and what the HEADERS of a request or response say (§8.3).

use super::Reading;
use super::hpack::Field;
use super::web::{Fields, Request, Response, Version, host_of, kept_text};

/// What a client sends before its first frame (RFC 9113 §3.4).
pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Bytes of a frame's header.
pub const FRAME_HEADER_BYTES: usize = 9;

/// Longest frame whose body is looked at; longer ones carry data.
pub const MAX_FRAME_BYTES: usize = 64 * 1024;

/// DATA.
pub const DATA: u8 = 0;
/// HEADERS.
pub const HEADERS: u8 = 1;
/// RST_STREAM.
pub const RESET: u8 = 3;
/// SETTINGS.
pub const SETTINGS: u8 = 4;
/// PUSH_PROMISE.
pub const PUSH_PROMISE: u8 = 5;
/// CONTINUATION.
pub const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 0x01;
const END_HEADERS: u8 = 0x04;
const PADDED: u8 = 0x08;
const PRIORITY: u8 = 0x20;

/// The header of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameHeader {
    /// Length of what follows, in bytes.
    pub length: usize,
    /// Its kind.
    pub kind: u8,
    flags: u8,
    /// Its stream.
    pub stream: u32,
}

impl FrameHeader {
    /// The last of its stream from this side.
    pub fn ends_stream(self) -> bool {
        matches!(self.kind, DATA | HEADERS) && self.flags & END_STREAM != 0
    }

    /// The block of fields ends with it.
    pub fn ends_headers(self) -> bool {
        self.flags & END_HEADERS != 0
    }

    /// The part of a body that is the block or the data: without padding, priority and promised stream.
    pub fn content(self, body: &[u8]) -> Option<&[u8]> {
        let (padding, rest) = match self.flags & PADDED != 0 && self.kind != CONTINUATION {
            true => body
                .split_first()
                .map(|(length, rest)| (usize::from(*length), rest))?,
            false => (0, body),
        };
        let front = match self.kind {
            HEADERS if self.flags & PRIORITY != 0 => 5,
            PUSH_PROMISE => 4,
            _ => 0,
        };
        let end = rest.len().checked_sub(padding)?;
        rest.get(front..end)
    }
}

/// Whether bytes begin with the preface: `None` where they may.
pub fn probe(bytes: &[u8]) -> Option<bool> {
    match bytes.get(..PREFACE.len()) {
        Some(head) => Some(head == PREFACE),
        None if PREFACE.starts_with(bytes) => None,
        None => Some(false),
    }
}

/// Whether bytes begin with the first frame of a server: SETTINGS of stream 0, whose length is a multiple of six, and
/// that is no acknowledgement (RFC 9113 §3.4, §6.5); `None` where they may.
pub fn probe_server(bytes: &[u8]) -> Option<bool> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    let may = fits(0, |b| b == 0)
        && fits(1, |b| b == 0)
        && fits(2, |b| b % 6 == 0)
        && fits(3, |b| b == SETTINGS)
        && (4..FRAME_HEADER_BYTES).all(|at| fits(at, |b| b == 0));
    match may {
        true if bytes.len() >= FRAME_HEADER_BYTES => Some(true),
        true => None,
        false => Some(false),
    }
}

/// Reads the header of a frame.
pub fn read_header(bytes: &[u8]) -> Reading<FrameHeader> {
    let Some(header) = bytes.first_chunk::<FRAME_HEADER_BYTES>() else {
        return Reading::NeedMore;
    };
    let [a, b, c, kind, flags, s0, s1, s2, s3] = *header;
    Reading::Found(FrameHeader {
        length: usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap_or(usize::MAX),
        kind,
        flags,
        stream: u32::from_be_bytes([s0 & 0x7f, s1, s2, s3]),
    })
}

/// What a list of fields is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    /// A request.
    Request(Request),
    /// A response.
    Response(Response),
    /// Fields behind a body (RFC 9113 §8.1).
    Trailer,
}

/// Reads a list of fields.
pub fn read_head(version: Version, stream: u64, list: &[Field]) -> Head {
    let value = |name: &str| {
        let found = list.iter().find(|field| field.name == name.as_bytes());
        found.map(|field| kept_text(&field.value))
    };
    let fields = fields_of(list);
    let stream = Some(stream);
    if let Some(method) = value(":method") {
        let authority = value(":authority").or_else(|| value("host"));
        let is_connect = method == "CONNECT" && value(":path").is_none();
        let target = if is_connect {
            authority.clone()
        } else {
            value(":path")
        };
        return Head::Request(Request {
            version,
            stream,
            method: method.into(),
            host: authority.as_deref().and_then(host_of),
            path: target.unwrap_or_default().into(),
            target: None,
            protocol: value(":protocol").map(Into::into),
            fields,
        });
    }
    match value(":status").and_then(|status| status.parse().ok()) {
        Some(status) => Head::Response(Response {
            version,
            stream,
            status,
            fields,
        }),
        None => Head::Trailer,
    }
}

fn fields_of(list: &[Field]) -> Fields {
    let mut fields = Fields::default();
    for field in list {
        fields.add(&String::from_utf8_lossy(&field.name), &field.value);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> Field {
        Field {
            name: name.into(),
            value: value.into(),
        }
    }

    #[test]
    fn a_head_says_where_and_what() {
        let list = [
            field(":method", "POST"),
            field(":path", "/upload?x=1"),
            field(":authority", "Up.Example:8443"),
            field("content-type", "application/grpc"),
            field("cookie", "secret"),
        ];
        let Head::Request(request) = read_head(Version::Http2, 5, &list) else {
            panic!("a request is read");
        };
        assert_eq!(
            (request.host.as_deref(), &*request.path),
            (Some("up.example"), "/upload?x=1")
        );
        let kept = [("content-type", "application/grpc"), ("cookie", "")];
        assert_eq!(request.fields.iter().collect::<Vec<_>>(), kept);
        let list = [field(":status", "204")];
        assert!(
            matches!(read_head(Version::Http2, 5, &list), Head::Response(r) if r.status == 204)
        );
        assert_eq!(
            read_head(Version::Http2, 5, &[field("grpc-status", "0")]),
            Head::Trailer
        );
        let list = [
            field(":method", "CONNECT"),
            field(":authority", "a.example:443"),
        ];
        assert!(
            matches!(read_head(Version::Http2, 1, &list), Head::Request(r) if &*r.path == "a.example:443")
        );
    }

    #[test]
    fn padding_and_priority_are_left_out() {
        let bytes = [0, 0, 9, 1, 0x2d, 0x80, 0, 0, 7];
        for length in 0..bytes.len() {
            assert_eq!(read_header(&bytes[..length]), Reading::NeedMore);
        }
        let Reading::Found(header) = read_header(&bytes) else {
            panic!("a whole header is read");
        };
        assert_eq!((header.length, header.stream), (9, 7));
        assert!(header.ends_stream() && header.ends_headers());
        let body = [2, 0, 0, 0, 0, 16, 0x82, 0, 0];
        assert_eq!(header.content(&body), Some(&[0x82][..]));
        for length in 0..8 {
            assert_eq!(header.content(&body[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn only_the_preface_or_settings_begin_a_connection() {
        for length in 0..PREFACE.len() {
            assert_eq!(probe(&PREFACE[..length]), None);
        }
        assert_eq!(probe(PREFACE), Some(true));
        assert_eq!(probe(b"PRIX"), Some(false));
        let settings = [0, 0, 12, 4, 0, 0, 0, 0, 0];
        for length in 0..settings.len() {
            assert_eq!(probe_server(&settings[..length]), None);
        }
        assert_eq!(probe_server(&settings), Some(true));
        assert_eq!(probe_server(b"HTTP/1.1"), Some(false));
        assert_eq!(probe_server(&[0, 0, 13]), Some(false));
    }
}
