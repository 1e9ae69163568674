//! The start of a clear HTTP/1 request (RFC 9112): its Host.

use super::Reading;

/// Header lines looked at.
const MAX_HEADERS: usize = 96;

/// Methods of RFC 9110, PATCH (RFC 5789) and CONNECT; longest first where one begins another.
const METHODS: [&[u8]; 9] = [
    b"GET ",
    b"POST ",
    b"HEAD ",
    b"PUT ",
    b"DELETE ",
    b"OPTIONS ",
    b"PATCH ",
    b"TRACE ",
    b"CONNECT ",
];

/// Whether bytes begin, or may begin, a request.
pub fn probe(bytes: &[u8]) -> bool {
    METHODS
        .iter()
        .any(|method| bytes.starts_with(method) || (!bytes.is_empty() && method.starts_with(bytes)))
}

/// Reads the request line and headers; `None` inside `Found` where the request names no host.
pub fn read(bytes: &[u8]) -> Reading<Option<String>> {
    if !probe(bytes) {
        return Reading::NotThis;
    }
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => Reading::Found(host_of(&request)),
        Ok(httparse::Status::Partial) => Reading::NeedMore,
        Err(_) => Reading::NotThis,
    }
}

fn host_of(request: &httparse::Request<'_, '_>) -> Option<String> {
    let host = request
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("host"))?;
    let text = std::str::from_utf8(host.value).ok()?.trim();
    let name = match text.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.contains(':') => {
            name
        }
        _ => text,
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &[u8] =
        b"POST /a HTTP/1.1\r\nHost: Api.Example:8080\r\nContent-Length: 0\r\n\r\n";

    #[test]
    fn host_is_read_without_port_and_in_lower_case() {
        assert_eq!(read(REQUEST), Reading::Found(Some("api.example".into())));
    }

    #[test]
    fn every_shorter_input_asks_for_more() {
        for length in 1..REQUEST.len() {
            assert_eq!(
                read(&REQUEST[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        assert_eq!(read(b""), Reading::NotThis);
        assert_eq!(read(b"HELLO world\r\n\r\n"), Reading::NotThis);
    }
}
