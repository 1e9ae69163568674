//! One TCP segment, its options, and the clocks in its time stamps.

use crate::dice::Dice;
use crate::frame::Side;

pub const FIN: u8 = 1;
pub const SYN: u8 = 2;
pub const RST: u8 = 4;
pub const PSH: u8 = 8;
pub const ACK: u8 = 16;

const MILLI: u64 = 1_000_000;

/// A segment as it passes the capture.
pub struct Segment {
    pub at: u64,
    pub from: Side,
    pub flags: u8,
    pub sequence: u32,
    pub acknowledged: u32,
    pub window: u16,
    pub payload: Vec<u8>,
    /// Payload that was not seen before.
    pub fresh: usize,
    /// Largest segment, stated in a SYN.
    pub mss: Option<u16>,
    /// A block received past a gap.
    pub sack: Option<(u32, u32)>,
    pub stamp: u32,
    pub echoed_stamp: u32,
}

impl Segment {
    /// Option bytes, padded to whole words.
    pub fn options(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Some(mss) = self.mss {
            bytes.extend([2, 4]);
            bytes.extend(mss.to_be_bytes());
            bytes.extend([4, 2]);
        } else if self.flags & RST != 0 {
            return bytes;
        } else {
            bytes.extend([1, 1]);
        }
        bytes.extend([8, 10]);
        bytes.extend(self.stamp.to_be_bytes());
        bytes.extend(self.echoed_stamp.to_be_bytes());
        if self.mss.is_some() {
            bytes.extend([1, 3, 3, 7]);
        }
        if let Some((left, right)) = self.sack {
            bytes.extend([1, 1, 5, 10]);
            bytes.extend(left.to_be_bytes());
            bytes.extend(right.to_be_bytes());
        }
        bytes
    }
}

/// Fills the time-stamp options in: each side's own clock in milliseconds, and the newest of the other's it has seen.
pub fn stamp(segments: &mut [Segment], round_trip: u64, dice: &mut Dice) {
    let clocks = [dice.roll() as u32, dice.roll() as u32];
    let mut newest_from_server = 0;
    for i in 0..segments.len() {
        let at = segments[i].at;
        let (sent_at, echoed) = match segments[i].from {
            Side::Client => (at, newest_from_server),
            Side::Server => {
                let seen = segments[..i]
                    .iter()
                    .rev()
                    .find(|earlier| earlier.from == Side::Client && earlier.at + round_trip <= at);
                (at - round_trip / 2, seen.map_or(0, |earlier| earlier.stamp))
            }
        };
        let stamp = clocks[segments[i].from as usize].wrapping_add((sent_at / MILLI) as u32);
        segments[i].stamp = stamp;
        segments[i].echoed_stamp = echoed;
        if segments[i].from == Side::Server {
            newest_from_server = stamp;
        }
    }
}
