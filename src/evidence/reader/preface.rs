//! Openings that say who is behind a proxy, or that the rest will be TLS, and are followed by another protocol: the
//! PROXY protocol (haproxy.org, "The PROXY protocol", versions 1 and 2) and Android's debug bridge
//! (android.googlesource.com, packages/modules/adb, protocol.txt: STLS).

use std::net::{IpAddr, SocketAddr};

use super::{Opening, Probe, Step, StreamReader};
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};

const SIGNATURE_2: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

/// Longest line of version 1.
const MAX_LINE_BYTES: usize = 107;

/// Header of version 2: signature, version and command, family, length.
const HEADER_2_BYTES: usize = 16;

/// Header of a message of the debug bridge.
const ADB_BYTES: usize = 24;

/// Whether the client's side begins with a PROXY header.
pub fn probe_proxy(opening: &Opening<'_>) -> Probe {
    match proxied(opening.client) {
        Some(Some(_)) => Probe::Yes,
        Some(None) => Probe::Maybe,
        None => Probe::No,
    }
}

/// Its reader.
pub fn begin_proxy() -> Box<dyn StreamReader> {
    Box::new(Proxy)
}

#[derive(Debug)]
struct Proxy;

impl StreamReader for Proxy {
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step {
        if side == Side::Server {
            return Step::More;
        }
        match proxied(bytes) {
            Some(Some((length, peer))) => {
                if let Some(peer) = peer {
                    sink.peer(peer);
                }
                Step::Anew(length)
            }
            Some(None) => Step::More,
            None => Step::Done,
        }
    }
}

type Proxied = (usize, Option<SocketAddr>);

/// Length of the header and the party it stands for; `Some(None)` where more is needed.
fn proxied(bytes: &[u8]) -> Option<Option<Proxied>> {
    let word: &[u8] = b"PROXY ";
    if word.starts_with(bytes) || SIGNATURE_2.starts_with(bytes) {
        return (!bytes.is_empty()).then_some(None);
    }
    if bytes.starts_with(word) {
        return line(bytes);
    }
    bytes.starts_with(SIGNATURE_2).then(|| binary(bytes))
}

fn line(bytes: &[u8]) -> Option<Option<Proxied>> {
    let head = bytes.get(..MAX_LINE_BYTES).unwrap_or(bytes);
    let Some(end) = head.iter().position(|byte| *byte == b'\n') else {
        return (bytes.len() < MAX_LINE_BYTES).then_some(None);
    };
    let text = std::str::from_utf8(head.get(..end)?).ok()?;
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let peer = match words.as_slice() {
        ["PROXY", "TCP4" | "TCP6", from, _, port, _] => {
            let ip: IpAddr = from.parse().ok()?;
            Some(SocketAddr::new(ip, port.parse().ok()?))
        }
        ["PROXY", "UNKNOWN", ..] => None,
        _ => return None,
    };
    Some(Some((end + 1, peer)))
}

fn binary(bytes: &[u8]) -> Option<Proxied> {
    let [family, l1, l0] = *bytes.get(13..HEADER_2_BYTES)?.first_chunk::<3>()?;
    let length = HEADER_2_BYTES + usize::from(u16::from_be_bytes([l1, l0]));
    let block = bytes.get(HEADER_2_BYTES..length)?;
    let peer = match family >> 4 {
        1 => peer_of::<4>(block),
        2 => peer_of::<16>(block),
        _ => None,
    };
    Some((length, peer))
}

/// Source and destination address, then their ports.
fn peer_of<const N: usize>(block: &[u8]) -> Option<SocketAddr>
where
    IpAddr: From<[u8; N]>,
{
    let ip = IpAddr::from(*block.first_chunk::<N>()?);
    let port = u16::from_be_bytes(*block.get(2 * N..)?.first_chunk::<2>()?);
    Some(SocketAddr::new(ip, port))
}

/// Whether a stream is the debug bridge: a message whose last word is its first one turned over.
pub fn probe_adb(opening: &Opening<'_>) -> Probe {
    opening.either(|bytes| match bytes.get(..4) {
        Some(word) if !word.iter().all(u8::is_ascii_uppercase) => Probe::No,
        Some(_) if bytes.len() < ADB_BYTES => Probe::Maybe,
        Some(_) if adb(bytes).is_some() => Probe::Yes,
        _ => Probe::No,
    })
}

/// Its reader.
pub fn begin_adb() -> Box<dyn StreamReader> {
    Box::<Adb>::default()
}

#[derive(Debug, Default)]
struct Adb {
    turns_to_tls: Sides<bool>,
}

impl StreamReader for Adb {
    fn read(&mut self, side: Side, bytes: &[u8], _sink: &mut Sink<'_>) -> Step {
        if self.turns_to_tls[side] || bytes.len() < ADB_BYTES {
            return Step::More;
        }
        match adb(bytes) {
            Some((b"STLS", _)) => {
                self.turns_to_tls[side] = true;
                match self.turns_to_tls[side.other()] {
                    true => Step::Anew(ADB_BYTES),
                    false => Step::Took(ADB_BYTES),
                }
            }
            Some((_, data_bytes)) => Step::Skip(ADB_BYTES as u64 + u64::from(data_bytes)),
            None => Step::Done,
        }
    }
}

/// Command of a message, and the length of what follows it.
fn adb(bytes: &[u8]) -> Option<(&[u8; 4], u32)> {
    let command = bytes.first_chunk::<4>()?;
    let length = u32::from_le_bytes(*bytes.get(12..)?.first_chunk::<4>()?);
    let magic = bytes.get(20..)?.first_chunk::<4>()?;
    let is_turned_over = command.iter().zip(magic).all(|(a, b)| *a == !*b);
    is_turned_over.then_some((command, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8]) -> Proxied {
        proxied(bytes).flatten().unwrap()
    }

    #[test]
    fn both_versions_name_the_party_behind_the_proxy() {
        let first = b"PROXY TCP4 192.0.2.7 192.0.2.9 50000 443\r\n";
        let peer = Some("192.0.2.7:50000".parse().unwrap());
        assert_eq!(whole(first), (first.len(), peer));
        let second = [
            SIGNATURE_2,
            b"\x21\x11\0\x0c\xc0\0\x02\x07\xc0\0\x02\x09\xc3\x50\x01\xbb",
        ]
        .concat();
        assert_eq!(whole(&second), (second.len(), peer));
        for bytes in [first.to_vec(), second] {
            for length in 1..bytes.len() {
                assert_eq!(proxied(&bytes[..length]), Some(None), "{length} bytes");
            }
        }
        assert_eq!(proxied(b"PROXY sings\r\n"), None);
    }

    #[test]
    fn a_message_of_the_debug_bridge_is_known_by_its_last_word() {
        let mut message = b"STLS\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        message.extend(b"STLS".map(|byte| !byte));
        assert_eq!(adb(&message), Some((b"STLS", 0)));
        for length in 0..message.len() {
            assert_eq!(adb(&message[..length]), None);
        }
    }
}
