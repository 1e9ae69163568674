//! TLS over datagrams: the name that a client asks for, what the server chose, and its certificate, put together from
//! pieces that come in any order.

use std::sync::Arc;

use super::tls::{Carried, take_client_hello};
use super::{DatagramReader, Interest};
use crate::evidence::item::{Fact, NameSource};
use crate::evidence::protocol::Protocol;
use crate::evidence::sink::Sink;
use crate::flow::model::{Side, Sides};
use crate::wire::message::tls::dtls::{Piece, pieces, probe, read_client_hello_body, records};
use crate::wire::message::tls::record::{Content, MAX_MESSAGE_BYTES};
use crate::wire::message::tls::{CLIENT_HELLO, SERVER_HELLO, certificate, server_hello};

/// Messages of one side that are put together at a time.
const MAX_OPEN_MESSAGES: usize = 4;

/// Pieces of one message; at 64 KiB and 200 bytes a piece, some 330.
const MAX_PIECES: usize = 512;

/// Datagrams behind the handshake after which the flow is left alone: nothing more can be read in it, but other
/// protocols (STUN, media) may share it until then.
const MAX_AFTER: u16 = 256;

const CERTIFICATE: u8 = 11;

/// The reader of a flow.
pub fn begin() -> Box<dyn DatagramReader> {
    Box::<Dtls>::default()
}

/// One connection.
#[derive(Debug, Default)]
struct Dtls {
    open: Sides<Vec<Joined>>,
    has_hello: bool,
    has_choice: bool,
    after: u16,
}

/// A message some pieces of which came.
#[derive(Debug)]
struct Joined {
    number: u16,
    kind: u8,
    bytes: Vec<u8>,
    /// Parts that came, as start and end.
    parts: Vec<(usize, usize)>,
}

impl DatagramReader for Dtls {
    fn read(&mut self, side: Side, datagram: &[u8], sink: &mut Sink<'_>) -> Interest {
        if !probe(datagram) {
            return Interest::NotMine;
        }
        sink.speaks(Protocol::Dtls);
        for record in records(datagram) {
            if record.content == Content::Handshake && record.epoch == 0 {
                for piece in pieces(record.body) {
                    self.piece(side, piece, sink);
                }
            } else if record.content == Content::ApplicationData {
                self.after += 1;
            }
        }
        match self.after {
            MAX_AFTER.. => Interest::Done,
            _ => Interest::More,
        }
    }
}

impl Dtls {
    fn piece(&mut self, side: Side, piece: Piece<'_>, sink: &mut Sink<'_>) {
        let is_wanted = matches!(piece.kind, CLIENT_HELLO | SERVER_HELLO | CERTIFICATE);
        if !is_wanted {
            return;
        }
        if piece.bytes.len() == piece.message_len {
            return self.message(side, piece.kind, piece.bytes, sink);
        }
        let open = &mut self.open[side];
        let known = open.iter().position(|joined| joined.fits(piece));
        let mut joined = match known {
            Some(at) => open.swap_remove(at),
            None => Joined::new(piece),
        };
        joined.add(piece);
        if joined.is_whole() {
            return self.message(side, joined.kind, &joined.bytes, sink);
        }
        if open.len() >= MAX_OPEN_MESSAGES {
            open.remove(0);
        }
        open.push(joined);
    }

    fn message(&mut self, side: Side, kind: u8, body: &[u8], sink: &mut Sink<'_>) {
        match kind {
            // The same hello comes again, with the cookie that the server asked for.
            CLIENT_HELLO if !self.has_hello => {
                let Some(hello) = read_client_hello_body(body) else {
                    let means = "the flow keeps its bytes but has no name from DTLS";
                    return sink.problem("a DTLS ClientHello is damaged", means);
                };
                self.has_hello = true;
                take_client_hello(hello, side, Carried::Datagrams, sink);
            }
            SERVER_HELLO if !self.has_choice => {
                let chosen = server_hello::read_body(body).filter(|chosen| !chosen.is_retry);
                if let Some(chosen) = chosen {
                    self.has_choice = true;
                    sink.fact(Fact::Chosen(Arc::new(chosen)));
                }
            }
            CERTIFICATE => {
                let Some(certificate) = certificate::read_body(body) else {
                    return;
                };
                if let Some(host) = certificate.only_host() {
                    sink.named(&host.to_ascii_lowercase(), NameSource::Certificate);
                }
                sink.fact(Fact::Certificate(Arc::new(certificate)));
            }
            _ => {}
        }
    }
}

impl Joined {
    fn new(piece: Piece<'_>) -> Self {
        Self {
            number: piece.number,
            kind: piece.kind,
            bytes: vec![0; piece.message_len.min(MAX_MESSAGE_BYTES)],
            parts: Vec::new(),
        }
    }

    fn fits(&self, piece: Piece<'_>) -> bool {
        let own = (self.number, self.kind, self.bytes.len());
        own == (piece.number, piece.kind, piece.message_len)
    }

    fn add(&mut self, piece: Piece<'_>) {
        let end = piece.offset + piece.bytes.len();
        if self.parts.len() < MAX_PIECES
            && let Some(place) = self.bytes.get_mut(piece.offset..end)
        {
            place.copy_from_slice(piece.bytes);
            self.parts.push((piece.offset, end));
        }
    }

    fn is_whole(&mut self) -> bool {
        self.parts.sort_unstable();
        let mut reached = 0;
        for (start, end) in &self.parts {
            if *start > reached {
                return false;
            }
            reached = reached.max(*end);
        }
        reached == self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(offset: usize, bytes: &[u8]) -> Piece<'_> {
        Piece {
            kind: 1,
            message_len: 6,
            number: 3,
            offset,
            bytes,
        }
    }

    #[test]
    fn a_message_is_whole_when_every_byte_came_in_any_order() {
        let mut joined = Joined::new(piece(0, &[]));
        for (part, whole) in [
            (piece(4, &[5, 6]), false),
            (piece(0, &[1, 2, 3]), false),
            (piece(2, &[3, 4]), true),
        ] {
            joined.add(part);
            assert_eq!(joined.is_whole(), whole);
        }
        assert_eq!(joined.bytes, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_piece_of_another_message_or_behind_its_end_changes_nothing() {
        let mut joined = Joined::new(piece(0, &[]));
        assert!(!joined.fits(Piece {
            number: 4,
            ..piece(0, &[1])
        }));
        joined.add(piece(5, &[1, 2]));
        assert!(joined.parts.is_empty());
    }
}
