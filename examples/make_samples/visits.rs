//! A visit → the frames of one TCP or QUIC flow.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::frame::{Note, Side};
use crate::stage::{MICRO, MILLI, Stage};
use crate::story::{self, Call, Device, End, Over, Trouble, Visit};
use crate::tcp::{self, Message};
use crate::tls::Session;
use crate::wire::{self, Path, TCP};
use crate::{http, quic};

/// Frames of each side of a flow that are kept whole even where bulk is not: they hold the handshake.
const WHOLE_FRAMES: usize = 4;
/// A frame with more payload than this counts as bulk.
const BULK_BYTES: usize = 900;

impl Stage {
    pub fn visit(&mut self, at: u64, index: usize, visit: &'static Visit) -> Result<()> {
        let service = self.story.service(visit.to);
        let device = self.device(index);
        let at = self.look_up(at, index, service);
        let address = match service.v6 {
            Some(v6) if visit.ipv6 => v6,
            _ => service.v4,
        };
        let port = match visit.over {
            Over::Tls13 | Over::Tls12 | Over::Quic => 443,
            Over::Http => 80,
            Over::Opaque(port) => port,
        };
        let client_port = self.port();
        let server = SocketAddr::new(story::address(address), port);
        let mut path = self.path(device, server, client_port);
        path.server_ttl =
            64 - u8::try_from(service.round_trip_millis / 12).expect("under a second") - 5;
        let transport = if visit.over == Over::Quic {
            "udp"
        } else {
            "tcp"
        };
        let flow = self.flow(transport, &path, carries(visit.over), service.place);
        let facts = &mut self.flows[flow];
        facts.dns_names = self.told.get(address).cloned().unwrap_or_default();
        match visit.over {
            Over::Tls13 | Over::Tls12 | Over::Quic => facts.sni = Some(service.name.to_owned()),
            Over::Http => facts.host = Some(service.name.to_owned()),
            Over::Opaque(_) => {}
        }
        let round_trip = service.round_trip_millis * MILLI + device.access_micros * MICRO;
        if visit.over == Over::Quic {
            self.quic(at, device, path, flow, visit, round_trip)
        } else {
            self.tcp(at, device, path, flow, visit, round_trip)
        }
        .with_context(|| format!("in the flow to {}", visit.to))
    }

    fn tcp(
        &mut self,
        at: u64,
        device: &Device,
        mut path: Path,
        flow: usize,
        visit: &Visit,
        round_trip: u64,
    ) -> Result<()> {
        let messages = self.messages(visit)?;
        let headers = if path.server.is_ipv6() { 60 } else { 40 };
        let shape = tcp::Shape {
            start: at,
            round_trip,
            mss: u16::try_from(device.mtu - headers).context("an MTU")?,
            up_spacing: 1_150 * MICRO,
            down_spacing: 260 * MICRO,
            end: visit.end,
            trouble: visit.trouble,
        };
        let mut seen = [0; 2];
        for segment in tcp::play(&messages, &shape, &mut self.dice) {
            let from = segment.from;
            let (a, b) = match from {
                Side::Client => (path.client.port(), path.server.port()),
                Side::Server => (path.server.port(), path.client.port()),
            };
            let bytes = path.frame(from, TCP, wire::tcp(a, b, &segment));
            let note = Note {
                flow,
                from,
                fresh_payload: segment.fresh,
            };
            self.push(segment.at, device, bytes, from, Some(note));
            self.trim(&mut seen, from, segment.payload.len());
        }
        Ok(())
    }

    fn messages(&mut self, visit: &Visit) -> Result<Vec<Message>> {
        let (name, secret) = (
            visit.to,
            !matches!(visit.over, Over::Http | Over::Opaque(_)),
        );
        let mut session = if secret {
            Some(Session::open(name, visit.over == Over::Tls12)?)
        } else {
            None
        };
        let mut messages = Vec::new();
        for call in visit.calls {
            for (from, pause, plain) in self.both_halves(name, call) {
                match &mut session {
                    Some(session) => session.say(from, pause, &plain)?,
                    None if plain.is_empty() => {}
                    None => messages.push(Message {
                        from,
                        pause,
                        bytes: plain,
                    }),
                }
            }
        }
        if let Some(mut session) = session {
            match visit.end {
                End::ClientCloses => session.close(Side::Client, 90 * MILLI)?,
                End::ServerCloses => session.close(Side::Server, 900 * MILLI)?,
                End::ServerResets | End::StillOpen => {}
            }
            messages = session.messages;
        }
        Ok(messages)
    }

    /// What the client says, then what the server says, each with the pause before it.
    fn both_halves(&mut self, name: &str, call: &Call) -> [(Side, u64, Vec<u8>); 2] {
        let request = http::request(name, call, &mut self.dice);
        let response = http::response(call, &mut self.dice);
        let think = self.dice.between(2, 24) * MILLI;
        [
            (Side::Client, (call.after_secs * 1e9) as u64, request),
            (Side::Server, think, response),
        ]
    }

    fn quic(
        &mut self,
        at: u64,
        device: &Device,
        mut path: Path,
        flow: usize,
        visit: &Visit,
        round_trip: u64,
    ) -> Result<()> {
        let shape = quic::Shape {
            start: at,
            round_trip,
            up_spacing: 1_150 * MICRO,
            down_spacing: 260 * MICRO,
            client: path.client,
            server: path.server,
            closes: visit.end == End::ClientCloses,
        };
        anyhow::ensure!(visit.trouble == Trouble::None, "trouble is for TCP flows");
        let mut seen = [0; 2];
        for datagram in quic::play(visit.to, visit.calls, &shape, &mut self.dice)? {
            self.datagram(
                datagram.at,
                device,
                &mut path,
                flow,
                datagram.from,
                &datagram.bytes,
            );
            self.trim(&mut seen, datagram.from, datagram.bytes.len());
        }
        Ok(())
    }

    /// Keeps only the start of the frame just pushed if it is one of many large ones and the story says so.
    fn trim(&mut self, seen: &mut [usize; 2], from: Side, payload: usize) {
        let Some(keep) = self
            .story
            .keep_of_bulk_bytes
            .filter(|_| payload > BULK_BYTES)
        else {
            return;
        };
        seen[from as usize] += 1;
        if seen[from as usize] > WHOLE_FRAMES
            && let Some(frame) = self.frames.last_mut()
        {
            frame.kept = frame.kept.min(keep);
        }
    }
}

fn carries(over: Over) -> &'static str {
    match over {
        Over::Tls13 => "tls1.3",
        Over::Tls12 => "tls1.2",
        Over::Quic => "quic",
        Over::Http => "http",
        Over::Opaque(_) => "unknown",
    }
}
