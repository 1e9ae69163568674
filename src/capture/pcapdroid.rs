//! A habit of PCAPdroid's: in a file of Ethernet frames with its trailers, packets that would grow beyond the snap
//! length are written bare, without Ethernet header and trailer (`pcap_dump.c`, version 1.7).

use super::frame::LinkType;
use super::order::ByteOrder;

/// The trailer that PCAPdroid puts behind each frame, and what it begins with.
const TRAILER_BYTES: usize = 32;
const TRAILER_MAGIC: u32 = 0x0107_2021;

/// Tells bare packets from frames, once a trailer has shown whose file it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct BarePackets {
    has_trailers: bool,
}

impl BarePackets {
    /// The link type of a record in a file of link type `link`.
    pub fn link_of(&mut self, link: LinkType, bytes: &[u8], wire_len: u32) -> LinkType {
        if link != LinkType::ETHERNET {
            return link;
        }
        let trailer = bytes.len().checked_sub(TRAILER_BYTES);
        let magic = trailer.and_then(|at| ByteOrder::Big.u32(bytes, at));
        self.has_trailers |= magic == Some(TRAILER_MAGIC);
        match self.has_trailers && ip_len(bytes) == Some(wire_len) {
            true => LinkType::RAW,
            false => link,
        }
    }
}

/// Length of the IP packet that `bytes` begin with, as its header states it.
fn ip_len(bytes: &[u8]) -> Option<u32> {
    match bytes.first()? >> 4 {
        4 => ByteOrder::Big.u16(bytes, 2).map(u32::from),
        6 => Some(u32::from(ByteOrder::Big.u16(bytes, 4)?) + 40),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: [u8; 24] = [
        0x45, 0, 5, 220, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 9, 9, 9, 9, 1, 2, 3, 4,
    ];

    #[test]
    fn a_bare_packet_is_known_once_a_trailer_was_seen() {
        let mut bare = BarePackets::default();
        let mut of = |bytes: &[u8], wire_len| bare.link_of(LinkType::ETHERNET, bytes, wire_len);
        assert_eq!(of(&BARE, 1_500), LinkType::ETHERNET);
        let framed = [&[0; 14][..], &BARE, &[1, 7, 0x20, 0x21], &[0; 28]].concat();
        assert_eq!(of(&framed, 70), LinkType::ETHERNET);
        assert_eq!(of(&BARE, 1_500), LinkType::RAW);
        // Its length is another one: the first byte of an Ethernet address.
        assert_eq!(of(&BARE, 1_514), LinkType::ETHERNET);
        for length in 0..4 {
            assert_eq!(of(&BARE[..length], 1_500), LinkType::ETHERNET);
        }
    }
}
