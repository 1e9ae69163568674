//! Files whose magic does not say how their records begin: the first records are tried in each known way.
//!
//! The signs of a wrong guess are those that Wireshark counts (a fraction above a second, more captured than sent,
//! impossible packet types); the way with the fewest wins, the usual one first.

use std::io::{self, Read};

use super::blocks::Blocks;
use super::order::ByteOrder;
use super::pcap::MAX_RECORD_BYTES;
use super::pcap_header::{Family, PcapHeader, RecordShape};

/// Records tried: with fewer a wrong way may look right by chance.
const RECORDS_TRIED: usize = 3;

/// No packet is believed to be longer on the wire, as in Wireshark: 128 MiB.
const MAX_WIRE_BYTES: u32 = 128 << 20;

/// No capturing host of 1999 had interfaces with higher numbers.
const MAX_INTERFACE: u32 = 10_000;

/// The header with the shape of records that fits the first of them best.
pub fn settled<R: Read>(header: PcapHeader, blocks: &mut Blocks<R>) -> io::Result<PcapHeader> {
    let shapes: &[RecordShape] = match (header.family, header.version) {
        (Family::Standard, (2, 4)) => &[
            RecordShape::Plain,
            RecordShape::Modified,
            RecordShape::Nokia,
        ],
        (Family::Modified, _) => &[RecordShape::Modified, RecordShape::ModifiedSmp],
        _ => return Ok(header),
    };
    let mut best = (u32::MAX, header);
    for shape in shapes {
        let mut tried = header;
        tried.shape = *shape;
        let signs = signs_against(tried, blocks)?;
        if signs < best.0 {
            best = (signs, tried);
        }
        if signs == 0 {
            break;
        }
    }
    Ok(best.1)
}

fn signs_against<R: Read>(header: PcapHeader, blocks: &mut Blocks<R>) -> io::Result<u32> {
    let (mut at, mut signs) = (0, 0);
    for _ in 0..RECORDS_TRIED {
        let body = at + header.shape.header_bytes();
        if !blocks.fill(body)? {
            return Ok(signs + u32::from(blocks.window().len() > at));
        }
        let record = blocks.window().get(at..body).unwrap_or(&[]);
        signs += signs_in(header, record).unwrap_or(0);
        let captured = header.head(record).map_or(u32::MAX, |head| head.captured) as usize;
        if captured > MAX_RECORD_BYTES {
            return Ok(signs);
        }
        at = body + captured;
        if !blocks.fill(at)? {
            return Ok(signs + 1);
        }
    }
    Ok(signs)
}

fn signs_in(header: PcapHeader, record: &[u8]) -> Option<u32> {
    let head = header.head(record)?;
    let snapped = header.snap_bytes > 0 && head.captured > header.snap_bytes;
    let common = [
        head.fraction >= 1_000_000,
        head.captured as usize > MAX_RECORD_BYTES,
        snapped,
        head.wire_len > MAX_WIRE_BYTES,
        head.captured > head.wire_len,
    ];
    let common: u32 = common.into_iter().map(u32::from).sum();
    Some(common + signs_behind_lengths(header, record)?)
}

fn signs_behind_lengths(header: PcapHeader, record: &[u8]) -> Option<u32> {
    match header.shape {
        RecordShape::Plain => Some(0),
        RecordShape::Modified | RecordShape::ModifiedSmp => {
            let interface = header.order.u32(record, 16)?;
            // An EtherType, or one of Linux's own numbers below (`linux/if_ether.h`).
            let protocol = header.order.u16(record, 20)?;
            let is_protocol = matches!(protocol, 0x0600..|0x60| 0x200 | 0x400 | 0..=0x17);
            let packet_type = *record.get(22)?;
            let signs = [interface > MAX_INTERFACE, !is_protocol, packet_type > 4];
            Some(signs.into_iter().map(u32::from).sum())
        }
        RecordShape::Nokia => {
            // Seen values: 9 or b, then fbf, b or d, 6 or 9, 0, 1 or 2.
            let stuff = ByteOrder::Little.u32(record, 16)?;
            let seen = stuff & 0x0fff_00f0 == 0x0fbf_0000
                && matches!(stuff >> 28, 0x9 | 0xb)
                && matches!((stuff >> 12) & 0xf, 0xb | 0xd)
                && matches!((stuff >> 8) & 0xf, 0x6 | 0x9)
                && matches!(stuff & 0xf, 1 | 2);
            Some(u32::from(!seen))
        }
    }
}
