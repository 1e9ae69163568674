//! Openings of databases: MySQL ("Protocol::Handshake" of its manual), PostgreSQL ("Message Formats" of its manual), Redis
//! (RESP specification), MongoDB (wire protocol reference). Bytes → software and user, never what is asked or stored.

use super::Reading;
use super::web::kept_text;
use crate::wire::packet::span::Span;

/// Longest first message that is believed, in bytes.
const MAX_MESSAGE_BYTES: usize = 64 * 1024;

/// What a client of PostgreSQL opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Postgres {
    /// It asks for encryption; the server answers with one letter.
    AsksTls,
    /// It begins, as this user.
    Begins { user: String },
}

/// The greeting of a MySQL or MariaDB server: its version, and the length of the packet.
pub fn read_mysql(bytes: &[u8]) -> Reading<(String, usize)> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    let may = fits(2, |b| b == 0)
        && fits(3, |b| b == 0)
        && fits(4, |b| b == 10)
        && fits(5, |b| b.is_ascii_digit());
    let Some(length) = Span::from(bytes)
        .short_le(0)
        .map(|length| usize::from(length) + 4)
    else {
        return Reading::NeedMore;
    };
    if !may || !(40..512).contains(&length) {
        return Reading::NotThis;
    }
    let Some(whole) = bytes.get(5..length) else {
        return Reading::NeedMore;
    };
    let version = whole.split(|byte| *byte == 0).next().unwrap_or(&[]);
    let is_text = version.iter().all(u8::is_ascii_graphic);
    // Behind the version: thread, eight bytes of salt, a zero.
    let filler = whole.get(version.len() + 1 + 4 + 8);
    if is_text && filler == Some(&0) {
        Reading::Found((kept_text(version), length))
    } else {
        Reading::NotThis
    }
}

/// Whether a client's answer to the greeting asks for TLS (a short packet with that capability): its length.
pub fn mysql_asks_tls(bytes: &[u8]) -> Option<usize> {
    let asks = bytes.get(5).is_some_and(|flags| flags & 0x08 != 0);
    (bytes.starts_with(&[32, 0, 0, 1]) && bytes.len() >= 36 && asks).then_some(36)
}

/// The opening of a client of PostgreSQL, and its length.
pub fn read_postgres(bytes: &[u8]) -> Reading<(Postgres, usize)> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    let span = Span::from(bytes);
    if !(fits(0, |b| b == 0)
        && fits(1, |b| b == 0)
        && fits(4, |b| matches!(b, 0 | 4))
        && fits(6, |b| matches!(b, 0 | 0x16)))
    {
        return Reading::NotThis;
    }
    let (Some(length), Some(code)) = (span.short(2).map(usize::from), span.word(4)) else {
        return Reading::NeedMore;
    };
    match (code, length) {
        (80_877_103, 8) => Reading::Found((Postgres::AsksTls, 8)),
        (0x0003_0000, 12..=4_096) => match bytes.get(8..length) {
            Some(body) => startup(body).map_or(Reading::NotThis, |user| {
                Reading::Found((Postgres::Begins { user }, length))
            }),
            None => Reading::NeedMore,
        },
        _ => Reading::NotThis,
    }
}

/// Names and values that end in a zero each; the user is one of them.
fn startup(body: &[u8]) -> Option<String> {
    let mut words = body.split(|byte| *byte == 0);
    while let (Some(name), Some(value)) = (words.next(), words.next()) {
        if name == b"user" {
            return Some(kept_text(value));
        }
    }
    None
}

/// Whether a client's bytes are a command of Redis: a list of texts, the first of which is a word.
pub fn read_redis(bytes: &[u8]) -> Reading<()> {
    let Some(rest) = bytes.strip_prefix(b"*") else {
        return if bytes.is_empty() {
            Reading::NeedMore
        } else {
            Reading::NotThis
        };
    };
    let (count, rest) = match number(rest) {
        Reading::Found(found) => found,
        Reading::NeedMore => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    let rest = match rest {
        [] => return Reading::NeedMore,
        [b'$', rest @ ..] if (1..=4_096).contains(&count) => rest,
        _ => return Reading::NotThis,
    };
    let (length, rest) = match number(rest) {
        Reading::Found((length @ 2..=32, rest)) => (length, rest),
        Reading::NeedMore => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    match rest.get(..length + 2) {
        Some([word @ .., b'\r', b'\n']) if word.iter().all(u8::is_ascii_alphabetic) => {
            Reading::Found(())
        }
        None => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// A decimal number of few digits and its line end.
fn number(bytes: &[u8]) -> Reading<(usize, &[u8])> {
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (text, rest) = bytes.split_at(digits);
    let value = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.parse().ok());
    match (rest, value) {
        ([b'\r', b'\n', rest @ ..], Some(value)) if digits <= 5 => Reading::Found((value, rest)),
        ([] | [b'\r'], _) if digits <= 5 => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// Whether bytes are a message of MongoDB: header, and a body of the shape that its operation has.
pub fn read_mongo(bytes: &[u8]) -> Reading<()> {
    let span = Span::from(bytes);
    let (Some(length), Some(code)) = (span.word_le(0), span.word_le(12)) else {
        return if bytes.get(3).is_none_or(|byte| *byte == 0)
            && bytes.get(13).is_none_or(|byte| matches!(byte, 0 | 7))
        {
            Reading::NeedMore
        } else {
            Reading::NotThis
        };
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if !(21..=MAX_MESSAGE_BYTES).contains(&length) {
        return Reading::NotThis;
    }
    let document_at = match code {
        // Flags, a section of kind 0, a document.
        2_013 => 21,
        // Flags, the name of a collection.
        2_004 => {
            let name = bytes.get(20..).unwrap_or(&[]);
            let is_name = name
                .iter()
                .take_while(|byte| **byte != 0)
                .all(u8::is_ascii_graphic);
            return match name.iter().position(|byte| *byte == 0) {
                Some(end)
                    if is_name && name.get(..end).is_some_and(|name| name.contains(&b'.')) =>
                {
                    Reading::Found(())
                }
                None if is_name && bytes.len() < 160 => Reading::NeedMore,
                _ => Reading::NotThis,
            };
        }
        _ => return Reading::NotThis,
    };
    match (span.word_le(16), span.byte(20), span.word_le(document_at)) {
        (Some(flags), Some(0), Some(document)) => {
            let document = usize::try_from(document).unwrap_or(usize::MAX);
            let checked = if flags & 1 == 1 { 4 } else { 0 };
            let fits = flags & 0xfffe_fffc == 0 && document.saturating_add(21 + checked) == length;
            if fits {
                Reading::Found(())
            } else {
                Reading::NotThis
            }
        }
        (_, None | Some(0), None) => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mysql() -> Vec<u8> {
        let mut bytes = vec![60, 0, 0, 0, 10];
        bytes.extend(b"8.0.36\0\x01\0\0\0saltsalt\0");
        bytes.resize(64, 1);
        bytes
    }

    const STARTUP: &[u8] = b"\x00\x00\x00\x1e\x00\x03\x00\x00user\0me\0database\0d\0\0\0\0";
    const PING: &[u8] = b"*1\r\n$4\r\nPING\r\n";
    const HELLO: &[u8] = b"\x1a\0\0\0\x01\0\0\0\0\0\0\0\xdd\x07\0\0\0\0\0\0\0\x05\0\0\0\0";

    #[test]
    fn openings_are_read() {
        assert_eq!(read_mysql(&mysql()), Reading::Found(("8.0.36".into(), 64)));
        let begins = Postgres::Begins { user: "me".into() };
        assert_eq!(read_postgres(STARTUP), Reading::Found((begins, 30)));
        let asks = Reading::Found((Postgres::AsksTls, 8));
        assert_eq!(read_postgres(&[0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]), asks);
        assert_eq!(read_redis(PING), Reading::Found(()));
        assert_eq!(read_mongo(HELLO), Reading::Found(()));
    }

    #[test]
    fn every_shorter_opening_asks_for_more() {
        for length in 0..mysql().len() {
            assert_eq!(
                read_mysql(&mysql()[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..30 {
            assert_eq!(
                read_postgres(&STARTUP[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..PING.len() {
            assert_eq!(
                read_redis(&PING[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..25 {
            assert_eq!(
                read_mongo(&HELLO[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
    }

    #[test]
    fn other_bytes_are_none() {
        let http = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nxxxxxxxxxxxxxxxxxxxxxxxxxxx";
        assert_eq!(read_mysql(http), Reading::NotThis);
        assert_eq!(read_postgres(http), Reading::NotThis);
        assert_eq!(read_redis(http), Reading::NotThis);
        assert_eq!(read_mongo(http), Reading::NotThis);
    }
}
