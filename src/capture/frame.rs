//! One record of a capture as the rest of the program sees it: its number, time, link type, sizes and bytes.
//!
//! The bytes are borrowed from the reader's block; whoever wants to keep some copies them.

use std::fmt;

/// Which of the opened captures; an index into `Analysis::captures`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaptureIndex(pub u16);

/// A moment as the capture states it: nanoseconds since 1970-01-01T00:00:00 UTC.
///
/// Covers 1677 to 2262; a file that states a time outside has a problem reported and the frame has no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// Nanoseconds in a day of UTC without a leap second.
pub const NANOS_PER_DAY: i64 = 86_400 * NANOS_PER_SECOND;

impl Time {
    /// From nanoseconds since the epoch.
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// From a wide count of nanoseconds; `None` where 64 bits do not hold it.
    pub fn from_wide_nanos(nanos: i128) -> Option<Self> {
        i64::try_from(nanos).ok().map(Self)
    }

    /// Midnight UTC of a day written as `2026-11-23`; `None` where it is no day or lies outside the range.
    pub fn of_day(text: &str) -> Option<Self> {
        let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let midnight = is_plain.then(|| format!("{text}T00:00:00Z"))?;
        let midnight: jiff::Timestamp = midnight.parse().ok()?;
        Self::from_wide_nanos(midnight.as_nanosecond())
    }

    /// From RFC 3339; `None` where it is none or lies outside the range.
    pub fn parse(text: &str) -> Option<Self> {
        let time: jiff::Timestamp = text.parse().ok()?;
        Self::from_wide_nanos(time.as_nanosecond())
    }

    /// Nanoseconds since the epoch.
    pub fn nanos(self) -> i64 {
        self.0
    }

    /// Nanoseconds from `earlier` to this time; negative where the clock went back, held at the ends of `i64`.
    pub fn nanos_since(self, earlier: Time) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// This time plus `nanos`, held at the ends of the range.
    pub fn plus_nanos(self, nanos: i64) -> Self {
        Self(self.0.saturating_add(nanos))
    }

    fn timestamp(self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_nanosecond(i128::from(self.0)).ok()
    }

    /// Time of day in UTC to the second: `14:08:33`.
    pub fn clock_text(self) -> String {
        self.timestamp()
            .map_or_else(String::new, |t| t.strftime("%H:%M:%S").to_string())
    }

    /// Day in UTC: `2026-11-23`.
    pub fn day_text(self) -> String {
        self.timestamp()
            .map_or_else(String::new, |t| t.strftime("%Y-%m-%d").to_string())
    }
}

/// RFC 3339 in UTC with nine digits: `2026-11-23T14:08:33.123456789Z`.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.timestamp() {
            Some(t) => write!(f, "{t:.9}"),
            None => write!(f, "{} ns after 1970", self.0),
        }
    }
}

/// Link-layer header type of a frame, as in the registry of tcpdump.org (`LINKTYPE_…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkType(pub u32);

impl LinkType {
    /// BSD loopback: four bytes of address family in the order of the capturing host.
    pub const NULL: Self = Self(0);
    /// Ethernet II and IEEE 802.3.
    pub const ETHERNET: Self = Self(1);
    /// Raw IP as some BSD systems numbered it in old files.
    pub const RAW_BSD: Self = Self(12);
    /// Raw IP as OpenBSD numbered it in old files.
    pub const RAW_OPENBSD: Self = Self(14);
    /// Raw IP, version told by the first half byte.
    pub const RAW: Self = Self(101);
    /// OpenBSD loopback: as `NULL`, in network order.
    pub const LOOP: Self = Self(108);
    /// Linux cooked capture, version 1.
    pub const LINUX_SLL: Self = Self(113);
    /// Raw IPv4.
    pub const IPV4: Self = Self(228);
    /// Raw IPv6.
    pub const IPV6: Self = Self(229);
    /// Linux cooked capture, version 2.
    pub const LINUX_SLL2: Self = Self(276);
}

/// One record of a capture.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Counted from 1 over the whole file, as Wireshark counts.
    pub number: u64,
    /// When it was captured; `None` where the record states no usable time (Simple Packet Block).
    pub at: Option<Time>,
    /// What the bytes begin with.
    pub link: LinkType,
    /// Index of the interface within the file, over all sections; 0 in pcap files.
    pub interface: u32,
    /// Length on the wire in bytes, as the capture says.
    pub wire_len: u32,
    /// The captured bytes; fewer than `wire_len` where a snap length cut them.
    pub bytes: &'a [u8],
    /// Byte offset of the record in the (decompressed) file.
    pub offset: u64,
    /// Comment that the record carries (pcapng `opt_comment`); the first, where there are several.
    pub comment: Option<&'a str>,
    /// The program that blocks of the file name for it.
    pub program: Option<Program<'a>>,
}

/// A program, as a block of the file describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Program<'a> {
    /// Name of the process.
    pub name: &'a str,
    /// Number of the process.
    pub number: u32,
    /// Whose block it is.
    pub carrier: Carrier,
}

/// Whose block describes a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Wireshark's custom block.
    WiresharkBlock,
    /// The block that Apple's tcpdump writes.
    AppleBlock,
}
