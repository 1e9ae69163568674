//! The interfaces of a pcapng file: name, link type, clock and addresses.

use std::net::{IpAddr, Ipv6Addr};

use super::frame::{LinkType, Time};
use super::options::{options, text};
use super::order::ByteOrder;

/// How an interface counts time: ticks of a second's fraction, from an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    ticks_per_second: u64,
    offset_seconds: i64,
}

/// What `if_tsresol` is where a file does not say: microseconds.
const USUAL_RESOLUTION: u8 = 6;

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

    /// The fewest ticks that come to a moment; `None` before the clock's start and where no count holds it. Exact for
    /// clocks that count no finer than nanoseconds.
    pub fn ticks(self, time: Time) -> Option<u64> {
        let nanos = i128::from(time.nanos()) - i128::from(self.offset_seconds) * 1_000_000_000;
        let ticks = nanos * i128::from(self.ticks_per_second);
        // Rounded up: a count was rounded down when it became nanoseconds.
        u64::try_from((ticks + 999_999_999).div_euclid(1_000_000_000)).ok()
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Its name; where it has none its description, else `None`.
    pub name: Option<String>,
    /// What its frames begin with.
    pub link: LinkType,
    /// Its clock; `None` where it counts finer than this program can.
    pub clock: Option<Clock>,
    /// `if_tsresol` as stated or usual: a power of ten, of two with the highest bit set.
    pub resolution: u8,
    /// `if_tsoffset`: seconds that its clock counts from.
    pub offset_seconds: i64,
    /// Longest frame kept; 0 for no limit.
    pub snap_bytes: u32,
    /// Addresses that the capture states for it.
    pub addresses: Vec<IpAddr>,
}

impl Interface {
    /// The one of a pcap file, which has no more to say of it.
    pub fn of_pcap(link: LinkType, snap_bytes: u32, has_nanos: bool) -> Self {
        let resolution = if has_nanos { 9 } else { USUAL_RESOLUTION };
        Self {
            name: None,
            link,
            clock: Clock::new(resolution, 0),
            resolution,
            offset_seconds: 0,
            snap_bytes,
            addresses: Vec::new(),
        }
    }

    /// From its description block without the lengths around; `None` where that is too short to be one.
    pub fn read(body: &[u8], order: ByteOrder) -> Option<Self> {
        let mut interface = Self {
            name: None,
            link: LinkType(u32::from(order.u16(body, 0)?)),
            clock: None,
            resolution: USUAL_RESOLUTION,
            offset_seconds: 0,
            snap_bytes: order.u32(body, 4)?,
            addresses: Vec::new(),
        };
        for (code, value) in options(body.get(8..)?, order) {
            match (code, value) {
                (2, name) => interface.name = named(name),
                (3, description) if interface.name.is_none() => interface.name = named(description),
                (4 | 5, address) => interface.addresses.extend(address_of(address)),
                (9, [exponent, ..]) => interface.resolution = *exponent,
                (14, _) => {
                    interface.offset_seconds = order.u64(value, 0).map_or(0, u64::cast_signed);
                }
                _ => {}
            }
        }
        interface.clock = Clock::new(interface.resolution, interface.offset_seconds);
        Some(interface)
    }
}

fn named(value: &[u8]) -> Option<String> {
    text(value)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}

/// `if_IPv4addr` (4 bytes and a mask) or `if_IPv6addr` (16 bytes and a prefix length).
fn address_of(value: &[u8]) -> Option<IpAddr> {
    match value.len() {
        4..=15 => Some(IpAddr::from(<[u8; 4]>::try_from(value.get(..4)?).ok()?)),
        _ => {
            let sixteen: [u8; 16] = value.get(..16)?.try_into().ok()?;
            Some(IpAddr::V6(Ipv6Addr::from(sixteen)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ethernet, 65,535 bytes, `wlan0`, 10.0.0.23/24, ticks of 2^-20 seconds, an offset of one hour.
    const BODY: &[u8] = b"\x00\x01\x00\x00\x00\x00\xff\xff\x00\x02\x00\x05wlan0\0\0\0\
        \x00\x04\x00\x08\x0a\x00\x00\x17\xff\xff\xff\x00\x00\x09\x00\x01\x94\0\0\0\
        \x00\x0e\x00\x08\x00\x00\x00\x00\x00\x00\x0e\x10\x00\x00\x00\x00";

    #[test]
    fn a_description_is_read_with_its_clock_and_addresses() {
        let interface = Interface::read(BODY, ByteOrder::Big).unwrap();
        let expected = Interface {
            name: Some("wlan0".into()),
            link: LinkType::ETHERNET,
            clock: Clock::new(0x94, 3_600),
            resolution: 0x94,
            offset_seconds: 3_600,
            snap_bytes: 65_535,
            addresses: vec!["10.0.0.23".parse().unwrap()],
        };
        assert_eq!(interface, expected);
        let half = expected.clock.unwrap().time(3 << 19).unwrap();
        assert_eq!(half.nanos(), 3_601_500_000_000);
    }

    #[test]
    fn every_shorter_description_is_refused_or_says_less() {
        for length in 0..BODY.len() {
            let read = Interface::read(&BODY[..length], ByteOrder::Big);
            assert_eq!(read.is_some(), length >= 8, "{length} bytes");
        }
    }

    #[test]
    fn ticks_become_moments_and_ticks_again() {
        for resolution in [0, 3, 6, 7, 9, 0x80 | 10, 0x80 | 20, 0x80 | 29] {
            for offset in [-3_600, 0, 7] {
                let clock = Clock::new(resolution, offset).unwrap();
                for ticks in [0, 1, 2, 3, 999, 1_000_003, 1 << 29, (1 << 29) + 1] {
                    let back = clock.time(ticks).and_then(|time| clock.ticks(time));
                    assert_eq!(back, Some(ticks), "{resolution} {offset}");
                }
            }
        }
        let early = Clock::new(6, 10).unwrap();
        assert_eq!(early.ticks(Time::from_nanos(0)), None);
    }

    #[test]
    fn clocks_that_no_number_holds_are_none() {
        assert_eq!(Clock::new(20, 0), None);
        assert_eq!(Clock::new(0x80 | 64, 0), None);
        let seconds = Clock::new(0, -1).unwrap();
        assert_eq!(seconds.time(1), Some(Time::from_nanos(0)));
        assert_eq!(seconds.time(u64::MAX), None);
    }
}
