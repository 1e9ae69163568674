//! RTP and RTCP: called so when two packets of one source follow each other.

use super::{DatagramReader, Interest};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::rtp::{Packet, read};

/// Most packets that may be missing between two that are seen.
const MAX_STEP: u16 = 32;

/// The reader of a flow.
pub fn begin() -> Box<dyn DatagramReader> {
    Box::<Media>::default()
}

#[derive(Debug, Default)]
struct Media {
    last: Sides<Option<Packet>>,
    sure: bool,
}

impl DatagramReader for Media {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        let Reading::Found(packet) = read(datagram) else {
            return Interest::NotMine;
        };
        match self.last[side].replace(packet) {
            _ if self.sure => Interest::More,
            None => Interest::More,
            Some(before) if follows(before, packet) => {
                self.sure = true;
                sink.speaks(match packet {
                    Packet::Rtp { .. } => Protocol::Rtp,
                    Packet::Rtcp { .. } => Protocol::Rtcp,
                });
                Interest::More
            }
            Some(_) => Interest::NotMine,
        }
    }
}

fn follows(before: Packet, packet: Packet) -> bool {
    match (before, packet) {
        (
            Packet::Rtp {
                sequence: last,
                timestamp: then,
                ssrc: was,
                ..
            },
            Packet::Rtp {
                sequence,
                timestamp,
                ssrc,
                ..
            },
        ) => {
            let step = sequence.wrapping_sub(last);
            was == ssrc
                && (1..=MAX_STEP).contains(&step)
                && timestamp.wrapping_sub(then) < u32::MAX / 2
        }
        (Packet::Rtcp { ssrc: was }, Packet::Rtcp { ssrc }) => was == ssrc,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_next_packets_of_one_source_follow() {
        let packet = |sequence, timestamp, ssrc| Packet::Rtp {
            kind: 96,
            sequence,
            timestamp,
            ssrc,
        };
        assert!(follows(packet(u16::MAX, 5, 1), packet(0, 5, 1)));
        assert!(
            !follows(packet(7, 5, 1), packet(7, 5, 1)),
            "the same packet"
        );
        assert!(!follows(packet(7, 5, 1), packet(8, 5, 2)), "another source");
        assert!(
            !follows(packet(7, 5, 1), packet(8, 4, 1)),
            "an earlier time"
        );
        assert!(!follows(packet(7, 5, 1), Packet::Rtcp { ssrc: 1 }));
    }
}
