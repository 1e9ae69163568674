//! The layers of a packet as plain borrowed values.

use std::net::IpAddr;

use super::path::Tunnel;

/// Why decoding went no further: what was seen, and what that means for the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What was seen, as a clause.
    pub what: &'static str,
    /// What it means, as a clause.
    pub meaning: &'static str,
    /// A number that belongs to `what` (a link type), where there is one.
    pub number: Option<u32>,
    /// The name of `number`, where it has one.
    pub name: Option<&'static str>,
}

impl Stop {
    /// A stop without a number.
    pub const fn new(what: &'static str, meaning: &'static str) -> Self {
        Self {
            what,
            meaning,
            number: None,
            name: None,
        }
    }

    /// The same with a number.
    pub const fn numbered(self, number: u32) -> Self {
        Self {
            number: Some(number),
            ..self
        }
    }

    /// `what`, with its number and the number's name.
    pub fn text(self) -> String {
        match (self.name, self.number) {
            (Some(name), Some(number)) => format!("{} {name} ({number})", self.what),
            (Some(name), None) => format!("{} {name}", self.what),
            (None, Some(number)) => format!("{} number {number}", self.what),
            (None, None) => self.what.to_owned(),
        }
    }
}

/// A six-byte link-layer address.
pub type LinkAddress = [u8; 6];

/// A TCP segment.
#[derive(Clone, Copy, Debug)]
pub struct TcpSegment<'a> {
    /// Sender's port.
    pub from_port: u16,
    /// Receiver's port.
    pub to_port: u16,
    /// Sequence number of the first payload byte (of the SYN, where set).
    pub sequence: u32,
    /// Acknowledgement number.
    pub acknowledged: u32,
    /// SYN flag.
    pub syn: bool,
    /// ACK flag.
    pub ack: bool,
    /// FIN flag.
    pub fin: bool,
    /// RST flag.
    pub rst: bool,
    /// Payload length on the wire in bytes.
    pub payload_len: u32,
    /// The captured part of the payload.
    pub payload: &'a [u8],
}

/// The fragment of an IP packet that carries no transport header of its own, or whose followers will not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// IP identification.
    pub id: u32,
    /// Offset in bytes.
    pub offset: u32,
    /// Whether more follow.
    pub more: bool,
    /// Whether the frame holds less of it than its IP header states.
    pub is_cut: bool,
}

/// The transport layer.
#[derive(Clone, Copy, Debug)]
pub enum Segment<'a> {
    /// TCP.
    Tcp(TcpSegment<'a>),
    /// UDP.
    Udp {
        /// Sender's port.
        from_port: u16,
        /// Receiver's port.
        to_port: u16,
        /// Payload length on the wire in bytes.
        payload_len: u32,
        /// The captured part of the payload.
        payload: &'a [u8],
    },
    /// Any other protocol, or one whose header could not be read: counted by addresses.
    Other {
        /// Sender's and receiver's port, where the protocol has ports (SCTP, DCCP, UDP-Lite).
        ports: Option<(u16, u16)>,
        /// Payload length on the wire in bytes.
        payload_len: u32,
    },
}

/// The program that a link-layer header or trailer names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppNote<'a> {
    /// Name, without padding.
    pub name: &'a str,
    /// Process number (PKTAP) or user number (PCAPdroid).
    pub number: u32,
    /// Whether it is the trailer of PCAPdroid; else a PKTAP header.
    pub is_trailer: bool,
}

/// An IP packet.
#[derive(Clone, Copy, Debug)]
pub struct Packet<'a> {
    /// The program that sent or got it, where the link layer says so.
    pub app: Option<AppNote<'a>>,
    /// Sender.
    pub from: IpAddr,
    /// Receiver.
    pub to: IpAddr,
    /// IP protocol number of the transport.
    pub protocol: u8,
    /// Length of the IP packet in bytes.
    pub ip_len: u32,
    /// Set where the packet is a fragment.
    pub fragment: Option<Fragment>,
    /// The captured part of what the IP header carries: the transport header and all behind it, or a fragment's part.
    pub carried: &'a [u8],
    /// Length of that on the wire in bytes.
    pub carried_len: u32,
    /// The transport layer.
    pub segment: Segment<'a>,
    /// Why the transport could not be read, where that is so.
    pub stop: Option<Stop>,
    /// Wrappings.
    pub tunnel: Tunnel,
    /// Link-layer sender, where the link type has one.
    pub link_from: Option<LinkAddress>,
}
