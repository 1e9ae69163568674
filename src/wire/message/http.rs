//! Heads of HTTP/1 requests and responses (RFC 9112), and how long the body behind a head is.

use super::Reading;
use super::web::{Fields, Request, Response, Version, host_of, kept_text};

/// Header lines of one head.
const MAX_HEADERS: usize = 128;

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
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let config = lenient();
    match config.parse_request(&mut parsed, bytes) {
        Ok(httparse::Status::Complete(head_bytes)) => Reading::Found(RequestHead {
            body: length_of(parsed.headers, Length::Bytes(0)),
            request: request_of(&parsed),
            head_bytes,
        }),
        Ok(httparse::Status::Partial) => Reading::NeedMore,
        Err(_) => Reading::Malformed("the head of an HTTP request is damaged"),
    }
}

/// Reads the head of a response.
pub fn read_response(bytes: &[u8]) -> Reading<ResponseHead> {
    match probe_response(bytes) {
        Some(false) => return Reading::NotThis,
        None => return Reading::NeedMore,
        Some(true) => {}
    }
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Response::new(&mut headers);
    match lenient().parse_response(&mut parsed, bytes) {
        Ok(httparse::Status::Complete(head_bytes)) => {
            let status = parsed.code.unwrap_or(0);
            let body = match status {
                100..=199 | 204 | 304 => Length::Bytes(0),
                _ => length_of(parsed.headers, Length::UntilClose),
            };
            let response = Response {
                version: Version::Http1,
                stream: None,
                status,
                fields: fields_of(parsed.headers),
            };
            Reading::Found(ResponseHead {
                response,
                body,
                head_bytes,
            })
        }
        Ok(httparse::Status::Partial) => Reading::NeedMore,
        Err(_) => Reading::Malformed("the head of an HTTP response is damaged"),
    }
}

/// Real traffic bends the grammar; a head that bends it still names its host.
fn lenient() -> httparse::ParserConfig {
    let mut config = httparse::ParserConfig::default();
    config
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_multiple_spaces_in_request_line_delimiters(true)
        .allow_multiple_spaces_in_response_status_delimiters(true)
        .ignore_invalid_headers_in_requests(true)
        .ignore_invalid_headers_in_responses(true);
    config
}

fn request_of(parsed: &httparse::Request<'_, '_>) -> Request {
    let method = parsed.method.unwrap_or("");
    let target = parsed.path.unwrap_or("");
    let (authority, path) = target_of(method, target);
    let host = value_of(parsed.headers, "host").and_then(|host| host_of(&host));
    Request {
        version: Version::Http1,
        stream: None,
        method: method.into(),
        host: authority.and_then(host_of).or(host),
        path: kept_text(path.as_bytes()).into(),
        is_absolute: authority.is_some() && method != "CONNECT",
        protocol: None,
        fields: fields_of(parsed.headers),
    }
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

fn fields_of(headers: &[httparse::Header<'_>]) -> Fields {
    let mut fields = Fields::default();
    for header in headers {
        fields.add(header.name, header.value);
    }
    fields
}

fn value_of(headers: &[httparse::Header<'_>], name: &str) -> Option<String> {
    let found = headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case(name))?;
    Some(kept_text(found.value))
}

fn length_of(headers: &[httparse::Header<'_>], otherwise: Length) -> Length {
    let coding = value_of(headers, "transfer-encoding");
    if coding.is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
        return Length::Chunked;
    }
    match value_of(headers, "content-length").and_then(|text| text.parse().ok()) {
        Some(length) => Length::Bytes(length),
        None => otherwise,
    }
}

/// The size line of a chunk (RFC 9112 §7.1): size in bytes and the length of the line.
pub fn read_chunk_size(bytes: &[u8]) -> Reading<(u64, usize)> {
    match httparse::parse_chunk_size(bytes) {
        Ok(httparse::Status::Complete((line_bytes, size))) => Reading::Found((size, line_bytes)),
        Ok(httparse::Status::Partial) => Reading::NeedMore,
        Err(_) => Reading::Malformed("the size of an HTTP chunk is damaged"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &[u8] =
        b"POST /a?b=1 HTTP/1.1\r\nHost: Api.Example:8080\r\nContent-Length: 3\r\n\r\nabc";
    const RESPONSE: &[u8] =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";

    fn request(bytes: &[u8]) -> RequestHead {
        match read_request(bytes) {
            Reading::Found(head) => head,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_request_gives_host_path_and_length() {
        let head = request(REQUEST);
        assert_eq!(head.request.host.as_deref(), Some("api.example"));
        assert_eq!(
            (&*head.request.method, &*head.request.path),
            ("POST", "/a?b=1")
        );
        assert_eq!(
            (head.body, head.head_bytes),
            (Length::Bytes(3), REQUEST.len() - 3)
        );
    }

    #[test]
    fn the_host_of_an_absolute_target_leads() {
        let proxied = request(b"GET http://a.example/x HTTP/1.1\r\nHost: proxy.example\r\n\r\n");
        assert_eq!(proxied.request.host.as_deref(), Some("a.example"));
        assert!(proxied.request.is_absolute && &*proxied.request.path == "/x");
        let tunnel = request(b"CONNECT b.example:443 HTTP/1.1\r\n\r\n");
        assert_eq!(tunnel.request.host.as_deref(), Some("b.example"));
        assert!(!tunnel.request.is_absolute);
    }

    #[test]
    fn a_response_gives_status_and_length() {
        let Reading::Found(head) = read_response(RESPONSE) else {
            panic!("a whole head is read");
        };
        assert_eq!((head.response.status, head.body), (200, Length::Chunked));
        assert_eq!(head.response.fields.get("content-type"), Some("text/plain"));
    }

    #[test]
    fn every_shorter_head_asks_for_more() {
        for length in 0..REQUEST.len() - 3 {
            assert_eq!(
                read_request(&REQUEST[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..RESPONSE.len() {
            assert_eq!(
                read_response(&RESPONSE[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..3 {
            assert_eq!(read_chunk_size(&b"1f\r\n"[..length]), Reading::NeedMore);
        }
    }

    #[test]
    fn other_protocols_are_not_claimed() {
        for bytes in [
            &b"SSH-2.0-x"[..],
            b"GETX / HTTP/1.1",
            b"\x16\x03\x01",
            b"get / HTTP/1.1",
        ] {
            assert_eq!(read_request(bytes), Reading::NotThis);
        }
    }
}
