//! A connection that goes on over other addresses or ports (RFC 9000 §9): its packets still name the connection id.

use super::super::Interest;
use crate::evidence::item::Fact;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::quic::header::{self, Header};

/// The shortest packet with a short header: first byte, number, tag, and what is sampled (RFC 9001 §5.4.2).
const MIN_PACKET_BYTES: usize = 21;

/// Whether a datagram may be a packet with a short header; whether it is one its connection id tells.
pub fn probe(datagram: &[u8]) -> bool {
    datagram.len() >= MIN_PACKET_BYTES && header::read(datagram) == Some(Header::Short)
}

/// Looks the connection id up among those that were seen in the clear.
pub fn datagram(_side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
    let after_first = datagram.get(1..).unwrap_or(&[]);
    match sink.flow_called(after_first) {
        Some(flow) if flow != sink.flow() => {
            sink.speaks(Protocol::Quic);
            sink.fact(Fact::Continues { flow });
            Interest::Done
        }
        _ => Interest::NotMine,
    }
}
