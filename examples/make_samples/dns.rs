//! Names → DNS questions and answers, NTP and mDNS messages.

use std::net::IpAddr;

const A: u16 = 1;
const CNAME: u16 = 5;
const PTR: u16 = 12;
const AAAA: u16 = 28;
const HTTPS: u16 = 65;
const IN: u16 = 1;

/// Seconds that an answer may be kept; short, as for a service that moves.
pub const TTL_SECONDS: u32 = 60;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    V4,
    V6,
    /// How to reach a web server (RFC 9460).
    Service,
}

/// A question for one name.
pub fn question(id: u16, name: &str, kind: Kind) -> Vec<u8> {
    let mut message = header(id, 0x0100, 1, 0);
    ask(&mut message, name, kind);
    message
}

/// Its answer: the aliases in order, then the address where there is one.
pub fn answer(
    id: u16,
    name: &str,
    kind: Kind,
    aliases: &[&str],
    address: Option<IpAddr>,
) -> Vec<u8> {
    let records = aliases.len() + usize::from(address.is_some());
    let mut message = header(id, 0x8180, 1, u16::try_from(records).expect("few records"));
    ask(&mut message, name, kind);
    let mut owner = name;
    for alias in aliases {
        let data = encoded(alias);
        record(&mut message, owner, CNAME, &data);
        owner = alias;
    }
    match address {
        Some(IpAddr::V4(v4)) => record(&mut message, owner, A, &v4.octets()),
        Some(IpAddr::V6(v6)) => record(&mut message, owner, AAAA, &v6.octets()),
        None => {}
    }
    message
}

/// The answer for a web server that is reached with Encrypted Client Hello under a public name.
pub fn service_answer(id: u16, name: &str, public_name: &str, ech_key: &[u8]) -> Vec<u8> {
    let mut message = header(id, 0x8180, 1, 1);
    ask(&mut message, name, Kind::Service);
    // Priority 1, the same host; then alpn (1) with `h2`, and ech (5).
    let mut data = vec![0, 1, 0, 0, 1, 0, 3, 2, b'h', b'2', 0, 5];
    let configs = prefixed(&ech_config(public_name, ech_key));
    data.extend(prefixed(&configs));
    record(&mut message, name, HTTPS, &data);
    message
}

/// One ECHConfig (RFC 9849 §4): X25519, HKDF-SHA256 with AES-128-GCM.
fn ech_config(public_name: &str, key: &[u8]) -> Vec<u8> {
    let mut contents = vec![0x2c, 0x00, 0x20];
    contents.extend(prefixed(key));
    contents.extend(prefixed(&[0, 1, 0, 1]));
    contents.push(0);
    contents.push(u8::try_from(public_name.len()).expect("a short name"));
    contents.extend(public_name.bytes());
    contents.extend([0, 0]);
    [vec![0xfe, 0x0d], prefixed(&contents)].concat()
}

/// Bytes behind their length in two bytes.
fn prefixed(bytes: &[u8]) -> Vec<u8> {
    let len = u16::try_from(bytes.len()).expect("short data");
    [&len.to_be_bytes(), bytes].concat()
}

/// A multicast question for a service in the house (RFC 6762).
pub fn multicast_question(service: &str) -> Vec<u8> {
    let mut message = header(0, 0, 1, 0);
    message.extend(encoded(service));
    message.extend(PTR.to_be_bytes());
    message.extend(IN.to_be_bytes());
    message
}

fn header(id: u16, flags: u16, questions: u16, answers: u16) -> Vec<u8> {
    [id, flags, questions, answers, 0, 0]
        .iter()
        .flat_map(|word| word.to_be_bytes())
        .collect()
}

fn ask(message: &mut Vec<u8>, name: &str, kind: Kind) {
    message.extend(encoded(name));
    let kind = match kind {
        Kind::V4 => A,
        Kind::V6 => AAAA,
        Kind::Service => HTTPS,
    };
    message.extend(kind.to_be_bytes());
    message.extend(IN.to_be_bytes());
}

/// A record whose owner points back to where its name first stands (RFC 1035 §4.1.4).
fn record(message: &mut Vec<u8>, owner: &str, kind: u16, data: &[u8]) {
    let name = encoded(owner);
    let at = message
        .windows(name.len())
        .position(|window| window == name);
    match at.and_then(|at| u16::try_from(at).ok()) {
        Some(at) => message.extend((0xc000 | at).to_be_bytes()),
        None => message.extend(&name),
    }
    message.extend(kind.to_be_bytes());
    message.extend(IN.to_be_bytes());
    message.extend(TTL_SECONDS.to_be_bytes());
    message.extend(u16::try_from(data.len()).expect("short data").to_be_bytes());
    message.extend(data);
}

fn encoded(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.') {
        bytes.push(u8::try_from(label.len()).expect("short labels"));
        bytes.extend(label.bytes());
    }
    bytes.push(0);
    bytes
}

/// An NTP version 4 packet (RFC 5905 §7.3); `server` adds its level, its clock and the client's time back.
pub fn ntp(unix_nanos: u64, server: Option<u64>) -> [u8; 48] {
    let mut packet = [0; 48];
    packet[0] = if server.is_some() { 0x24 } else { 0x23 };
    packet[2] = 6;
    packet[3] = 0xec;
    if let Some(client_time) = server {
        packet[1] = 2;
        packet[12..16].copy_from_slice(&[192, 0, 2, 1]);
        packet[16..24].copy_from_slice(&ntp_time(unix_nanos - 40_000_000_000));
        packet[24..32].copy_from_slice(&ntp_time(client_time));
        packet[32..40].copy_from_slice(&ntp_time(unix_nanos));
    }
    packet[40..48].copy_from_slice(&ntp_time(unix_nanos));
    packet
}

/// Seconds since 1900 and their fraction in 2^-32.
fn ntp_time(unix_nanos: u64) -> [u8; 8] {
    let seconds = unix_nanos / 1_000_000_000 + 2_208_988_800;
    let fraction = ((unix_nanos % 1_000_000_000) << 32) / 1_000_000_000;
    (seconds << 32 | fraction).to_be_bytes()
}
