//! Payload → frame: transport, IP and link headers with their checksums.

use std::net::{IpAddr, SocketAddr};

use crate::frame::Side;
use crate::segment::Segment;
use crate::story::{Device, Link};

pub const ICMP: u8 = 1;
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;

/// One flow's two ends and how its frames look on the captured link.
pub struct Path {
    pub link: Link,
    pub client: SocketAddr,
    pub server: SocketAddr,
    pub client_mac: [u8; 6],
    pub far_mac: [u8; 6],
    /// Time to live of what comes back, as it is where the capture was made.
    pub server_ttl: u8,
    pub client_ttl: u8,
    /// IPv4 identification of the next packet of each side.
    pub next_id: [u16; 2],
}

impl Path {
    pub fn new(link: Link, device: &Device, client: SocketAddr, server: SocketAddr) -> Self {
        Self {
            link,
            client,
            server,
            client_mac: device.mac,
            far_mac: device.router_mac,
            server_ttl: 64 - 13,
            client_ttl: 64,
            next_id: [client.port(), server.port() ^ client.port()],
        }
    }

    /// Puts IP and link headers around a transport segment and fills its checksum in.
    pub fn frame(&mut self, from: Side, protocol: u8, mut segment: Vec<u8>) -> Vec<u8> {
        let (sender, receiver) = match from {
            Side::Client => (self.client.ip(), self.server.ip()),
            Side::Server => (self.server.ip(), self.client.ip()),
        };
        fill_checksum(&mut segment, protocol, sender, receiver);
        let (ether_type, packet) = match (sender, receiver) {
            (IpAddr::V4(a), IpAddr::V4(b)) => (
                0x0800,
                self.ipv4(from, protocol, a.octets(), b.octets(), &segment),
            ),
            (IpAddr::V6(a), IpAddr::V6(b)) => (
                0x86dd,
                self.ipv6(from, protocol, a.octets(), b.octets(), &segment),
            ),
            _ => panic!("{sender} and {receiver} are of two families"),
        };
        self.link_header(from, ether_type, &packet)
    }

    fn ttl(&self, from: Side) -> u8 {
        match from {
            Side::Client => self.client_ttl,
            Side::Server => self.server_ttl,
        }
    }

    fn ipv4(&mut self, from: Side, protocol: u8, a: [u8; 4], b: [u8; 4], rest: &[u8]) -> Vec<u8> {
        let id = &mut self.next_id[from as usize];
        *id = id.wrapping_add(1);
        let mut packet = vec![0x45, 0];
        packet.extend(length(20 + rest.len()).to_be_bytes());
        packet.extend(id.to_be_bytes());
        packet.extend([0x40, 0, self.ttl(from), protocol, 0, 0]);
        packet.extend(a);
        packet.extend(b);
        let sum = fold(sum_of(&packet));
        packet[10..12].copy_from_slice(&sum.to_be_bytes());
        packet.extend(rest);
        packet
    }

    fn ipv6(&self, from: Side, protocol: u8, a: [u8; 16], b: [u8; 16], rest: &[u8]) -> Vec<u8> {
        let mut packet = vec![0x60, 0, self.client.port().to_be_bytes()[0], from as u8];
        packet.extend(length(rest.len()).to_be_bytes());
        packet.extend([protocol, self.ttl(from)]);
        packet.extend(a);
        packet.extend(b);
        packet.extend(rest);
        packet
    }

    /// Puts the captured link's header in front of a packet.
    pub fn link_header(&self, from: Side, ether_type: u16, packet: &[u8]) -> Vec<u8> {
        let mut frame = match (self.link, from) {
            (Link::RawIp, _) => return packet.to_vec(),
            (Link::Ethernet, Side::Client) => [self.far_mac, self.client_mac].concat(),
            (Link::Ethernet, Side::Server) => [self.client_mac, self.far_mac].concat(),
            // Seen from the router: 0 came to us, 4 was sent by us; the address is the sender's.
            (Link::Cooked, Side::Client) => cooked(0, self.client_mac),
            (Link::Cooked, Side::Server) => cooked(4, self.far_mac),
        };
        frame.extend(ether_type.to_be_bytes());
        frame.extend(packet);
        frame
    }
}

fn cooked(packet_type: u8, mac: [u8; 6]) -> Vec<u8> {
    let mut header = vec![0, packet_type, 0, 1, 0, 6];
    header.extend(mac);
    header.extend([0, 0]);
    header
}

/// A UDP datagram without its checksum.
pub fn udp(from_port: u16, to_port: u16, payload: &[u8]) -> Vec<u8> {
    let mut datagram = Vec::with_capacity(8 + payload.len());
    datagram.extend(from_port.to_be_bytes());
    datagram.extend(to_port.to_be_bytes());
    datagram.extend(length(8 + payload.len()).to_be_bytes());
    datagram.extend([0, 0]);
    datagram.extend(payload);
    datagram
}

/// An ICMP echo request or reply without its checksum.
pub fn echo(from: Side, id: u16, sequence: u16, payload: &[u8]) -> Vec<u8> {
    let kind = if from == Side::Client { 8 } else { 0 };
    let mut message = vec![kind, 0, 0, 0];
    message.extend(id.to_be_bytes());
    message.extend(sequence.to_be_bytes());
    message.extend(payload);
    message
}

/// An ARP question (`answer` absent) or answer about the router's address.
pub fn arp(asker: ([u8; 6], [u8; 4]), asked: [u8; 4], answer: Option<[u8; 6]>) -> Vec<u8> {
    let mut message = vec![0, 1, 8, 0, 6, 4, 0, if answer.is_some() { 2 } else { 1 }];
    match answer {
        None => {
            message.extend(asker.0);
            message.extend(asker.1);
            message.extend([0; 6]);
            message.extend(asked);
        }
        Some(mac) => {
            message.extend(mac);
            message.extend(asked);
            message.extend(asker.0);
            message.extend(asker.1);
        }
    }
    message
}

/// A TCP segment without its checksum.
pub fn tcp(from_port: u16, to_port: u16, segment: &Segment) -> Vec<u8> {
    let options = segment.options();
    let words = u8::try_from((20 + options.len()) / 4).expect("options are short");
    let mut bytes = Vec::with_capacity(20 + options.len() + segment.payload.len());
    bytes.extend(from_port.to_be_bytes());
    bytes.extend(to_port.to_be_bytes());
    bytes.extend(segment.sequence.to_be_bytes());
    bytes.extend(segment.acknowledged.to_be_bytes());
    bytes.extend([words << 4, segment.flags]);
    bytes.extend(segment.window.to_be_bytes());
    bytes.extend([0, 0, 0, 0]);
    bytes.extend(options);
    bytes.extend(&segment.payload);
    bytes
}

fn length(len: usize) -> u16 {
    u16::try_from(len).expect("packets are under 64 KiB")
}

/// The Internet checksum (RFC 1071), with the pseudo header where the protocol has one.
fn fill_checksum(segment: &mut [u8], protocol: u8, a: IpAddr, b: IpAddr) {
    let (at, pseudo) = match protocol {
        TCP => (16, true),
        UDP => (6, true),
        _ => (2, false),
    };
    let mut sum = sum_of(segment);
    if pseudo {
        sum += sum_of_address(a) + sum_of_address(b);
        sum += u64::from(protocol) + u64::from(length(segment.len()));
    }
    let value = match fold(sum) {
        0 if protocol == UDP => 0xffff,
        value => value,
    };
    segment[at..at + 2].copy_from_slice(&value.to_be_bytes());
}

fn sum_of_address(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(a) => sum_of(&a.octets()),
        IpAddr::V6(a) => sum_of(&a.octets()),
    }
}

fn sum_of(bytes: &[u8]) -> u64 {
    bytes
        .chunks(2)
        .map(|pair| u64::from(pair[0]) << 8 | pair.get(1).map_or(0, |&low| u64::from(low)))
        .sum()
}

fn fold(mut sum: u64) -> u16 {
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !u16::try_from(sum).expect("folded")
}
