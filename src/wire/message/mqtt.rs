//! MQTT packets (OASIS MQTT 3.1.1 §2, §3; 5.0 §2, §3; 3.1): bytes → client, topics.

use super::Reading;
use super::web::kept_text;
use crate::wire::packet::span::Span;

/// Longest packet whose content is read; a longer one is skipped behind its topic, in bytes.
const MAX_READ_BYTES: usize = 16 * 1024;

/// Bytes of what is published that are kept: as much as of a request's body.
const MAX_PAYLOAD_BYTES: usize = 4 * 1024;

/// Topics of one subscription that are kept.
const MAX_TOPICS: usize = 32;

/// One packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// A client begins.
    Connect {
        /// 3 (version 3.1), 4 (3.1.1) or 5.
        level: u8,
        /// What the client calls itself.
        client_id: String,
        /// User name, where one is given; the password is not read.
        user: Option<String>,
    },
    /// Something is published under a topic.
    Publish {
        /// The topic.
        topic: String,
        /// The head of what is published.
        payload: Vec<u8>,
    },
    /// A client wants what these topics match.
    Subscribe { topics: Vec<String> },
    /// Any other.
    Other,
}

/// Reads the opening of a client: only that is sure.
pub fn read_connect(bytes: &[u8]) -> Reading<(Packet, u64)> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    if !fits(0, |byte| byte == 0x10) {
        return Reading::NotThis;
    }
    let Some((length, head)) = remaining_length(bytes) else {
        return if bytes.len() < 5 {
            Reading::NeedMore
        } else {
            Reading::NotThis
        };
    };
    let behind = bytes.get(head..).unwrap_or(&[]);
    let names: [&[u8]; 3] = [
        b"\x00\x04MQTT\x04",
        b"\x00\x04MQTT\x05",
        b"\x00\x06MQIsdp\x03",
    ];
    let may = |name: &&[u8]| behind.starts_with(name) || name.starts_with(behind);
    if !names.iter().any(may) || length > MAX_READ_BYTES {
        return Reading::NotThis;
    }
    let Some(body) = behind.get(..length) else {
        return Reading::NeedMore;
    };
    match connect(body) {
        Some(packet) => Reading::Found((packet, (head + length) as u64)),
        None => Reading::Malformed("the opening of an MQTT client is damaged"),
    }
}

/// Reads a later packet; `level` is that of the opening. Says its length, which may go beyond the bytes.
pub fn read(bytes: &[u8], level: u8) -> Reading<(Packet, u64)> {
    let Some((length, head)) = remaining_length(bytes) else {
        return if bytes.len() < 5 {
            Reading::NeedMore
        } else {
            Reading::NotThis
        };
    };
    let whole = (head + length) as u64;
    let first = bytes.first().copied().unwrap_or(0);
    let behind = bytes.get(head..).unwrap_or(&[]);
    match first >> 4 {
        1 => read_connect(bytes),
        3 => match publish(behind, length, first, level) {
            Some(packet) => Reading::Found((packet, whole)),
            None if behind.len() >= length => Reading::NotThis,
            None => Reading::NeedMore,
        },
        8 if length <= MAX_READ_BYTES => match behind.get(..length) {
            Some(body) => Reading::Found((subscribe(body, level), whole)),
            None => Reading::NeedMore,
        },
        0 => Reading::NotThis,
        _ => Reading::Found((Packet::Other, whole)),
    }
}

/// The topic, a number where delivery is confirmed (3.1.1 §3.3.2), properties in version 5, and what is published;
/// `None` until the part of that which is kept has come.
fn publish(behind: &[u8], length: usize, first: u8, level: u8) -> Option<Packet> {
    let body = behind.get(..length).unwrap_or(behind);
    let (topic, rest) = text(body)?;
    let is_confirmed = first & 0x06 != 0;
    let rest = if is_confirmed { rest.get(2..)? } else { rest };
    let Some(payload) = behind_properties(rest, level) else {
        let payload = Vec::new();
        return (body.len() >= length).then_some(Packet::Publish { topic, payload });
    };
    let kept = payload.get(..MAX_PAYLOAD_BYTES);
    let is_here = kept.is_some() || body.len() >= length;
    let payload = kept.unwrap_or(payload).to_vec();
    is_here.then_some(Packet::Publish { topic, payload })
}

/// Length of what follows, in up to four bytes of seven bits, and of the head itself.
fn remaining_length(bytes: &[u8]) -> Option<(usize, usize)> {
    let (value, used) = variable(bytes.get(1..)?)?;
    Some((value, 1 + used))
}

fn variable(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0;
    for (at, byte) in bytes.iter().take(4).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((value, at + 1));
        }
    }
    None
}

/// Text behind its length, and what comes behind it.
fn text(bytes: &[u8]) -> Option<(String, &[u8])> {
    let length = usize::from(Span::from(bytes).short(0)?);
    let (value, rest) = bytes.get(2..)?.split_at_checked(length)?;
    Some((kept_text(value), rest))
}

/// Skips the properties of version 5.
fn behind_properties(bytes: &[u8], level: u8) -> Option<&[u8]> {
    if level < 5 {
        return Some(bytes);
    }
    let (length, used) = variable(bytes)?;
    bytes.get(used + length..)
}

fn connect(body: &[u8]) -> Option<Packet> {
    let (_, rest) = text(body)?;
    let [level, flags, _, _, rest @ ..] = rest else {
        return None;
    };
    let (client_id, mut rest) = text(behind_properties(rest, *level)?)?;
    // The will comes before the user: its properties, topic and message.
    if flags & 0x04 != 0 {
        rest = text(behind_properties(rest, *level)?)?.1;
        rest = text(rest)?.1;
    }
    let user = if flags & 0x80 != 0 {
        Some(text(rest)?.0)
    } else {
        None
    };
    Some(Packet::Connect {
        level: *level,
        client_id,
        user,
    })
}

fn subscribe(body: &[u8], level: u8) -> Packet {
    let mut topics = Vec::new();
    let mut rest = body
        .get(2..)
        .and_then(|rest| behind_properties(rest, level))
        .unwrap_or(&[]);
    while let Some((topic, behind)) = text(rest)
        && topics.len() < MAX_TOPICS
    {
        topics.push(topic);
        rest = behind.get(1..).unwrap_or(&[]);
    }
    Packet::Subscribe { topics }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONNECT: &[u8] =
        b"\x10\x18\x00\x04MQTT\x04\x86\x00\x3c\x00\x02id\x00\x01w\x00\x01m\x00\x02me";
    const CONNECT5: &[u8] = b"\x10\x12\x00\x04MQTT\x05\x02\x00\x3c\x03\x21\x00\x14\x00\x02id";

    fn opened(level: u8, user: Option<&str>, length: usize) -> Reading<(Packet, u64)> {
        let (client_id, user) = ("id".into(), user.map(str::to_owned));
        Reading::Found((
            Packet::Connect {
                level,
                client_id,
                user,
            },
            length as u64,
        ))
    }

    #[test]
    fn a_client_says_who_it_is() {
        assert_eq!(read_connect(CONNECT), opened(4, Some("me"), CONNECT.len()));
        assert_eq!(read_connect(CONNECT5), opened(5, None, CONNECT5.len()));
        assert_eq!(read_connect(b"\x10\x10\x00\x04HTTP"), Reading::NotThis);
    }

    #[test]
    fn topics_are_read() {
        let found = |payload: &[u8], length| {
            let (topic, payload) = ("a/b".into(), payload.to_vec());
            Reading::Found((Packet::Publish { topic, payload }, length))
        };
        assert_eq!(read(b"\x30\x07\x00\x03a/bhi", 4), found(b"hi", 9));
        assert_eq!(
            read(b"\x32\x0a\x00\x03a/b\x00\x07\x00hi", 5),
            found(b"hi", 12)
        );
        let long = [b"\x30\x85\x40\x00\x03a/b", &[b'x'; 5_000][..]].concat();
        assert_eq!(read(&long, 4), found(&[b'x'; MAX_PAYLOAD_BYTES], 8_200));
        let topics = vec!["a/#".into(), "b".into()];
        let subscribe = read(b"\x82\x0c\x00\x01\x00\x03a/#\x00\x00\x01b\x00", 4);
        assert_eq!(
            subscribe,
            Reading::Found((Packet::Subscribe { topics }, 14))
        );
    }

    #[test]
    fn every_shorter_packet_asks_for_more() {
        for whole in [CONNECT, CONNECT5] {
            for length in 0..whole.len() {
                assert_eq!(
                    read_connect(&whole[..length]),
                    Reading::NeedMore,
                    "{length} bytes"
                );
            }
        }
        let subscribe = b"\x82\x0c\x00\x01\x00\x03a/#\x00\x00\x01b\x00";
        let publish = b"\x32\x0a\x00\x03a/b\x00\x07\x00hi";
        for (whole, level) in [(&subscribe[..], 4), (&publish[..], 5)] {
            for length in 0..whole.len() {
                assert_eq!(
                    read(&whole[..length], level),
                    Reading::NeedMore,
                    "{length} bytes"
                );
            }
        }
    }
}
