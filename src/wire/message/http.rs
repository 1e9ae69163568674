//! Heads of HTTP/1 requests and responses (RFC 9112), and how long the body behind a head is.

use std::borrow::Cow;

use super::Reading;
use super::web::{Fields, Request, Response, Version, host_of, kept_text};

/// Lines of one head that are looked at; servers refuse more than a hundred or two.
const MAX_LINES: usize = 256;

/// Longest size line of a chunk, with its extensions.
const MAX_CHUNK_LINE_BYTES: usize = 4_096;

const BAD_CHUNK: &str = "the size of an HTTP chunk is damaged";

/// Longest method that is believed; the longest registered one has 17 letters.
const MAX_METHOD_BYTES: usize = 24;

/// Methods that bytes may begin with: RFC 9110, PATCH (RFC 5789), WebDAV (RFC 4918) and its relatives, and those of
/// UPnP. A list, because three capital letters and a space begin many other protocols.
const METHODS: &[&str] = &[
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "REPORT",
    "SEARCH",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "NOTIFY",
    "M-SEARCH",
    "MERGE",
    "CHECKOUT",
    "MKACTIVITY",
    "RPC_CONNECT",
    "RPC_IN_DATA",
    "RPC_OUT_DATA",
    "BPROPFIND",
    "POLL",
];

/// The body behind a head (RFC 9112 §6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// This many bytes, which may be none.
    Bytes(u64),
    /// In chunks.
    Chunked,
    /// Until the connection ends.
    UntilClose,
}

/// A request head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHead {
    /// What it says.
    pub request: Request,
    /// The body that follows.
    pub body: Length,
    /// Bytes of the head.
    pub head_bytes: usize,
}

/// A response head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    /// What it says.
    pub response: Response,
    /// The body that follows a response to an ordinary request; HEAD and CONNECT have none.
    pub body: Length,
    /// Bytes of the head.
    pub head_bytes: usize,
}

/// Whether bytes begin a request: `Some(true)` where they do, `None` where they may.
pub fn probe_request(bytes: &[u8]) -> Option<bool> {
    let head = bytes.get(..MAX_METHOD_BYTES).unwrap_or(bytes);
    let word = head.split(|byte| *byte == b' ').next().unwrap_or(head);
    if word.len() == head.len() {
        let may = METHODS
            .iter()
            .any(|method| method.as_bytes().starts_with(word));
        return if may { None } else { Some(false) };
    }
    let is_method = METHODS.iter().any(|method| method.as_bytes() == word);
    Some(is_method)
}

/// Whether bytes begin a response: `Some(true)` where they do, `None` where they may.
pub fn probe_response(bytes: &[u8]) -> Option<bool> {
    let start: &[u8] = b"HTTP/1.";
    match bytes.get(..start.len()) {
        Some(head) => Some(head == start),
        None if start.starts_with(bytes) => None,
        None => Some(false),
    }
}

/// Reads the head of a request.
pub fn read_request(bytes: &[u8]) -> Reading<RequestHead> {
    match probe_request(bytes) {
        Some(false) => return Reading::NotThis,
        None => return Reading::NeedMore,
        Some(true) => {}
    }
    let Some(head) = Head::read(bytes) else {
        return Reading::NeedMore;
    };
    let Some(request) = request_of(&head) else {
        return Reading::Malformed("the first line of an HTTP request states no version");
    };
    Reading::Found(RequestHead {
        request,
        body: head.length(Length::Bytes(0)),
        head_bytes: head.bytes,
    })
}

/// Reads the head of a response.
pub fn read_response(bytes: &[u8]) -> Reading<ResponseHead> {
    match probe_response(bytes) {
        Some(false) => return Reading::NotThis,
        None => return Reading::NeedMore,
        Some(true) => {}
    }
    let Some(head) = Head::read(bytes) else {
        return Reading::NeedMore;
    };
    let code = head.first.split_ascii_whitespace().nth(1);
    let Some(status) = code.and_then(|code| code.parse().ok()) else {
        return Reading::Malformed("the first line of an HTTP response states no status");
    };
    Reading::Found(ResponseHead {
        body: match status {
            100..=199 | 204 | 304 => Length::Bytes(0),
            _ => head.length(Length::UntilClose),
        },
        response: Response {
            version: Version::Http1,
            stream: None,
            status,
            fields: head.kept_fields(),
        },
        head_bytes: head.bytes,
    })
}

/// First line and fields as they stand. Real traffic bends the grammar (spaces in targets, lines that are no field),
/// and a head that bends it still names its host.
struct Head<'a> {
    first: Cow<'a, str>,
    fields: Vec<(Cow<'a, str>, &'a [u8])>,
    bytes: usize,
}

impl<'a> Head<'a> {
    /// `None` where the empty line at its end is not there yet.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (mut rest, mut lines) = (bytes, Vec::new());
        loop {
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let (line, after) = rest.split_at_checked(end + 1)?;
            rest = after;
            let line = line.trim_ascii_end();
            if line.is_empty() {
                break;
            }
            if lines.len() < MAX_LINES {
                lines.push(line);
            }
        }
        let (first, fields) = lines.split_first()?;
        Some(Self {
            first: String::from_utf8_lossy(first),
            fields: fields.iter().filter_map(|line| field(line)).collect(),
            bytes: bytes.len() - rest.len(),
        })
    }

    fn value(&self, name: &str) -> Option<String> {
        let is_it = |field: &&(Cow<'_, str>, &[u8])| field.0.eq_ignore_ascii_case(name);
        self.fields
            .iter()
            .find(is_it)
            .map(|(_, value)| kept_text(value))
    }

    fn kept_fields(&self) -> Fields {
        let mut kept = Fields::default();
        for (name, value) in &self.fields {
            kept.add(name, value);
        }
        kept
    }

    fn length(&self, otherwise: Length) -> Length {
        let coding = self.value("transfer-encoding");
        if coding.is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
            return Length::Chunked;
        }
        match self
            .value("content-length")
            .and_then(|text| text.parse().ok())
        {
            Some(length) => Length::Bytes(length),
            None => otherwise,
        }
    }
}

fn field(line: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at_checked(colon)?;
    let value = value.get(1..).unwrap_or(&[]);
    Some((
        String::from_utf8_lossy(name.trim_ascii()),
        value.trim_ascii(),
    ))
}

/// Method, target and version; the target is what stands between the other two, spaces and all.
fn request_of(head: &Head<'_>) -> Option<Request> {
    let (method, rest) = head.first.split_once(' ')?;
    let (target, version) = rest.rsplit_once(' ').unwrap_or(("", rest));
    if !version.starts_with("HTTP/") {
        return None;
    }
    let (authority, path) = target_of(method, target.trim());
    Some(Request {
        version: Version::Http1,
        stream: None,
        method: method.into(),
        host: head.value("host").and_then(|host| host_of(&host)),
        target: authority.and_then(host_of),
        path: kept_text(path.as_bytes()).into(),
        protocol: None,
        fields: head.kept_fields(),
    })
}

/// Authority and path of a request target in any of its four forms (RFC 9112 §3.2).
fn target_of<'a>(method: &str, target: &'a str) -> (Option<&'a str>, &'a str) {
    if method == "CONNECT" {
        return (Some(target), target);
    }
    let Some((scheme, rest)) = target.split_once("://") else {
        return (None, target);
    };
    if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return (None, target);
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    (Some(authority), path)
}

/// The size line of a chunk (RFC 9112 §7.1): size in bytes and the length of the line.
pub fn read_chunk_size(bytes: &[u8]) -> Reading<(u64, usize)> {
    let line = match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => bytes.get(..=end).unwrap_or(bytes),
        None if bytes.len() > MAX_CHUNK_LINE_BYTES => return Reading::Malformed(BAD_CHUNK),
        None => return Reading::NeedMore,
    };
    let text = String::from_utf8_lossy(line);
    let digits = text.split(';').next().unwrap_or("").trim();
    match u64::from_str_radix(digits, 16) {
        Ok(size) if !digits.starts_with('+') => Reading::Found((size, line.len())),
        _ => Reading::Malformed(BAD_CHUNK),
    }
}

#[cfg(test)]
mod tests;
