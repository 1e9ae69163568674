//! Composed packets for the tests of this folder, and one check: the whole frame, then every shorter length.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Decoded, Packet, Segment, decode};
use crate::capture::frame::{Frame, LinkType};

/// One piece after the other.
pub fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// An Ethernet frame from 02:…:02 to 01:…:01.
pub fn ethernet(kind: u16, payload: &[u8]) -> Vec<u8> {
    join(&[&[1; 6], &[2; 6], &kind.to_be_bytes(), payload])
}

/// A UDP datagram.
pub fn udp(from: u16, to: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 8).unwrap();
    join(&[
        &from.to_be_bytes(),
        &to.to_be_bytes(),
        &length.to_be_bytes(),
        &[0, 0],
        payload,
    ])
}

/// An IPv4 packet.
pub fn ip_4(from: [u8; 4], to: [u8; 4], protocol: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 20).unwrap();
    let mut header = join(&[
        &[0x45, 0],
        &length.to_be_bytes(),
        &[0, 0, 0, 0, 64, protocol, 0, 0],
        &from,
        &to,
    ]);
    let sum: u32 = header
        .chunks(2)
        .map(|pair| u32::from(pair[0]) * 256 + u32::from(pair[1]))
        .sum();
    let folded = u16::try_from((sum & 0xffff) + (sum >> 16)).unwrap();
    header[10..12].copy_from_slice(&(!folded).to_be_bytes());
    join(&[&header, payload])
}

/// An IPv6 packet between two addresses of the documentation range.
pub fn ip_6(next: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).unwrap();
    let from: Ipv6Addr = "2001:db8::1".parse().unwrap();
    let to: Ipv6Addr = "2001:db8::2".parse().unwrap();
    join(&[
        &[0x60, 0, 0, 0],
        &length.to_be_bytes(),
        &[next, 64],
        &from.octets(),
        &to.octets(),
        payload,
    ])
}

/// UDP from 10.0.0.1:1000 to 10.0.0.2:2000 over IPv4, three bytes of payload.
pub fn udp_4() -> Vec<u8> {
    ip_4([10, 0, 0, 1], [10, 0, 0, 2], 17, &udp(1000, 2000, b"abc"))
}

/// The same ports over IPv6.
pub fn udp_6() -> Vec<u8> {
    ip_6(17, &udp(1000, 2000, b"abc"))
}

/// From 192.0.2.1 to 192.0.2.2: the outer packet of a tunnel, in an Ethernet frame.
pub fn outer(protocol: u8, payload: &[u8]) -> Vec<u8> {
    let (from, to) = (Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2));
    ethernet(0x0800, &ip_4(from.octets(), to.octets(), protocol, payload))
}

/// A frame of these bytes.
pub fn frame(link: LinkType, bytes: &[u8], wire_len: usize) -> Frame<'_> {
    Frame {
        number: 1,
        at: None,
        link,
        interface: 0,
        wire_len: u32::try_from(wire_len).unwrap(),
        bytes,
        offset: 24,
        comment: None,
        program: None,
    }
}

/// What a frame was read as, on one line: wrappings, `from > to`, the protocol where it has no ports.
pub fn outcome(link: LinkType, bytes: &[u8], wire_len: usize) -> String {
    match decode(&frame(link, bytes, wire_len)) {
        Decoded::Packet(packet) => packet_text(&packet),
        Decoded::NotIp => "not IP".to_owned(),
        Decoded::Several(_) => "several packets".to_owned(),
        Decoded::Stopped(stop) => format!("stopped: {}", stop.text()),
    }
}

fn packet_text(packet: &Packet<'_>) -> String {
    let ports = match packet.segment {
        Segment::Tcp(segment) => Some((segment.from_port, segment.to_port)),
        Segment::Udp {
            from_port, to_port, ..
        } => Some((from_port, to_port)),
        Segment::Other { ports, .. } => ports,
    };
    let mut words = packet.tunnel.path.tokens();
    let (from, to) = (packet.from, packet.to);
    words.push(match ports {
        Some((a, b)) => format!("{from}:{a} > {to}:{b}"),
        None => format!("{from} > {to} protocol {}", packet.protocol),
    });
    words.join(" ")
}

/// The whole frame is read as `want`. Every shorter capture of it is read as that, as the same ends without ports, as
/// one of `outer` (where a tunnel's inside is cut), or not at all; nothing else may come out of it.
pub fn check(link: LinkType, bytes: &[u8], want: &str, outer: &[&str]) {
    assert_eq!(outcome(link, bytes, bytes.len()), want);
    let ends: Vec<&str> = want.split(' ').rev().take(3).collect();
    let host = |end: &str| end.rsplit_once(':').map(|(ip, _)| ip.to_owned());
    for length in 0..bytes.len() {
        let short = outcome(link, &bytes[..length], bytes.len());
        let without_ports = ends.iter().filter_map(|end| host(end));
        let fits = short == want
            || short == "not IP"
            || short.starts_with("stopped: ")
            || outer.contains(&&*short)
            || (short.contains(" protocol ")
                && without_ports.clone().all(|ip| short.contains(&ip)));
        assert!(fits, "{length} bytes of it are read as {short}");
    }
}
