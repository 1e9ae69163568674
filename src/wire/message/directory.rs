//! Management and sign-in protocols written in BER or like it: SNMP (RFC 3417), LDAP (RFC 4511), Kerberos (RFC 4120),
//! and RADIUS (RFC 2865 §3): bytes → what they are, and whom they speak for.

use super::Reading;
use super::ber::{Element, expect, find, read, whole_length};
use super::web::kept_text;
use crate::wire::packet::span::Span;

/// Tags of BER that are used here.
const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// The operation that asks for TLS (RFC 4511 §4.14.1).
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";

/// Attributes of one RADIUS packet that are looked at.
const MAX_ATTRIBUTES: usize = 256;

/// A message of LDAP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ldap {
    /// The name under which a client signs in; `None` in other messages, empty where it signs in without one.
    pub user: Option<String>,
    /// Whether TLS is asked for.
    pub asks_tls: bool,
    /// Whether the message answers such a request with success.
    pub grants_tls: bool,
    /// Length in bytes.
    pub length: usize,
}

/// Whether a datagram is SNMP.
pub fn probe_snmp(bytes: &[u8]) -> bool {
    matches!(read_snmp(bytes), Reading::Found(_))
}

/// Reads an SNMP message that fills the datagram: its version as written, 0 (v1), 1 (v2c) or 3. The community is not read.
pub fn read_snmp(bytes: &[u8]) -> Reading<u8> {
    snmp(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn snmp(bytes: &[u8]) -> Option<u8> {
    let message = expect(bytes, SEQUENCE).filter(|message| message.rest.is_empty())?;
    let version = expect(message.content, INTEGER)?;
    let (known, behind) = match version.content {
        [known @ (0 | 1)] => (*known, expect(version.rest, OCTETS)?.rest),
        [3] => {
            let global = expect(version.rest, SEQUENCE)?;
            let model = expect(expect(global.content, INTEGER)?.rest, INTEGER)?;
            expect(expect(model.rest, OCTETS)?.rest, INTEGER)?;
            return Some(3);
        }
        _ => return None,
    };
    match read(behind) {
        Reading::Found(Element {
            tag: 0xa0..=0xa8,
            content,
            rest: [],
        }) => expect(
            content,
            if content.first() == Some(&0x06) {
                0x06
            } else {
                INTEGER
            },
        )
        .map(|_| known),
        _ => None,
    }
}

/// Reads an LDAP message at the start of bytes.
pub fn read_ldap(bytes: &[u8]) -> Reading<Ldap> {
    if bytes.first().is_some_and(|tag| *tag != SEQUENCE) {
        return Reading::NotThis;
    }
    let length = match whole_length(bytes) {
        Reading::Found(length) => length,
        Reading::NeedMore => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    match expect(bytes, SEQUENCE) {
        Some(message) => ldap(message.content, length).map_or(Reading::NotThis, Reading::Found),
        None => Reading::NeedMore,
    }
}

fn ldap(content: &[u8], length: usize) -> Option<Ldap> {
    let number =
        expect(content, INTEGER).filter(|number| (1..=4).contains(&number.content.len()))?;
    let Reading::Found(operation) = read(number.rest) else {
        return None;
    };
    let mut message = Ldap {
        user: None,
        asks_tls: false,
        grants_tls: false,
        length,
    };
    match operation.tag {
        // Sign in: version 2 or 3, a name, a choice of proof, which is not read.
        0x60 => {
            let version =
                expect(operation.content, INTEGER).filter(|v| matches!(v.content, [2 | 3]))?;
            let name = expect(version.rest, OCTETS)?;
            matches!(name.rest.first(), Some(0x80 | 0xa3)).then_some(())?;
            message.user = Some(kept_text(name.content));
        }
        // Search: base, scope, aliases.
        0x63 => {
            let base = expect(operation.content, OCTETS)?;
            expect(expect(base.rest, 0x0a)?.rest, 0x0a)?;
        }
        // Answers: a result code, a name, a text.
        0x61 | 0x65 | 0x78 => {
            let code = expect(operation.content, 0x0a)?;
            expect(expect(code.rest, OCTETS)?.rest, OCTETS)?;
            message.grants_tls = operation.tag == 0x78 && code.content == [0];
        }
        0x77 => {
            let asked = expect(operation.content, 0x80)?;
            message.asks_tls = asked.content == START_TLS;
        }
        // Found entries: a name and its attributes.
        0x64 => {
            expect(expect(operation.content, OCTETS)?.rest, SEQUENCE)?;
        }
        _ => return None,
    }
    Some(message)
}

/// Whether a datagram is Kerberos.
pub fn probe_kerberos(bytes: &[u8]) -> bool {
    matches!(read_kerberos(bytes), Reading::Found(_))
}

/// Reads a Kerberos message that fills the bytes: its realm, where it states one in the clear.
pub fn read_kerberos(bytes: &[u8]) -> Reading<Option<String>> {
    kerberos(bytes).map_or(Reading::NotThis, Reading::Found)
}

/// Takes one message off a stream (RFC 4120 §7.2.2): the message, and its length with the four bytes before it.
pub fn read_kerberos_stream(bytes: &[u8]) -> Reading<(&[u8], usize)> {
    let fits = |at: usize, good: fn(u8) -> bool| bytes.get(at).is_none_or(|byte| good(*byte));
    if !(fits(0, |byte| byte == 0)
        && fits(1, |byte| byte < 0x10)
        && fits(4, |byte| (0x6a..=0x7e).contains(&byte)))
    {
        return Reading::NotThis;
    }
    let Some(length) = Span::from(bytes)
        .word(0)
        .and_then(|length| usize::try_from(length).ok())
    else {
        return Reading::NeedMore;
    };
    match bytes.get(4..4 + length) {
        Some(message) => Reading::Found((message, 4 + length)),
        None => Reading::NeedMore,
    }
}

fn kerberos(bytes: &[u8]) -> Option<Option<String>> {
    let Reading::Found(message) = read(bytes) else {
        return None;
    };
    let body = expect(message.content, SEQUENCE)
        .filter(|_| message.rest.is_empty())?
        .content;
    // Protocol version 5 and the type of the message stand first; requests number their fields from 1.
    let is_request = matches!(message.tag, 0x6a | 0x6c);
    let (version, kind) = if is_request {
        (0xa1, 0xa2)
    } else {
        (0xa0, 0xa1)
    };
    (find(body, version)? == [2, 1, 5]).then_some(())?;
    (expect(find(body, kind)?, INTEGER)?.content == [message.tag & 0x1f]).then_some(())?;
    let realm = match message.tag {
        0x6a | 0x6c => find(expect(find(body, 0xa4)?, SEQUENCE)?.content, 0xa2),
        0x6b | 0x6d => find(body, 0xa3),
        0x7e => find(body, 0xa9),
        0x6e | 0x6f => None,
        _ => return None,
    };
    Some(
        realm
            .and_then(|realm| expect(realm, 0x1b))
            .map(|text| kept_text(text.content)),
    )
}

/// Whether a datagram is RADIUS.
pub fn probe_radius(bytes: &[u8]) -> bool {
    matches!(read_radius(bytes), Reading::Found(_))
}

/// Reads a RADIUS packet whose attributes fill it: the name that User-Name gives.
pub fn read_radius(bytes: &[u8]) -> Reading<Option<String>> {
    radius(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn radius(bytes: &[u8]) -> Option<Option<String>> {
    let span = Span::from(bytes);
    let [code, _] = span.array(0)?;
    let fits = matches!(code, 1..=5 | 11 | 40..=45) && usize::from(span.short(2)?) == bytes.len();
    let mut rest = bytes.get(20..).filter(|rest| fits && rest.len() >= 6)?;
    let mut user = None;
    for _ in 0..MAX_ATTRIBUTES {
        let [kind, length, ..] = rest else {
            break;
        };
        let length = usize::from(*length).max(2);
        let value = rest.get(2..length)?;
        match kind {
            0 | 193.. => return None,
            1 => user = Some(kept_text(value)),
            _ => {}
        }
        rest = rest.get(length..)?;
    }
    rest.is_empty().then_some(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GET: &[u8] = b"\x30\x13\x02\x01\x01\x04\x06public\xa0\x06\x02\x01\x05\x02\x01\x00";
    const BIND: &[u8] = b"\x30\x10\x02\x01\x01\x60\x0b\x02\x01\x03\x04\x04cn=a\x80\x00";
    const AS_REQ: &[u8] = b"\x6a\x1c\x30\x1a\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a\xa4\x0e\x30\x0c\xa2\x0a\x1b\x08A.REALMS";
    const ACCESS: &[u8] = b"\x01\x07\x00\x1a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x06user";

    #[test]
    fn each_says_whom_it_speaks_for() {
        assert_eq!(read_snmp(GET), Reading::Found(1));
        let Reading::Found(bind) = read_ldap(BIND) else {
            panic!("a whole message is read");
        };
        assert_eq!(
            (bind.user.as_deref(), bind.length),
            (Some("cn=a"), BIND.len())
        );
        assert_eq!(
            read_kerberos(AS_REQ),
            Reading::Found(Some("A.REALMS".into()))
        );
        assert_eq!(read_radius(ACCESS), Reading::Found(Some("user".into())));
        let stream = [&[0, 0, 0, 30][..], AS_REQ].concat();
        assert_eq!(read_kerberos_stream(&stream), Reading::Found((AS_REQ, 34)));
    }

    #[test]
    fn tls_is_asked_for_and_granted() {
        let ask = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";
        let grant = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00";
        assert!(matches!(
            read_ldap(ask),
            Reading::Found(Ldap { asks_tls: true, .. })
        ));
        assert!(matches!(
            read_ldap(grant),
            Reading::Found(Ldap {
                grants_tls: true,
                ..
            })
        ));
    }

    #[test]
    fn every_shorter_message_is_not_claimed() {
        for length in 0..GET.len() {
            assert!(!probe_snmp(&GET[..length]), "{length} bytes");
        }
        for length in 0..BIND.len() {
            assert_eq!(
                read_ldap(&BIND[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        for length in 0..AS_REQ.len() {
            assert!(!probe_kerberos(&AS_REQ[..length]), "{length} bytes");
        }
        for length in 0..ACCESS.len() {
            assert!(!probe_radius(&ACCESS[..length]), "{length} bytes");
        }
    }
}
