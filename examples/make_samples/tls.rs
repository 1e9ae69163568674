//! Calls → the bytes of a real TLS connection, both sides in memory.

use std::io::{Read, Write};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use rustls::pki_types::ServerName;
use rustls::{ClientConnection, Connection, ServerConnection};

use crate::frame::Side;
use crate::identity::{self, Offer};
use crate::tcp::Message;

/// Largest piece handed to TLS at once; a record holds 16 KiB.
const PIECE_BYTES: usize = 16 * 1024;

/// A client and a server that have shaken hands, and what they have written so far.
pub struct Session {
    client: Connection,
    server: Connection,
    pub messages: Vec<Message>,
}

impl Session {
    /// Shakes hands for `name`; the flights are in `messages`.
    pub fn open(name: &str, offer: Offer) -> Result<Self> {
        let (client, server) = identity::both_sides(name, offer)?;
        let server_name = ServerName::try_from(name.to_owned())?;
        let mut client = ClientConnection::new(Arc::new(client), server_name)?;
        let mut server = ServerConnection::new(Arc::new(server))?;
        client.set_buffer_limit(None);
        server.set_buffer_limit(None);
        let mut session = Self {
            client: client.into(),
            server: server.into(),
            messages: Vec::new(),
        };
        while session.client.is_handshaking() || session.server.is_handshaking() {
            let before = session.messages.len();
            session.flush(Side::Client, 600_000)?;
            session.flush(Side::Server, 1_400_000)?;
            if session.messages.len() == before {
                bail!("the handshake for {name} stalled");
            }
        }
        Ok(session)
    }

    /// One side writes plain bytes after a pause in nanoseconds.
    pub fn say(&mut self, from: Side, pause: u64, plain: &[u8]) -> Result<()> {
        for piece in plain.chunks(PIECE_BYTES) {
            self.end(from).writer().write_all(piece)?;
        }
        self.flush(from, pause)
    }

    /// One side says that it is done.
    pub fn close(&mut self, from: Side, pause: u64) -> Result<()> {
        self.end(from).send_close_notify();
        self.flush(from, pause)
    }

    fn end(&mut self, side: Side) -> &mut Connection {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    /// Carries what one side has to send to the other and notes it as a message.
    fn flush(&mut self, from: Side, pause: u64) -> Result<()> {
        let mut bytes = Vec::new();
        while self.end(from).wants_write() {
            self.end(from).write_tls(&mut bytes)?;
        }
        if bytes.is_empty() {
            return Ok(());
        }
        let to = match from {
            Side::Client => &mut self.server,
            Side::Server => &mut self.client,
        };
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            to.read_tls(&mut rest)?;
            to.process_new_packets().context("TLS refused its peer")?;
            drain(to);
        }
        self.messages.push(Message { from, pause, bytes });
        Ok(())
    }
}

/// Throws the plain bytes away; the error at the end only says that no more are there yet.
fn drain(connection: &mut Connection) {
    let mut sink = [0; PIECE_BYTES];
    while matches!(connection.reader().read(&mut sink), Ok(1..)) {}
}
