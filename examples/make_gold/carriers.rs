//! A group of fields → the bytes that each carrier sends for it.

use std::io::Write;

use crate::planted::Plant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    Json,
    Nested,
    Form,
    Multipart,
    Query,
    Gzip,
    Brotli,
    Chunked,
    Http2,
    WebSocket,
    Mqtt,
    Protobuf,
}

pub const ALL: &[Carrier] = &[
    Carrier::Json,
    Carrier::Nested,
    Carrier::Form,
    Carrier::Multipart,
    Carrier::Query,
    Carrier::Gzip,
    Carrier::Brotli,
    Carrier::Chunked,
    Carrier::Http2,
    Carrier::WebSocket,
    Carrier::Mqtt,
    Carrier::Protobuf,
];

const HOST: &str = "plain.gold.example";

/// What the server says to HTTP: nothing of it is about the user, though it looks so.
pub const ANSWER: &[u8] = b"HTTP/1.1 302 Found\r\nLocation: /location?lat=52.51631&lon=13.37770\r\n\
    Content-Type: application/json\r\nContent-Length: 31\r\n\r\n{\"email\":\"desk@answer.example\"}";

/// What the client writes, in messages.
pub fn sent(carrier: Carrier, plant: &Plant) -> Vec<Vec<u8>> {
    let post = |kind: &str, more: &str, body: &[u8]| {
        let head = format!(
            "Content-Type: {kind}\r\n{more}Content-Length: {}\r\n",
            body.len()
        );
        vec![[http("POST", "/v3/sync", &head).as_slice(), body].concat()]
    };
    let json = json(plant).into_bytes();
    match carrier {
        Carrier::Json => post("application/json", "", &json),
        Carrier::Nested => {
            let body = format!(
                "[{{\"v\":3,\"rows\":[{}]}}]",
                String::from_utf8_lossy(&json)
            );
            post("text/plain;charset=UTF-8", "", body.as_bytes())
        }
        Carrier::Form => post(
            "application/x-www-form-urlencoded",
            "",
            form(plant).as_bytes(),
        ),
        Carrier::Multipart => post(
            "multipart/form-data; boundary=b7",
            "",
            multipart(plant).as_bytes(),
        ),
        Carrier::Query => vec![http("GET", &format!("/v3/sync?v=3&{}", form(plant)), "")],
        Carrier::Gzip => post(
            "application/json",
            "Content-Encoding: gzip\r\n",
            &gzip(&json),
        ),
        Carrier::Brotli => post(
            "application/json",
            "Content-Encoding: br\r\n",
            &brotli(&json),
        ),
        Carrier::Chunked => {
            let head = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
            vec![[http("POST", "/v3/sync", head), chunked(&json)].concat()]
        }
        Carrier::Http2 => vec![http2(&json)],
        Carrier::WebSocket => vec![upgrade(), websocket(&json)],
        Carrier::Mqtt => vec![MQTT_CONNECT.to_vec(), mqtt(&json)],
        Carrier::Protobuf => post("application/x-protobuf", "", &protobuf(plant)),
    }
}

fn http(method: &str, path: &str, fields: &str) -> Vec<u8> {
    format!("{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n{fields}\r\n").into_bytes()
}

fn json(plant: &Plant) -> String {
    let fields = plant.fields.iter().map(|(name, value)| {
        // Numbers are written as numbers where JSON can.
        match value.parse::<f64>() {
            Ok(_) if !value.starts_with('+') => format!("\"{name}\": {value}"),
            _ => format!("\"{name}\": \"{value}\""),
        }
    });
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

fn form(plant: &Plant) -> String {
    let encoded = |text: &str| -> String {
        let one = |byte: u8| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        };
        text.bytes().map(one).collect()
    };
    let pairs = plant.fields.iter();
    let pairs = pairs.map(|(name, value)| format!("{name}={}", encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn multipart(plant: &Plant) -> String {
    let mut text = String::new();
    for (name, value) in plant.fields {
        text +=
            &format!("--b7\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    text + "--b7--\r\n"
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

/// One stored block (RFC 7932 §9.2): window bits, length, the mark of a stored block; then an empty last one.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("short") - 1;
    let header = length << 4 | 1 << 20;
    [&header.to_le_bytes()[..3], bytes, &[3]].concat()
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in bytes.chunks(7) {
        out.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
    }
    out.extend(b"0\r\n\r\n");
    out
}

fn http2(body: &[u8]) -> Vec<u8> {
    let mut block = vec![0x83, 0x87];
    for (name, value) in [
        (":authority", "sealed.gold.example"),
        (":path", "/v3/sync"),
        ("content-type", "application/json"),
    ] {
        // A field that no table keeps (RFC 7541 §6.2.2).
        block.push(0);
        for text in [name, value] {
            block.push(u8::try_from(text.len()).expect("short"));
            block.extend(text.bytes());
        }
    }
    let frame = |kind: u8, flags: u8, stream: u8, payload: &[u8]| {
        let length = u32::try_from(payload.len()).expect("short").to_be_bytes();
        [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
    };
    [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        frame(4, 0, 0, &[]),
        frame(1, 4, 1, &block),
        frame(0, 1, 1, body),
    ]
    .concat()
}

/// The answer to it: settings, and `:status: 204` from the static table (RFC 7541 appendix A).
pub const HTTP2_ANSWER: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, 1, 5, 0, 0, 0, 1, 0x89];

fn upgrade() -> Vec<u8> {
    let fields = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    http("GET", "/ws", fields)
}

pub const UPGRADED: &[u8] =
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// A masked text (RFC 6455 §5.2).
fn websocket(text: &[u8]) -> Vec<u8> {
    let mask = [7, 77, 177, 7];
    let length = u16::try_from(text.len()).expect("short").to_be_bytes();
    let mut frame = match u8::try_from(text.len()) {
        Ok(short @ 0..126) => vec![0x81, 0x80 | short],
        _ => vec![0x81, 0xfe, length[0], length[1]],
    };
    frame.extend(mask);
    frame.extend(
        text.iter()
            .zip(mask.iter().cycle())
            .map(|(byte, mask)| byte ^ mask),
    );
    frame
}

const MQTT_CONNECT: &[u8] = b"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02me";
pub const MQTT_ANSWER: &[u8] = b"\x20\x02\x00\x00";

fn mqtt(payload: &[u8]) -> Vec<u8> {
    let topic = b"\x00\x04s/v3";
    let length = topic.len() + payload.len();
    let low = u8::try_from(length % 128).expect("seven bits");
    let high = u8::try_from(length / 128).expect("short");
    let length = if high > 0 {
        vec![low | 0x80, high]
    } else {
        vec![low]
    };
    [&[0x30][..], &length, topic, payload].concat()
}

/// Each value as a text of a message within a message.
fn protobuf(plant: &Plant) -> Vec<u8> {
    let text = |number: u8, bytes: &[u8]| {
        [
            &[number << 3 | 2, u8::try_from(bytes.len()).expect("short")][..],
            bytes,
        ]
        .concat()
    };
    let fields = plant.fields.iter().zip(1..);
    let inner: Vec<u8> = fields
        .flat_map(|((_, value), number)| text(number, value.as_bytes()))
        .collect();
    [&[0x08, 0x96, 0x01][..], &text(2, &inner)].concat()
}
