//! The heads of RTP and RTCP packets (RFC 3550 §5.1, §6.4): bytes → numbers that must agree between packets.

use super::Reading;
use crate::wire::packet::span::Span;

/// One packet of a media stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packet {
    /// Media.
    Rtp {
        /// Payload type.
        kind: u8,
        /// Counts packets.
        sequence: u16,
        /// Clock of the media.
        timestamp: u32,
        /// Source.
        ssrc: u32,
    },
    /// Reports about it.
    Rtcp {
        /// Source.
        ssrc: u32,
    },
}

/// Whether a datagram may be one: what makes it sure is the next.
pub fn probe(bytes: &[u8]) -> bool {
    matches!(read(bytes), Reading::Found(_))
}

/// Reads one datagram.
pub fn read(bytes: &[u8]) -> Reading<Packet> {
    packet(bytes).map_or(Reading::NotThis, Reading::Found)
}

fn packet(bytes: &[u8]) -> Option<Packet> {
    let span = Span::from(bytes);
    let [first, second] = span.array(0)?;
    if first >> 6 != 2 {
        return None;
    }
    // RFC 5761 §4: these types are RTCP's.
    if (200..=207).contains(&second) {
        return rtcp(bytes).map(|ssrc| Packet::Rtcp { ssrc });
    }
    let contributors = usize::from(first & 0x0f);
    let mut head = 12 + 4 * contributors;
    if first & 0x10 != 0 {
        head += 4 + 4 * usize::from(span.short(head + 2)?);
    }
    let kind = second & 0x7f;
    let is_used = matches!(kind, 0..=34 | 96..=127);
    (is_used && bytes.len() > head).then_some(Packet::Rtp {
        kind,
        sequence: span.short(2)?,
        timestamp: span.word(4)?,
        ssrc: span.word(8)?,
    })
}

/// A compound packet whose parts fill the datagram; encrypted ones (RFC 3711 §3.4) are not believed.
fn rtcp(bytes: &[u8]) -> Option<u32> {
    let ssrc = Span::from(bytes).word(4)?;
    let mut rest = bytes;
    while !rest.is_empty() {
        let span = Span::from(rest);
        let [first, kind] = span.array(0)?;
        if first >> 6 != 2 || !(200..=207).contains(&kind) {
            return None;
        }
        rest = rest.get(4 + 4 * usize::from(span.short(2)?)..)?;
    }
    Some(ssrc)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RTP: [u8; 14] = [0x80, 0x60, 0, 7, 0, 0, 1, 0, 1, 2, 3, 4, 0xaa, 0xbb];
    const RTCP: [u8; 8] = [0x80, 201, 0, 1, 1, 2, 3, 4];

    #[test]
    fn heads_are_read() {
        let rtp = Packet::Rtp {
            kind: 96,
            sequence: 7,
            timestamp: 256,
            ssrc: 0x0102_0304,
        };
        assert_eq!(read(&RTP), Reading::Found(rtp));
        assert_eq!(
            read(&RTCP),
            Reading::Found(Packet::Rtcp { ssrc: 0x0102_0304 })
        );
    }

    #[test]
    fn every_shorter_head_is_none() {
        for length in 0..13 {
            assert!(!probe(&RTP[..length]), "{length} bytes");
        }
        for length in 0..8 {
            assert!(!probe(&RTCP[..length]), "{length} bytes");
        }
        assert!(
            !probe(&[0x9f; 20]),
            "more contributors and extension than bytes"
        );
        assert!(!probe(&[0x40; 20]), "another version");
    }
}
