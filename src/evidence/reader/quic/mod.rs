//! QUIC: opens the first packets of a connection, which anybody can, and reads the hello in them; with keys, the rest.
//!
//! Without keys a flow is left alone as soon as its hello was read and its server was seen.

mod continued;
mod doq;
mod gap;
mod hello;
mod initial;
mod opener;
mod session;

use super::ordered::Ordered;
use super::{DatagramReader, Interest};
use crate::capture::frame::Time;
use crate::evidence::item::Fact;
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message::Reading;
use crate::wire::message::quic::frame::{Frame, Frames};
use crate::wire::message::quic::header::{self, Header, Long, Packet};
use crate::wire::message::quic::version::{PacketType, Version};
use crate::wire::message::quic::{google, retry};
use crate::wire::message::tls;
pub use continued::{datagram as continued, probe as probe_continued};
use initial::Initials;
use opener::Sealed;
use session::{Session, Space};

/// Packets looked at in one datagram; more than one of each kind is unusual.
const MAX_COALESCED: usize = 8;

/// Bytes of a client's handshake that may wait: the longest hello that is believed.
const MAX_HELLO_BYTES: usize = 32 * 1024;

/// Initials of a flow that may fail to open: a client sends its hello again about six times before it gives up.
const MAX_FAILURES: u8 = 32;

/// Datagrams of a flow that are looked at before its hello was read.
const MAX_DATAGRAMS: u16 = 128;

/// Datagrams after the hello in which the server's connection id is waited for.
const MAX_WAIT: u16 = 16;

/// One flow, which may carry several connections one after another.
#[derive(Debug, Default)]
pub struct Quic {
    initials: Option<Initials>,
    /// The side of the flow that sent a hello.
    client: Option<Side>,
    hello: Ordered,
    progress: Progress,
    session: Option<Session>,
    failures: u8,
    datagrams: u16,
    timing: Timing,
}

/// The round trip from the client's first Initial to the first long packet of the server.
#[derive(Clone, Copy, Debug, Default)]
enum Timing {
    /// Neither was seen.
    #[default]
    NotBegun,
    /// The client's first Initial came at this time, in this frame.
    Asked(Time, u64),
    /// It is over, or the first packets leave open what answers what: a Retry, a second connection, a server that
    /// spoke first.
    Over,
}

/// How far the hello was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Progress {
    /// It is waited for.
    #[default]
    Waiting,
    /// It was read, at this datagram of the flow.
    Read(u16),
    /// It was read, and the server's connection id was seen.
    Answered,
    /// It was all there and could not be read.
    Damaged,
}

/// The reader of a flow.
pub fn begin() -> Box<dyn DatagramReader> {
    Box::<Quic>::default()
}

impl DatagramReader for Quic {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        self.datagrams = self.datagrams.saturating_add(1);
        if self.client.is_none() && side == Side::Server {
            self.timing = Timing::Over;
        }
        match header::read(datagram) {
            Some(Header::Long(_)) => self.long_packets(side, datagram, sink),
            Some(Header::Negotiation { .. }) => sink.speaks(Protocol::Quic),
            Some(Header::Short) => self.short_packet(side, datagram, sink),
            // The second bit of a short header may be anything where both sides agree (RFC 9287).
            None if self.session.is_some() => self.short_packet(side, datagram, sink),
            None => self.google_packet(datagram, sink),
        }
        self.interest()
    }
}

impl Quic {
    fn interest(&self) -> Interest {
        if let Some(session) = &self.session {
            return match session.is_hopeless() {
                true => Interest::Done,
                false => Interest::More,
            };
        }
        let is_done = match self.progress {
            Progress::Waiting => self.datagrams >= MAX_DATAGRAMS || self.failures >= MAX_FAILURES,
            Progress::Read(at) => self.datagrams >= at.saturating_add(MAX_WAIT),
            Progress::Answered | Progress::Damaged => true,
        };
        match is_done {
            true => Interest::Done,
            false => Interest::More,
        }
    }

    fn google_packet(&mut self, datagram: &[u8], sink: &mut Sink<'_>) {
        match google::read(datagram) {
            Reading::Found(hello) => {
                sink.speaks(Protocol::Quic);
                hello::google(&hello, sink);
                self.progress = Progress::Answered;
            }
            _ if google::probe(datagram) => sink.speaks(Protocol::Quic),
            _ => {}
        }
    }

    fn long_packets(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) {
        let mut rest = datagram;
        for _ in 0..MAX_COALESCED {
            match header::read(rest) {
                Some(Header::Long(long)) => {
                    self.long_packet(side, &long, sink);
                    let Some(packet) = long.packet else { return };
                    rest = header::after(rest, &packet);
                }
                Some(Header::Short) | None => return self.short_packet(side, rest, sink),
                Some(Header::Negotiation { .. }) => return,
            }
        }
    }

    fn long_packet(&mut self, side: Side, long: &Long<'_>, sink: &mut Sink<'_>) {
        sink.speaks(Protocol::Quic);
        if long.version.is_known() {
            sink.called_by(long.source);
        }
        match long.packet {
            Some(Packet::Sealed {
                kind: PacketType::Initial,
                bytes,
                number_at,
            }) => self.initial(side, long, Sealed { bytes, number_at }, sink),
            Some(Packet::Sealed {
                kind,
                bytes,
                number_at,
            }) => self.later(side, kind, long, Sealed { bytes, number_at }, sink),
            Some(Packet::Retry { unsigned, tag }) => self.retry(long, unsigned, tag),
            None => {}
        }
        let is_answer = self.client.is_some_and(|client| client != side);
        if is_answer && matches!(self.progress, Progress::Read(_)) {
            self.progress = Progress::Answered;
            self.time_answer(sink);
        }
    }

    fn time_answer(&mut self, sink: &mut Sink<'_>) {
        let timing = std::mem::replace(&mut self.timing, Timing::Over);
        if let (Timing::Asked(asked, asked_frame), Some(now)) = (timing, sink.at())
            && let Ok(after_nanos) = u64::try_from(now.nanos_since(asked))
        {
            sink.fact(Fact::Answered {
                asked_frame,
                after_nanos,
            });
        }
    }

    /// Only the first Initial of a flow is timed.
    fn time_initial(&mut self, sink: &Sink<'_>) {
        self.timing = match (self.timing, sink.at()) {
            (Timing::NotBegun, Some(at)) => Timing::Asked(at, sink.frame()),
            _ => Timing::Over,
        };
    }

    /// Which side of the connection a side of the flow is.
    fn role(&self, side: Side) -> Side {
        match self.client {
            Some(client) if client == side => Side::Client,
            Some(_) => Side::Server,
            None => side,
        }
    }

    /// A long packet behind the first ones, which only those who know the secrets can open.
    fn later(
        &mut self,
        side: Side,
        kind: PacketType,
        long: &Long<'_>,
        sealed: Sealed<'_>,
        sink: &mut Sink<'_>,
    ) {
        let role = self.role(side);
        let Some(session) = &mut self.session else {
            return;
        };
        session.called_by(role, long.source, long.version);
        match kind {
            PacketType::ZeroRtt => session.sealed(Space::Early, role, sealed, sink),
            PacketType::Handshake => session.sealed(Space::Handshake, role, sealed, sink),
            PacketType::Initial | PacketType::Retry => {}
        }
    }

    fn short_packet(&mut self, side: Side, packet: &[u8], sink: &mut Sink<'_>) {
        let role = self.role(side);
        if let Some(session) = &mut self.session {
            session.short(role, packet, sink);
        }
    }

    /// After a Retry the client begins again, and writes to the connection id that it was given.
    fn retry(&mut self, long: &Long<'_>, unsigned: &[u8], tag: &[u8]) {
        let Some(initials) = &self.initials else {
            return;
        };
        let asked = initials.destination();
        if retry::is_answer(long.version, asked, unsigned, tag) == Some(true) {
            self.timing = Timing::Over;
            self.begin_again(Initials::new(long.version, long.source));
        }
    }

    fn begin_again(&mut self, initials: Option<Initials>) {
        self.initials = initials;
        self.hello = Ordered::default();
        self.progress = Progress::Waiting;
    }

    fn initial(&mut self, side: Side, long: &Long<'_>, sealed: Sealed<'_>, sink: &mut Sink<'_>) {
        let Some((role, frames)) = self.opened(side, long, sealed, sink) else {
            self.failures = self.failures.saturating_add(1);
            if self.failures == MAX_FAILURES && self.progress == Progress::Waiting {
                sink.problem(
                    "first packets of QUIC do not open",
                    "their flow has no name from QUIC",
                );
            }
            return;
        };
        for frame in Frames::new(&frames, long.version.has_google_frames()) {
            if let (Frame::Crypto { position, bytes }, Side::Client) = (frame, role) {
                self.hello.add(position, bytes, MAX_HELLO_BYTES);
            }
        }
        if role == Side::Client && self.progress == Progress::Waiting {
            self.read_hello(long.version, sink);
        }
        if let Some(session) = &mut self.session {
            session.called_by(role, long.source, long.version);
        }
    }

    /// The frames of an Initial and who sent it: under the keys that are known, under those of another version that
    /// both sides turned to (RFC 9368 §2.1), or under those of a new connection.
    fn opened(
        &mut self,
        side: Side,
        long: &Long<'_>,
        sealed: Sealed<'_>,
        sink: &Sink<'_>,
    ) -> Option<(Side, Vec<u8>)> {
        let role = self.role(side);
        if let Some(initials) = &mut self.initials {
            if initials.version() == long.version {
                if let Some(frames) = initials.open(role, sealed) {
                    return Some((role, frames));
                }
            } else if let Some(mut turned) = Initials::new(long.version, initials.destination())
                && let Some(frames) = turned.open(role, sealed)
            {
                *initials = turned;
                return Some((role, frames));
            }
        }
        let mut fresh = Initials::new(long.version, long.destination)?;
        let frames = fresh.open(Side::Client, sealed)?;
        self.client = Some(side);
        self.time_initial(sink);
        self.begin_again(Some(fresh));
        Some((Side::Client, frames))
    }

    fn read_hello(&mut self, version: Version, sink: &mut Sink<'_>) {
        let message = self.hello.ready();
        let progress = if version.google().is_some() {
            match google::read_hello(message) {
                Reading::Found(said) => {
                    hello::google(&said, sink);
                    Progress::Read(self.datagrams)
                }
                Reading::NeedMore => return,
                Reading::NotThis | Reading::Malformed(_) => Progress::Damaged,
            }
        } else {
            match tls::read_client_hello_message(message) {
                Reading::Found(said) => {
                    let client = self.client.unwrap_or(Side::Client);
                    let said = hello::tls(said, client, sink);
                    let session = Session::new(version, client, &said, sink.keys());
                    self.session = session.or(self.session.take());
                    Progress::Read(self.datagrams)
                }
                Reading::NeedMore => return,
                Reading::NotThis => Progress::Damaged,
                Reading::Malformed(what) => {
                    sink.problem(what, "its flow has no name from QUIC");
                    Progress::Damaged
                }
            }
        };
        self.progress = progress;
        let read = self.hello.ready().len();
        self.hello.take(read);
    }
}
