//! Payload bytes become one message each: pure functions that say whether the bytes are theirs.

pub mod content;
pub mod dns;
pub mod doh;
pub mod expand;
pub mod hpack;
pub mod http;
pub mod http2;
pub mod http3;
pub mod nbns;
pub mod qpack;
pub mod quic;
pub mod tls;
pub mod web;
pub mod ber;
pub mod coap;
pub mod database;
pub mod dhcp;
pub mod directory;
pub mod ipsec;
pub mod line;
pub mod mail;
pub mod mqtt;
pub mod ntp;
pub mod office;
pub mod openvpn;
pub mod rtp;
pub mod socks;
pub mod ssdp;
pub mod stun;
pub mod sundry;
pub mod text;
pub mod torrent;
pub mod vpn_control;
pub mod wireguard;
pub mod xmpp;
pub mod websocket;

/// What a reader of messages made of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    /// A message.
    Found(T),
    /// It may be one, but it is not all there yet.
    NeedMore,
    /// It is something else.
    NotThis,
    /// It is one, but damaged: where.
    Malformed(&'static str),
}

impl<T> Reading<T> {
    /// The message turned into something else.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Reading::Found(message) => Reading::Found(turn(message)),
            Reading::NeedMore => Reading::NeedMore,
            Reading::NotThis => Reading::NotThis,
            Reading::Malformed(what) => Reading::Malformed(what),
        }
    }
}
