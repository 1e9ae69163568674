//! A packet's ends and payload, whatever carries it.

use super::model::{Endpoint, Transport};
use crate::wire::packet::{Packet, Segment};

/// The ports, the transport and the payload of a packet.
pub(super) struct Ends<'a> {
    pub(super) from: Endpoint,
    pub(super) to: Endpoint,
    pub(super) transport: Transport,
    pub(super) payload_len: u32,
    pub(super) payload: &'a [u8],
}

/// Ends of a packet; one whose ports cannot be read is counted by addresses and protocol number alone.
pub(super) fn ends_of<'a>(packet: &Packet<'a>) -> Ends<'a> {
    let (transport, ports, payload_len, payload) = match packet.segment {
        Segment::Tcp(segment) => (
            Transport::Tcp,
            Some((segment.from_port, segment.to_port)),
            segment.payload_len,
            segment.payload,
        ),
        Segment::Udp {
            from_port,
            to_port,
            payload_len,
            payload,
        } => (
            Transport::Udp,
            Some((from_port, to_port)),
            payload_len,
            payload,
        ),
        Segment::Other { ports, payload_len } => {
            let transport = match packet.protocol {
                1 => Transport::Icmp,
                58 => Transport::Icmpv6,
                other => Transport::Other(other),
            };
            (transport, ports, payload_len, &[][..])
        }
    };
    Ends {
        from: Endpoint {
            ip: packet.from,
            port: ports.map(|p| p.0),
        },
        to: Endpoint {
            ip: packet.to,
            port: ports.map(|p| p.1),
        },
        transport,
        payload_len,
        payload,
    }
}

/// Whether the sender of the first packet opened the flow.
///
/// A SYN says so and a SYN-ACK says the opposite. Without them the well-known port (below 1024) is the server's, else
/// whoever spoke first is the client.
pub(super) fn opens(packet: &Packet<'_>, ends: &Ends<'_>) -> bool {
    if let Segment::Tcp(segment) = &packet.segment
        && segment.syn
    {
        return !segment.ack;
    }
    match (ends.from.port, ends.to.port) {
        (Some(from), Some(to)) if (from < 1024) != (to < 1024) => to < 1024,
        _ => true,
    }
}
