//! Where a story is played: the clock, what has been captured so far, and DNS look-ups.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::dice::Dice;
use crate::dns::{self, Kind};
use crate::frame::{Frame, Note, Side};
use crate::pcapdroid;
use crate::story::{self, App, Device, Format, Place, Service, Story};
use crate::truth::Flow;
use crate::wire::{self, Path, UDP};

pub const MICRO: u64 = 1_000;
pub const MILLI: u64 = 1_000_000;
pub const SECOND: u64 = 1_000_000_000;

/// Everything that a scene may use.
pub struct Stage {
    pub story: &'static Story,
    pub dice: Dice,
    pub start: u64,
    pub next_port: u16,
    /// Until when a device remembers an answer.
    pub cached: HashMap<(usize, &'static str), u64>,
    /// Names that DNS gave for an address in this capture.
    pub told: HashMap<&'static str, Vec<String>>,
    pub frames: Vec<Frame>,
    pub flows: Vec<Flow>,
    /// Who is at work.
    pub app: Option<&'static App>,
}

impl Stage {
    pub fn device(&self, index: usize) -> &'static Device {
        &self.story.devices[index]
    }

    pub fn port(&mut self) -> u16 {
        self.next_port += u16::try_from(self.dice.between(1, 97)).expect("a small step");
        self.next_port
    }

    pub fn path(&mut self, device: &Device, server: SocketAddr, client_port: u16) -> Path {
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

    pub fn flow(
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
            app: self.app,
            tunnel: None,
            ech: false,
            requests: Vec::new(),
        });
        self.flows.len() - 1
    }

    pub fn push(
        &mut self,
        at: u64,
        device: &Device,
        bytes: Vec<u8>,
        from: Side,
        note: Option<Note>,
    ) {
        let (bytes, wire_len) = match (self.story.format, self.app) {
            (Format::Pcapdroid, Some(app)) => {
                let packet = bytes.len() - pcapdroid::ETHERNET_BYTES;
                (pcapdroid::with_trailer(bytes, app), packet)
            }
            _ => {
                let len = bytes.len();
                (bytes, len)
            }
        };
        let tick = self.story.format.tick_nanos();
        self.frames.push(Frame {
            at: at - at % tick,
            interface: device.interface,
            wire_len,
            kept: bytes.len(),
            bytes,
            outbound: from == Side::Client,
            note,
        });
    }

    /// One UDP datagram of a flow.
    pub fn datagram(
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

    /// Asks for both kinds of address, and for the keys of Encrypted Client Hello where there are some, unless the answer is still remembered; gives back when the device knows.
    pub fn look_up(&mut self, at: u64, index: usize, service: &'static Service) -> u64 {
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
        let front = service.ech_front.map(|_| (Kind::Service, None));
        let addresses = [(Kind::V4, Some(service.v4)), (Kind::V6, service.v6)];
        for (kind, address) in addresses.into_iter().chain(front) {
            let asked = at + self.dice.between(20, 900) * MICRO;
            let took = device.access_micros * MICRO + self.dice.between(4, 28) * MILLI;
            let id = self.dice.roll().to_le_bytes();
            let id = u16::from_le_bytes([id[0], id[1]]);
            let port = self.port();
            let mut path = self.path(device, resolver, port);
            path.server_ttl = 64;
            let flow = self.flow("udp", &path, "dns", Place::Local);
            let question = dns::question(id, service.name, kind);
            let answer = match service.ech_front.filter(|_| kind == Kind::Service) {
                Some(front) => dns::service_answer(id, service.name, front, &self.dice.bytes(32)),
                None => dns::answer(
                    id,
                    service.name,
                    kind,
                    service.aliases,
                    address.map(story::address),
                ),
            };
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
}
