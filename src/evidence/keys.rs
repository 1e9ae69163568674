//! Secrets that the user or the capture gave, by the client random of the session they open: key logs as RFC 9850
//! describes them.
//!
//! They stay in memory: nothing of them is ever printed or written, not even by `Debug`. What may appear in a result is
//! the hash of the material they came from.

use std::collections::HashMap;
use std::fmt;

use foldhash::fast::RandomState;
use sha2::{Digest, Sha256};

/// Secrets that are kept, at about 150 bytes each: 75 MB. A browser's log of a month has some 100 000 lines.
const MAX_SECRETS: usize = 500_000;

/// Longest secret that is believed, in bytes: SHA-384 gives 48.
const MAX_SECRET_BYTES: usize = 64;

/// Longest key log that is read, in bytes; `MAX_SECRETS` lines have some 90 MB.
pub const MAX_LOG_BYTES: u64 = 256 * 1024 * 1024;

/// Lines in which a file is recognised as a key log.
const LINES_LOOKED_AT: usize = 64;

/// Hashes of key material that are kept: each file and block adds one.
const MAX_HASHES: usize = 1_024;

/// Which secret of a session (RFC 9850 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// TLS 1.2 master secret.
    ClientRandom,
    /// 0-RTT.
    ClientEarly,
    /// Handshake, client's side.
    ClientHandshake,
    /// Handshake, server's side.
    ServerHandshake,
    /// Application data, client's side, before any key update.
    ClientTraffic0,
    /// Application data, server's side, before any key update.
    ServerTraffic0,
}

impl Label {
    fn of(word: &str) -> Option<Self> {
        match word {
            "CLIENT_RANDOM" => Some(Label::ClientRandom),
            "CLIENT_EARLY_TRAFFIC_SECRET" => Some(Label::ClientEarly),
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET" => Some(Label::ClientHandshake),
            "SERVER_HANDSHAKE_TRAFFIC_SECRET" => Some(Label::ServerHandshake),
            "CLIENT_TRAFFIC_SECRET_0" => Some(Label::ClientTraffic0),
            "SERVER_TRAFFIC_SECRET_0" => Some(Label::ServerTraffic0),
            _ => None,
        }
    }
}

/// The secrets known so far.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Keys {
    secrets: HashMap<([u8; 32], Label), Box<[u8]>, RandomState>,
    hashes: Vec<String>,
}

/// What became of a key log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyLog {
    /// Secrets that were new.
    pub secrets: usize,
    /// Lines that are none of a key log, and the number of the first, from 1.
    pub bad_lines: u64,
    /// Number of the first of them, from 1.
    pub first_bad_line: Option<u64>,
    /// Secrets that were dropped because no more are kept.
    pub beyond_cap: u64,
    /// Client randoms of the secrets that were new, each once.
    pub sessions: Vec<[u8; 32]>,
}

/// One line.
enum Line {
    Nothing,
    Secret(Label, [u8; 32], Box<[u8]>),
    /// Of a kind that opens nothing here: exporters, RSA, ECH.
    Other,
    Bad,
}

impl Keys {
    /// The secret of the session that began with this client random.
    pub fn secret(&self, client_random: &[u8; 32], label: Label) -> Option<&[u8]> {
        self.secrets.get(&(*client_random, label)).map(|s| &**s)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }

    /// SHA-256 of each piece of key material, in the order in which it was given.
    pub fn hashes(&self) -> &[String] {
        &self.hashes
    }

    /// Takes in a key log.
    pub fn add_log(&mut self, text: &[u8]) -> KeyLog {
        if self.hashes.len() < MAX_HASHES {
            let digits = Sha256::digest(text);
            self.hashes
                .push(digits.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        let mut log = KeyLog::default();
        for (number, line) in (1_u64..).zip(text.split(|byte| *byte == b'\n')) {
            match read_line(line) {
                Line::Nothing | Line::Other => {}
                Line::Secret(label, random, secret) => self.add(label, random, secret, &mut log),
                Line::Bad => {
                    log.bad_lines += 1;
                    log.first_bad_line.get_or_insert(number);
                }
            }
        }
        log
    }

    fn add(&mut self, label: Label, random: [u8; 32], secret: Box<[u8]>, log: &mut KeyLog) {
        let is_known = self.secrets.contains_key(&(random, label));
        if !is_known && self.secrets.len() >= MAX_SECRETS {
            log.beyond_cap += 1;
            return;
        }
        self.secrets.insert((random, label), secret);
        if !is_known {
            log.secrets += 1;
            if log.sessions.last() != Some(&random) {
                log.sessions.push(random);
            }
        }
    }
}

/// Whether a file begins as a key log: of its first lines none is bad, and at least one names a secret.
pub fn is_key_log(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n').peekable();
    let mut names_a_secret = false;
    for _ in 0..LINES_LOOKED_AT {
        let Some(line) = lines.next() else { break };
        let is_cut = lines.peek().is_none();
        match read_line(line) {
            Line::Secret(..) | Line::Other => names_a_secret = true,
            Line::Bad if !is_cut => return false,
            Line::Nothing | Line::Bad => {}
        }
    }
    names_a_secret
}

fn read_line(line: &[u8]) -> Line {
    let Ok(line) = std::str::from_utf8(line) else {
        return Line::Bad;
    };
    // Editors of another system put a mark at the start of a file.
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() || line.starts_with('#') {
        return Line::Nothing;
    }
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let [label, session, secret] = words[..] else {
        return Line::Bad;
    };
    let is_label = label
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let (Some(session), Some(secret), true) = (from_hex(session), from_hex(secret), is_label)
    else {
        return Line::Bad;
    };
    let Some(known) = Label::of(label) else {
        return Line::Other;
    };
    match <[u8; 32]>::try_from(session) {
        Ok(random) if (1..=MAX_SECRET_BYTES).contains(&secret.len()) => {
            Line::Secret(known, random, secret.into())
        }
        _ => Line::Bad,
    }
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.as_bytes();
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|value| u8::try_from(value).ok())
    };
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(value(*high)? << 4 | value(*low)?),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({} secrets)", self.secrets.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(label: &str, random: u8, secret: u8) -> String {
        let hex = |byte: u8, count: usize| format!("{byte:02x}").repeat(count);
        format!("{label} {} {}", hex(random, 32), hex(secret, 48))
    }

    #[test]
    fn a_log_is_read_and_its_bad_lines_are_counted() {
        let text = [
            "\u{feff}# SSL/TLS secrets log file".into(),
            line("CLIENT_RANDOM", 0xab, 1),
            String::new(),
            "CLIENT_RANDOM zz 00".into(),
            line("EXPORTER_SECRET", 1, 1),
            line("SERVER_TRAFFIC_SECRET_0", 0xab, 2).to_uppercase(),
            "not a line of a key log at all".into(),
        ];
        let mut keys = Keys::default();
        let log = keys.add_log(text.join("\r\n").as_bytes());
        assert_eq!(
            (log.secrets, log.bad_lines, log.first_bad_line),
            (2, 2, Some(4))
        );
        assert_eq!(log.sessions, [[0xab; 32]]);
        assert_eq!(
            keys.secret(&[0xab; 32], Label::ClientRandom),
            Some(&[1; 48][..])
        );
        assert_eq!(
            keys.secret(&[0xab; 32], Label::ServerTraffic0),
            Some(&[2; 48][..])
        );
        assert_eq!(keys.hashes().len(), 1);
        assert_eq!(format!("{keys:?}"), "Keys(2 secrets)");
    }

    #[test]
    fn every_shorter_line_is_bad_or_has_a_shorter_secret() {
        let text = line("CLIENT_RANDOM", 7, 9);
        for length in 1..text.len() {
            let mut keys = Keys::default();
            keys.add_log(&text.as_bytes()[..length]);
            let secret = keys.secret(&[7; 32], Label::ClientRandom);
            assert!(
                secret.is_none_or(|secret| secret.len() < 48),
                "{length} bytes"
            );
        }
    }

    #[test]
    fn a_key_log_is_recognised_even_where_its_head_is_cut() {
        let text = [line("CLIENT_RANDOM", 7, 9), line("CLIENT_RANDOM", 8, 9)].join("\n");
        assert!(is_key_log(text.as_bytes()) && is_key_log(&text.as_bytes()[..200]));
        for other in [
            &b""[..],
            b"# only a comment\n",
            b"GET / HTTP/1.1\r\n",
            b"\xd4\xc3\xb2\xa1\x02\0\x04\0",
        ] {
            assert!(!is_key_log(other));
        }
    }
}
