//! Google's QUIC before it took over the headers of the IETF's: the client's hello in the clear (Q024 to Q046).
//!
//! Shapes: the QUIC Crypto and Wire Layout documents of the Chromium project, and nDPI, `src/lib/protocols/quic.c`.

use super::number::Cursor;
use super::version::Version;
use crate::wire::message::Reading;

/// Bits of the public flags (Q024 to Q043).
const HAS_VERSION: u8 = 0x01;
const HAS_ID: u8 = 0x08;
const UNUSED_FLAGS: u8 = 0xc6;

/// Hash over the packet in the place of a real authentication tag.
const HASH_BYTES: usize = 12;

/// From this version on lengths are written with the high byte first.
const FIRST_BIG_ENDIAN: u8 = 39;
/// From this version on packets have no private flags behind the hash.
const FIRST_WITHOUT_PRIVATE_FLAGS: u8 = 34;
/// From this version on headers have the first five bytes of the IETF's.
const FIRST_WITH_LONG_HEADER: u8 = 44;

/// Tags of a hello that are looked at (real ones have about thirty).
const MAX_TAGS: u16 = 128;

/// What a client's hello says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hello {
    /// Tag `SNI`, lower case; `None` where the client sent none.
    pub server_name: Option<String>,
    /// Tag `UAID`: the program and its version.
    pub user_agent: Option<String>,
}

/// Whether a datagram is a client's packet of one of these versions.
pub fn probe(datagram: &[u8]) -> bool {
    frames(datagram).is_some()
}

/// The version of a client's packet.
pub fn version(datagram: &[u8]) -> Option<Version> {
    frames(datagram).map(|(version, _, _)| version)
}

/// Reads the hello of a client's packet.
pub fn read(datagram: &[u8]) -> Reading<Hello> {
    let Some((_, number, frames)) = frames(datagram) else {
        return Reading::NotThis;
    };
    match first_stream(frames, number) {
        Some(message) => read_hello(message),
        None => Reading::NotThis,
    }
}

/// Reads a hello as it lies in a stream or in CRYPTO frames: `CHLO`, a table of tags, their values.
pub fn read_hello(message: &[u8]) -> Reading<Hello> {
    if !message.starts_with(b"CHLO") {
        return match b"CHLO".starts_with(message) {
            true => Reading::NeedMore,
            false => Reading::NotThis,
        };
    }
    match tags(message) {
        Some(hello) => Reading::Found(hello),
        None => Reading::NeedMore,
    }
}

fn tags(message: &[u8]) -> Option<Hello> {
    let mut table = Cursor::new(message.get(4..)?);
    let count = u16::from_le_bytes(table.bytes(2)?.try_into().ok()?).min(MAX_TAGS);
    table.bytes(2)?;
    let values = message.get(8 + 8 * usize::from(count)..)?;
    let mut hello = Hello::default();
    let mut start = 0;
    for _ in 0..count {
        let tag = table.bytes(4)?;
        let end = u32::from_le_bytes(table.bytes(4)?.try_into().ok()?) as usize;
        match tag {
            b"SNI\0" => hello.server_name = name(values.get(start..end)?),
            b"UAID" => hello.user_agent = text(values.get(start..end)?),
            _ => {}
        }
        start = end;
    }
    Some(hello)
}

fn name(value: &[u8]) -> Option<String> {
    let name = text(value)?.trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

fn text(value: &[u8]) -> Option<String> {
    std::str::from_utf8(value).ok().map(str::to_owned)
}

/// Version, its number, and the frames of a packet that a client sent.
fn frames(datagram: &[u8]) -> Option<(Version, u8, &[u8])> {
    let mut cursor = Cursor::new(datagram);
    let first = cursor.byte()?;
    let (version, number) = match first & 0x80 {
        0 => public_header(&mut cursor, first)?,
        _ => long_header(&mut cursor, first)?,
    };
    cursor.bytes(HASH_BYTES)?;
    if number < FIRST_WITHOUT_PRIVATE_FLAGS {
        cursor.byte()?;
    }
    Some((version, number, cursor.rest()))
}

/// Q024 to Q043: flags, connection id, version, packet number.
fn public_header(cursor: &mut Cursor<'_>, flags: u8) -> Option<(Version, u8)> {
    if flags & HAS_VERSION == 0 || flags & HAS_ID == 0 || flags & UNUSED_FLAGS & !0x04 != 0 {
        return None;
    }
    cursor.bytes(8)?;
    let version = Version(cursor.u32()?);
    let number = version.google()?;
    cursor.bytes(match flags >> 4 & 3 {
        0 => 1,
        1 => 2,
        2 => 4,
        _ => 6,
    })?;
    (number < FIRST_WITH_LONG_HEADER).then_some((version, number))
}

/// Q044 to Q048: type, version, both lengths of connection ids in one byte, packet number of four bytes.
fn long_header(cursor: &mut Cursor<'_>, first: u8) -> Option<(Version, u8)> {
    let version = Version(cursor.u32()?);
    let number = version.google()?;
    let lengths = cursor.byte()?;
    // A client sends an id of eight bytes for the server and none for itself.
    if !(FIRST_WITH_LONG_HEADER..49).contains(&number) || lengths != 0x50 {
        return None;
    }
    cursor.bytes(8)?;
    let number_bytes = match number {
        ..46 => 4,
        _ => usize::from(first & 3) + 1,
    };
    cursor.bytes(number_bytes)?;
    Some((version, number))
}

/// The bytes of the first STREAM frame, if it is of the handshake's stream: type, number, position, length.
fn first_stream(frames: &[u8], number: u8) -> Option<&[u8]> {
    let mut cursor = Cursor::new(frames);
    let kind = loop {
        match cursor.byte()? {
            0 => {}
            kind => break kind,
        }
    };
    let is_stream = kind & 0x80 != 0;
    let number_bytes = usize::from(kind & 0x03) + 1;
    let position_bytes = match kind >> 2 & 7 {
        0 => 0,
        more => usize::from(more) + 1,
    };
    let id = cursor.bytes(number_bytes)?;
    let is_handshake = id.iter().map(|byte| u32::from(*byte)).sum::<u32>() == 1;
    let position = cursor.bytes(position_bytes)?;
    if !is_stream || !is_handshake || position.iter().any(|byte| *byte != 0) {
        return None;
    }
    if kind & 0x20 == 0 {
        return Some(cursor.rest());
    }
    let length = cursor.bytes(2)?.try_into().ok()?;
    let length = match number {
        ..FIRST_BIG_ENDIAN => u16::from_le_bytes(length),
        _ => u16::from_be_bytes(length),
    };
    cursor.bytes(usize::from(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello() -> Vec<u8> {
        let (name, agent) = (b"Api.Example", b"Clip/1.0");
        let mut message = b"CHLO\x03\0\0\0PAD\0\x04\0\0\0".to_vec();
        let name_end = 4 + u8::try_from(name.len()).unwrap();
        let agent_end = name_end + u8::try_from(agent.len()).unwrap();
        message.extend_from_slice(&[b'S', b'N', b'I', 0, name_end, 0, 0, 0]);
        message.extend_from_slice(&[b'U', b'A', b'I', b'D', agent_end, 0, 0, 0]);
        message.extend_from_slice(b"----");
        message.extend_from_slice(name);
        message.extend_from_slice(agent);
        message
    }

    fn datagram(version: &[u8; 4]) -> Vec<u8> {
        let message = hello();
        let length = u8::try_from(message.len()).unwrap();
        let number: u8 = str::from_utf8(&version[1..]).unwrap().parse().unwrap();
        let mut datagram = match number {
            ..44 => [&[0x09, 1, 2, 3, 4, 5, 6, 7, 8], version.as_slice(), &[1]].concat(),
            _ => {
                let id = [0x50, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 1];
                [&[0xc3], version.as_slice(), &id].concat()
            }
        };
        datagram.extend_from_slice(&[0xee; HASH_BYTES]);
        if number < FIRST_WITHOUT_PRIVATE_FLAGS {
            datagram.push(1);
        }
        let lengths = match number {
            ..FIRST_BIG_ENDIAN => [length, 0],
            _ => [0, length],
        };
        datagram.extend_from_slice(&[0xa0, 1, lengths[0], lengths[1]]);
        datagram.extend_from_slice(&message);
        datagram
    }

    #[test]
    fn the_hello_of_each_shape_is_read() {
        let expected = Hello {
            server_name: Some("api.example".into()),
            user_agent: Some("Clip/1.0".into()),
        };
        for version in [b"Q024", b"Q033", b"Q035", b"Q043", b"Q046"] {
            let datagram = datagram(version);
            assert_eq!(read(&datagram), Reading::Found(expected.clone()));
            for length in 0..datagram.len() {
                assert_eq!(read(&datagram[..length]), Reading::NotThis, "{length}");
            }
        }
        let hello = hello();
        for length in 0..hello.len() {
            assert_eq!(read_hello(&hello[..length]), Reading::NeedMore, "{length}");
        }
    }

    #[test]
    fn other_bytes_are_not_believed() {
        assert!(!probe(&datagram(b"Q046")[..10]));
        let mut other = datagram(b"Q043");
        other[9] = b'R';
        assert!(!probe(&other), "an unknown version");
        assert_eq!(read_hello(b"SHLO\0\0\0\0"), Reading::NotThis);
    }
}
