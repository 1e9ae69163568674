//! Captures made by hand: one client that opens TLS with servers whose answers take a given time.

use std::net::Ipv4Addr;

/// Link type of Ethernet.
pub const ETHERNET: u32 = 1;
/// Link type of bare IP.
pub const RAW: u32 = 101;

/// Time between two connections.
const PAUSE_MICROS: u64 = 1_000_003;

/// A server and how long its answers take.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    pub ip: &'static str,
    name: &'static str,
    port: u16,
    tcp_micros: u64,
    tls_micros: Option<u64>,
}

impl Server {
    /// TCP and TLS answer after the same time.
    pub const fn new(ip: &'static str, micros: u64) -> Self {
        Self {
            ip,
            name: "www.service.example",
            port: 443,
            tcp_micros: micros,
            tls_micros: Some(micros),
        }
    }

    pub fn with_tcp(self, tcp_micros: u64) -> Self {
        Self { tcp_micros, ..self }
    }

    pub fn without_tls(self) -> Self {
        Self {
            tls_micros: None,
            ..self
        }
    }

    pub fn at_port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

/// A classic pcap file in microseconds.
pub struct Made {
    link: u32,
    pub client: [u8; 4],
    /// What the client takes to answer.
    pub near_micros: u64,
    /// What all times are cut to.
    pub grain_micros: u64,
    /// How often the clock goes back at the end.
    pub steps_back: u64,
    /// The clock goes back 80 ms before each answer of the next server.
    pub step_back_within_next: bool,
    now: u64,
    port: u16,
    records: Vec<(u64, Vec<u8>)>,
}

/// One side of a connection.
#[derive(Clone, Copy)]
struct End {
    ip: [u8; 4],
    port: u16,
}

const SYN: u8 = 2;
const ACK: u8 = 16;

impl Made {
    pub fn new(link: u32) -> Self {
        Self {
            link,
            client: [192, 168, 1, 23],
            near_micros: 70,
            grain_micros: 1,
            steps_back: 0,
            step_back_within_next: false,
            now: 1_790_000_000_000_007,
            port: 40_000,
            records: Vec::new(),
        }
    }

    pub fn visit_all(&mut self, servers: &[Server]) {
        servers.iter().for_each(|server| self.visit(server));
    }

    /// SYN, SYN-ACK, ACK, ClientHello, ServerHello.
    pub fn visit(&mut self, server: &Server) {
        self.port += 1;
        let ip: Ipv4Addr = server.ip.parse().unwrap();
        let (client, remote) = (
            End {
                ip: self.client,
                port: self.port,
            },
            End {
                ip: ip.octets(),
                port: server.port,
            },
        );
        self.segment(client, remote, SYN, (1_000, 0), &[]);
        let step_micros = match std::mem::take(&mut self.step_back_within_next) {
            true => 80_000,
            false => 0,
        };
        self.pass(step_micros);
        self.now += server.tcp_micros - step_micros;
        self.segment(remote, client, SYN | ACK, (5_000, 1_001), &[]);
        self.now += self.near_micros;
        self.segment(client, remote, ACK, (1_001, 5_001), &[]);
        if let Some(tls_micros) = server.tls_micros {
            self.now += 150;
            let hello = client_hello(server.name);
            self.segment(client, remote, ACK, (1_001, 5_001), &hello);
            self.pass(step_micros);
            self.now += tls_micros - step_micros;
            let next = 1_001 + u32::try_from(hello.len()).unwrap();
            self.segment(remote, client, ACK, (5_001, next), &server_hello());
        }
        self.now += PAUSE_MICROS;
    }

    /// Something else is captured before the clock goes back.
    fn pass(&mut self, step_micros: u64) {
        if step_micros > 0 {
            let (_, record) = self.records.first().unwrap().clone();
            self.records.push((self.now + step_micros / 2, record));
        }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [0xa1b2_c3d4_u32, 0x0004_0002, 0, 0, 65_535, self.link] {
            bytes.extend(number.to_le_bytes());
        }
        let (first, record) = self.records.first().unwrap();
        let back = (0..self.steps_back).map(|step| (first - step * 5_001, record.clone()));
        for (micros, record) in self.records.iter().cloned().chain(back) {
            let micros = micros / self.grain_micros * self.grain_micros;
            let len = u32::try_from(record.len()).unwrap();
            let seconds = u32::try_from(micros / 1_000_000).unwrap();
            let fraction = u32::try_from(micros % 1_000_000).unwrap();
            for number in [seconds, fraction, len, len] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend(record);
        }
        bytes
    }

    fn segment(&mut self, from: End, to: End, flags: u8, numbers: (u32, u32), payload: &[u8]) {
        let mut record = Vec::new();
        if self.link == ETHERNET {
            record.extend([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]);
        }
        let len = u16::try_from(40 + payload.len()).unwrap();
        record.extend([0x45, 0]);
        record.extend(len.to_be_bytes());
        record.extend([0, 0, 0x40, 0, 64, 6, 0, 0]);
        record.extend(from.ip);
        record.extend(to.ip);
        record.extend(from.port.to_be_bytes());
        record.extend(to.port.to_be_bytes());
        record.extend(numbers.0.to_be_bytes());
        record.extend(numbers.1.to_be_bytes());
        record.extend([0x50, flags, 0x20, 0, 0, 0, 0, 0]);
        record.extend(payload);
        self.records.push((self.now, record));
    }
}

/// A message of the handshake in one record.
fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    let len = u16::try_from(body.len()).unwrap();
    let mut bytes = vec![22, 3, 1];
    bytes.extend((len + 4).to_be_bytes());
    bytes.extend([kind, 0]);
    bytes.extend(len.to_be_bytes());
    bytes.extend(body);
    bytes
}

fn client_hello(name: &str) -> Vec<u8> {
    let len = u8::try_from(name.len()).unwrap();
    let mut extensions = vec![0, 0, 0, len + 5, 0, len + 3, 0, 0, len];
    extensions.extend(name.as_bytes());
    extensions.extend([0, 43, 0, 3, 2, 3, 4]);
    let mut body = vec![3, 3];
    body.extend([7; 32]);
    body.extend([0, 0, 2, 0x13, 0x01, 1, 0]);
    body.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
    body.extend(extensions);
    handshake(1, &body)
}

fn server_hello() -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend([9; 32]);
    body.extend([0, 0x13, 0x01, 0, 0, 6, 0, 43, 0, 2, 3, 4]);
    handshake(2, &body)
}
