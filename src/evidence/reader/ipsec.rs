//! IPsec over UDP: IKE by its header, and ESP only where several packets agree.

use super::{DatagramReader, Interest};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::evidence::tunnel::{TunnelKind, TunnelSign};
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::ipsec::{Message, read};

const IKE: TunnelSign = TunnelSign::sure(TunnelKind::IpSec, "keys for the tunnel are agreed (IKE)");
const ESP: TunnelSign = TunnelSign::possible(
    TunnelKind::IpSec,
    "both sides send numbered packets of the shape of ESP over UDP, without a key exchange in the capture",
);

/// Packets of each side that must count upward before a flow is called ESP.
const ENOUGH: u8 = 4;

/// Most packets that may be missing between two that are seen.
const MAX_STEP: u32 = 8;

/// Reads one datagram of a key exchange.
pub fn ike(_side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Interest {
    match read(bytes) {
        Reading::Found(Message::Ike { .. }) => {
            sink.speaks(Protocol::Ike);
            sink.tunnel(IKE);
            Interest::Done
        }
        _ => Interest::NotMine,
    }
}

/// What both sides have numbered so far.
#[derive(Debug, Default)]
struct Counted {
    last: Sides<Option<(u32, u32)>>,
    agreed: Sides<u8>,
}

/// The reader of what may be ESP.
pub fn esp() -> Box<dyn DatagramReader> {
    Box::<Counted>::default()
}

impl DatagramReader for Counted {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        match read(datagram) {
            Reading::Found(Message::KeepAlive) => Interest::More,
            Reading::Found(Message::Esp { spi, sequence }) if self.follows(side, spi, sequence) => {
                if self.agreed.client < ENOUGH || self.agreed.server < ENOUGH {
                    return Interest::More;
                }
                sink.speaks(Protocol::UdpEsp);
                sink.tunnel(ESP);
                Interest::Done
            }
            _ => Interest::NotMine,
        }
    }
}

impl Counted {
    fn follows(&mut self, side: Side, spi: u32, sequence: u32) -> bool {
        // Each side numbers its own association.
        if self.last[side.other()].is_some_and(|(other, _)| other == spi) {
            return false;
        }
        match self.last[side].replace((spi, sequence)) {
            None => true,
            Some((last, before)) => {
                self.agreed[side] = self.agreed[side].saturating_add(1);
                last == spi && (1..=MAX_STEP).contains(&sequence.wrapping_sub(before))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_must_rise_for_one_association_a_side() {
        let mut counted = Counted::default();
        assert!(counted.follows(Side::Client, 700, 1));
        assert!(counted.follows(Side::Client, 700, 2));
        assert!(
            !counted.follows(Side::Server, 700, 1),
            "the same association"
        );
        assert!(counted.follows(Side::Server, 800, 9));
        assert!(!counted.follows(Side::Server, 800, 9), "a number twice");
        assert!(!counted.follows(Side::Client, 700, 60), "a wide gap");
    }
}
