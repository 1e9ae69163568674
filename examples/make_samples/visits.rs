//! A visit → the frames of one TCP or QUIC flow.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::frame::{Note, Side};
use crate::identity::Offer;
use crate::stage::{MICRO, MILLI, Stage};
use crate::story::{self, Call, Device, End, Format, Over, Service, Trouble, Upload, Visit};
use crate::tcp::{self, Message};
use crate::tls::Session;
use crate::truth::Request;
use crate::wire::{self, Path, TCP};
use crate::{http, http2, quic};

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
            Over::Tls13 | Over::Tls12 | Over::Http2 | Over::Quic => 443,
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
            Over::Tls13 | Over::Tls12 | Over::Http2 | Over::Quic => {
                facts.sni = Some(hello_name(service).to_owned());
            }
            Over::Http => facts.host = Some(service.name.to_owned()),
            Over::Opaque(_) => {}
        }
        facts.ech = service.ech_front.is_some();
        if self.story.format == Format::PcapngKeysInside && !facts.ech {
            facts.requests = requests(visit);
            facts.host = facts.requests.first().map(|first| first.host.clone());
        }
        self.remember_asked(index, visit);
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
            let service = self.story.service(name);
            Some(Session::open(
                hello_name(service),
                offer(visit.over, service),
            )?)
        } else {
            None
        };
        let mut messages = Vec::new();
        for (nth, call) in visit.calls.iter().enumerate() {
            for (from, pause, plain) in self.turns(visit, call, nth) {
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

    /// What a resolver over HTTPS has answered is known from then on.
    fn remember_asked(&mut self, index: usize, visit: &Visit) {
        for call in visit.calls {
            if let Upload::Asks(name, v4) = call.upload {
                self.cached.insert((index, name), u64::MAX);
                self.told.insert(v4, vec![name.to_owned()]);
            }
        }
    }

    /// What the client says, then what the server says, each with the pause before it.
    fn turns(&mut self, visit: &Visit, call: &Call, nth: usize) -> Vec<(Side, u64, Vec<u8>)> {
        let (request, response) = if visit.over == Over::Http2 {
            http2::exchange(visit.to, call, nth, &mut self.dice)
        } else {
            let request = http::request(visit.to, call, &mut self.dice);
            (request, http::response(call, &mut self.dice))
        };
        let think = self.dice.between(2, 24) * MILLI;
        vec![
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
        Over::Http2 => "tls1.3 http2",
        Over::Quic => "quic",
        Over::Http => "http",
        Over::Opaque(_) => "unknown",
    }
}

/// The name in the hello: the public one where the true one is encrypted.
fn hello_name(service: &Service) -> &'static str {
    service.ech_front.unwrap_or(service.name)
}

fn offer(over: Over, service: &Service) -> Offer {
    Offer {
        tls12_only: over == Over::Tls12,
        alpn: if over == Over::Tls12 {
            &["http/1.1"]
        } else {
            &["h2", "http/1.1"]
        },
        chosen: if over == Over::Http2 {
            "h2"
        } else {
            "http/1.1"
        },
        ech: service.ech_front.is_some(),
    }
}

fn requests(visit: &Visit) -> Vec<Request> {
    let calls = visit.calls.iter().filter(|call| !call.method.is_empty());
    calls
        .map(|call| Request {
            method: call.method,
            host: visit.to.to_owned(),
            path: call.path,
            status: call.status,
        })
        .collect()
}
