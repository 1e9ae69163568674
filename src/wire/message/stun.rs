//! STUN and TURN messages (RFC 8489 §5, §14; RFC 8656 §12, §18): bytes → addresses and names; TURN's channel data.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::Reading;
use super::web::kept_text;
use crate::wire::packet::span::Span;

/// Second word of each message since RFC 5389.
const COOKIE: u32 = 0x2112_a442;

/// Header in bytes.
const HEADER_BYTES: usize = 20;

/// Attributes of one message that are looked at; real ones have a dozen.
const MAX_ATTRIBUTES: usize = 64;

/// What a message states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Method without its class: 1 binding, 3 to 9 of TURN.
    pub method: u16,
    /// Whether it asks.
    pub is_request: bool,
    /// The other party behind a relay (XOR-PEER-ADDRESS), in the order of the message.
    pub peers: Vec<SocketAddr>,
    /// The client's own address as the server sees it (XOR-MAPPED-ADDRESS).
    pub mapped: Option<SocketAddr>,
    /// The address that the relay lends (XOR-RELAYED-ADDRESS).
    pub relayed: Option<SocketAddr>,
    /// SOFTWARE.
    pub software: Option<String>,
    /// REALM.
    pub realm: Option<String>,
    /// USERNAME.
    pub user: Option<String>,
    /// Bytes of the message.
    pub length: usize,
}

/// Whether a datagram is a message.
pub fn probe(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(message) if message.length == bytes.len())
}

/// Whether a datagram has the shape of channel data (RFC 8656 §12.4). That alone says little: a flow on which TURN was
/// seen has it.
pub fn is_channel_data(bytes: &[u8]) -> bool {
    let span = Span::from(bytes);
    let (Some(0x4000..=0x4fff), Some(length)) = (span.short(0), span.short(2)) else {
        return false;
    };
    let length = 4 + usize::from(length);
    (length..length + 4).contains(&bytes.len())
}

/// Reads one message at the start of bytes; over a stream more may follow.
pub fn read(bytes: &[u8]) -> Reading<Message> {
    let span = Span::from(bytes);
    // RFC 8489 §5: two zero bits, a length that is a multiple of four, the cookie.
    let may = span.byte(0).is_none_or(|first| first < 0x40)
        && span.short(2).is_none_or(|length| length.is_multiple_of(4))
        && span.byte(4).is_none_or(|byte| byte == 0x21);
    if !may {
        return Reading::NotThis;
    }
    let (Some(kind), Some(length), Some(cookie)) = (span.short(0), span.short(2), span.word(4))
    else {
        return Reading::NeedMore;
    };
    if cookie != COOKIE {
        return Reading::NotThis;
    }
    let length = HEADER_BYTES + usize::from(length);
    match bytes.get(..length).map(|whole| body(kind, whole)) {
        Some(Some(message)) => Reading::Found(message),
        Some(None) => Reading::Malformed("an attribute of a STUN message runs beyond it"),
        None => Reading::NeedMore,
    }
}

fn body(kind: u16, whole: &[u8]) -> Option<Message> {
    let mut message = Message {
        // The class lies in two bits between those of the method.
        method: (kind & 0x0f) | ((kind & 0xe0) >> 1) | ((kind & 0x3e00) >> 2),
        is_request: kind & 0x0110 == 0,
        length: whole.len(),
        ..Message::default()
    };
    let key: [u8; 16] = Span::from(whole).array(4)?;
    let mut rest = whole.get(HEADER_BYTES..)?;
    for _ in 0..MAX_ATTRIBUTES {
        if rest.is_empty() {
            break;
        }
        let span = Span::from(rest);
        let (kind, length) = (span.short(0)?, usize::from(span.short(2)?));
        take(kind, rest.get(4..4 + length)?, &key, &mut message);
        rest = rest.get(4 + length.next_multiple_of(4)..).unwrap_or(&[]);
    }
    Some(message)
}

fn take(kind: u16, value: &[u8], key: &[u8; 16], message: &mut Message) {
    match kind {
        0x0006 => message.user = Some(kept_text(value)),
        0x0014 => message.realm = Some(kept_text(value)),
        0x8022 => message.software = Some(kept_text(value)),
        0x0012 => message.peers.extend(xor_address(value, key)),
        0x0016 => message.relayed = xor_address(value, key),
        0x0020 => message.mapped = xor_address(value, key),
        _ => {}
    }
}

/// RFC 8489 §14.2: port and address, each hidden under the cookie and transaction number.
fn xor_address(value: &[u8], key: &[u8; 16]) -> Option<SocketAddr> {
    let span = Span::from(value);
    let port = span.short(2)? ^ Span::from(&key[..]).short(0)?;
    let ip = match (span.byte(1)?, value.len()) {
        (1, 8) => IpAddr::V4(Ipv4Addr::from(span.word(4)? ^ COOKIE)),
        (2, 20) => {
            let hidden = u128::from_be_bytes(span.array(4)?);
            IpAddr::V6(Ipv6Addr::from(hidden ^ u128::from_be_bytes(*key)))
        }
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sample response of RFC 5769 §2.2 (IPv4), without its last two attributes.
    const RESPONSE: &[u8] =
        b"\x01\x01\x00\x1c\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae\
        \x80\x22\x00\x0b\x74\x65\x73\x74\x20\x76\x65\x63\x74\x6f\x72\x20\
        \x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43";

    #[test]
    fn the_sample_response_states_software_and_address() {
        let Reading::Found(message) = read(RESPONSE) else {
            panic!("a whole message is read");
        };
        let mapped = Some("192.0.2.1:32853".parse().unwrap());
        assert_eq!(
            (message.method, message.is_request, message.mapped),
            (1, false, mapped)
        );
        assert_eq!(message.software.as_deref(), Some("test vector"));
    }

    #[test]
    fn a_peer_is_read_in_both_families() {
        let key = *b"\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae";
        // RFC 5769 §2.3.
        let six =
            b"\x00\x02\xa1\x47\x01\x13\xa9\xfa\xa5\xd3\xf1\x79\xbc\x25\xf4\xb5\xbe\xd2\xb9\xd9";
        let expected = "[2001:db8:1234:5678:11:2233:4455:6677]:32853"
            .parse()
            .unwrap();
        assert_eq!(xor_address(six, &key), Some(expected));
        let mut message = Message::default();
        take(0x0012, six, &key, &mut message);
        assert_eq!(message.peers, [expected]);
    }

    #[test]
    fn every_shorter_message_asks_for_more_and_lies_are_malformed() {
        for length in 0..RESPONSE.len() {
            assert_eq!(
                read(&RESPONSE[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        let mut lying = RESPONSE.to_vec();
        lying[23] = 200;
        assert!(matches!(read(&lying), Reading::Malformed(_)));
        assert_eq!(read(&[0x80; 40]), Reading::NotThis);
    }

    #[test]
    fn channel_data_counts_its_padding() {
        assert!(is_channel_data(&[0x40, 1, 0, 3, 9, 9, 9, 0]));
        for length in 0..7 {
            assert!(!is_channel_data(&[0x40, 1, 0, 3, 9, 9, 9][..length]));
        }
    }
}
