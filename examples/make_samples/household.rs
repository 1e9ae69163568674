//! The small talk of a device: the clock, its router, and the house around it.

use std::net::SocketAddr;

use crate::dns;
use crate::frame::{Note, Side};
use crate::stage::{MICRO, MILLI, SECOND, Stage};
use crate::story::{self, Link, Place};
use crate::wire::{self, ICMP};

impl Stage {
    pub fn ntp(&mut self, at: u64, index: usize, name: &str) {
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

    pub fn mdns(&mut self, at: u64, index: usize) {
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

    pub fn arp(&mut self, at: u64, index: usize) {
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
    pub fn ping(&mut self, at: u64, index: usize) {
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

fn ipv4_bytes(text: &str) -> [u8; 4] {
    match story::address(text) {
        std::net::IpAddr::V4(v4) => v4.octets(),
        std::net::IpAddr::V6(v6) => panic!("{v6} in ARP"),
    }
}
