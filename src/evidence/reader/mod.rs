//! Readers of conversations: they are handed what a flow carries, in order, and turn it into evidence.
//!
//! Whether bytes are a reader's is asked first and apart from reading them (`StreamKind::probe`); ports only order the
//! asking. A reader keeps what it must remember between two calls and nothing else.

pub mod devices;
pub mod body;
pub mod dns;
pub mod dtls;
pub mod http;
pub mod ipsec;
mod http3;
pub mod kinds;
pub mod mail;
pub mod mqtt;
pub mod once;
pub mod openings;
pub mod openvpn;
pub mod http2;
pub mod nbns;
mod ordered;
pub mod preface;
pub mod quic;
mod requested;
pub mod rtp;
mod spoken;
pub mod sign_in;
pub mod socks;
pub mod stun;
pub mod tls;
#[cfg(test)]
mod turning_tests;
pub mod vpn_control;
pub mod wireguard;
pub mod xmpp;
pub mod websocket;

use std::fmt;

use super::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;

/// Whether bytes are a reader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// They are.
    Yes,
    /// They may be; more are needed to tell.
    Maybe,
    /// They are not.
    No,
}

impl Probe {
    /// What a parser says of the start of a stream.
    pub fn of<T>(reading: &Reading<T>) -> Self {
        match reading {
            Reading::Found(_) => Probe::Yes,
            Reading::NeedMore => Probe::Maybe,
            Reading::NotThis | Reading::Malformed(_) => Probe::No,
        }
    }
}

/// The start of both sides of a stream, each in order and without gaps; a side that has not spoken is empty.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// What the side that opened the flow sent.
    pub client: &'a [u8],
    /// What the other side sent.
    pub server: &'a [u8],
}

impl Opening<'_> {
    /// Asks of the side that spoke; where both did, of either. A capture may begin in the middle, with sides swapped.
    pub fn either(&self, probe: impl Fn(&[u8]) -> Probe) -> Probe {
        let of = |bytes: &[u8]| match bytes {
            [] => Probe::No,
            bytes => probe(bytes),
        };
        match (of(self.client), of(self.server)) {
            (Probe::Yes, _) | (_, Probe::Yes) => Probe::Yes,
            (Probe::Maybe, _) | (_, Probe::Maybe) => Probe::Maybe,
            _ => Probe::No,
        }
    }
}

/// What a reader of a stream did with the bytes it was shown.
#[derive(Debug)]
pub enum Step {
    /// It took this many (more than none); it is shown the rest at once.
    Took(usize),
    /// This many are of no interest, also beyond what it was shown: the body of a download.
    Skip(u64),
    /// It took nothing: it is shown the same bytes again, with more behind them.
    More,
    /// Nothing more of this side is wanted.
    SideDone,
    /// Nothing more of either side is wanted.
    Done,
    /// The rest of this side, and all that follows of both, is another protocol, which probing will find: after
    /// CONNECT, STARTTLS, a SOCKS greeting.
    Anew(usize),
    /// It took this many; what follows of both sides goes to this reader.
    Become(usize, Box<dyn StreamReader>),
}

/// Reads one conversation over a stream.
pub trait StreamReader: fmt::Debug + Send {
    /// Looks at the bytes of one side that were not taken yet; they are never empty.
    fn read(&mut self, side: Side, bytes: &[u8], sink: &mut Sink<'_>) -> Step;

    /// Bytes of one side are missing (their number, where it is known) and what follows begins at a packet's start.
    /// What was not taken yet is dropped. `false` says that the reader cannot go on.
    fn gap(&mut self, _side: Side, _missing_bytes: u64, _sink: &mut Sink<'_>) -> bool {
        false
    }

    /// Nothing more comes. Only for what a followed flow shows: what is incomplete states nothing.
    fn end(&mut self, _sink: &mut Sink<'_>) {}
}

/// One kind of conversation over a stream.
#[derive(Clone, Copy)]
pub struct StreamKind {
    /// Ports on which it is asked first.
    pub ports: &'static [u16],
    /// Whether the start of a stream is of this kind.
    pub probe: fn(&Opening<'_>) -> Probe,
    /// Its reader.
    pub begin: fn() -> Box<dyn StreamReader>,
}

/// What a reader of datagrams wants next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interest {
    /// The next datagram too.
    More,
    /// Nothing more of this flow.
    Done,
    /// This datagram was not the reader's after all: others are asked.
    NotMine,
}

/// Reads the datagrams of one flow that have something to remember between them.
pub trait DatagramReader: fmt::Debug + Send {
    /// Reads one datagram.
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest;
}

/// How the datagrams of a kind are read.
#[derive(Clone, Copy)]
pub enum DatagramBegin {
    /// Each for itself; nothing is remembered, so a million such flows cost nothing.
    Each(fn(Side, &[u8], &mut Sink<'_>) -> Interest),
    /// With a memory.
    Kept(fn() -> Box<dyn DatagramReader>),
}

/// One kind of datagrams.
#[derive(Clone, Copy)]
pub struct DatagramKind {
    /// Ports on which it is asked first.
    pub ports: &'static [u16],
    /// Whether a datagram is of this kind. It has all its bytes, or was cut by the capture: there is no `Maybe`.
    pub probe: fn(&[u8]) -> bool,
    /// Its reader.
    pub begin: DatagramBegin,
}
