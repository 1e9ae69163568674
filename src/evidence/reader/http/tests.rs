//! Connections made by hand: bodies and what follows an upgrade.

use crate::evidence::followed::{Content, Following};
use crate::evidence::item::Fact;
use crate::evidence::layer::Layer;
use crate::evidence::protocol::Protocol;
use crate::evidence::testing::Bench;
use crate::flow::model::{FlowId, Side};

const REQUESTS: &[u8] = b"POST /a HTTP/1.1\r\nHost: a.example\r\nContent-Length: 5\r\n\r\nhello\
    POST /b HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nwor\r\n2\r\nld\r\n0\r\n\r\n\
    GET /c HTTP/1.1\r\nHost: a.example\r\n\r\n";

#[test]
fn bodies_are_read_in_one_part_and_in_chunks_however_they_arrive() {
    for piece in [1, 7, 40, 1000] {
        let mut bench = Bench::default();
        let pieces = REQUESTS
            .chunks(piece)
            .map(|part| (Side::Client, part.to_vec()));
        bench.read(&pieces.collect::<Vec<_>>());
        assert_eq!(bench.paths(), ["/a", "/b", "/c"], "{piece} bytes");
        assert_eq!(bench.bodies(), [b"hello", b"world"], "{piece} bytes");
    }
}

#[test]
fn of_a_long_body_only_the_head_is_kept_and_the_next_message_is_read() {
    let mut bench = Bench::default();
    let long = [
        &b"POST /a HTTP/1.1\r\nContent-Length: 20000\r\n\r\n"[..],
        &[b'x'; 20_000],
        b"GET /b HTTP/1.1\r\n\r\n",
    ]
    .concat();
    let pieces = long.chunks(1_400).map(|part| (Side::Client, part.to_vec()));
    bench.read(&pieces.collect::<Vec<_>>());
    assert_eq!(bench.paths(), ["/a", "/b"]);
    assert_eq!(bench.bodies(), [[b'x'; 4_096]]);
}

#[test]
fn every_shorter_connection_is_read_as_far_as_it_goes() {
    for length in 0..REQUESTS.len() {
        let mut bench = Bench::default();
        bench.read(&[(Side::Client, REQUESTS[..length].to_vec())]);
        assert!(
            ["/a", "/b", "/c"]
                .starts_with(&bench.paths().iter().map(String::as_str).collect::<Vec<_>>())
        );
    }
}

#[test]
fn an_upgrade_to_websocket_is_followed() {
    let mut bench = Bench::default();
    let request = b"GET /chat HTTP/1.1\r\nHost: a.example\r\nUpgrade: websocket\r\n\r\n";
    let response = b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n";
    bench.read(&[
        (Side::Client, request.to_vec()),
        (
            Side::Server,
            [&response[..], &[0x81, 2, b'h', b'i']].concat(),
        ),
    ]);
    let spoken = Fact::Speaks(Protocol::WebSocket);
    assert!(bench.facts().contains(&&spoken));
}

#[test]
fn a_body_that_ends_with_the_connection_is_shown_to_whoever_follows_the_flow() {
    let mut bench = Bench::default();
    let mut following = Following::new(FlowId(0));
    let mut layer = Layer::new((50_000, 80));
    let answer = b"HTTP/1.0 200 OK\r\n\r\nto the end".to_vec();
    layer.push(
        Side::Server,
        &answer,
        &mut bench.sink(1, Some(&mut following)),
    );
    layer.end(&mut bench.sink(2, Some(&mut following)));
    let layers = following.into_followed().layers;
    let pieces = layers.last().map_or(&[][..], |layer| &layer.pieces);
    let contents: Vec<&Content> = pieces.iter().map(|piece| &piece.content).collect();
    let bytes = |bytes: &[u8]| Content::Bytes(bytes.to_vec());
    let head = bytes(b"HTTP/1.0 200 OK\r\n\r\n");
    let body = bytes(b"[body of 10 bytes]\nto the end\n\n");
    assert_eq!(contents, [&head, &body]);
}
