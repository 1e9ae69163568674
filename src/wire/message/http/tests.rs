//! Heads of HTTP/1, bent ones and every shorter one.

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
fn an_absolute_target_is_kept_beside_the_host() {
    let proxied = request(b"GET http://a.example/x HTTP/1.1\r\nHost: proxy.example\r\n\r\n");
    assert_eq!(proxied.request.host.as_deref(), Some("proxy.example"));
    assert_eq!(proxied.request.target.as_deref(), Some("a.example"));
    assert_eq!(&*proxied.request.path, "/x");
    let tunnel = request(b"CONNECT b.example:443 HTTP/1.1\r\n\r\n");
    assert_eq!(tunnel.request.target.as_deref(), Some("b.example"));
    assert_eq!(tunnel.request.host, None);
}

#[test]
fn bent_heads_still_name_their_host() {
    for head in [
        &b"GET /a b;c http://x/y HTTP/1.1\r\nHost: a.example\r\n\r\n"[..],
        b"GET HTTP/1.1\nno field\n\xff\xfe: x\nhost : a.example\n\n",
    ] {
        assert_eq!(request(head).request.host.as_deref(), Some("a.example"));
    }
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
