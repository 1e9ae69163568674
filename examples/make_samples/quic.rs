//! Calls → the datagrams of a real QUIC connection, both endpoints in memory and in made-up time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use quinn_proto::crypto::rustls::{QuicClientConfig, QuicServerConfig};
use quinn_proto::{
    ClientConfig, ConnectionIdGenerator, Dir, Event, ServerConfig, StreamId, TransportConfig,
    ValidationTokenConfig, VarInt,
};

use crate::dice::Dice;
use crate::frame::Side;
use crate::http;
use crate::identity::{self, Offer};
use crate::quic_peer::{Peer, SeededIds};
use crate::story::Call;

/// A datagram as seen at the client.
pub struct Datagram {
    pub at: u64,
    pub from: Side,
    pub bytes: Vec<u8>,
}

/// How the flow behaves; times in nanoseconds.
pub struct Shape {
    pub start: u64,
    pub round_trip: u64,
    pub up_spacing: u64,
    pub down_spacing: u64,
    pub client: SocketAddr,
    pub server: SocketAddr,
    pub closes: bool,
}

/// Plays the calls over one connection to `name`.
pub fn play(name: &str, calls: &[Call], shape: &Shape, dice: &mut Dice) -> Result<Vec<Datagram>> {
    let mut talk = Talk::new(name, calls, shape, dice)?;
    // A call takes a few thousand steps at most; more means that the two sides wait for each other.
    for _ in 0..2_000_000 {
        talk.step()?;
        let Some(next) = talk.next_time() else {
            return Ok(talk.seen);
        };
        talk.now = talk.now.max(next);
    }
    bail!("the QUIC flow to {name} does not end");
}

struct Talk<'a> {
    name: &'a str,
    calls: &'a [Call],
    shape: &'a Shape,
    dice: &'a mut Dice,
    epoch: Instant,
    now: Instant,
    /// When the client makes its next call, and which.
    next_call: Option<Instant>,
    call: usize,
    waiting_for: Option<StreamId>,
    close_at: Option<Instant>,
    client: Peer,
    server: Peer,
    last_arrival: [Instant; 2],
    seen: Vec<Datagram>,
}

impl<'a> Talk<'a> {
    fn new(name: &'a str, calls: &'a [Call], shape: &'a Shape, dice: &'a mut Dice) -> Result<Self> {
        let offer = Offer {
            tls12_only: false,
            alpn: &["h3"],
            chosen: "h3",
            ech: false,
        };
        let (tls_client, tls_server) = identity::both_sides(name, offer)?;
        let mut server_config =
            ServerConfig::with_crypto(Arc::new(QuicServerConfig::try_from(tls_server)?));
        let mut tokens = ValidationTokenConfig::default();
        tokens.sent(0);
        server_config.validation_token_config(tokens);
        server_config.transport_config(transport());
        let mut client_config =
            ClientConfig::new(Arc::new(QuicClientConfig::try_from(tls_client)?));
        client_config.initial_dst_cid_provider(Arc::new(|| SeededIds(20).generate_cid()));
        client_config.transport_config(transport());

        let epoch = Instant::now();
        let mut client = Peer::new(shape.server, None, dice);
        let server = Peer::new(shape.client, Some(Arc::new(server_config)), dice);
        client.connection = Some(client.endpoint.connect(
            epoch,
            client_config,
            shape.server,
            name,
        )?);
        Ok(Self {
            name,
            calls,
            shape,
            dice,
            epoch,
            now: epoch,
            next_call: None,
            call: 0,
            waiting_for: None,
            close_at: None,
            client,
            server,
            last_arrival: [epoch; 2],
            seen: Vec::new(),
        })
    }

    /// Lets everything happen that is due now.
    fn step(&mut self) -> Result<()> {
        for side in [Side::Client, Side::Server] {
            let now = self.now;
            let peer = self.peer(side);
            let mut sent = peer.receive(now)?;
            for event in peer.events(now) {
                self.react(side, event)?;
            }
            if side == Side::Client {
                self.act()?;
            }
            let peer = self.peer(side);
            peer.write_streams();
            sent.extend(peer.transmit(now));
            for datagram in sent {
                self.carry(side, datagram);
            }
        }
        Ok(())
    }

    fn peer(&mut self, side: Side) -> &mut Peer {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    fn react(&mut self, side: Side, event: Event) -> Result<()> {
        match (side, event) {
            (Side::Client, Event::Connected) => {
                self.client.open_control()?;
                let first = self.calls.first().context("a flow without calls")?;
                self.next_call = Some(self.now + Duration::from_secs_f64(first.after_secs));
            }
            (Side::Server, Event::Connected) => self.server.open_control()?,
            (_, Event::Stream(_)) => self.read_streams(side)?,
            (_, Event::ConnectionLost { reason }) if self.close_at.is_none() => {
                bail!("the QUIC flow to {} was lost: {reason}", self.name);
            }
            _ => {}
        }
        Ok(())
    }

    /// The client's next call, or its goodbye.
    fn act(&mut self) -> Result<()> {
        if self.next_call.is_some_and(|at| at <= self.now) {
            self.next_call = None;
            let bytes = http::h3_request(self.name, &self.calls[self.call], self.dice);
            let (_, connection) = self.client.connection.as_mut().context("no connection")?;
            let id = connection
                .streams()
                .open(Dir::Bi)
                .context("no stream left")?;
            self.client.unsent.push((id, bytes));
            self.waiting_for = Some(id);
        }
        if self.close_at.is_some_and(|at| at == self.now) {
            let (_, connection) = self.client.connection.as_mut().context("no connection")?;
            // H3_NO_ERROR, RFC 9114 §8.1.
            connection.close(self.now, VarInt::from_u32(0x100), Vec::new().into());
        }
        Ok(())
    }

    /// Reads what came; the server answers a finished request, the client goes on after a finished answer.
    fn read_streams(&mut self, side: Side) -> Result<()> {
        for id in self.peer(side).finished_streams() {
            if side == Side::Server {
                let call = &self.calls[self.call];
                let bytes = http::h3_response(call, self.dice);
                self.server.unsent.push((id, bytes));
            } else if self.waiting_for == Some(id) {
                self.waiting_for = None;
                self.call += 1;
                let pause = self.calls.get(self.call).map(|call| call.after_secs);
                match pause {
                    Some(secs) => self.next_call = Some(self.now + Duration::from_secs_f64(secs)),
                    None => self.close_at = Some(self.now + Duration::from_millis(180)),
                }
            }
        }
        Ok(())
    }

    /// Brings a datagram to the other side, in order, and notes it as the client sees it.
    fn carry(&mut self, from: Side, bytes: Vec<u8>) {
        let (spacing, travel) = match from {
            Side::Client => (self.shape.up_spacing, self.shape.round_trip / 2),
            Side::Server => (self.shape.down_spacing, self.shape.round_trip / 2),
        };
        let wait = self.dice.jitter(spacing * bytes.len() as u64 / 1_500 + 1);
        let travel = Duration::from_nanos(travel + self.dice.between(0, travel / 50 + 1));
        let last = &mut self.last_arrival[from as usize];
        let arrives = (self.now + travel).max(*last + Duration::from_nanos(wait));
        *last = arrives;
        let seen_at = match from {
            Side::Client => self.now,
            Side::Server => arrives,
        };
        let at = self.shape.start + nanos(seen_at.duration_since(self.epoch));
        self.seen.push(Datagram {
            at,
            from,
            bytes: bytes.clone(),
        });
        match from {
            Side::Client => self.server.inbox.push_back((arrives, bytes)),
            Side::Server => self.client.inbox.push_back((arrives, bytes)),
        }
    }

    /// When something is due next; nothing once the flow is over.
    fn next_time(&mut self) -> Option<Instant> {
        let over = self
            .close_at
            .is_some_and(|at| !self.shape.closes || at < self.now);
        let inboxes = [&self.client, &self.server];
        let arrivals = inboxes.map(|peer| peer.inbox.front().map(|(at, _)| *at));
        if over && arrivals == [None, None] {
            return None;
        }
        let timers = [&mut self.client, &mut self.server].map(Peer::timer);
        let own = [self.next_call, self.close_at.filter(|at| *at > self.now)];
        arrivals
            .into_iter()
            .chain(timers)
            .chain(own)
            .flatten()
            .min()
    }
}

fn transport() -> Arc<TransportConfig> {
    let mut transport = TransportConfig::default();
    transport.enable_segmentation_offload(false);
    Arc::new(transport)
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).expect("minutes fit")
}
