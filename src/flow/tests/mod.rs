//! Packets made by hand through the table: how they are split into flows, and what fragments do.

mod fragments;

use std::net::Ipv4Addr;

use proptest::prelude::*;

use super::model::{Flow, Side};
use super::released::Released;
use super::splitting::Splitting;
use super::table::FlowTable;
use crate::capture::frame::{CaptureIndex, Frame, LinkType, NANOS_PER_SECOND, Time};
use crate::wire::packet::{Decoded, decode};

const CLIENT: [u8; 4] = [192, 0, 2, 1];
const SERVER: [u8; 4] = [198, 51, 100, 2];

const SYN: u8 = 2;
const RST: u8 = 4;
const ACK: u8 = 16;
const FIN: u8 = 1;

/// The part of an IP packet that one frame carries.
#[derive(Clone, Copy)]
struct Part {
    id: u16,
    offset: u16,
    more: bool,
}

const WHOLE: Part = Part {
    id: 0,
    offset: 0,
    more: false,
};

fn ip(from: [u8; 4], to: [u8; 4], protocol: u8, part: Part, carried: &[u8]) -> Vec<u8> {
    let len = u16::try_from(20 + carried.len()).unwrap();
    let field = (part.offset / 8) | (u16::from(part.more) << 13);
    let mut bytes = vec![0x45, 0];
    bytes.extend(len.to_be_bytes());
    bytes.extend(part.id.to_be_bytes());
    bytes.extend(field.to_be_bytes());
    bytes.extend([64, protocol, 0, 0]);
    bytes.extend(from);
    bytes.extend(to);
    bytes.extend(carried);
    bytes
}

fn tcp(side: Side, sequence: u32, acknowledged: u32, flags: u8, payload: &[u8]) -> Vec<u8> {
    let (from, to, ports) = match side {
        Side::Client => (CLIENT, SERVER, [4_000_u16, 443]),
        Side::Server => (SERVER, CLIENT, [443_u16, 4_000]),
    };
    let mut segment: Vec<u8> = ports.iter().flat_map(|port| port.to_be_bytes()).collect();
    segment.extend(sequence.to_be_bytes());
    segment.extend(acknowledged.to_be_bytes());
    segment.extend([0x50, flags, 0x20, 0, 0, 0, 0, 0]);
    segment.extend(payload);
    ip(from, to, 6, WHOLE, &segment)
}

fn udp(payload: &[u8]) -> Vec<u8> {
    let mut datagram: Vec<u8> = [4_000_u16, 53]
        .iter()
        .flat_map(|p| p.to_be_bytes())
        .collect();
    datagram.extend(u16::try_from(8 + payload.len()).unwrap().to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    datagram
}

/// The table, and what the evidence stage would be given.
struct Told {
    table: FlowTable,
    frames: u64,
    payloads: Vec<Vec<u8>>,
    errors: usize,
}

impl Told {
    fn new() -> Self {
        Self {
            table: FlowTable::new(CaptureIndex(0), Splitting::default()),
            frames: 0,
            payloads: Vec::new(),
            errors: 0,
        }
    }

    fn take(&mut self, second: i64, bytes: &[u8]) {
        self.frames += 1;
        let frame = Frame {
            number: self.frames,
            at: Some(Time::from_nanos(second * NANOS_PER_SECOND)),
            link: LinkType::RAW,
            interface: 0,
            wire_len: u32::try_from(bytes.len()).unwrap(),
            bytes,
            offset: 0,
            comment: None,
            program: None,
        };
        let Decoded::Packet(packet) = decode(&frame) else {
            panic!("no packet");
        };
        match packet.fragment {
            Some(part) => {
                let released = self.table.add_fragment(&frame, &packet, part);
                self.release(&released);
            }
            None => {
                let update = self.table.add(&frame, &packet).unwrap();
                self.errors += usize::from(update.error.is_some());
                self.payloads.push(update.payload.to_vec());
            }
        }
    }

    fn release(&mut self, released: &[Released]) {
        for one in released {
            let update = self.table.add_released(one).unwrap();
            self.payloads.push(update.payload.to_vec());
        }
    }

    fn flows(mut self) -> Vec<Flow> {
        let rest = self.table.give_up_fragments();
        self.release(&rest);
        self.table.into_flows(&[], &[]).0.flows
    }
}

/// Frames of each flow, client and server, for packets a second apart.
fn check(packets: &[Vec<u8>], expected: &[(u64, u64)]) {
    let mut told = Told::new();
    for (second, bytes) in (0..).zip(packets) {
        told.take(second, bytes);
    }
    let frames: Vec<(u64, u64)> = told
        .flows()
        .iter()
        .map(|flow| (flow.frames.client, flow.frames.server))
        .collect();
    assert_eq!(frames, expected);
}

#[test]
fn a_syn_with_another_number_or_after_an_end_begins_a_flow() {
    use Side::{Client, Server};
    // Sent again: the same connection.
    check(
        &[tcp(Client, 7, 0, SYN, b""), tcp(Client, 7, 0, SYN, b"")],
        &[(2, 0)],
    );
    check(
        &[tcp(Client, 7, 0, SYN, b""), tcp(Client, 9, 0, SYN, b"")],
        &[(1, 0), (1, 0)],
    );
    // The same number after an end, of either side.
    for end in [
        tcp(Client, 8, 1, RST, b""),
        tcp(Server, 5, 8, FIN | ACK, b""),
    ] {
        let packets = [
            tcp(Client, 7, 0, SYN, b""),
            end.clone(),
            tcp(Client, 7, 0, SYN, b""),
        ];
        let first = if end == packets[1] && end[12..16] == CLIENT {
            (2, 0)
        } else {
            (1, 1)
        };
        check(&packets, &[first, (1, 0)]);
    }
}

#[test]
fn a_syn_ack_with_another_number_begins_a_flow() {
    use Side::{Client, Server};
    check(
        &[
            tcp(Server, 100, 8, SYN | ACK, b""),
            tcp(Server, 100, 8, SYN | ACK, b""),
            tcp(Server, 200, 8, SYN | ACK, b""),
            tcp(Client, 8, 201, ACK, b"x"),
        ],
        &[(0, 2), (1, 1)],
    );
    // A refusal that acknowledges nothing before the answer (an injected reset).
    check(
        &[
            tcp(Client, 7, 0, SYN, b""),
            tcp(Server, 0, 8, RST | ACK, b""),
            tcp(Server, 100, 8, SYN | ACK, b""),
        ],
        &[(1, 1), (0, 1)],
    );
}

#[test]
fn both_sides_may_open_at_once() {
    use Side::{Client, Server};
    check(
        &[
            tcp(Client, 7, 0, SYN, b""),
            tcp(Server, 100, 0, SYN, b""),
            tcp(Client, 7, 101, SYN | ACK, b""),
            tcp(Server, 100, 8, SYN | ACK, b""),
        ],
        &[(2, 2)],
    );
}

#[test]
fn silence_splits_udp_only() {
    let datagram = ip(CLIENT, SERVER, 17, WHOLE, &udp(b"x"));
    let segment = tcp(Side::Client, 7, 1, ACK, b"x");
    for (bytes, second, flows) in [
        (&datagram, 120, 1),
        (&datagram, 121, 2),
        (&segment, 9_000, 1),
    ] {
        let mut told = Told::new();
        told.take(0, bytes);
        told.take(second, bytes);
        assert_eq!(told.flows().len(), flows, "after {second} s");
    }
    let mut told = Told::new();
    told.table = FlowTable::new(
        CaptureIndex(0),
        Splitting {
            like_wireshark: true,
            ..Splitting::default()
        },
    );
    told.take(0, &datagram);
    told.take(9_000, &datagram);
    assert_eq!(told.flows().len(), 1);
}

#[test]
fn the_flow_that_an_icmp_error_quotes_is_told() {
    let datagram = ip(CLIENT, SERVER, 17, WHOLE, &udp(b"x"));
    let mut error = vec![3, 3, 0, 0, 0, 0, 0, 0];
    error.extend(&datagram[..28]);
    let error = ip(SERVER, CLIENT, 1, WHOLE, &error);
    let mut told = Told::new();
    told.take(0, &error);
    assert_eq!(told.errors, 0, "nothing is known yet");
    told.take(1, &datagram);
    for _ in 0..100 {
        told.take(2, &error);
    }
    assert_eq!(told.errors, 16);
    let flows = told.flows();
    assert_eq!(flows.len(), 2);
    assert_eq!(flows[0].client.ip, Ipv4Addr::from(SERVER));
    assert_eq!(flows[0].frames.client, 101);
}
