//! The interfaces of a pcapng file: link type, clock and addresses.

use std::net::{IpAddr, Ipv6Addr};

use pcap_parser::{InterfaceDescriptionBlock, OptionCode};

use super::frame::{LinkType, Time};

/// How an interface counts time: ticks of a second's fraction, from an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    ticks_per_second: u64,
    offset_seconds: i64,
}

impl Clock {
    /// From `if_tsresol` and `if_tsoffset`; `None` where the resolution is finer than 64 bits can count.
    pub fn new(resolution: u8, offset_seconds: i64) -> Option<Self> {
        let exponent = u32::from(resolution & 0x7f);
        let ticks_per_second = if resolution & 0x80 == 0 {
            10_u64.checked_pow(exponent)?
        } else {
            1_u64.checked_shl(exponent)?
        };
        Some(Self {
            ticks_per_second,
            offset_seconds,
        })
    }

    /// The moment of a tick count; `None` where it lies outside of what `Time` holds.
    pub fn time(self, ticks: u64) -> Option<Time> {
        let nanos = match self.ticks_per_second {
            1_000_000 => i128::from(ticks) * 1_000,
            1_000_000_000 => i128::from(ticks),
            other => i128::from(ticks) * 1_000_000_000 / i128::from(other),
        };
        Time::from_wide_nanos(nanos + i128::from(self.offset_seconds) * 1_000_000_000)
    }
}

/// One interface.
#[derive(Clone, Debug)]
pub struct Interface {
    /// What its frames begin with.
    pub link: LinkType,
    /// How it counts time; `None` where its resolution cannot be counted.
    pub clock: Option<Clock>,
    /// Snap length in bytes; 0 is none.
    pub snap_bytes: u32,
    /// Addresses that the capture states for it.
    pub addresses: Vec<IpAddr>,
}

impl Interface {
    /// From its description block; `big_endian` is the section's byte order.
    pub fn new(block: &InterfaceDescriptionBlock<'_>, big_endian: bool) -> Self {
        let offset = offset_seconds(block, big_endian);
        Self {
            link: LinkType(u32::from_ne_bytes(block.linktype.0.to_ne_bytes()) & 0xffff),
            clock: Clock::new(block.if_tsresol, offset),
            snap_bytes: block.snaplen,
            addresses: addresses(block),
        }
    }
}

/// Read here because the option is in the section's byte order.
fn offset_seconds(block: &InterfaceDescriptionBlock<'_>, big_endian: bool) -> i64 {
    let option = block
        .options
        .iter()
        .find(|option| option.code == OptionCode::IfTsoffset);
    let eight = option.and_then(|option| <[u8; 8]>::try_from(option.value().get(..8)?).ok());
    match (eight, big_endian) {
        (Some(bytes), true) => i64::from_be_bytes(bytes),
        (Some(bytes), false) => i64::from_le_bytes(bytes),
        (None, _) => 0,
    }
}

/// `if_IPv4addr` (4 bytes and a mask) and `if_IPv6addr` (16 bytes and a prefix length).
fn addresses(block: &InterfaceDescriptionBlock<'_>) -> Vec<IpAddr> {
    let read = |option: &pcap_parser::PcapNGOption<'_>| match option.code {
        OptionCode::IfIpv4Addr => {
            let four: [u8; 4] = option.value().get(..4)?.try_into().ok()?;
            Some(IpAddr::from(four))
        }
        OptionCode(5) => {
            let sixteen: [u8; 16] = option.value().get(..16)?.try_into().ok()?;
            Some(IpAddr::V6(Ipv6Addr::from(sixteen)))
        }
        _ => None,
    };
    block.options.iter().filter_map(read).collect()
}
