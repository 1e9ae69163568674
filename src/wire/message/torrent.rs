//! BitTorrent: the greeting of peers (BEP 3), the shared table of peers (BEP 5), trackers over datagrams (BEP 15), local
//! discovery (BEP 14), and the head of its own transport (BEP 29).

use super::Reading;
use crate::wire::packet::span::Span;

/// Length of the name, and the name.
const GREETING: &[u8] = b"\x13BitTorrent protocol";

/// Greeting, flags, hash of the content, number of the peer, in bytes.
const HANDSHAKE_BYTES: usize = 20 + 8 + 20 + 20;

/// Number that a client asks a tracker with first.
const TRACKER_MAGIC: u64 = 0x0417_2710_1980;

/// A greeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handshake {
    /// Client program and version as the peer's number begins (BEP 20); `None` where it follows another custom.
    pub client: Option<String>,
}

/// Head of the transport over datagrams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utp {
    /// 0 data, 1 end, 2 state, 3 reset, 4 open.
    pub kind: u8,
    /// Number of the connection, as the receiver knows it.
    pub connection: u16,
    /// Of this packet.
    pub sequence: u16,
    /// Of the other side's.
    pub acknowledged: u16,
}

/// Reads a greeting of either side.
pub fn read_handshake(bytes: &[u8]) -> Reading<Handshake> {
    if !(bytes.starts_with(GREETING) || GREETING.starts_with(bytes)) {
        return Reading::NotThis;
    }
    if bytes.len() < HANDSHAKE_BYTES {
        return Reading::NeedMore;
    }
    let number: Option<[u8; 8]> = Span::from(bytes).array(48);
    let client = number
        .filter(|n| n.starts_with(b"-") && n.ends_with(b"-") && n.iter().all(u8::is_ascii_graphic));
    let client = client.map(|n| String::from_utf8_lossy(n.get(1..7).unwrap_or(&[])).into_owned());
    Reading::Found(Handshake { client })
}

/// Whether a datagram is of the shared table, to a tracker, or of local discovery.
pub fn probe(bytes: &[u8]) -> bool {
    is_table(bytes) || is_tracker(bytes) || bytes.starts_with(b"BT-SEARCH * HTTP/1.1\r\n")
}

/// A dictionary that says what it is: a query, a response, or an error, with the keys that these have.
fn is_table(bytes: &[u8]) -> bool {
    let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    let starts: [&[u8]; 4] = [b"d1:ad2:id20:", b"d1:rd2:id20:", b"d1:eli20", b"d2:ip"];
    let kinds: [&[u8]; 3] = [b"1:y1:q", b"1:y1:r", b"1:y1:e"];
    starts.iter().any(|start| bytes.starts_with(start))
        && bytes.ends_with(b"e")
        && kinds.iter().any(|kind| has(kind))
}

fn is_tracker(bytes: &[u8]) -> bool {
    let span = Span::from(bytes);
    bytes.len() == 16 && span.long(0) == Some(TRACKER_MAGIC) && span.word(8) == Some(0)
}

/// Whether a datagram opens a connection of the transport: the first sequence number is 1, nothing is acknowledged.
pub fn opens_utp(bytes: &[u8]) -> bool {
    let opens = |utp: Utp| utp.kind == 4 && utp.sequence == 1 && utp.acknowledged == 0;
    let no_data = bytes.len() == 20 || bytes.len() == 30;
    no_data && matches!(read_utp(bytes), Reading::Found(utp) if opens(utp))
}

/// Reads the head of a packet of the transport: version 1, extensions that fit.
pub fn read_utp(bytes: &[u8]) -> Reading<Utp> {
    let span = Span::from(bytes);
    match (
        span.byte(0),
        span.byte(1),
        span.short(2),
        span.short(16),
        span.short(18),
    ) {
        (
            Some(first @ 0x01..=0x41),
            Some(0..=2),
            Some(connection),
            Some(sequence),
            Some(acknowledged),
        ) if first & 0x0f == 1 => Reading::Found(Utp {
            kind: first >> 4,
            connection,
            sequence,
            acknowledged,
        }),
        _ => Reading::NotThis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_says_its_client_and_shorter_ones_wait() {
        let mut bytes = GREETING.to_vec();
        bytes.resize(48, 0);
        bytes.extend(b"-qB4620-abcdefghijkl");
        let client = Some("qB4620".into());
        assert_eq!(read_handshake(&bytes), Reading::Found(Handshake { client }));
        for length in 0..bytes.len() {
            assert_eq!(
                read_handshake(&bytes[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        assert_eq!(read_handshake(b"\x13BitTorrent_"), Reading::NotThis);
    }

    #[test]
    fn datagrams_are_told_by_their_words() {
        let ping = b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
        assert!(probe(ping) && probe(b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0abcd"));
        for length in 0..ping.len() {
            assert!(!probe(&ping[..length]), "{length} bytes");
        }
    }

    #[test]
    fn the_transport_opens_with_one_and_nothing() {
        let open = [
            0x41, 0, 0x12, 0x34, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0,
        ];
        assert!(opens_utp(&open));
        for length in 0..20 {
            assert!(!opens_utp(&open[..length]), "{length} bytes");
        }
        assert!(!opens_utp(&[0x41; 20]));
    }
}
