//! One end of a QUIC connection: datagrams in, datagrams out, streams read and written. All its chance is seeded.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use quinn_proto::crypto::{CryptoError, HmacKey};
use quinn_proto::{
    Connection, ConnectionHandle, ConnectionId, ConnectionIdGenerator, DatagramEvent, Dir,
    Endpoint, EndpointConfig, Event, ServerConfig, StreamId,
};

use crate::dice::{self, Dice};
use crate::http;

/// One endpoint with its only connection.
pub struct Peer {
    pub endpoint: Endpoint,
    pub connection: Option<(ConnectionHandle, Connection)>,
    pub remote: SocketAddr,
    pub inbox: VecDeque<(Instant, Vec<u8>)>,
    /// Stream bytes that the connection had no room for yet.
    pub unsent: Vec<(StreamId, Vec<u8>)>,
}

impl Peer {
    pub fn new(remote: SocketAddr, server: Option<Arc<ServerConfig>>, dice: &mut Dice) -> Self {
        let mut config = EndpointConfig::new(Arc::new(ResetKey));
        let mut seed = [0; 32];
        dice.fill(&mut seed);
        config.rng_seed(Some(seed));
        config.cid_generator(|| Box::new(SeededIds(8)));
        Self {
            endpoint: Endpoint::new(Arc::new(config), server, true, None),
            connection: None,
            remote,
            inbox: VecDeque::new(),
            unsent: Vec::new(),
        }
    }

    /// Takes in what has arrived; gives back what the endpoint answers by itself.
    pub fn receive(&mut self, now: Instant) -> Result<Vec<Vec<u8>>> {
        let mut answers = Vec::new();
        while let Some((_, bytes)) = self.inbox.pop_front_if(|(at, _)| *at <= now) {
            let mut reply = Vec::new();
            let event =
                self.endpoint
                    .handle(now, self.remote, None, None, bytes[..].into(), &mut reply);
            match event {
                Some(DatagramEvent::NewConnection(incoming)) => {
                    let accepted = self.endpoint.accept(incoming, now, &mut reply, None);
                    self.connection = Some(accepted.map_err(|error| error.cause)?);
                }
                Some(DatagramEvent::ConnectionEvent(_, event)) => {
                    if let Some((_, connection)) = &mut self.connection {
                        connection.handle_event(event);
                    }
                }
                Some(DatagramEvent::Response(transmit)) => {
                    answers.push(reply[..transmit.size].to_vec())
                }
                None => {}
            }
        }
        Ok(answers)
    }

    /// Runs timers and gives back what the application should know.
    pub fn events(&mut self, now: Instant) -> Vec<Event> {
        let Some((handle, connection)) = &mut self.connection else {
            return Vec::new();
        };
        if connection.poll_timeout().is_some_and(|at| at <= now) {
            connection.handle_timeout(now);
        }
        while let Some(event) = connection.poll_endpoint_events() {
            if let Some(event) = self.endpoint.handle_event(*handle, event) {
                connection.handle_event(event);
            }
        }
        std::iter::from_fn(|| connection.poll()).collect()
    }

    pub fn open_control(&mut self) -> Result<()> {
        let (_, connection) = self.connection.as_mut().context("no connection")?;
        let id = connection
            .streams()
            .open(Dir::Uni)
            .context("no stream left")?;
        connection.send_stream(id).write(&http::H3_CONTROL_STREAM)?;
        Ok(())
    }

    /// Writes as much as the windows allow; finishes streams that are written.
    pub fn write_streams(&mut self) {
        let Some((_, connection)) = &mut self.connection else {
            return;
        };
        self.unsent.retain_mut(|(id, bytes)| {
            while let Ok(written @ 1..) = connection.send_stream(*id).write(bytes) {
                bytes.drain(..written);
            }
            if bytes.is_empty() {
                // The only way to fail is that the peer has stopped the stream, which it never does here.
                let _ = connection.send_stream(*id).finish();
            }
            !bytes.is_empty()
        });
    }

    /// Reads every stream dry; gives back the request streams that ended.
    pub fn finished_streams(&mut self) -> Vec<StreamId> {
        let Some((_, connection)) = &mut self.connection else {
            return Vec::new();
        };
        while connection.streams().accept(Dir::Uni).is_some() {}
        while connection.streams().accept(Dir::Bi).is_some() {}
        let calls = 0..64;
        let ids = calls.map(|index| StreamId::new(quinn_proto::Side::Client, Dir::Bi, index));
        ids.filter(|id| {
            let mut stream = connection.recv_stream(*id);
            let Ok(mut chunks) = stream.read(true) else {
                return false;
            };
            let ended = loop {
                match chunks.next(usize::MAX) {
                    Ok(Some(_)) => {}
                    Ok(None) => break true,
                    Err(_) => break false,
                }
            };
            let _ = chunks.finalize();
            ended
        })
        .collect()
    }

    pub fn transmit(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let Some((_, connection)) = &mut self.connection else {
            return Vec::new();
        };
        let mut sent = Vec::new();
        loop {
            let mut buffer = Vec::new();
            let Some(transmit) = connection.poll_transmit(now, 1, &mut buffer) else {
                return sent;
            };
            buffer.truncate(transmit.size);
            sent.push(buffer);
        }
    }

    pub fn timer(&mut self) -> Option<Instant> {
        self.connection
            .as_mut()
            .and_then(|(_, connection)| connection.poll_timeout())
    }
}

/// Connection ids of a fixed length from the seeded dice.
pub struct SeededIds(pub usize);

impl ConnectionIdGenerator for SeededIds {
    fn generate_cid(&mut self) -> ConnectionId {
        let mut bytes = [0; 20];
        dice::fill_for_library(&mut bytes[..self.0]);
        ConnectionId::new(&bytes[..self.0])
    }

    fn cid_len(&self) -> usize {
        self.0
    }

    fn cid_lifetime(&self) -> Option<Duration> {
        None
    }
}

/// Makes stateless reset tokens that are the same in every run. Nothing here is ever reset.
struct ResetKey;

impl HmacKey for ResetKey {
    fn sign(&self, data: &[u8], signature_out: &mut [u8]) {
        let seed = data
            .iter()
            .fold(3, |n: u64, byte| n.rotate_left(7) ^ u64::from(*byte));
        Dice::new(seed).fill(signature_out);
    }

    fn signature_len(&self) -> usize {
        32
    }

    fn verify(&self, data: &[u8], signature: &[u8]) -> Result<(), CryptoError> {
        let mut own = vec![0; signature.len()];
        self.sign(data, &mut own);
        if own == signature {
            Ok(())
        } else {
            Err(CryptoError)
        }
    }
}
