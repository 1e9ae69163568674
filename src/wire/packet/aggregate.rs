//! Several packets in one Wi-Fi frame (A-MSDU, IEEE 802.11-2020 §9.3.2.2.2), parted into frames of their own.

use super::span::Span;
use crate::capture::frame::{Frame, LinkType};

/// Two addresses and a length, as in IEEE 802.3.
const HEADER_BYTES: u32 = 14;

/// The body of a frame that holds several packets.
#[derive(Clone, Copy, Debug)]
pub struct Aggregate<'a> {
    /// From the first packet's addresses on.
    pub body: Span<'a>,
}

impl<'a> Aggregate<'a> {
    /// One frame for each packet, with the number and time of `outer`. Each has the length of its own bytes, the first one
    /// also that of the headers before it and the last one that of all behind it, so that together they are `outer`.
    pub fn frames(self, outer: &Frame<'a>) -> impl Iterator<Item = Frame<'a>> {
        let outer = Frame {
            link: LinkType::ETHERNET,
            comment: None,
            program: None,
            ..*outer
        };
        let mut before = outer.wire_len.saturating_sub(self.body.wire_len);
        let mut rest = Some(self.body);
        std::iter::from_fn(move || {
            let body = rest?;
            let length = HEADER_BYTES + u32::from(body.short(12).unwrap_or(0));
            let whole = length.next_multiple_of(4);
            rest = body
                .skip(whole as usize)
                .filter(|behind| behind.wire_len >= HEADER_BYTES && !behind.bytes.is_empty());
            let wire_len = match rest {
                Some(_) => whole.saturating_add(before),
                None => body.wire_len.saturating_add(before),
            };
            before = 0;
            let bytes = body.cut_to(length).bytes;
            Some(Frame {
                bytes,
                wire_len,
                ..outer
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::packet::testing::{frame, join, udp, udp_4};
    use crate::wire::packet::{Decoded, decode};

    const SNAP: [u8; 8] = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];

    fn part(packet: &[u8]) -> Vec<u8> {
        let body = join(&[&SNAP, packet]);
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        let mut part = join(&[&[1; 6], &[2; 6], &length, &body]);
        part.resize(part.len().next_multiple_of(4), 0);
        part
    }

    fn two_in_one() -> Vec<u8> {
        let header = join(&[
            &[0x88, 1, 0, 0],
            &[1; 6],
            &[2; 6],
            &[3; 6],
            &[0x10, 0],
            &[0x80, 0],
        ]);
        let second = crate::wire::packet::testing::ip_4(
            [10, 0, 0, 9],
            [10, 0, 0, 2],
            17,
            &udp(7, 9, b"second"),
        );
        join(&[&header, &part(&udp_4()), &part(&second), &[9; 4]])
    }

    fn packets(bytes: &[u8]) -> Vec<(String, u32)> {
        let outer = frame(LinkType(105), bytes, two_in_one().len());
        let Decoded::Several(parts) = decode(&outer) else {
            return Vec::new();
        };
        parts
            .frames(&outer)
            .map(|part| match decode(&part) {
                Decoded::Packet(packet) => (packet.from.to_string(), part.wire_len),
                _ => ("-".to_owned(), part.wire_len),
            })
            .collect()
    }

    #[test]
    fn each_packet_is_a_frame_and_together_they_are_the_whole() {
        let bytes = two_in_one();
        let found = packets(&bytes);
        let from: Vec<&str> = found.iter().map(|(from, _)| from.as_str()).collect();
        assert_eq!(from, ["10.0.0.1", "10.0.0.9"]);
        let sum: u32 = found.iter().map(|(_, wire_len)| wire_len).sum();
        assert_eq!(sum as usize, bytes.len());
    }

    #[test]
    fn every_shorter_frame_adds_up_or_is_no_aggregate() {
        let bytes = two_in_one();
        for length in 0..bytes.len() {
            let found = packets(&bytes[..length]);
            let sum: u32 = found.iter().map(|(_, wire_len)| wire_len).sum();
            assert!(
                found.is_empty() || sum as usize == bytes.len(),
                "{length}: {found:?}"
            );
        }
    }
}
