//! Calls → HTTP/2 frames (RFC 9113) with field blocks of HPACK (RFC 7541), hand-made and without the string code.

use crate::dice::Dice;
use crate::http::{self, USER_AGENT, prefixed_integer};
use crate::story::Call;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;
/// Largest frame that a peer must take (RFC 9113 §4.2).
const MAX_FRAME_BYTES: usize = 16_384;

/// Request and response of the `nth` call of a connection; the first brings the openings of both sides.
pub fn exchange(host: &str, call: &Call, nth: usize, dice: &mut Dice) -> (Vec<u8>, Vec<u8>) {
    let stream = u32::try_from(2 * nth + 1).expect("few calls");
    let (mut up, mut down) = (Vec::new(), Vec::new());
    if nth == 0 {
        up.extend(PREFACE);
        // ENABLE_PUSH off.
        up.extend(frame(SETTINGS, 0, 0, &[0, 2, 0, 0, 0, 0]));
        // MAX_CONCURRENT_STREAMS 100.
        down.extend(frame(SETTINGS, 0, 0, &[0, 3, 0, 0, 0, 100]));
        down.extend(frame(SETTINGS, ACK, 0, &[]));
    } else if nth == 1 {
        up.extend(frame(SETTINGS, ACK, 0, &[]));
    }
    let body = http::upload(call, dice);
    up.extend(message(stream, &request_fields(host, call, nth), &body));
    let body = http::download(call, dice);
    down.extend(message(stream, &response_fields(call), &body));
    (up, down)
}

fn request_fields(host: &str, call: &Call, nth: usize) -> Vec<u8> {
    let mut block = vec![if call.method == "GET" { 0x82 } else { 0x83 }, 0x87];
    if nth == 0 {
        // Kept in the table of both sides (§6.2.1): later requests point there.
        block.push(0x41);
        string(&mut block, host);
    } else {
        block.push(0xbe);
    }
    literal(&mut block, ":path", call.path);
    literal(&mut block, "user-agent", USER_AGENT);
    for (name, value) in http::upload_fields(call) {
        literal(&mut block, name, value);
    }
    block
}

fn response_fields(call: &Call) -> Vec<u8> {
    let mut block = Vec::new();
    literal(&mut block, ":status", &call.status.to_string());
    literal(&mut block, "content-type", http::download_type(call));
    block
}

/// A field that no table keeps (§6.2.2).
fn literal(block: &mut Vec<u8>, name: &str, value: &str) {
    block.push(0);
    string(block, &name.to_ascii_lowercase());
    string(block, value);
}

fn string(block: &mut Vec<u8>, text: &str) {
    prefixed_integer(block, 0, 7, text.len());
    block.extend(text.bytes());
}

fn message(stream: u32, block: &[u8], body: &[u8]) -> Vec<u8> {
    let ends = if body.is_empty() { END_STREAM } else { 0 };
    let mut bytes = frame(HEADERS, END_HEADERS | ends, stream, block);
    let mut pieces = body.chunks(MAX_FRAME_BYTES).peekable();
    while let Some(piece) = pieces.next() {
        let ends = if pieces.peek().is_none() {
            END_STREAM
        } else {
            0
        };
        bytes.extend(frame(DATA, ends, stream, piece));
    }
    bytes
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let len = u32::try_from(payload.len()).expect("under the limit");
    let mut bytes = len.to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}
