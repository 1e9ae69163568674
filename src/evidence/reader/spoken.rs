//! What a person reads of a followed flow's requests and responses: their fields, one a line, and their bodies, unpacked.
//! Nothing of this is made for flows that nobody follows.

use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::content;
use crate::wire::message::hpack::Field;

/// Bytes of one body that are collected for whoever follows its flow. Connections carry up to 512 bodies at a time: one
/// that is made to fill them all costs 256 MiB while it is read.
pub const MAX_BODY_BYTES: usize = 512 * 1024;

/// Bytes that a body is unpacked to: more than anybody reads, and four of them fill what is kept of a side.
const MAX_UNPACKED_BYTES: usize = 1024 * 1024;

/// Where in a flow a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// HTTP of which version.
    pub protocol: Protocol,
    /// Who sent it.
    pub side: Side,
    /// Number of its stream in HTTP/2 and HTTP/3; `None` in HTTP/1.
    pub stream: Option<u64>,
}

impl Spoken {
    /// A message of HTTP/1.
    pub fn http1(side: Side) -> Self {
        Self {
            protocol: Protocol::Http,
            side,
            stream: None,
        }
    }

    /// A head as it was sent, with the empty line at its end (RFC 9112 §2.1).
    pub fn head(self, bytes: &[u8], sink: &mut Sink<'_>) {
        sink.opened(self.protocol, self.side, bytes);
    }

    /// A list of fields that was sent packed.
    pub fn fields(self, fields: &[Field], sink: &mut Sink<'_>) {
        if !sink.is_followed() {
            return;
        }
        let mut text = self.heading("");
        for field in fields {
            text.extend_from_slice(&field.name);
            text.extend_from_slice(b": ");
            text.extend_from_slice(&field.value);
            text.push(b'\n');
        }
        text.push(b'\n');
        sink.opened(self.protocol, self.side, &text);
    }

    /// A body as it was sent, without chunks and frames; `is_whole` says whether nothing of it is left out.
    pub fn body(self, bytes: &[u8], coding: Option<&str>, is_whole: bool, sink: &mut Sink<'_>) {
        if !sink.is_followed() {
            return;
        }
        let opened = content::open(bytes, coding, MAX_UNPACKED_BYTES);
        let is_whole = is_whole && opened.bytes.len() < MAX_UNPACKED_BYTES;
        let part = match is_whole {
            true => "body of",
            false => "body, not whole: its first",
        };
        let coding = match (coding, opened.is_opened) {
            (None, _) => String::new(),
            (Some(coding), true) => format!(", unpacked from {coding}"),
            (Some(coding), false) => format!(", cannot be unpacked from {coding}"),
        };
        let words = format!("{part} {} bytes{coding}", opened.bytes.len());
        let mut text = self.heading(&words);
        text.extend_from_slice(&opened.bytes);
        text.extend_from_slice(b"\n\n");
        sink.opened(self.protocol, self.side, &text);
    }

    /// `[stream 5, body of 12 bytes]`.
    fn heading(self, words: &str) -> Vec<u8> {
        let stream = self.stream.map(|number| format!("stream {number}"));
        let words = Some(words.to_owned()).filter(|words| !words.is_empty());
        let parts: Vec<String> = stream.into_iter().chain(words).collect();
        format!("[{}]\n", parts.join(", ")).into_bytes()
    }
}
