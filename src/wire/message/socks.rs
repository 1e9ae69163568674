//! Greetings, requests and datagrams of SOCKS 4, 4a and 5: bytes → whom the client wants to reach.
//!
//! Sources: RFC 1928, RFC 1929, and the SOCKS 4 and 4A protocol notes (openssh.com/txt/socks4.protocol, socks4a.protocol).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Reading;
use super::web::host_of;
use crate::wire::packet::span::Span;

/// Longest user name of SOCKS 4 that is believed, in bytes.
const MAX_USER_BYTES: usize = 255;

/// Longest host name (RFC 1035 §2.3.4), in bytes.
const MAX_HOST_BYTES: usize = 255;

/// The command that asks for datagrams (RFC 1928 §4).
const DATAGRAMS: u8 = 3;

/// Whom a client wants to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By address.
    Address(IpAddr),
    /// By name, lower case.
    Host(Box<str>),
}

/// A request, and the number of bytes that it takes up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// 1 connect, 2 bind, 3 datagrams.
    pub command: u8,
    /// Whom.
    pub target: Target,
    /// At which port.
    pub port: u16,
    /// Length in bytes.
    pub length: usize,
}

/// The greeting of a client of SOCKS 5 (RFC 1928 §3): the methods that it offers.
pub fn read_greeting(bytes: &[u8]) -> Reading<&[u8]> {
    match bytes {
        [5, count @ 1..=10, methods @ ..] => match methods.get(..usize::from(*count)) {
            Some(methods) => Reading::Found(methods),
            None => Reading::NeedMore,
        },
        [] | [5] => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// A request of SOCKS 5 (RFC 1928 §4), or its answer (§6), which has the same shape.
pub fn read_request5(bytes: &[u8]) -> Reading<Request> {
    let (kind, command) = match bytes {
        [5, command, 0, kind @ (1 | 3 | 4), ..] => (*kind, *command),
        [] | [5] | [5, _] | [5, _, 0] => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    whom(bytes, kind, command)
}

/// The header of a datagram through a proxy of SOCKS 5 (RFC 1928 §7), which has no mark of its own: bytes of which it
/// is not known that they are one are believed only as `probe_datagram` says. `command` is 3.
pub fn read_datagram(bytes: &[u8]) -> Reading<Request> {
    match bytes {
        [0, 0, _fragment, kind @ (1 | 3 | 4), ..] => whom(bytes, *kind, DATAGRAMS),
        [] | [0] | [0, 0] | [0, 0, _] => Reading::NeedMore,
        _ => Reading::NotThis,
    }
}

/// Whether a datagram is one through a proxy: whole, not a fragment, to a name with a dot and a port, with something
/// behind it. With an address instead of a name the header says too little.
pub fn probe_datagram(bytes: &[u8]) -> bool {
    let Reading::Found(header) = read_datagram(bytes) else {
        return false;
    };
    let is_named = matches!(&header.target, Target::Host(name) if is_full(name));
    let is_whole = matches!(bytes, [_, _, 0, ..]);
    is_named && is_whole && header.port != 0 && header.length < bytes.len()
}

/// Several parts, the last of letters: what is written so by chance is short.
fn is_full(name: &str) -> bool {
    let last = name.rsplit_once('.').filter(|(rest, _)| !rest.is_empty());
    last.is_some_and(|(_, last)| last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Kind of address, address and port, which begin with the fourth byte.
fn whom(bytes: &[u8], kind: u8, command: u8) -> Reading<Request> {
    let span = Span::from(bytes);
    let (target, end) = match kind {
        1 => (
            span.array::<4>(4)
                .map(|ip| Target::Address(IpAddr::V4(Ipv4Addr::from(ip)))),
            8,
        ),
        4 => (
            span.array::<16>(4)
                .map(|ip| Target::Address(IpAddr::V6(Ipv6Addr::from(ip)))),
            20,
        ),
        _ => {
            let Some(length) = span.byte(4).map(usize::from) else {
                return Reading::NeedMore;
            };
            let Some(name) = bytes.get(5..5 + length) else {
                return Reading::NeedMore;
            };
            let Some(host) = host(name) else {
                return Reading::Malformed("the name asked of a SOCKS proxy is none");
            };
            (Some(host), 5 + length)
        }
    };
    match (target, span.short(end)) {
        (Some(target), Some(port)) => Reading::Found(Request {
            command,
            target,
            port,
            length: end + 2,
        }),
        _ => Reading::NeedMore,
    }
}

/// A request of SOCKS 4 or 4a.
pub fn read_request4(bytes: &[u8]) -> Reading<Request> {
    let span = Span::from(bytes);
    let command = match bytes {
        [4, command @ (1 | 2), ..] => *command,
        [] | [4] => return Reading::NeedMore,
        _ => return Reading::NotThis,
    };
    let (Some(port), Some(ip)) = (span.short(2), span.array::<4>(4)) else {
        return Reading::NeedMore;
    };
    let Reading::Found((_, user)) = text(bytes, 8, MAX_USER_BYTES) else {
        return unended(bytes, 8 + MAX_USER_BYTES);
    };
    // An address 0.0.0.x says that a name follows.
    let (target, length) = match ip {
        [0, 0, 0, last] if last != 0 => match text(bytes, user, MAX_HOST_BYTES) {
            Reading::Found((name, end)) => match host(name) {
                Some(host) => (host, end),
                None => return Reading::Malformed("the name asked of a SOCKS proxy is none"),
            },
            _ => return unended(bytes, user + MAX_HOST_BYTES),
        },
        ip => (Target::Address(IpAddr::V4(Ipv4Addr::from(ip))), user),
    };
    Reading::Found(Request {
        command,
        target,
        port,
        length,
    })
}

fn unended(bytes: &[u8], most: usize) -> Reading<Request> {
    if bytes.len() > most {
        Reading::NotThis
    } else {
        Reading::NeedMore
    }
}

/// Text up to a zero byte, and what comes behind it.
fn text(bytes: &[u8], from: usize, most: usize) -> Reading<(&[u8], usize)> {
    let rest = bytes.get(from..).unwrap_or(&[]);
    match rest.iter().take(most + 1).position(|byte| *byte == 0) {
        Some(end) => Reading::Found((rest.get(..end).unwrap_or(&[]), from + end + 1)),
        None => Reading::NeedMore,
    }
}

/// A name of letters, digits, dots, hyphens and underscores; a written address stays one.
fn host(name: &[u8]) -> Option<Target> {
    let text = std::str::from_utf8(name).ok()?;
    if let Ok(address) = text.parse() {
        return Some(Target::Address(address));
    }
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if !name.iter().all(|byte| good(*byte)) {
        return None;
    }
    host_of(text).map(Target::Host)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMED5: &[u8] = b"\x05\x01\x00\x03\x09A.example\x01\xbb";
    const NAMED4: &[u8] = b"\x04\x01\x01\xbb\x00\x00\x00\x01me\x00a.example\x00";

    fn request(target: Target, length: usize) -> Reading<Request> {
        Reading::Found(Request {
            command: 1,
            target,
            port: 443,
            length,
        })
    }

    #[test]
    fn names_and_addresses_are_read() {
        let name = || Target::Host("a.example".into());
        assert_eq!(read_request5(NAMED5), request(name(), NAMED5.len()));
        assert_eq!(read_request4(NAMED4), request(name(), NAMED4.len()));
        let address = Target::Address("9.8.7.6".parse().unwrap());
        assert_eq!(
            read_request5(b"\x05\x01\x00\x01\x09\x08\x07\x06\x01\xbb"),
            request(address.clone(), 10)
        );
        assert_eq!(
            read_request4(b"\x04\x01\x01\xbb\x09\x08\x07\x06\x00"),
            request(address, 9)
        );
        assert_eq!(read_greeting(&[5, 2, 0, 2]), Reading::Found(&[0, 2][..]));
    }

    #[test]
    fn every_shorter_request_asks_for_more() {
        for length in 0..NAMED5.len() {
            assert_eq!(
                read_request5(&NAMED5[..length]),
                Reading::NeedMore,
                "{length}"
            );
        }
        for length in 0..NAMED4.len() {
            assert_eq!(
                read_request4(&NAMED4[..length]),
                Reading::NeedMore,
                "{length}"
            );
        }
        for length in 0..4 {
            assert_eq!(read_greeting(&[5, 2, 0, 2][..length]), Reading::NeedMore);
        }
    }

    #[test]
    fn a_datagram_to_a_name_is_told_and_no_shorter_one() {
        let datagram = [&[0; 3], &NAMED5[3..], b"x"].concat();
        let Reading::Found(header) = read_datagram(&datagram) else {
            panic!("its header is whole");
        };
        assert_eq!(header.target, Target::Host("a.example".into()));
        assert_eq!((header.port, header.length), (443, datagram.len() - 1));
        assert!(probe_datagram(&datagram));
        for length in 0..datagram.len() {
            assert!(!probe_datagram(&datagram[..length]), "{length}");
        }
        let to_address = b"\0\0\0\x01\x09\x08\x07\x06\x01\xbbx";
        assert!(!probe_datagram(to_address), "it says too little");
        assert!(!probe_datagram(b"\0\0\0\x03\x05a..12\0\x35x"), "no name");
    }

    #[test]
    fn what_is_no_name_is_not_believed() {
        let bad = b"\x05\x01\x00\x03\x04a\x00/b\x01\xbb";
        assert!(matches!(read_request5(bad), Reading::Malformed(_)));
        assert_eq!(read_request5(b"GET / HTTP/1.1"), Reading::NotThis);
        assert_eq!(read_request4(&[4; 600]), Reading::NotThis);
    }
}
