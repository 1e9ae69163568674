//! The pcapng blocks that hold a packet: enhanced, simple, and the obsolete one before them.

use super::options::{COMMENT, options, text};
use super::order::ByteOrder;

/// A packet as its block gives it; interface and clock are not looked up yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PacketBlock<'a> {
    /// Index of the interface in its section.
    pub interface: u32,
    /// Time in ticks of the interface's clock; `None` where the block holds none.
    pub ticks: Option<u64>,
    /// Length on the wire.
    pub wire_len: u32,
    /// The captured bytes.
    pub bytes: &'a [u8],
    /// The first comment.
    pub comment: Option<&'a str>,
    /// Packets that were lost before this one, as the capturing program says.
    pub lost_before: u64,
    /// What its options say of the process.
    pub process: ProcessIds,
}

/// How the options of a packet refer to processes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProcessIds {
    /// Number of the process (`epb_processid_threadid`).
    pub number: Option<u32>,
    /// Place of the process among Apple's blocks of the section.
    pub apple: Option<u32>,
    /// The same of the process on whose behalf it works.
    pub apple_behalf: Option<u32>,
}

/// `epb_dropcount`.
const DROP_COUNT: u16 = 4;

/// `epb_processid_threadid`.
const PROCESS_AND_THREAD: u16 = 8;

/// Apple's: the process, and the one on whose behalf it works (`pcapng-darwin.c` of Wireshark).
const APPLE_PROCESS: u16 = 0x8001;
const APPLE_BEHALF: u16 = 0x8003;

/// Reads the body of an Enhanced Packet Block.
pub fn enhanced(body: &[u8], order: ByteOrder) -> Option<PacketBlock<'_>> {
    let packet = with_ticks(order.u32(body, 0)?, body, order)?;
    let end = 20 + packet.bytes.len().next_multiple_of(4);
    let mut packet = packet;
    for (code, value) in options(body.get(end..).unwrap_or(&[]), order) {
        match code {
            COMMENT if packet.comment.is_none() => packet.comment = text(value),
            PROCESS_AND_THREAD => packet.process.number = order.u32(value, 0),
            APPLE_PROCESS => packet.process.apple = order.u32(value, 0),
            APPLE_BEHALF => packet.process.apple_behalf = order.u32(value, 0),
            DROP_COUNT => packet.lost_before = order.u64(value, 0).unwrap_or(0),
            _ => {}
        }
    }
    Some(packet)
}

/// Reads the body of a Packet Block, obsolete but still found: interface and drop count share four bytes.
pub fn obsolete(body: &[u8], order: ByteOrder) -> Option<PacketBlock<'_>> {
    let packet = with_ticks(u32::from(order.u16(body, 0)?), body, order)?;
    let lost_before = match order.u16(body, 2)? {
        // Not counted.
        0xffff => 0,
        count => u64::from(count),
    };
    Some(PacketBlock {
        lost_before,
        ..packet
    })
}

fn with_ticks(interface: u32, body: &[u8], order: ByteOrder) -> Option<PacketBlock<'_>> {
    let high = u64::from(order.u32(body, 4)?);
    let low = u64::from(order.u32(body, 8)?);
    let captured = order.length(body, 12)?;
    Some(PacketBlock {
        interface,
        ticks: Some(high << 32 | low),
        wire_len: order.u32(body, 16)?,
        bytes: body.get(20..)?.get(..captured)?,
        comment: None,
        lost_before: 0,
        process: ProcessIds::default(),
    })
}

/// Reads the body of a Simple Packet Block: first interface of the section, no time, length bounded by the snap length.
pub fn simple(body: &[u8], order: ByteOrder, snap_bytes: u32) -> Option<PacketBlock<'_>> {
    let wire_len = order.u32(body, 0)?;
    let captured = match snap_bytes {
        0 => wire_len,
        snap => wire_len.min(snap),
    };
    let rest = body.get(4..)?;
    Some(PacketBlock {
        interface: 0,
        ticks: None,
        wire_len,
        bytes: rest.get(..captured as usize).unwrap_or(rest),
        comment: None,
        lost_before: 0,
        process: ProcessIds::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Interface 1, 2^32 + 2 ticks, 3 of 9 bytes, the comment `u-7`, 5 lost before.
    const ENHANCED: &[u8] =
        b"\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x09abc\0\
        \x00\x01\x00\x03u-7\0\x00\x04\x00\x08\0\0\0\0\0\0\0\x05\0\0\0\0";

    #[test]
    fn an_enhanced_packet_is_read_with_comment_and_losses() {
        let expected = PacketBlock {
            interface: 1,
            ticks: Some((1 << 32) + 2),
            wire_len: 9,
            bytes: b"abc",
            comment: Some("u-7"),
            lost_before: 5,
            process: ProcessIds::default(),
        };
        assert_eq!(enhanced(ENHANCED, ByteOrder::Big), Some(expected));
    }

    #[test]
    fn every_shorter_packet_is_refused_or_says_less() {
        for length in 0..ENHANCED.len() {
            let cut = &ENHANCED[..length];
            assert_eq!(enhanced(cut, ByteOrder::Big).is_some(), length >= 23);
            assert_eq!(obsolete(cut, ByteOrder::Big).is_some(), length >= 23);
            assert_eq!(simple(cut, ByteOrder::Big, 0).is_some(), length >= 4);
        }
    }

    #[test]
    fn the_obsolete_block_splits_its_first_word() {
        let packet = obsolete(ENHANCED, ByteOrder::Big).unwrap();
        assert_eq!((packet.interface, packet.lost_before), (0, 1));
        let unknown = [&[0, 2, 0xff, 0xff], &ENHANCED[4..]].concat();
        let packet = obsolete(&unknown, ByteOrder::Big).unwrap();
        assert_eq!((packet.interface, packet.lost_before), (2, 0));
    }

    #[test]
    fn a_simple_packet_is_cut_by_the_snap_length() {
        let body = b"\0\0\0\x05abcde\0\0\0";
        let whole = simple(body, ByteOrder::Big, 0).unwrap();
        assert_eq!((whole.wire_len, whole.bytes), (5, &b"abcde"[..]));
        let snapped = simple(body, ByteOrder::Big, 2).unwrap();
        assert_eq!((snapped.wire_len, snapped.bytes), (5, &b"ab"[..]));
    }
}
