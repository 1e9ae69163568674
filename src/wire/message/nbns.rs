//! NetBIOS name service (RFC 1002 §4.2): which name asks, answers or registers, and the addresses it has.

use std::net::{IpAddr, Ipv4Addr};

use super::Reading;
use super::dns::name;

/// Header of a message.
const HEADER_BYTES: usize = 12;

/// Record types: a name's addresses, and a node's table of names.
const KINDS: [u16; 2] = [0x20, 0x21];

/// Letters of an encoded name (RFC 1001 §14.1).
const ENCODED_BYTES: usize = 32;

/// Addresses of one name that are read.
const MAX_ADDRESSES: usize = 32;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Whether it is an answer.
    pub is_answer: bool,
    /// The name it is about, as people write it, without its suffix byte.
    pub name: String,
    /// Record type asked for or given.
    pub kind: u16,
    /// Addresses an answer gives, and their time to live in seconds.
    pub addresses: Vec<IpAddr>,
    /// Time to live in seconds.
    pub ttl_seconds: u32,
}

/// Whether bytes are a message: a known operation and an encoded name of a known type.
pub fn probe(bytes: &[u8]) -> bool {
    head(bytes).is_some()
}

struct Head {
    is_answer: bool,
    name: String,
    kind: u16,
    end: usize,
}

fn head(bytes: &[u8]) -> Option<Head> {
    let [_, _, high, _, q1, q0, a1, a0, ..] = *bytes.first_chunk::<HEADER_BYTES>()?;
    let operation = (high >> 3) & 0x0f;
    let counts = [[q1, q0], [a1, a0]].map(u16::from_be_bytes);
    if !matches!(operation, 0 | 5..=9) || !matches!(counts, [0 | 1, 0 | 1]) {
        return None;
    }
    let (encoded, end) = name::read(bytes, HEADER_BYTES)?;
    let [k1, k0, 0, 1] = *bytes.get(end..)?.first_chunk::<4>()? else {
        return None;
    };
    let kind = u16::from_be_bytes([k1, k0]);
    Some(Head {
        is_answer: high & 0x80 != 0,
        name: decoded(&encoded).filter(|_| KINDS.contains(&kind))?,
        kind,
        end: end + 4,
    })
}

/// Reads a datagram.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    let Some(head) = head(bytes) else {
        return Reading::NotThis;
    };
    let mut message = Message {
        is_answer: head.is_answer,
        name: head.name,
        kind: head.kind,
        addresses: Vec::new(),
        ttl_seconds: 0,
    };
    if head.is_answer && head.kind == 0x20 {
        let Some((ttl_seconds, addresses)) = answer(bytes, head.end) else {
            return Reading::Malformed("a NetBIOS answer is cut off");
        };
        (message.ttl_seconds, message.addresses) = (ttl_seconds, addresses);
    }
    Reading::Found(message)
}

/// Time to live, and six bytes an address: flags and the address itself.
fn answer(bytes: &[u8], at: usize) -> Option<(u32, Vec<IpAddr>)> {
    let [t3, t2, t1, t0, l1, l0] = *bytes.get(at..)?.first_chunk::<6>()?;
    let start = at + 6;
    let data = bytes.get(start..start + usize::from(u16::from_be_bytes([l1, l0])))?;
    let of = |entry: &[u8]| Some(Ipv4Addr::from(*entry.get(2..)?.first_chunk::<4>()?).into());
    let addresses = data.chunks_exact(6).take(MAX_ADDRESSES).filter_map(of);
    Some((u32::from_be_bytes([t3, t2, t1, t0]), addresses.collect()))
}

/// Two letters from `a` to `p` a byte; the last byte says what kind of service has the name.
fn decoded(encoded: &str) -> Option<String> {
    let label = encoded.split('.').next()?.as_bytes();
    if label.len() != ENCODED_BYTES || !label.iter().all(|byte| (b'a'..=b'p').contains(byte)) {
        return None;
    }
    let half = |byte: Option<&u8>| byte.map_or(0, |byte| byte - b'a');
    let bytes = label
        .chunks_exact(2)
        .map(|pair| half(pair.first()) << 4 | half(pair.get(1)));
    let text: Vec<u8> = bytes.take(ENCODED_BYTES / 2 - 1).collect();
    let text = String::from_utf8_lossy(&text);
    Some(text.trim_end_matches([' ', '\0']).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `FRED` in the encoding of RFC 1001 §14.1, which spells it there.
    const FRED: &[u8] = b"\x20EGFCEFEECACACACACACACACACACACACA\0";

    fn answer_bytes() -> Vec<u8> {
        let header = b"\x12\x34\x85\0\0\0\0\x01\0\0\0\0";
        let data = b"\0\x20\0\x01\0\0\x01\x2c\0\x06\0\0\xc0\0\x02\x07";
        [&header[..], FRED, data].concat()
    }

    #[test]
    fn an_answer_gives_name_and_address() {
        let expected = Message {
            is_answer: true,
            name: "fred".into(),
            kind: 0x20,
            addresses: vec!["192.0.2.7".parse().unwrap()],
            ttl_seconds: 300,
        };
        assert_eq!(read(&answer_bytes()), Reading::Found(expected));
    }

    #[test]
    fn every_shorter_input_gives_nothing() {
        let whole = answer_bytes();
        for length in 0..whole.len() {
            assert!(
                !matches!(read(&whole[..length]), Reading::Found(_)),
                "{length} bytes"
            );
        }
    }
}
