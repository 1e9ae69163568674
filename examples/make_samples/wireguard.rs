//! A WireGuard tunnel: messages of the right types and lengths (wireguard.com/protocol) around nothing but chance.

use std::net::SocketAddr;

use crate::frame::Side;
use crate::stage::{MICRO, MILLI, SECOND, Stage};
use crate::story;

const PORT: u16 = 51_820;
const INITIATION_BYTES: usize = 148;
const RESPONSE_BYTES: usize = 92;
const TAG_BYTES: usize = 16;
/// Most whole 16-byte blocks in one inner packet: 1,420 bytes, the usual largest.
const MAX_BLOCKS: u64 = 88;

impl Stage {
    /// Shakes hands, then sends `packets` each way.
    pub fn wireguard(&mut self, at: u64, index: usize, name: &str, packets: u32) {
        let (service, device) = (self.story.service(name), self.device(index));
        let mut at = self.look_up(at, index, service);
        let port = self.port();
        let server = SocketAddr::new(story::address(service.v4), PORT);
        let mut path = self.path(device, server, port);
        let flow = self.flow("udp", &path, "wireguard", service.place);
        self.flows[flow].tunnel = Some("wireguard");
        self.flows[flow].dns_names = self.told.get(service.v4).cloned().unwrap_or_default();
        let took = service.round_trip_millis * MILLI + device.access_micros * MICRO;
        let indices = [self.dice.bytes(4), self.dice.bytes(4)];
        let initiation = self.sealed(1, &indices[0], INITIATION_BYTES);
        self.datagram(at, device, &mut path, flow, Side::Client, &initiation);
        let both = indices.concat();
        let both: Vec<u8> = [&both[4..], &both[..4]].concat();
        let response = self.sealed(2, &both, RESPONSE_BYTES);
        self.datagram(at + took, device, &mut path, flow, Side::Server, &response);
        at += took + self.dice.between(1, 4) * MILLI;
        for counter in 0..u64::from(packets) {
            for (from, receiver, at) in [
                (Side::Client, &indices[1], at),
                (Side::Server, &indices[0], at + took),
            ] {
                let blocks = self.dice.between(2, MAX_BLOCKS) as usize;
                let head = [&receiver[..], &counter.to_le_bytes()].concat();
                let data = self.sealed(4, &head, 16 + 16 * blocks + TAG_BYTES);
                self.datagram(at, device, &mut path, flow, from, &data);
            }
            at += took + self.dice.between(20 * MILLI, SECOND);
        }
    }

    /// Type, three zero bytes, what can be read, and chance up to `len`.
    fn sealed(&mut self, kind: u8, head: &[u8], len: usize) -> Vec<u8> {
        let mut message = [&[kind, 0, 0, 0], head].concat();
        let rest = self.dice.bytes(len - message.len());
        message.extend(rest);
        message
    }
}
