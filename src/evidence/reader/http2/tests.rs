//! Connections made by hand.

use std::io::Write as _;

use crate::evidence::followed::{Content, Following};
use crate::evidence::item::{EncryptedDns, Fact, NameSource};
use crate::evidence::layer::Layer;
use crate::evidence::testing::Bench;
use crate::evidence::tunnel::TunnelKind;
use crate::flow::model::{FlowId, Side};
use crate::wire::message::http2::{CONTINUATION, DATA, HEADERS, PREFACE, SETTINGS};

fn frame(kind: u8, flags: u8, stream: u8, body: &[u8]) -> Vec<u8> {
    let length = u8::try_from(body.len()).unwrap();
    [&[0, 0, length, kind, flags, 0, 0, 0, stream], body].concat()
}

/// A field that is not indexed, with its name as it is.
fn field(name: &str, value: &str) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    [vec![0], text(name), text(value)].concat()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text).unwrap();
    writer.finish().unwrap()
}

/// A request in two pieces of a padded block with a packed body, and its answer.
fn made() -> [(Side, Vec<u8>); 2] {
    let block = [
        vec![0x83, 0x86],
        field(":path", "/up"),
        field(":authority", "Up.Example:80"),
        field("content-encoding", "gzip"),
    ]
    .concat();
    let (first, rest) = block.split_at(7);
    let padded = [&[3], first, &[0; 3]].concat();
    let client = [
        PREFACE.to_vec(),
        frame(SETTINGS, 0, 0, &[]),
        frame(HEADERS, 0x08, 1, &padded),
        frame(CONTINUATION, 0x04, 1, rest),
        frame(DATA, 0x01, 1, &gzip(b"position=52.5")),
    ];
    let server = [
        frame(SETTINGS, 0, 0, &[]),
        frame(SETTINGS, 1, 0, &[]),
        frame(HEADERS, 0x04, 1, &[0x88]),
        frame(DATA, 0x00, 1, b"fi"),
        frame(DATA, 0x01, 1, b"ne"),
    ];
    [
        (Side::Client, client.concat()),
        (Side::Server, server.concat()),
    ]
}

#[test]
fn a_request_and_its_answer_are_read_with_their_bodies() {
    let mut bench = Bench::default();
    bench.read(&made());
    assert_eq!(bench.names(), [("up.example".to_owned(), NameSource::Host)]);
    assert_eq!(
        (bench.paths(), bench.statuses()),
        (vec!["/up".to_owned()], vec![200])
    );
    assert_eq!(
        bench.bodies(),
        [b"position=52.5".to_vec(), b"fine".to_vec()]
    );
}

#[test]
fn whoever_follows_the_flow_reads_fields_and_unpacked_bodies() {
    let mut bench = Bench::default();
    let mut following = Following::new(FlowId(0));
    let mut layer = Layer::new((50_000, 443));
    for (frame, (side, bytes)) in (1_u64..).zip(made()) {
        layer.push(side, &bytes, &mut bench.sink(frame, Some(&mut following)));
    }
    let layers = following.into_followed().layers;
    let pieces = layers.last().map_or(&[][..], |layer| &layer.pieces);
    let texts: Vec<String> = pieces
        .iter()
        .map(|piece| match &piece.content {
            Content::Bytes(bytes) => String::from_utf8(bytes.clone()).unwrap(),
            Content::Missing(_) => String::new(),
        })
        .collect();
    let asked = "[stream 1]\n:method: POST\n:scheme: http\n:path: /up\n:authority: Up.Example:80\n\
        content-encoding: gzip\n\n[stream 1, body of 13 bytes, unpacked from gzip]\nposition=52.5\n\n";
    let answered = "[stream 1]\n:status: 200\n\n[stream 1, body of 4 bytes]\nfine\n\n";
    assert_eq!(texts, [asked, answered]);
}

#[test]
fn however_the_bytes_arrive_the_same_is_read() {
    for piece in [1, 2, 9, 30] {
        let mut bench = Bench::default();
        let cut = |(side, bytes): (Side, Vec<u8>)| {
            let parts = bytes.chunks(piece).map(move |part| (side, part.to_vec()));
            parts.collect::<Vec<_>>()
        };
        bench.read(&made().into_iter().flat_map(cut).collect::<Vec<_>>());
        assert_eq!(
            (bench.paths().len(), bench.bodies().len()),
            (1, 2),
            "{piece} bytes"
        );
    }
}

#[test]
fn every_shorter_connection_is_read_as_far_as_it_goes() {
    let [(_, client), (_, server)] = made();
    for length in 0..client.len() {
        let mut bench = Bench::default();
        bench.read(&[(Side::Client, client[..length].to_vec())]);
        assert!(bench.bodies().is_empty());
    }
    for length in 0..server.len() {
        let mut bench = Bench::default();
        bench.read(&[
            (Side::Client, client.clone()),
            (Side::Server, server[..length].to_vec()),
        ]);
        assert_eq!(bench.bodies().len(), 1);
    }
}

#[test]
fn a_damaged_block_is_said_and_ends_reading_of_its_side() {
    let mut bench = Bench::default();
    let client = [
        PREFACE.to_vec(),
        frame(HEADERS, 0x04, 1, &[0xff; 9]),
        frame(HEADERS, 0x04, 3, &[0x82]),
    ];
    bench.read(&[(Side::Client, client.concat())]);
    assert!(bench.paths().is_empty());
    let problems = bench
        .problems
        .problems(crate::capture::frame::CaptureIndex(0));
    assert_eq!(problems.len(), 1);
}

/// A connection whose client sends only this request.
fn asks(fields: &[(&str, &str)]) -> Bench {
    let block: Vec<u8> = fields.iter().flat_map(|(n, v)| field(n, v)).collect();
    let mut bench = Bench::default();
    let opening = frame(SETTINGS, 0, 0, &[]);
    let client = [PREFACE, &opening, &frame(HEADERS, 0x05, 1, &block)].concat();
    bench.read(&[(Side::Client, client)]);
    bench
}

#[test]
fn an_extended_connect_for_datagrams_or_packets_is_a_tunnel() {
    for (protocol, kind) in [
        ("connect-udp", Some(TunnelKind::Masque)),
        ("connect-ip", Some(TunnelKind::Masque)),
        ("websocket", None),
    ] {
        let bench = asks(&[
            (":method", "CONNECT"),
            (":protocol", protocol),
            (":path", "/masque/192.0.2.6/443/"),
            (":authority", "proxy.example"),
        ]);
        let found = bench.facts().into_iter().find_map(|fact| match fact {
            Fact::Tunnel(sign) if sign.sure => Some(sign.kind),
            _ => None,
        });
        assert_eq!(found, kind, "{protocol}");
    }
}

#[test]
fn dns_asked_by_get_is_read() {
    let bench = asks(&[
        (":method", "GET"),
        (
            ":path",
            "/dns-query?dns=AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB",
        ),
        (":authority", "dns.example"),
    ]);
    let facts = bench.facts();
    assert!(facts.contains(&&Fact::EncryptedDns(EncryptedDns::OverHttps)));
    assert!(facts.contains(&&Fact::DnsQuestion {
        name: "www.example.com".into(),
        kind: 1,
    }));
}
