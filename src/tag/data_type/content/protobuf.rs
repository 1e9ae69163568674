//! Protocol buffers without their schema (protobuf.dev, "Encoding") → the texts inside. Numbers of fields mean nothing
//! without the schema, and are not guessed.

use super::field::{MAX_FIELDS, cut};

/// Messages within messages that are followed.
const MAX_DEPTH: usize = 8;

/// Shortest text that is kept; shorter ones are words of an enumeration, or chance.
const MIN_TEXT_BYTES: usize = 5;

/// Bytes before each message of gRPC: whether it is packed, and its length (gRPC over HTTP/2, "Length-Prefixed-Message").
const GRPC_HEAD_BYTES: usize = 5;

/// Texts of a message.
pub fn texts(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    walk(bytes, 0, &mut found);
    found
}

/// Texts of messages of gRPC; packed ones stay closed.
pub fn texts_of_grpc(mut bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    while let Some((head, rest)) = bytes.split_first_chunk::<GRPC_HEAD_BYTES>() {
        let [is_packed, length @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        let (message, later) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        if is_packed == 0 {
            walk(message, 0, &mut found);
        }
        bytes = later;
    }
    found
}

/// Steps over fields until the end or the first damage.
fn walk(mut bytes: &[u8], depth: usize, found: &mut Vec<String>) {
    while let Some((tag, rest)) = varint(bytes) {
        let after = match tag & 7 {
            0 => varint(rest).map(|(_, rest)| rest),
            1 => rest.get(8..),
            2 => counted(rest).map(|(inner, rest)| {
                take(inner, depth, found);
                rest
            }),
            5 => rest.get(4..),
            _ => None,
        };
        match after {
            Some(after) if tag >> 3 != 0 && found.len() < MAX_FIELDS => bytes = after,
            _ => return,
        }
    }
}

/// What lies behind its length; at the cut end of a head it may be shorter than that.
fn counted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = varint(bytes)?;
    let length = usize::try_from(length).ok()?;
    Some(rest.split_at_checked(length).unwrap_or((rest, &[])))
}

fn take(inner: &[u8], depth: usize, found: &mut Vec<String>) {
    let text = std::str::from_utf8(inner).ok();
    match text.filter(|text| !text.contains(char::is_control)) {
        Some(text) if text.len() >= MIN_TEXT_BYTES => found.push(cut(text).to_owned()),
        Some(_) => {}
        None if depth < MAX_DEPTH => walk(inner, depth + 1, found),
        None => {}
    }
}

/// A number in groups of seven bits, ten at most.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f).checked_shl(u32::try_from(7 * at).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((value, bytes.get(at + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Field 1: 150; field 2: `testing`; field 3: a message whose field 1 is `a@b.example`.
    const MESSAGE: &[u8] = b"\x08\x96\x01\x12\x07testing\x1a\x0d\x0a\x0ba@b.example";

    #[test]
    fn texts_are_found_at_every_depth() {
        assert_eq!(texts(MESSAGE), ["testing", "a@b.example"]);
        let framed = [&[0, 0, 0, 0, 27][..], MESSAGE].concat();
        assert_eq!(texts_of_grpc(&framed), ["testing", "a@b.example"]);
    }

    #[test]
    fn every_shorter_message_gives_a_part() {
        for end in 0..MESSAGE.len() {
            assert!(texts(&MESSAGE[..end]).len() <= 2, "{end} bytes");
            assert!(texts_of_grpc(&MESSAGE[..end]).len() <= 2, "{end} bytes");
        }
        assert!(texts(&[0x0a; 4_096]).len() <= MAX_FIELDS);
    }
}
