//! The header of a classic pcap file: which of its kinds it is, and what that means for the records.
//!
//! Format: draft-ietf-opsawg-pcap. The kinds beside it are those that Wireshark's reader and the notes in libpcap know.

use std::io::Read;

use super::blocks::Blocks;
use super::error::CaptureError;
use super::frame::{LinkType, Time};
use super::interface::Interface;
use super::order::ByteOrder;

/// Length of the file header.
const FILE_HEADER_BYTES: usize = 24;

/// What the first four bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Microseconds.
    Standard,
    /// Nanoseconds.
    Nanos,
    /// Alexey Kuznetsov's patches of 1999: more bytes in each record header.
    Modified,
    /// Ixia's lcap by hardware: nanoseconds, four more bytes in the file header.
    IxiaHardware,
    /// Ixia's lcap by software: microseconds, four more bytes in the file header.
    IxiaSoftware,
    /// Navtel: nanoseconds, as a note in libpcap's `sf-pcap.c` says.
    Navtel,
}

const MAGICS: [(u32, Family); 6] = [
    (0xa1b2_c3d4, Family::Standard),
    (0xa1b2_3c4d, Family::Nanos),
    (0xa1b2_cd34, Family::Modified),
    (0x1c00_01ac, Family::IxiaHardware),
    (0x1c00_01ab, Family::IxiaSoftware),
    (0xa12b_3c4d, Family::Navtel),
];

/// What stands between the lengths of a record and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordShape {
    /// Nothing.
    Plain,
    /// Interface, protocol and packet type.
    Modified,
    /// The same and two processor numbers (patch of 1999-09-15, SuSE 6.3).
    ModifiedSmp,
    /// Four bytes that nobody explained.
    Nokia,
}

impl RecordShape {
    /// Length of a record's header.
    pub fn header_bytes(self) -> usize {
        match self {
            RecordShape::Plain => 16,
            RecordShape::Nokia => 20,
            RecordShape::Modified => 24,
            RecordShape::ModifiedSmp => 28,
        }
    }
}

/// Which of the two lengths of a record comes first. Version 2.3 turned them round, and not every writer of 2.3 did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lengths {
    CapturedFirst,
    WireFirst,
    SmallerIsCaptured,
}

/// What the header says about all records.
#[derive(Clone, Copy, Debug)]
pub struct PcapHeader {
    /// Byte order of every number.
    pub order: ByteOrder,
    /// Which kind of file.
    pub family: Family,
    /// Version as stated.
    pub version: (u16, u16),
    /// Longest record that was to be kept; 0 where the file sets no limit.
    pub snap_bytes: u32,
    /// How records begin.
    pub shape: RecordShape,
    /// What their bytes begin with.
    pub link: LinkType,
    lengths: Lengths,
    aix: bool,
}

/// The start of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordHead {
    /// Seconds since 1970.
    pub seconds: u32,
    /// Fraction of a second, in the unit of the file.
    pub fraction: u32,
    /// Bytes in the file.
    pub captured: u32,
    /// Bytes on the wire.
    pub wire_len: u32,
}

fn family_of(first: &[u8]) -> Option<(ByteOrder, Family)> {
    ByteOrder::ALL.into_iter().find_map(|order| {
        let magic = order.u32(first, 0)?;
        let (_, family) = MAGICS.iter().find(|(known, _)| *known == magic)?;
        Some((order, *family))
    })
}

impl PcapHeader {
    /// Whether `first` is the magic of a pcap file.
    pub fn is_start(first: &[u8]) -> bool {
        family_of(first).is_some()
    }

    /// Reads the file header; `shape` may still have to be settled by looking at records.
    pub fn read<R: Read>(blocks: &mut Blocks<R>) -> Result<Self, CaptureError> {
        let more = match family_of(blocks.window()) {
            Some((_, Family::IxiaHardware | Family::IxiaSoftware)) => 4,
            _ => 0,
        };
        let enough = blocks.fill(FILE_HEADER_BYTES + more);
        if !enough.map_err(CaptureError::Open)? {
            return Err(CaptureError::CutInHeader);
        }
        let header = Self::parse(blocks.window()).ok_or(CaptureError::CutInHeader)?;
        blocks.consume(FILE_HEADER_BYTES + more);
        Ok(header)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let (order, family) = family_of(bytes)?;
        let version = (order.u16(bytes, 4)?, order.u16(bytes, 6)?);
        let network = order.u32(bytes, 20)?;
        let aix = (family == Family::Standard && version == (2, 2))
            .then(|| aix_link(network))
            .flatten();
        Some(Self {
            order,
            family,
            version,
            snap_bytes: order.u32(bytes, 16)?,
            shape: match family {
                Family::Modified => RecordShape::Modified,
                _ => RecordShape::Plain,
            },
            // The upper bits hold the length of a frame check sequence; the registry's number is in the lower 26.
            link: aix.unwrap_or(LinkType(network & 0x03ff_ffff)),
            lengths: match version {
                (2, 0..=2) | (543, _) => Lengths::WireFirst,
                (2, 3) => Lengths::SmallerIsCaptured,
                _ => Lengths::CapturedFirst,
            },
            aix: aix.is_some(),
        })
    }

    /// `pcap`, `pcap (nanoseconds)`.
    pub fn label(self) -> &'static str {
        match (self.family, self.shape) {
            _ if self.aix => "pcap (AIX)",
            (Family::Standard, RecordShape::Plain) => "pcap",
            (Family::Standard, RecordShape::Nokia) => "pcap (Nokia)",
            (Family::Nanos, _) => "pcap (nanoseconds)",
            (Family::Standard | Family::Modified, _) => "pcap (modified)",
            (Family::IxiaHardware | Family::IxiaSoftware, _) => "pcap (Ixia)",
            (Family::Navtel, _) => "pcap (Navtel)",
        }
    }

    /// Whether anybody defined this version: 2.0 to 2.4, and 543.0 of DG/UX.
    pub fn is_known_version(self) -> bool {
        matches!(self.version, (2, 0..=4) | (543, 0))
    }

    /// What all its records were captured by.
    pub fn interface(self) -> Interface {
        Interface::of_pcap(self.link, self.snap_bytes, self.has_nanos())
    }

    /// Whether fractions of a second are counted in nanoseconds.
    pub fn has_nanos(self) -> bool {
        let by_family = matches!(
            self.family,
            Family::Nanos | Family::IxiaHardware | Family::Navtel
        );
        by_family || self.aix
    }

    /// The numbers at the start of a record.
    pub fn head(self, record: &[u8]) -> Option<RecordHead> {
        let number = |at| self.order.u32(record, at);
        let (first, second) = (number(8)?, number(12)?);
        let turned = match self.lengths {
            Lengths::CapturedFirst => false,
            Lengths::WireFirst => true,
            Lengths::SmallerIsCaptured => first > second,
        };
        let (captured, wire_len) = if turned {
            (second, first)
        } else {
            (first, second)
        };
        Some(RecordHead {
            seconds: number(0)?,
            fraction: number(4)?,
            captured,
            wire_len,
        })
    }

    /// The moment of a record.
    pub fn time(self, head: RecordHead) -> Time {
        let scale = if self.has_nanos() { 1 } else { 1_000 };
        let seconds = i64::from(head.seconds) * 1_000_000_000;
        Time::from_nanos(seconds + i64::from(head.fraction) * scale)
    }
}

/// AIX states version 2.2 and an interface type of RFC 1573 in place of a link type, and counts nanoseconds.
fn aix_link(network: u32) -> Option<LinkType> {
    match network {
        6 => Some(LinkType::ETHERNET),
        // Token Ring and FDDI have link types 6 and 10.
        9 => Some(LinkType(6)),
        15 => Some(LinkType(10)),
        24 => Some(LinkType::NULL),
        _ => None,
    }
}
