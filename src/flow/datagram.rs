//! The fragments of one IP packet, put together (RFC 791 §3.2, RFC 8200 §4.5).
//!
//! Where fragments overlap, the bytes that came first stay, as in BSD; a receiver of IPv6 would drop the whole packet
//! (RFC 5722), but a capture is read to see what was sent.

use std::net::IpAddr;

/// Longest payload that fragments can carry: offsets are 13 bits of eight bytes, lengths 16 bits.
const MAX_BYTES: u32 = 65_535;

/// A packet while its fragments come.
#[derive(Debug)]
pub struct Datagram {
    /// Room for an IP header, then what came so far; zeros where nothing did.
    bytes: Vec<u8>,
    header_len: usize,
    /// Parts that came, sorted, apart from each other: start and end.
    pieces: Vec<(u32, u32)>,
    /// Length of the whole, once the last fragment came.
    total: Option<u32>,
}

impl Datagram {
    /// Nothing yet, between these addresses.
    pub fn new(from: IpAddr) -> Self {
        let header_len = if from.is_ipv4() { 20 } else { 40 };
        Self {
            bytes: vec![0; header_len],
            header_len,
            pieces: Vec::new(),
            total: None,
        }
    }

    /// Bytes of memory that it holds.
    pub fn held_bytes(&self) -> usize {
        self.bytes.capacity() + self.pieces.capacity() * 8
    }

    /// Adds what one fragment carries; what would lie beyond the end is left out.
    pub fn add(&mut self, offset: u32, more: bool, part: &[u8]) {
        let len = u32::try_from(part.len()).unwrap_or(MAX_BYTES);
        let end = offset.saturating_add(len).min(MAX_BYTES);
        if !more {
            self.total.get_or_insert(end);
        }
        let end = self.total.map_or(end, |total| end.min(total));
        if offset < end {
            self.place(offset, end, part);
        }
    }

    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.total.is_some() && self.prefix_len() == self.total.unwrap_or(0)
    }

    /// Bytes from the start to the first gap.
    pub fn prefix_len(&self) -> u32 {
        self.pieces
            .first()
            .filter(|piece| piece.0 == 0)
            .map_or(0, |piece| piece.1)
    }

    /// Bytes that came, each counted once.
    pub fn covered_len(&self) -> u32 {
        self.pieces.iter().map(|(start, end)| end - start).sum()
    }

    /// The IP packet as far as it has no gap, under a header as if it had never been cut up.
    pub fn into_packet(mut self, from: IpAddr, to: IpAddr, protocol: u8) -> Vec<u8> {
        let len = self.prefix_len();
        self.bytes.truncate(self.header_len + len as usize);
        let header = match (from, to) {
            (IpAddr::V4(from), IpAddr::V4(to)) => {
                header_4(from.octets(), to.octets(), protocol, len)
            }
            (from, to) => header_6(wide(from), wide(to), protocol, len),
        };
        for (slot, byte) in self.bytes.iter_mut().zip(header) {
            *slot = byte;
        }
        self.bytes
    }

    fn place(&mut self, start: u32, end: u32, part: &[u8]) {
        let needed = self.header_len + end as usize;
        if self.bytes.len() < needed {
            self.bytes.resize(needed, 0);
        }
        let first = self.pieces.partition_point(|piece| piece.1 < start);
        let last = self.pieces.partition_point(|piece| piece.0 <= end);
        let touched: Vec<(u32, u32)> = self.pieces.get(first..last).unwrap_or(&[]).to_vec();
        let (mut at, mut joined) = (start, (start, end));
        for piece in touched {
            self.copy(at, piece.0.min(end), start, part);
            at = at.max(piece.1);
            joined = (joined.0.min(piece.0), joined.1.max(piece.1));
        }
        self.copy(at, end, start, part);
        self.pieces.splice(first..last, [joined]);
    }

    /// Copies positions `from..to` out of the part that begins at position `start`.
    fn copy(&mut self, from: u32, to: u32, start: u32, part: &[u8]) {
        let source =
            part.get(from.saturating_sub(start) as usize..to.saturating_sub(start) as usize);
        let room = self.header_len;
        let target = self.bytes.get_mut(room + from as usize..room + to as usize);
        if let (Some(source), Some(target)) = (source, target)
            && source.len() == target.len()
        {
            target.copy_from_slice(source);
        }
    }
}

/// A length that 16 bits do not hold is written as 0, which stands for all that there is.
fn length_field(len: u32) -> [u8; 2] {
    u16::try_from(len).unwrap_or(0).to_be_bytes()
}

fn header_4(from: [u8; 4], to: [u8; 4], protocol: u8, len: u32) -> Vec<u8> {
    let [high, low] = length_field(20 + len);
    let mut header = vec![0x45, 0, high, low, 0, 0, 0, 0, 64, protocol, 0, 0];
    header.extend(from);
    header.extend(to);
    header
}

fn header_6(from: [u8; 16], to: [u8; 16], protocol: u8, len: u32) -> Vec<u8> {
    let [high, low] = length_field(len);
    let mut header = vec![0x60, 0, 0, 0, high, low, protocol, 64];
    header.extend(from);
    header.extend(to);
    header
}

fn wide(ip: IpAddr) -> [u8; 16] {
    match ip {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => v6.octets(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FROM: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const TO: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 2));

    proptest! {
        /// Against a plain map from position to byte in which the first byte stays.
        #[test]
        fn agrees_with_a_plain_map(
            parts in prop::collection::vec((0_u32..24, 1_usize..40, any::<u8>(), any::<bool>()), 1..30),
        ) {
            let mut datagram = Datagram::new(FROM);
            let mut model: Vec<Option<u8>> = vec![None; 400];
            let mut total: Option<usize> = None;
            for (eighth, len, fill, last) in parts {
                let (offset, part) = (eighth * 8, vec![fill; len]);
                datagram.add(offset, !last, &part);
                let end = offset as usize + len;
                if last {
                    total.get_or_insert(end);
                }
                for slot in &mut model[offset as usize..total.map_or(end, |t| t.min(end)).max(offset as usize)] {
                    slot.get_or_insert(fill);
                }
            }
            let prefix: Vec<u8> = model.iter().map_while(|slot| *slot).collect();
            prop_assert_eq!(datagram.covered_len() as usize, model.iter().flatten().count());
            prop_assert_eq!(datagram.is_whole(), total == Some(prefix.len()));
            let packet = datagram.into_packet(FROM, TO, 17);
            prop_assert_eq!(&packet[20..], prefix.as_slice());
        }
    }

    #[test]
    fn nothing_lies_beyond_the_longest_packet() {
        let mut datagram = Datagram::new(FROM);
        datagram.add(65_528, false, &[1; 1_400]);
        datagram.add(u32::MAX, true, &[1; 9]);
        assert_eq!(datagram.covered_len(), 7);
        assert!(datagram.held_bytes() < 200_000);
    }
}
