//! Words of a text that tell of somebody: addresses, link-layer addresses, e-mail addresses, numbers, identifiers.

use std::net::{IpAddr, SocketAddr};

use super::Kind;

/// Hexadecimal digits in a row that are an identifier and not a number.
const MANY_HEX: usize = 16;

/// Characters in a row, letters and digits mixed, that are an identifier and not a word.
const MANY_MIXED: usize = 20;

/// Digits in a row that are an identifier: more than years, versions and ports have.
const MANY_DIGITS: usize = 6;

/// Digits of a telephone number with its country (E.164).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A word.
    Word(&'a str),
    /// What stands between words.
    Between(&'a str),
}

/// Whether a character separates words.
pub(super) fn is_between(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '"' | '\''
                | '“'
                | '”'
                | '‘'
                | '’'
                | '`'
                | '«'
                | '»'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | ','
                | ';'
                | '|'
                | '='
                | '&'
                | '?'
                | '/'
                | '\\'
                | '→'
                | '–'
                | '·'
                | '…'
        )
}

/// Words and what is between them, in order. Full stops and colons at the end of a word are not of it.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(is_between).unwrap_or(rest.len());
        let (whole, behind) = rest.split_at(word);
        let bare = match whole.ends_with("::") {
            true => whole,
            false => whole.trim_end_matches(['.', ':', '!']),
        };
        let between = behind
            .find(|character| !is_between(character))
            .unwrap_or(behind.len());
        let (_, tail) = rest.split_at(bare.len());
        let (stop, next) = tail.split_at(whole.len() - bare.len() + between);
        if !bare.is_empty() {
            pieces.push(Piece::Word(bare));
        }
        if !stop.is_empty() {
            pieces.push(Piece::Between(stop));
        }
        rest = next;
    }
    pieces
}

/// The text up to the name of a home folder, and what follows from that name on.
pub(super) fn home(text: &str) -> Option<(&str, &str)> {
    const HOMES: [&str; 3] = ["/home/", "/Users/", "\\Users\\"];
    let found = HOMES
        .iter()
        .filter_map(|home| Some(text.find(home)? + home.len()));
    let at = found.min()?;
    let (before, rest) = text.split_at_checked(at)?;
    (!rest.is_empty()).then_some((before, rest))
}

/// The address that a word is, alone, with a zone or with a port.
pub(super) fn address(word: &str) -> Option<IpAddr> {
    let first = word.bytes().next()?;
    if !(first.is_ascii_hexdigit() || first == b':') {
        return None;
    }
    let bare = word.split('%').next().unwrap_or(word);
    if let Ok(address) = bare.parse::<IpAddr>() {
        // `::ffff:10.0.0.1` is 10.0.0.1.
        return Some(address.to_canonical());
    }
    let with_port = word.parse::<SocketAddr>().ok();
    with_port.map(|socket| socket.ip().to_canonical())
}

/// What a word tells of somebody by its form alone.
pub(super) fn kind_of(word: &str) -> Option<Kind> {
    if is_mac(word) {
        Some(Kind::Mac)
    } else if is_email(word) {
        Some(Kind::Email)
    } else if is_phone(word) {
        Some(Kind::Phone)
    } else {
        None
    }
}

/// `3a:5f:91:07:c2:23`, with hyphens, or `3a5f.9107.c223`.
fn is_mac(word: &str) -> bool {
    let pairs = |between: char, size: usize, count: usize| {
        let parts: Vec<&str> = word.split(between).collect();
        let is_part =
            |part: &&str| part.len() == size && part.bytes().all(|b| b.is_ascii_hexdigit());
        parts.len() == count && parts.iter().all(is_part)
    };
    pairs(':', 2, 6) || pairs('-', 2, 6) || pairs('.', 4, 3)
}

fn is_email(word: &str) -> bool {
    let split = word.split_once('@').or_else(|| word.split_once("%40"));
    split.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

fn is_phone(word: &str) -> bool {
    let number = word.strip_prefix('+').or_else(|| word.strip_prefix("%2B"));
    number.is_some_and(|number| {
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let only = number
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'.'));
        only && PHONE_DIGITS.contains(&digits)
    })
}

/// An identifier, a key, a session, a number of somebody: only asked of what was captured itself.
pub(super) fn is_token(word: &str) -> bool {
    if word.contains('%') {
        // What had to be escaped was typed by somebody.
        return true;
    }
    let run = |wanted: fn(&u8) -> bool| {
        let runs = word.as_bytes().split(|byte| !wanted(byte));
        runs.map(<[u8]>::len).max().unwrap_or(0)
    };
    let is_mixed =
        word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().any(|b| b.is_ascii_alphabetic());
    let is_uuid = word.len() == 36 && word.bytes().filter(|b| *b == b'-').count() == 4;
    is_uuid
        || run(u8::is_ascii_digit) >= MANY_DIGITS
        || run(u8::is_ascii_hexdigit) >= MANY_HEX
        || (is_mixed && run(u8::is_ascii_alphanumeric) >= MANY_MIXED)
        || word.starts_with(['@', '~'])
}
