//! Headers of QUIC packets (RFC 9000 §17), as far as they are not protected.

use super::number::Cursor;
use super::version::{PacketType, Version};

/// Longest connection id (RFC 9000 §17.2).
pub const MAX_ID_BYTES: usize = 20;

/// Versions looked at in a version negotiation.
const MAX_VERSIONS: usize = 32;

/// The integrity tag at the end of a Retry (RFC 9000 §17.2.5).
const RETRY_TAG_BYTES: usize = 16;

/// The first header of a datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header<'a> {
    /// A long header.
    Long(Long<'a>),
    /// The server offers versions (RFC 9000 §17.2.1).
    Negotiation {
        /// Whom it is for.
        destination: &'a [u8],
        /// Whom it is from.
        source: &'a [u8],
        /// What is offered.
        versions: Vec<Version>,
    },
    /// A short header: the length of its connection id is known to the receiver only.
    Short,
}

/// A long header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Long<'a> {
    /// The version that says how the rest is read.
    pub version: Version,
    /// Destination connection id.
    pub destination: &'a [u8],
    /// Source connection id.
    pub source: &'a [u8],
    /// What the packet is; `None` where the version is not known well enough to say.
    pub packet: Option<Packet<'a>>,
}

/// One long packet of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packet<'a> {
    /// A protected packet.
    Sealed {
        /// Which.
        kind: PacketType,
        /// From its first byte to its last.
        bytes: &'a [u8],
        /// Where the protected packet number begins.
        number_at: usize,
    },
    /// The server asks to begin again.
    Retry {
        /// From its first byte to the integrity tag.
        unsigned: &'a [u8],
        /// The integrity tag.
        tag: &'a [u8],
    },
}

/// Reads the first header of a datagram; `None` where it is none of QUIC's.
pub fn read(datagram: &[u8]) -> Option<Header<'_>> {
    let first = *datagram.first()?;
    if first & 0x80 == 0 {
        return (first & 0x40 != 0).then_some(Header::Short);
    }
    let mut cursor = Cursor::new(datagram);
    cursor.byte()?;
    let version = Version(cursor.u32()?);
    // Google's versions before Q049 write the lengths of both connection ids in one byte.
    if version.google().is_some_and(|number| number < 49) {
        return None;
    }
    let destination = connection_id(&mut cursor)?;
    let source = connection_id(&mut cursor)?;
    if version == Version(0) {
        return negotiation(destination, source, cursor.rest());
    }
    Some(Header::Long(Long {
        version,
        destination,
        source,
        packet: packet(datagram, cursor, version),
    }))
}

/// What follows a packet in the same datagram (RFC 9000 §12.2); nothing where the packet fills it.
pub fn after<'a>(datagram: &'a [u8], packet: &Packet<'_>) -> &'a [u8] {
    match packet {
        Packet::Sealed { bytes, .. } => datagram.get(bytes.len()..).unwrap_or(&[]),
        Packet::Retry { .. } => &[],
    }
}

fn connection_id<'a>(cursor: &mut Cursor<'a>) -> Option<&'a [u8]> {
    let length = usize::from(cursor.byte()?);
    (length <= MAX_ID_BYTES)
        .then(|| cursor.bytes(length))
        .flatten()
}

fn negotiation<'a>(
    destination: &'a [u8],
    source: &'a [u8],
    offered: &'a [u8],
) -> Option<Header<'a>> {
    let (versions, rest) = offered.as_chunks::<4>();
    let versions = versions.iter().take(MAX_VERSIONS);
    (rest.is_empty() && versions.len() > 0).then(|| Header::Negotiation {
        destination,
        source,
        versions: versions.map(|v| Version(u32::from_be_bytes(*v))).collect(),
    })
}

fn packet<'a>(datagram: &'a [u8], mut cursor: Cursor<'a>, version: Version) -> Option<Packet<'a>> {
    let first = *datagram.first()?;
    let types = version.scheme()?.types;
    let kind = *types.get(usize::from(first >> 4 & 3))?;
    if kind == PacketType::Retry {
        let end = datagram.len().checked_sub(RETRY_TAG_BYTES)?;
        let (unsigned, tag) = datagram.split_at_checked(end)?;
        let token_at = datagram.len() - cursor.rest().len();
        return (token_at < end).then_some(Packet::Retry { unsigned, tag });
    }
    if kind == PacketType::Initial {
        cursor.counted()?;
    }
    let length = usize::try_from(cursor.number()?).ok()?;
    let number_at = datagram.len() - cursor.rest().len();
    let bytes = datagram.get(..number_at.checked_add(length)?)?;
    Some(Packet::Sealed {
        kind,
        bytes,
        number_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An Initial with a token of two bytes and five bytes of protected payload.
    const INITIAL: [u8; 20] = [
        0xc0, 0, 0, 0, 1, 3, 7, 8, 9, 1, 5, 2, 0xaa, 0xbb, 5, 1, 2, 3, 4, 5,
    ];

    #[test]
    fn an_initial_is_read_to_its_number() {
        let long = Long {
            version: Version::ONE,
            destination: &[7, 8, 9],
            source: &[5],
            packet: Some(Packet::Sealed {
                kind: PacketType::Initial,
                bytes: &INITIAL,
                number_at: 15,
            }),
        };
        assert_eq!(read(&INITIAL), Some(Header::Long(long)));
        let two = [INITIAL.as_slice(), &[0x40, 9]].concat();
        let Some(Header::Long(first)) = read(&two) else {
            panic!("a long header");
        };
        assert_eq!(first, long);
        assert_eq!(after(&two, &first.packet.unwrap()), [0x40, 9]);
    }

    #[test]
    fn every_shorter_input_has_no_packet() {
        for length in 0..INITIAL.len() {
            match read(&INITIAL[..length]) {
                None => assert!(length < 11, "{length} bytes"),
                Some(Header::Long(long)) => assert_eq!(long.packet, None, "{length} bytes"),
                other => panic!("{other:?} of {length} bytes"),
            }
        }
    }

    #[test]
    fn version_two_has_its_own_types() {
        let mut initial = INITIAL;
        initial[0] = 0xd0;
        initial[1..5].copy_from_slice(&Version::TWO.0.to_be_bytes());
        let Some(Header::Long(long)) = read(&initial) else {
            panic!("a long header");
        };
        assert!(matches!(
            long.packet,
            Some(Packet::Sealed {
                kind: PacketType::Initial,
                number_at: 15,
                ..
            })
        ));
    }

    #[test]
    fn a_negotiation_gives_its_versions() {
        let datagram = [
            0x80, 0, 0, 0, 0, 1, 9, 1, 8, 0, 0, 0, 1, 0x6b, 0x33, 0x43, 0xcf,
        ];
        let expected = Header::Negotiation {
            destination: &[9],
            source: &[8],
            versions: vec![Version::ONE, Version::TWO],
        };
        assert_eq!(read(&datagram), Some(expected));
        for length in 0..datagram.len() {
            let is_whole = length == 13;
            assert_eq!(read(&datagram[..length]).is_some(), is_whole, "{length}");
        }
    }
}
