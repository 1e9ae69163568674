//! One connection whose secrets are known: its packets are opened, its streams put in order and read.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::super::http3::Http3;
use super::super::ordered::Ordered;
use super::doq;
use super::gap::Gap;
use super::opener::{Opener, Sealed};
use crate::evidence::item::Fact;
use crate::evidence::keys::{Keys, Label};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::Reading;
use crate::wire::message::quic::frame::{Frame, Frames};
use crate::wire::message::quic::version::Version;
use crate::wire::message::tls::record::read_message;
use crate::wire::message::tls::{ClientHello, server_hello};

/// Streams of a connection. Each costs some 200 bytes as long as the connection is read, because what was read must
/// not be read again when it is sent again.
const MAX_STREAMS: usize = 16_384;

/// Bytes of one stream that may wait for what is missing before them: browsers allow some megabytes at once, but what
/// is lost is usually sent again within a few dozen packets.
const MAX_STREAM_BYTES: usize = 256 * 1024;

/// Bytes of all streams of a connection that may wait.
const MAX_HELD_BYTES: usize = 4 * 1024 * 1024;

/// Bytes of the server's handshake that may wait: the first message is wanted.
const MAX_HANDSHAKE_BYTES: usize = 16 * 1024;

/// Packets in a row that do not open, after which a connection is left alone.
const MAX_FAILURES: u16 = 1_000;

/// EncryptedExtensions, which say what runs inside.
const ENCRYPTED_EXTENSIONS: u8 = 8;

/// Packets that are protected by the secrets of a key log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// 0-RTT.
    Early,
    /// Handshake.
    Handshake,
    /// 1-RTT.
    Traffic,
}

/// A secret, and what opens packets under it as soon as one told its suite.
#[derive(Debug, Default)]
struct Lock {
    secret: Option<Box<[u8]>>,
    opener: Option<Opener>,
}

impl Lock {
    fn new(keys: &Keys, random: &[u8; 32], label: Label) -> Self {
        Self {
            secret: keys.secret(random, label).map(Into::into),
            opener: None,
        }
    }

    fn open(&mut self, version: Version, sealed: Sealed<'_>) -> Option<Vec<u8>> {
        if let Some(opener) = &mut self.opener {
            return opener.open(sealed);
        }
        let (opener, frames) = Opener::that_opens(version, self.secret.as_deref()?, sealed)?;
        self.opener = Some(opener);
        Some(frames)
    }
}

/// What runs inside.
#[derive(Debug)]
enum Inside {
    Http3(Box<Http3>),
    Dns,
    Unknown,
}

impl Inside {
    fn of(alpn: &[u8]) -> Self {
        if alpn.starts_with(b"h3") {
            Inside::Http3(Box::default())
        } else if alpn.starts_with(b"doq") {
            Inside::Dns
        } else {
            Inside::Unknown
        }
    }
}

/// One direction of a stream.
#[derive(Debug, Default)]
struct Stream {
    ordered: Ordered,
    end: Option<u64>,
    is_done: bool,
    gap: Gap,
}

/// The connection.
#[derive(Debug)]
pub struct Session {
    version: Version,
    /// The side of the flow that is the client of the connection.
    client: Side,
    early: Lock,
    handshake: Sides<Lock>,
    traffic: Sides<Lock>,
    /// Length of the connection ids that each side chose for itself.
    id_bytes: Sides<Option<usize>>,
    told: Ordered,
    inside: Inside,
    is_chosen: bool,
    streams: HashMap<(u64, bool), Stream, RandomState>,
    held_bytes: usize,
    /// Packets opened so far.
    packets: u64,
    failures: u16,
}

impl Session {
    /// The connection that a hello begins; `None` where none of its secrets are known.
    pub fn new(version: Version, client: Side, hello: &ClientHello, keys: &Keys) -> Option<Self> {
        let lock = |label| Lock::new(keys, &hello.random, label);
        let traffic = Sides {
            client: lock(Label::ClientTraffic0),
            server: lock(Label::ServerTraffic0),
        };
        traffic
            .client
            .secret
            .as_ref()
            .or(traffic.server.secret.as_ref())?;
        let offered = hello.alpn.iter().map(|name| Inside::of(name));
        let inside = offered
            .into_iter()
            .find(|inside| !matches!(inside, Inside::Unknown));
        Some(Self {
            version,
            client,
            early: lock(Label::ClientEarly),
            handshake: Sides {
                client: lock(Label::ClientHandshake),
                server: lock(Label::ServerHandshake),
            },
            traffic,
            id_bytes: Sides::default(),
            told: Ordered::default(),
            inside: inside.unwrap_or(Inside::Unknown),
            is_chosen: false,
            streams: HashMap::default(),
            held_bytes: 0,
            packets: 0,
            failures: 0,
        })
    }

    /// A side of the connection calls itself by this id, in a packet of this version; what the server answers in is
    /// what both go on in (RFC 9368 §2.3).
    pub fn called_by(&mut self, role: Side, id: &[u8], version: Version) {
        self.id_bytes[role] = Some(id.len());
        if role == Side::Server && version.scheme().is_some() {
            self.version = version;
        }
    }

    /// Whether anything may still come of it.
    pub fn is_hopeless(&self) -> bool {
        self.failures >= MAX_FAILURES
    }

    /// Reads a packet with a short header, from the side `role` of the connection.
    pub fn short(&mut self, role: Side, packet: &[u8], sink: &mut Sink<'_>) {
        let Some(id_bytes) = self.id_bytes[role.other()] else {
            return;
        };
        let sealed = Sealed {
            bytes: packet,
            number_at: 1 + id_bytes,
        };
        self.sealed(Space::Traffic, role, sealed, sink);
    }

    /// Reads a sealed packet.
    pub fn sealed(&mut self, space: Space, role: Side, sealed: Sealed<'_>, sink: &mut Sink<'_>) {
        let lock = match space {
            Space::Early => &mut self.early,
            Space::Handshake => &mut self.handshake[role],
            Space::Traffic => &mut self.traffic[role],
        };
        let Some(opened) = lock.open(self.version, sealed) else {
            self.failures = self.failures.saturating_add(1);
            if self.is_hopeless() {
                sink.problem(
                    "packets of QUIC do not open with the keys given",
                    "what their connection carries behind them stays closed",
                );
            }
            return;
        };
        self.failures = 0;
        self.packets += 1;
        for frame in Frames::new(&opened, false) {
            match frame {
                Frame::Crypto { position, bytes } if space == Space::Handshake => {
                    self.handshake(role, position, bytes, sink);
                }
                Frame::Stream {
                    stream,
                    position,
                    bytes,
                    is_last,
                } => {
                    let end = is_last.then(|| position.saturating_add(bytes.len() as u64));
                    self.stream((stream, role), position, bytes, end, sink);
                }
                Frame::NewConnectionId(id) => sink.called_by(id),
                _ => {}
            }
        }
    }

    /// The server's first message under protection names the protocol that runs inside (RFC 7301 §3.2).
    fn handshake(&mut self, role: Side, position: u64, bytes: &[u8], sink: &mut Sink<'_>) {
        if role == Side::Client || self.is_chosen {
            return;
        }
        self.told.add(position, bytes, MAX_HANDSHAKE_BYTES);
        let Reading::Found(message) = read_message(self.told.ready()) else {
            return;
        };
        self.is_chosen = true;
        let alpn = match message.kind {
            ENCRYPTED_EXTENSIONS => server_hello::encrypted_alpn(message.body),
            _ => None,
        };
        let Some(alpn) = alpn else { return };
        let text = sink.intern(&String::from_utf8_lossy(&alpn));
        sink.fact(Fact::Alpn(text));
        let chosen = Inside::of(&alpn);
        if std::mem::discriminant(&chosen) != std::mem::discriminant(&self.inside) {
            self.inside = chosen;
        }
    }

    fn stream(
        &mut self,
        (number, role): (u64, Side),
        position: u64,
        bytes: &[u8],
        end: Option<u64>,
        sink: &mut Sink<'_>,
    ) {
        let key = (number, role == Side::Client);
        if !self.streams.contains_key(&key) && self.streams.len() >= MAX_STREAMS {
            return sink.problem(
                "a QUIC connection has more than 16,384 streams",
                "what the later ones carry is missing",
            );
        }
        let stream = self.streams.entry(key).or_default();
        if stream.is_done {
            return;
        }
        let before = stream.ordered.held_bytes();
        let end_before = stream.ordered.end();
        let flow_side = match role {
            Side::Client => self.client,
            Side::Server => self.client.other(),
        };
        let room = MAX_HELD_BYTES.saturating_sub(self.held_bytes) + before;
        let grew = stream
            .ordered
            .add(position, bytes, room.min(MAX_STREAM_BYTES));
        let (has_gap, ordered_to) = (stream.ordered.has_gap(), stream.ordered.end());
        if stream.gap.lasts(has_gap, ordered_to, self.packets) {
            sink.problem(
                "bytes of a QUIC stream are missing from the capture",
                "its keys are known, but what follows in the stream cannot be read",
            );
        }
        stream.end = stream.end.or(end);
        stream.is_done = stream.end == Some(stream.ordered.end());
        if grew || stream.is_done {
            let ready = stream.ordered.ready();
            let known =
                ready.len() - usize::try_from(stream.ordered.end() - end_before).unwrap_or(0);
            let fresh = ready.get(known..).unwrap_or(&[]);
            sink.decrypted(Protocol::Quic, flow_side, fresh);
            let taken = match &mut self.inside {
                Inside::Http3(http) => http.read((number, role), ready, stream.is_done, sink),
                Inside::Dns => doq::read(ready, stream.is_done, sink),
                Inside::Unknown => ready.len(),
            };
            stream.ordered.take(taken);
        }
        if stream.is_done {
            stream.ordered = Ordered::default();
        }
        self.held_bytes = (self.held_bytes + stream.ordered.held_bytes()).saturating_sub(before);
    }
}
