//! ICMP errors (RFC 792, RFC 4443): what went wrong, and the packet that they quote.
//!
//! The error is a packet of its own flow; the flow that it quotes learns of it.

use super::model::{Endpoint, Transport};
use crate::wire::packet::{Decoded, Packet, Tunnel, decode_ip};

/// Type, code, checksum and four bytes that depend on the type (RFC 792, RFC 4443 §2.1).
const HEADER_BYTES: usize = 8;

/// What a router or host says about a packet that it could not deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IcmpError {
    /// No way to the network.
    NetUnreachable,
    /// No way to the host.
    HostUnreachable,
    /// The host has no such protocol.
    ProtocolUnreachable,
    /// Nobody listens on the port.
    PortUnreachable,
    /// Forbidden by a filter.
    Prohibited,
    /// Not delivered for another reason of this kind.
    OtherUnreachable,
    /// Too long for a link on the way.
    TooBig,
    /// Passed too many routers.
    HopLimit,
    /// Fragments did not come in time.
    ReassemblyTime,
    /// The sender was asked to slow down.
    SourceQuench,
    /// A field of the header makes no sense to the receiver.
    BadParameter,
}

impl IcmpError {
    /// From type and code of ICMP (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1).
    fn of_v4(kind: u8, code: u8) -> Option<Self> {
        Some(match (kind, code) {
            (3, 0 | 5 | 6 | 8 | 11) => Self::NetUnreachable,
            (3, 1 | 7 | 12) => Self::HostUnreachable,
            (3, 2) => Self::ProtocolUnreachable,
            (3, 3) => Self::PortUnreachable,
            (3, 4) => Self::TooBig,
            (3, 9 | 10 | 13) => Self::Prohibited,
            (3, _) => Self::OtherUnreachable,
            (4, _) => Self::SourceQuench,
            (11, 1) => Self::ReassemblyTime,
            (11, _) => Self::HopLimit,
            (12, _) => Self::BadParameter,
            _ => return None,
        })
    }

    /// From type and code of ICMPv6 (RFC 4443 §3).
    fn of_v6(kind: u8, code: u8) -> Option<Self> {
        Some(match (kind, code) {
            (1, 0) => Self::NetUnreachable,
            (1, 1 | 5 | 6) => Self::Prohibited,
            (1, 3) => Self::HostUnreachable,
            (1, 4) => Self::PortUnreachable,
            (1, _) => Self::OtherUnreachable,
            (2, _) => Self::TooBig,
            (3, 1) => Self::ReassemblyTime,
            (3, _) => Self::HopLimit,
            (4, _) => Self::BadParameter,
            _ => return None,
        })
    }

    /// Words in files.
    pub fn token(self) -> &'static str {
        match self {
            Self::NetUnreachable => "network unreachable",
            Self::HostUnreachable => "host unreachable",
            Self::ProtocolUnreachable => "protocol unreachable",
            Self::PortUnreachable => "port unreachable",
            Self::Prohibited => "prohibited",
            Self::OtherUnreachable => "destination unreachable",
            Self::TooBig => "packet too big",
            Self::HopLimit => "hop limit exceeded",
            Self::ReassemblyTime => "reassembly time exceeded",
            Self::SourceQuench => "source quench",
            Self::BadParameter => "bad parameter",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::NetUnreachable => "destination unreachable: no way to the network",
            Self::HostUnreachable => "destination unreachable: no way to the host",
            Self::ProtocolUnreachable => "destination unreachable: no such protocol there",
            Self::PortUnreachable => "destination unreachable: nobody listens on the port",
            Self::Prohibited => "destination unreachable: forbidden by a filter",
            Self::OtherUnreachable => "destination unreachable",
            Self::TooBig => "packet too long for a link on the way",
            Self::HopLimit => "packet passed too many routers",
            Self::ReassemblyTime => "fragments did not reach the receiver in time",
            Self::SourceQuench => "sender was asked to slow down",
            Self::BadParameter => "receiver could not understand the header",
        }
    }
}

/// An error with the ends of the packet that it quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// What went wrong.
    pub error: IcmpError,
    /// Who had sent the quoted packet.
    pub from: Endpoint,
    /// Where to.
    pub to: Endpoint,
    /// What had carried it.
    pub transport: Transport,
}

/// The error in an ICMP packet; `None` where it is none or quotes too little.
pub fn read(packet: &Packet<'_>) -> Option<Quoted> {
    if packet.fragment.is_some() {
        return None;
    }
    let (kind, code) = (*packet.carried.first()?, *packet.carried.get(1)?);
    let error = match packet.protocol {
        1 => IcmpError::of_v4(kind, code)?,
        58 => IcmpError::of_v6(kind, code)?,
        _ => return None,
    };
    quoted(error, packet.carried.get(HEADER_BYTES..)?)
}

/// A quote may end right behind the ports (RFC 792 asks for eight bytes), so they are read by hand.
fn quoted(error: IcmpError, bytes: &[u8]) -> Option<Quoted> {
    let Decoded::Packet(quote) = decode_ip(bytes, u32::MAX, Tunnel::default(), None) else {
        return None;
    };
    let transport = match quote.protocol {
        6 => Transport::Tcp,
        17 => Transport::Udp,
        1 => Transport::Icmp,
        58 => Transport::Icmpv6,
        other => Transport::Other(other),
    };
    let has_ports = matches!(transport, Transport::Tcp | Transport::Udp);
    let ports = match has_ports {
        true if quote.fragment.is_some_and(|part| part.offset > 0) => return None,
        true => Some((port(quote.carried, 0)?, port(quote.carried, 2)?)),
        false => None,
    };
    Some(Quoted {
        error,
        from: Endpoint {
            ip: quote.from,
            port: ports.map(|p| p.0),
        },
        to: Endpoint {
            ip: quote.to,
            port: ports.map(|p| p.1),
        },
        transport,
    })
}

fn port(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes(two.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::frame::{Frame, LinkType};
    use crate::wire::packet::{Decoded, decode};

    fn read_bytes(bytes: &[u8]) -> Option<Quoted> {
        let frame = Frame {
            number: 1,
            at: None,
            link: LinkType::RAW,
            interface: 0,
            wire_len: bytes.len() as u32,
            bytes,
            offset: 0,
            comment: None,
            program: None,
        };
        match decode(&frame) {
            Decoded::Packet(packet) => read(&packet),
            _ => None,
        }
    }

    /// A router at 192.0.2.254 tells 192.0.2.1 that its datagram from 4000 to 198.51.100.2:53 met a closed port.
    const UNREACHABLE: [u8; 56] = [
        0x45, 0, 0, 56, 0, 0, 0, 0, 64, 1, 0, 0, 192, 0, 2, 254, 192, 0, 2, 1, //
        3, 3, 0, 0, 0, 0, 0, 0, //
        0x45, 0, 0, 90, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2, //
        0x0f, 0xa0, 0, 53, 0, 70, 0, 0,
    ];

    #[test]
    fn an_error_names_the_ends_of_the_packet_it_quotes() {
        let end = |ip: [u8; 4], port| Endpoint {
            ip: ip.into(),
            port: Some(port),
        };
        let expected = Quoted {
            error: IcmpError::PortUnreachable,
            from: end([192, 0, 2, 1], 4_000),
            to: end([198, 51, 100, 2], 53),
            transport: Transport::Udp,
        };
        assert_eq!(read_bytes(&UNREACHABLE), Some(expected));
        // Eight quoted bytes are asked for; four hold the ports.
        for length in 0..UNREACHABLE.len() {
            let found = read_bytes(&UNREACHABLE[..length]).is_some();
            assert_eq!(found, length >= 52, "{length} bytes");
        }
    }

    #[test]
    fn an_echo_is_no_error() {
        let mut echo = UNREACHABLE;
        echo[20] = 8;
        assert_eq!(read_bytes(&echo), None);
    }
}
