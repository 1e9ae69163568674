//! DHCP messages of both versions: bytes → what a device says of itself.
//!
//! Sources: RFC 2131 §2, RFC 2132 (options 12, 53, 60), RFC 4702 (81); RFC 8415 §8, §21 (options 16), RFC 4704 (39).

use super::Reading;
use super::web::kept_text;
use crate::wire::packet::span::Span;

/// Fixed part of version 4, up to the cookie, in bytes.
const FIXED_BYTES: usize = 236;

/// Starts the options (RFC 2132 §2).
const COOKIE: u32 = 0x6382_5363;

/// Options of one message that are looked at.
const MAX_OPTIONS: usize = 256;

/// What a message states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Host name that the sender gives itself, or a server gives it.
    pub host_name: Option<String>,
    /// Full name of the sender.
    pub full_name: Option<String>,
    /// What kind of device it is.
    pub vendor_class: Option<String>,
}

/// Whether a datagram is a message of version 4.
pub fn probe4(bytes: &[u8]) -> bool {
    let span = Span::from(bytes);
    let head = span
        .array(0)
        .is_some_and(|[op, _, length]| matches!(op, 1 | 2) && length <= 16);
    head && span.word(FIXED_BYTES) == Some(COOKIE)
}

/// Reads a message of version 4.
pub fn read4(bytes: &[u8]) -> Reading<Message> {
    if !probe4(bytes) {
        return Reading::NotThis;
    }
    let mut message = Message::default();
    let mut rest = bytes.get(FIXED_BYTES + 4..).unwrap_or(&[]);
    for _ in 0..MAX_OPTIONS {
        rest = match rest {
            [] | [255, ..] => return Reading::Found(message),
            [0, behind @ ..] => behind,
            [kind, length, behind @ ..] => {
                let Some((value, behind)) = behind.split_at_checked(usize::from(*length)) else {
                    return Reading::Malformed("an option of a DHCP message runs beyond it");
                };
                take4(*kind, value, &mut message);
                behind
            }
            [_] => return Reading::Malformed("an option of a DHCP message runs beyond it"),
        };
    }
    Reading::Found(message)
}

fn take4(kind: u8, value: &[u8], message: &mut Message) {
    match kind {
        12 => message.host_name = words(value),
        60 => message.vendor_class = words(value),
        // Three bytes of flags come first; flag E says that the name is in the wire form of DNS.
        81 => {
            let is_wire = value.first().is_some_and(|flags| flags & 4 != 0);
            let name = value.get(3..).unwrap_or(&[]);
            message.full_name = if is_wire { labels(name) } else { words(name) };
        }
        _ => {}
    }
}

/// Whether a datagram is a message of version 6 between client and server.
pub fn probe6(bytes: &[u8]) -> bool {
    matches!(read6(bytes), Reading::Found(_))
}

/// Reads a message of version 6: its options must fill it, be known, and name a client or server.
pub fn read6(bytes: &[u8]) -> Reading<Message> {
    let (Some(1..=11), Some(mut rest)) = (bytes.first(), bytes.get(4..)) else {
        return Reading::NotThis;
    };
    let (mut message, mut has_party) = (Message::default(), false);
    while !rest.is_empty() {
        let span = Span::from(rest);
        let (Some(kind), Some(length)) = (span.short(0), span.short(2)) else {
            return Reading::NotThis;
        };
        let Some(value) = rest.get(4..4 + usize::from(length)) else {
            return Reading::NotThis;
        };
        match kind {
            // An identifier begins with its type, 1 to 4 (RFC 8415 §11).
            1 | 2 => has_party |= value.len() >= 4 && value.first() == Some(&0),
            16 => message.vendor_class = value.get(6..).and_then(words),
            39 => message.full_name = value.get(1..).and_then(labels),
            0 | 144.. => return Reading::NotThis,
            _ => {}
        }
        rest = rest.get(4 + value.len()..).unwrap_or(&[]);
    }
    if has_party {
        Reading::Found(message)
    } else {
        Reading::NotThis
    }
}

fn words(value: &[u8]) -> Option<String> {
    let text = kept_text(value);
    let text = text.trim_end_matches('\0');
    let is_text = !text.is_empty() && !text.contains(|c: char| c.is_control() || c == '\u{fffd}');
    is_text.then(|| text.to_owned())
}

/// A name in the wire form of DNS (RFC 1035 §3.1), which here is never compressed.
fn labels(mut value: &[u8]) -> Option<String> {
    let mut name = Vec::new();
    while let [length @ 1..=63, rest @ ..] = value {
        let (label, behind) = rest.split_at_checked(usize::from(*length))?;
        name.push(words(label)?);
        value = behind;
    }
    (!name.is_empty()).then(|| name.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn discover() -> Vec<u8> {
        let mut bytes = vec![1, 1, 6];
        bytes.resize(FIXED_BYTES, 0);
        bytes.extend(b"\x63\x82\x53\x63\x35\x01\x01\x0c\x05phone\x3c\x09android-8\x51\x0a\x04\0\0\x01a\x01b\0\0\0\xff");
        bytes
    }

    const SOLICIT: &[u8] =
        b"\x01\xab\xcd\xef\x00\x01\x00\x04\x00\x03\x00\x01\x00\x27\x00\x04\x00\x02pc\
        \x00\x10\x00\x09\x00\x00\x00\x01\x00\x03abc";

    #[test]
    fn a_device_says_its_names() {
        let message = Message {
            host_name: Some("phone".into()),
            full_name: Some("a.b".into()),
            vendor_class: Some("android-8".into()),
        };
        assert_eq!(read4(&discover()), Reading::Found(message));
        let message = Message {
            host_name: None,
            full_name: Some("pc".into()),
            vendor_class: Some("abc".into()),
        };
        assert_eq!(read6(SOLICIT), Reading::Found(message));
    }

    #[test]
    fn every_shorter_message_ends() {
        let whole = discover();
        for length in 0..whole.len() {
            let is_found = matches!(read4(&whole[..length]), Reading::NotThis);
            assert_eq!(is_found, length < FIXED_BYTES + 4, "{length} bytes");
        }
        let ends = [12, 20, SOLICIT.len()];
        for length in 0..SOLICIT.len() {
            assert_eq!(
                probe6(&SOLICIT[..length]),
                ends.contains(&length),
                "{length} bytes"
            );
        }
    }
}
