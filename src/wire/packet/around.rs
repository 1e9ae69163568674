//! What is known around an IP packet while its headers are followed, and what a header says comes next.

use std::net::IpAddr;

use super::layers::{AppNote, LinkAddress, Stop};
use super::path::{Tunnel, TunnelLayer};
use super::span::Span;

/// Headers followed in one frame. Ordinary ones have four to twelve; a longer chain is made to exhaust its reader.
const MAX_HEADERS: u8 = 64;

const TOO_DEEP: Halt = Halt::Stopped(Stop::new(
    "a frame wraps its packet in more than 64 headers",
    "what is inside is not read; its bytes are counted where reading stopped",
));

/// What a header says comes behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// IPv4 or IPv6; its first half byte says which.
    Ip,
    /// An Ethernet header: two addresses, then a type or a length.
    Ethernet,
    /// What this EtherType names.
    EtherType(u16),
    /// An IEEE 802.2 header, usually with SNAP.
    Llc,
    /// An IEEE 802.11 header.
    Wifi(WifiShape),
    /// A PPP frame, with or without address and control bytes.
    PppFrame,
    /// The number of a PPP protocol.
    Ppp,
    /// A stack of MPLS labels.
    Mpls,
    /// A network service header.
    ServiceHeader,
}

/// How a driver or a controller writes an IEEE 802.11 header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WifiShape {
    /// As it is on the air.
    Plain,
    /// Filled up to four bytes.
    Padded,
    /// With the two bytes of frame control swapped.
    Swapped,
}

/// Why a frame's headers lead to no IP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The frame carries something else.
    NotIp,
    /// Reading went no further.
    Stopped(Stop),
}

/// What comes next, and where; or that there is nothing more.
pub type Step<'a> = Result<(Next, Span<'a>), Halt>;

/// What the headers so far have said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// Tags and tunnels passed.
    pub tunnel: Tunnel,
    /// The program that the link layer names.
    pub app: Option<AppNote<'a>>,
    /// Link-layer sender of the innermost frame.
    pub link_from: Option<LinkAddress>,
    /// Body of a Wi-Fi frame that holds several packets, where reading stopped at one.
    pub several: Option<Span<'a>>,
    headers: u8,
}

impl Around<'_> {
    /// Around a packet whose wrappings are known already.
    pub fn new(tunnel: Tunnel, link_from: Option<LinkAddress>) -> Self {
        Self {
            tunnel,
            link_from,
            ..Self::default()
        }
    }

    /// Counts one header against the cap.
    pub fn count_header(&mut self) -> Result<(), Halt> {
        self.headers += 1;
        if self.headers > MAX_HEADERS {
            return Err(TOO_DEEP);
        }
        Ok(())
    }

    /// Notes a wrapping.
    pub fn push(&mut self, layer: TunnelLayer) {
        self.tunnel.path.push(layer);
    }

    /// Inside the packet that goes from `from` to `to`. The link-layer sender is the outer packet's, not the inner one's.
    #[must_use]
    pub fn inside(&self, from: IpAddr, to: IpAddr) -> Self {
        let mut inner = *self;
        inner.tunnel.carried_by.get_or_insert((from, to));
        inner.link_from = None;
        inner
    }
}
