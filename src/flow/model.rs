//! The two-way conversation and what is counted about it.

use std::net::IpAddr;
use std::ops::{Index, IndexMut};

use super::protocols;
use crate::capture::frame::{CaptureIndex, Time};

/// Position of a flow in `Analysis::flows`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowId(pub u32);

/// The two ends of a flow: the client opened it, the server answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Opened the flow.
    Client,
    /// Answered.
    Server,
}

impl Side {
    /// The other end.
    pub fn other(self) -> Self {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }
}

/// One value for each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sides<T> {
    /// The client's.
    pub client: T,
    /// The server's.
    pub server: T,
}

impl<T> Index<Side> for Sides<T> {
    type Output = T;
    fn index(&self, side: Side) -> &T {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }
}

impl<T> IndexMut<Side> for Sides<T> {
    fn index_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }
}

impl Sides<u64> {
    /// Both sides together.
    pub fn total(self) -> u64 {
        self.client.saturating_add(self.server)
    }
}

/// The protocol that carries the payload, from the IP header's protocol number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// Protocol 6.
    Tcp,
    /// Protocol 17.
    Udp,
    /// Protocol 1.
    Icmp,
    /// Protocol 58.
    Icmpv6,
    /// Any other protocol number.
    Other(u8),
}

impl Transport {
    /// Name on screen: `TCP`, `OSPF`, `protocol 200`.
    pub fn label(self) -> String {
        match self {
            Transport::Tcp => "TCP".into(),
            Transport::Udp => "UDP".into(),
            Transport::Icmp => "ICMP".into(),
            Transport::Icmpv6 => "ICMPv6".into(),
            Transport::Other(number) => match protocols::name_of(number) {
                Some(name) => name.into(),
                None => format!("protocol {number}"),
            },
        }
    }

    /// Name in files: `tcp`, `other:89`.
    pub fn token(self) -> String {
        match self {
            Transport::Other(number @ (132 | 2 | 50 | 51 | 47)) => {
                Transport::Other(number).label().to_lowercase()
            }
            Transport::Other(number) => format!("other:{number}"),
            named => named.label().to_lowercase(),
        }
    }
}

/// One end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Endpoint {
    /// Address.
    pub ip: IpAddr,
    /// Port, where the transport has ports.
    pub port: Option<u16>,
}

/// Whether an end belongs to the captured side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locality {
    /// On the captured side.
    Local,
    /// On the other side.
    Remote,
}

impl Locality {
    /// Word in files and on screen.
    pub fn token(self) -> &'static str {
        match self {
            Locality::Local => "local",
            Locality::Remote => "remote",
        }
    }
}

/// The rule of the ladder that decided which side is local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LocalRule {
    /// The user named the address.
    SetByHand,
    /// The capture states it as an address of the capturing interface.
    InterfaceAddress,
    /// Private, shared carrier, unique-local, link-local or loopback address.
    PrivateAddress,
    /// The public address that takes part in most flows, and those that share its link-layer address.
    BusiestAddress,
    /// Several networks opened flows towards several others, all public: the capture was made on the way.
    BetweenNetworks,
    /// Nothing else decided: the one that opened the flow.
    ClientOfFlow,
}

impl LocalRule {
    /// Word in files.
    pub fn token(self) -> &'static str {
        match self {
            LocalRule::SetByHand => "set-by-hand",
            LocalRule::InterfaceAddress => "interface-address",
            LocalRule::PrivateAddress => "private-address",
            LocalRule::BusiestAddress => "busiest-address",
            LocalRule::BetweenNetworks => "between-networks",
            LocalRule::ClientOfFlow => "client-of-flow",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            LocalRule::SetByHand => "set by hand",
            LocalRule::InterfaceAddress => "address of the capturing interface",
            LocalRule::PrivateAddress => "private addresses",
            LocalRule::BusiestAddress => "the address in most flows",
            LocalRule::BetweenNetworks => "neither end, captured on the way between networks",
            LocalRule::ClientOfFlow => "whoever opened the flow",
        }
    }
}

/// How far a TCP connection got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TcpState {
    /// SYN seen, no answer.
    Opening,
    /// Both sides have spoken, or the capture began in the middle.
    Established,
    /// FIN from both sides.
    Closed,
    /// RST from one side.
    Reset,
}

impl TcpState {
    /// Word in files and on screen.
    pub fn token(self) -> &'static str {
        match self {
            TcpState::Opening => "opening",
            TcpState::Established => "established",
            TcpState::Closed => "closed",
            TcpState::Reset => "reset",
        }
    }
}

/// What only TCP flows have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TcpFacts {
    /// How far it got.
    pub state: TcpState,
    /// Whether the opening SYN is in the capture.
    pub syn_seen: bool,
    /// Payload bytes that were sent again, both sides.
    pub retransmitted_bytes: u64,
    /// Payload bytes that the sequence numbers skip and the capture never shows, both sides.
    pub lost_bytes: u64,
}

/// How long the two answers of a TCP handshake took, where nothing of it was sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundTrip {
    /// From the capture to the server and back: SYN to SYN-ACK, in microseconds.
    pub far_micros: u32,
    /// From the capture to the client and back: SYN-ACK to ACK, in microseconds.
    pub near_micros: Option<u32>,
    /// Frames of the SYN and of the SYN-ACK.
    pub frames: (u64, u64),
}

/// One two-way conversation.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The capture it is in.
    pub capture: CaptureIndex,
    /// What carries it.
    pub transport: Transport,
    /// Who opened it.
    pub client: Endpoint,
    /// Who answered.
    pub server: Endpoint,
    /// Which side each end is on.
    pub locality: Sides<Locality>,
    /// The rule that decided `locality`.
    pub local_rule: LocalRule,
    /// Wrappings around the IP packet of the first frame; index into `Analysis::tunnels`, 0 is none.
    pub tunnel: u16,
    /// The capture's interface that showed its first packet, counted from 0 over the whole file.
    pub interface: u16,
    /// First frame number.
    pub first_frame: u64,
    /// Last frame number.
    pub last_frame: u64,
    /// Earliest time of its frames.
    pub start: Option<Time>,
    /// Latest time of its frames.
    pub end: Option<Time>,
    /// Frames each side sent, retransmissions and fragments included.
    pub frames: Sides<u64>,
    /// Frame lengths on the wire in bytes, by sending side.
    pub wire_bytes: Sides<u64>,
    /// Unique transport payload in bytes, by sending side.
    pub payload_bytes: Sides<u64>,
    /// TCP only.
    pub tcp: Option<TcpFacts>,
    /// Round trips of the TCP handshake, where seen.
    pub rtt: Option<RoundTrip>,
}

/// How a flow's bytes count, seen from the captured side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The client is local and the server remote.
    Outward,
    /// The server is local and the client remote.
    Inward,
    /// Both ends are local.
    LocalOnly,
    /// Neither end is local.
    RemoteOnly,
}

impl Flow {
    /// Ports of client and server; zero where there are none.
    pub fn ports(&self) -> (u16, u16) {
        (self.client.port.unwrap_or(0), self.server.port.unwrap_or(0))
    }

    /// Seen from the captured side.
    pub fn direction(&self) -> Direction {
        match (self.locality.client, self.locality.server) {
            (Locality::Local, Locality::Remote) => Direction::Outward,
            (Locality::Remote, Locality::Local) => Direction::Inward,
            (Locality::Local, Locality::Local) => Direction::LocalOnly,
            (Locality::Remote, Locality::Remote) => Direction::RemoteOnly,
        }
    }

    /// The side whose bytes count as sent: the local one; the client where both or neither are local.
    pub fn sending_side(&self) -> Side {
        match self.direction() {
            Direction::Inward => Side::Server,
            _ => Side::Client,
        }
    }

    /// The destination: the end that is not `sending_side`.
    pub fn destination(&self) -> Endpoint {
        match self.sending_side() {
            Side::Client => self.server,
            Side::Server => self.client,
        }
    }

    /// Unique payload bytes sent from the captured side.
    pub fn sent(&self) -> u64 {
        self.payload_bytes[self.sending_side()]
    }

    /// Unique payload bytes received by the captured side.
    pub fn received(&self) -> u64 {
        self.payload_bytes[self.sending_side().other()]
    }
}
