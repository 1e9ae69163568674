//! Story → frames and flows: each scene becomes look-ups, handshakes and transfers on the captured link.

use std::collections::HashMap;
use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::dice::{self, Dice};
use crate::dns::{self, Kind};
use crate::frame::{Frame, Note, Side};
use crate::story::{
    self, Act, Call, Device, End, Link, Over, Place, Scene, Service, Story, Trouble, Visit,
};
use crate::tcp::{self, Message};
use crate::tls::Session;
use crate::truth::Flow;
use crate::wire::{self, ICMP, Path, TCP, UDP};
use crate::{http, quic};

const MICRO: u64 = 1_000;
const MILLI: u64 = 1_000_000;
const SECOND: u64 = 1_000_000_000;
/// Frames of each side of a flow that are kept whole even where bulk is not: they hold the handshake.
const WHOLE_FRAMES: usize = 4;
/// A frame with more payload than this counts as bulk.
const BULK_BYTES: usize = 900;

/// Plays the whole story; frames come back in order of time.
pub fn play(story: &'static Story) -> Result<(Vec<Frame>, Vec<Flow>)> {
    dice::seed_libraries(story.seed);
    let start: jiff::Timestamp = story.starts.parse().context("bad start time")?;
    let mut stage = Stage {
        story,
        dice: Dice::new(story.seed),
        start: u64::try_from(start.as_nanosecond()).context("before 1970")?,
        next_port: 41_000,
        cached: HashMap::new(),
        told: HashMap::new(),
        frames: Vec::new(),
        flows: Vec::new(),
    };
    let mut calls: Vec<(f64, &'static Scene)> = story
        .scenes
        .iter()
        .flat_map(|scene| {
            (0..scene.times).map(move |n| (scene.at_secs + f64::from(n) * scene.every_secs, scene))
        })
        .collect();
    calls.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at_secs, scene) in calls {
        stage.scene(at_secs, scene)?;
    }
    stage.frames.sort_by_key(|frame| frame.at);
    Ok((stage.frames, stage.flows))
}

struct Stage {
    story: &'static Story,
    dice: Dice,
    start: u64,
    next_port: u16,
    /// Until when a device remembers an answer.
    cached: HashMap<(usize, &'static str), u64>,
    /// Names that DNS gave for an address in this capture.
    told: HashMap<&'static str, Vec<String>>,
    frames: Vec<Frame>,
    flows: Vec<Flow>,
}

impl Stage {
    fn scene(&mut self, at_secs: f64, scene: &'static Scene) -> Result<()> {
        let wobble = if scene.times > 1 {
            self.dice.between(0, 900 * MILLI)
        } else {
            self.dice.between(0, 9 * MILLI)
        };
        let at = self.start + (at_secs * 1e9) as u64 + wobble;
        match &scene.act {
            Act::Visit(visit) => return self.visit(at, scene.device, visit),
            Act::Ntp(name) => self.ntp(at, scene.device, name),
            Act::Mdns => self.mdns(at, scene.device),
            Act::Arp => self.arp(at, scene.device),
            Act::Ping => self.ping(at, scene.device),
        }
        Ok(())
    }

    fn device(&self, index: usize) -> &'static Device {
        &self.story.devices[index]
    }

    fn port(&mut self) -> u16 {
        self.next_port += u16::try_from(self.dice.between(1, 97)).expect("a small step");
        self.next_port
    }

    fn path(&mut self, device: &Device, server: SocketAddr, client_port: u16) -> Path {
        let own = match device.v6 {
            Some(v6) if server.is_ipv6() => v6,
            _ => device.v4,
        };
        let link = self.story.interfaces[device.interface].link;
        Path::new(
            link,
            device,
            SocketAddr::new(story::address(own), client_port),
            server,
        )
    }

    fn flow(
        &mut self,
        transport: &'static str,
        path: &Path,
        carries: &'static str,
        place: Place,
    ) -> usize {
        self.flows.push(Flow {
            transport,
            client: path.client,
            server: path.server,
            carries,
            sni: None,
            host: None,
            dns_names: Vec::new(),
            place,
        });
        self.flows.len() - 1
    }

    fn push(&mut self, at: u64, device: &Device, bytes: Vec<u8>, from: Side, note: Option<Note>) {
        self.frames.push(Frame {
            at,
            interface: device.interface,
            kept: bytes.len(),
            bytes,
            outbound: from == Side::Client,
            note,
        });
    }

    /// One UDP datagram of a flow.
    fn datagram(
        &mut self,
        at: u64,
        device: &Device,
        path: &mut Path,
        flow: usize,
        from: Side,
        payload: &[u8],
    ) {
        let (a, b) = match from {
            Side::Client => (path.client.port(), path.server.port()),
            Side::Server => (path.server.port(), path.client.port()),
        };
        let bytes = path.frame(from, UDP, wire::udp(a, b, payload));
        let note = Note {
            flow,
            from,
            fresh_payload: payload.len(),
        };
        self.push(at, device, bytes, from, Some(note));
    }

    /// Asks for both kinds of address, unless the answer is still remembered; gives back when the device knows.
    fn look_up(&mut self, at: u64, index: usize, service: &'static Service) -> u64 {
        let known = self
            .cached
            .get(&(index, service.name))
            .copied()
            .unwrap_or(0);
        if service.name.is_empty() || at < known {
            return at;
        }
        let device = self.device(index);
        let resolver = SocketAddr::new(story::address(device.resolver), 53);
        let mut answered = at;
        for (kind, address) in [(Kind::V4, Some(service.v4)), (Kind::V6, service.v6)] {
            let asked = at + self.dice.between(20, 900) * MICRO;
            let took = device.access_micros * MICRO + self.dice.between(4, 28) * MILLI;
            let id = self.dice.roll().to_le_bytes();
            let id = u16::from_le_bytes([id[0], id[1]]);
            let port = self.port();
            let mut path = self.path(device, resolver, port);
            path.server_ttl = 64;
            let flow = self.flow("udp", &path, "dns", Place::Local);
            let question = dns::question(id, service.name, kind);
            let answer = dns::answer(
                id,
                service.name,
                kind,
                service.aliases,
                address.map(story::address),
            );
            self.datagram(asked, device, &mut path, flow, Side::Client, &question);
            self.datagram(asked + took, device, &mut path, flow, Side::Server, &answer);
            answered = answered.max(asked + took);
            if let Some(address) = address {
                let names = [service.name]
                    .into_iter()
                    .chain(service.aliases.iter().copied());
                self.told
                    .insert(address, names.map(str::to_owned).collect());
            }
        }
        self.cached.insert(
            (index, service.name),
            answered + u64::from(dns::TTL_SECONDS) * SECOND,
        );
        answered + self.dice.between(300, 2_500) * MICRO
    }

    fn visit(&mut self, at: u64, index: usize, visit: &'static Visit) -> Result<()> {
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

    fn ntp(&mut self, at: u64, index: usize, name: &str) {
        let (service, device) = (self.story.service(name), self.device(index));
        let at = self.look_up(at, index, service);
        let port = self.port();
        let mut path = self.path(
            device,
            SocketAddr::new(story::address(service.v4), 123),
            port,
        );
        let flow = self.flow("udp", &path, "ntp", service.place);
        self.flows[flow].dns_names = self.told.get(service.v4).cloned().unwrap_or_default();
        let took = service.round_trip_millis * MILLI
            + device.access_micros * MICRO
            + self.dice.between(0, MILLI);
        let question = dns::ntp(at, None);
        let answer = dns::ntp(at + took / 2, Some(at));
        self.datagram(at, device, &mut path, flow, Side::Client, &question);
        self.datagram(at + took, device, &mut path, flow, Side::Server, &answer);
    }

    fn mdns(&mut self, at: u64, index: usize) {
        let device = self.device(index);
        let group = SocketAddr::new(story::address("224.0.0.251"), 5353);
        let mut path = self.path(device, group, 5353);
        path.far_mac = [0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb];
        path.client_ttl = 255;
        let known = self
            .flows
            .iter()
            .position(|flow| flow.client == path.client && flow.server == group);
        let flow = known.unwrap_or_else(|| self.flow("udp", &path, "mdns", Place::Local));
        let question = dns::multicast_question("_googlecast._tcp.local");
        self.datagram(at, device, &mut path, flow, Side::Client, &question);
    }

    fn arp(&mut self, at: u64, index: usize) {
        let device = self.device(index);
        let router = SocketAddr::new(story::address(device.resolver), 0);
        let (mut path, asked) = (self.path(device, router, 0), ipv4_bytes(device.resolver));
        let asker = (device.mac, ipv4_bytes(device.v4));
        let answer = wire::arp(asker, asked, Some(device.router_mac));
        let answer = path.link_header(Side::Server, 0x0806, &answer);
        if path.link == Link::Ethernet {
            path.far_mac = [0xff; 6];
        }
        let question = path.link_header(Side::Client, 0x0806, &wire::arp(asker, asked, None));
        self.push(at, device, question, Side::Client, None);
        let answered = at + self.dice.between(400, 4_000) * MICRO;
        self.push(answered, device, answer, Side::Server, None);
    }

    /// Three echo requests to the router.
    fn ping(&mut self, at: u64, index: usize) {
        let device = self.device(index);
        let mut path = self.path(
            device,
            SocketAddr::new(story::address(device.resolver), 0),
            0,
        );
        path.server_ttl = 64;
        let flow = self.flow("icmp", &path, "echo", Place::Local);
        let payload: Vec<u8> = (0x10..0x40).collect();
        for sequence in 1..=3 {
            let sent = at + u64::from(sequence) * SECOND + self.dice.between(0, 300) * MICRO;
            for (from, at) in [
                (Side::Client, sent),
                (Side::Server, sent + self.dice.between(1_500, 6_000) * MICRO),
            ] {
                let bytes = path.frame(from, ICMP, wire::echo(from, 0x2f17, sequence, &payload));
                let note = Note {
                    flow,
                    from,
                    fresh_payload: payload.len(),
                };
                self.push(at, device, bytes, from, Some(note));
            }
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

fn ipv4_bytes(text: &str) -> [u8; 4] {
    match story::address(text) {
        std::net::IpAddr::V4(v4) => v4.octets(),
        std::net::IpAddr::V6(v6) => panic!("{v6} in ARP"),
    }
}
