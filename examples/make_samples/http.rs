//! Calls → HTTP/1.1 and HTTP/3 bytes.

use std::io::Write;

use crate::dice::Dice;
use crate::dns::{self, Kind};
use crate::story::{self, Call, Upload};

/// RFC 8484 §6.
const DNS_MESSAGE: &str = "application/dns-message";

pub const USER_AGENT: &str = "ClipClap/31.4.0 (Linux; Android 15; en_US)";

/// What the client writes for a call.
pub fn request(host: &str, call: &Call, dice: &mut Dice) -> Vec<u8> {
    if call.method.is_empty() {
        return raw(call, call.up_bytes, true, dice);
    }
    let mut head = format!(
        "{} {} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\n",
        call.method, call.path
    );
    if call.path == "/ws" {
        head += "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                 Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        return head.into_bytes();
    }
    let body = upload(call, dice);
    for (name, value) in upload_fields(call) {
        head += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    [(head + "\r\n").into_bytes(), body].concat()
}

/// What the server writes for it.
pub fn response(call: &Call, dice: &mut Dice) -> Vec<u8> {
    if call.method.is_empty() {
        return raw(call, call.down_bytes, false, dice);
    }
    if call.path == "/ws" {
        let head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                    Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
        return head.into();
    }
    let body = download(call, dice);
    let head = format!(
        "HTTP/1.1 {} {}\r\nServer: invented\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        call.status,
        reason(call.status),
        download_type(call),
        body.len()
    );
    [head.into_bytes(), body].concat()
}

/// What is not HTTP: a binary message of a web socket (RFC 6455 §5.2, masked from the client), or bare bytes.
fn raw(call: &Call, len: usize, masked: bool, dice: &mut Dice) -> Vec<u8> {
    if call.path != "/ws" {
        return dice.bytes(len);
    }
    let mask = if masked { 0x80 } else { 0 };
    let mut message = vec![0x82];
    match u8::try_from(len) {
        Ok(short @ 0..126) => message.push(mask | short),
        _ => {
            message.push(mask | 126);
            message.extend(u16::try_from(len).expect("short messages").to_be_bytes());
        }
    }
    message.extend(dice.bytes(len + if masked { 4 } else { 0 }));
    message
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.') {
        Some((_, "mp4")) => "video/mp4",
        Some((_, "webp")) => "image/webp",
        Some((_, "txt")) => "text/plain",
        _ if path.contains("/part") => "application/octet-stream",
        _ => "application/json",
    }
}

/// The words behind a status (RFC 9110 §15).
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        404 => "Not Found",
        _ => panic!("a status without words: {status}"),
    }
}

/// What a call sends as its body.
pub fn upload(call: &Call, dice: &mut Dice) -> Vec<u8> {
    match call.upload {
        Upload::Filler => body(call.path, call.up_bytes, dice),
        Upload::Json(text) => text.into(),
        Upload::Gzip(text) => gzip(text),
        Upload::Asks(name, _) => dns::question(0, name, Kind::V4),
    }
}

/// Fields that describe it.
pub fn upload_fields(call: &Call) -> Vec<(&'static str, &'static str)> {
    match call.upload {
        Upload::Filler if call.up_bytes == 0 => vec![],
        Upload::Filler => vec![("Content-Type", content_type(call.path))],
        Upload::Json(_) => vec![("Content-Type", "application/json")],
        Upload::Gzip(_) => vec![
            ("Content-Type", "application/json"),
            ("Content-Encoding", "gzip"),
        ],
        Upload::Asks(..) => vec![("Content-Type", DNS_MESSAGE)],
    }
}

/// What the server sends back.
pub fn download(call: &Call, dice: &mut Dice) -> Vec<u8> {
    match call.upload {
        Upload::Asks(name, v4) => dns::answer(0, name, Kind::V4, &[], Some(story::address(v4))),
        _ => body(call.path, call.down_bytes, dice),
    }
}

/// The kind of it.
pub fn download_type(call: &Call) -> &'static str {
    match call.upload {
        Upload::Asks(..) => DNS_MESSAGE,
        _ => content_type(call.path),
    }
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let written = packed.write_all(text.as_bytes());
    written.and_then(|()| packed.finish()).expect("memory")
}

/// `len` bytes of the right kind: JSON events, or noise for pictures and video.
fn body(path: &str, len: usize, dice: &mut Dice) -> Vec<u8> {
    if len == 0 {
        return Vec::new();
    }
    if content_type(path) == "text/plain" {
        return b"ok ".iter().copied().cycle().take(len).collect();
    }
    if content_type(path) != "application/json" {
        return dice.bytes(len);
    }
    let mut text = String::from("[");
    while text.len() + 60 < len {
        text += &format!(
            "{{\"event\":\"e{:04x}\",\"t\":{}}},",
            dice.between(0, 0xffff),
            dice.between(0, 999_999)
        );
    }
    let filler = len.saturating_sub(text.len() + 3);
    text += &format!("\"{}\"]", "x".repeat(filler));
    text.into_bytes()
}

/// The client's or server's control stream: its type and an empty SETTINGS frame (RFC 9114 §6.2.1).
pub const H3_CONTROL_STREAM: [u8; 3] = [0x00, 0x04, 0x00];

/// An HTTP/3 message: HEADERS, and DATA where there is a body.
fn h3_message(fields: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    // Field section prefix: no dynamic table (RFC 9204 §4.5.1); then literal names and values (§4.5.6).
    let mut section = vec![0, 0];
    for (name, value) in fields {
        prefixed_integer(&mut section, 0x20, 3, name.len());
        section.extend(name.to_ascii_lowercase().bytes());
        prefixed_integer(&mut section, 0, 7, value.len());
        section.extend(value.bytes());
    }
    let mut message = h3_frame(1, &section);
    if !body.is_empty() {
        message.extend(h3_frame(0, body));
    }
    message
}

pub fn h3_request(host: &str, call: &Call, dice: &mut Dice) -> Vec<u8> {
    let mut fields = vec![
        (":method", call.method),
        (":scheme", "https"),
        (":authority", host),
        (":path", call.path),
        ("user-agent", USER_AGENT),
    ];
    if !matches!(call.upload, Upload::Filler) {
        fields.extend(upload_fields(call));
    }
    h3_message(&fields, &upload(call, dice))
}

pub fn h3_response(call: &Call, dice: &mut Dice) -> Vec<u8> {
    let status = call.status.to_string();
    let fields = [(":status", &*status), ("content-type", download_type(call))];
    h3_message(&fields, &download(call, dice))
}

fn h3_frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let len = u32::try_from(payload.len()).expect("bodies are small");
    let mut frame = vec![kind];
    // A four-byte variable-length integer (RFC 9000 §16); longer than needed is allowed.
    frame.extend((len | 0x8000_0000).to_be_bytes());
    frame.extend(payload);
    frame
}

/// An integer with a prefix of `bits` bits (RFC 7541 §5.1).
pub fn prefixed_integer(out: &mut Vec<u8>, pattern: u8, bits: u32, value: usize) {
    let full = (1usize << bits) - 1;
    if value < full {
        out.push(pattern | u8::try_from(value).expect("under the prefix"));
        return;
    }
    out.push(pattern | u8::try_from(full).expect("a prefix"));
    let mut rest = value - full;
    while rest >= 128 {
        out.push(u8::try_from(rest % 128).expect("seven bits") | 0x80);
        rest /= 128;
    }
    out.push(u8::try_from(rest).expect("seven bits"));
}
