//! WireGuard and Tailscale: a handshake message makes the tunnel possible; indices that both sides use make it sure.

use super::{DatagramReader, Interest};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::evidence::tunnel::{TunnelKind, TunnelSign};
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::wireguard::{Message, read};

const ANSWERED: TunnelSign = TunnelSign::sure(
    TunnelKind::WireGuard,
    "a message addresses the index that the other side chose in its handshake",
);
const COUNTED: TunnelSign = TunnelSign::sure(
    TunnelKind::WireGuard,
    "data messages to one index count upward, each of a length that the protocol gives it",
);
const BEGUN: TunnelSign = TunnelSign::possible(
    TunnelKind::WireGuard,
    "a handshake message of exactly its length, without an answer that addresses it",
);
const PROBED: TunnelSign = TunnelSign::sure(
    TunnelKind::Tailscale,
    "path probes with Tailscale's own start",
);

/// Messages in a row that must count upward where no handshake was seen.
const ENOUGH_COUNTED: u8 = 3;

/// Most messages that may be missing between two that are seen.
const MAX_STEP: u64 = 4_096;

/// One flow.
#[derive(Debug, Default)]
struct Tunnel {
    chosen: Sides<Option<u32>>,
    last: Sides<Option<(u32, u64)>>,
    counted: u8,
}

/// The reader of a flow.
pub fn begin() -> Box<dyn DatagramReader> {
    Box::<Tunnel>::default()
}

impl DatagramReader for Tunnel {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        let Reading::Found(message) = read(datagram) else {
            return Interest::NotMine;
        };
        let Some(sign) = self.sign(side, message) else {
            return Interest::More;
        };
        sink.speaks(Protocol::WireGuard);
        sink.tunnel(sign);
        if sign.sure {
            Interest::Done
        } else {
            Interest::More
        }
    }
}

impl Tunnel {
    fn sign(&mut self, side: Side, message: Message) -> Option<TunnelSign> {
        let other = self.chosen[side.other()];
        match message {
            Message::Disco => Some(PROBED),
            Message::Initiation { sender } => {
                self.chosen[side] = Some(sender);
                Some(BEGUN)
            }
            Message::Response { sender, receiver } => {
                self.chosen[side] = Some(sender);
                Some(if other == Some(receiver) {
                    ANSWERED
                } else {
                    BEGUN
                })
            }
            Message::Cookie { receiver } => (other == Some(receiver)).then_some(ANSWERED),
            Message::Data { receiver, .. } if other == Some(receiver) => Some(ANSWERED),
            Message::Data { receiver, counter } => self.count(side, receiver, counter),
        }
    }

    fn count(&mut self, side: Side, receiver: u32, counter: u64) -> Option<TunnelSign> {
        let follows = |(index, last): (u32, u64)| {
            index == receiver && (1..=MAX_STEP).contains(&counter.wrapping_sub(last))
        };
        match self.last[side].replace((receiver, counter)) {
            Some(last) if follows(last) => self.counted += 1,
            Some(_) => self.counted = 0,
            None => {}
        }
        (self.counted >= ENOUGH_COUNTED).then_some(COUNTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_the_chosen_index_makes_it_sure() {
        let mut tunnel = Tunnel::default();
        let first = tunnel.sign(Side::Client, Message::Initiation { sender: 5 });
        assert_eq!(first, Some(BEGUN));
        let stranger = Message::Response {
            sender: 8,
            receiver: 6,
        };
        assert_eq!(tunnel.sign(Side::Server, stranger), Some(BEGUN));
        let answer = Message::Response {
            sender: 8,
            receiver: 5,
        };
        assert_eq!(tunnel.sign(Side::Server, answer), Some(ANSWERED));
    }

    #[test]
    fn without_a_handshake_counters_must_rise() {
        let mut tunnel = Tunnel::default();
        let mut count = |counter| tunnel.count(Side::Client, 7, counter);
        assert_eq!([9, 9, 10, 11].map(&mut count), [None; 4]);
        assert_eq!(count(12), Some(COUNTED));
    }
}
