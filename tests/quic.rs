//! A QUIC connection made in memory, read with and without its keys.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use quinn_proto::crypto::rustls::{QuicClientConfig, QuicServerConfig};
use quinn_proto::{
    ClientConfig, Connection, ConnectionHandle, DatagramEvent, Dir, Endpoint, EndpointConfig,
    ServerConfig,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{CipherSuite, KeyLog, RootCertStore};

use whither::capture::problem::ProblemLog;
use whither::evidence::gather::Gather;
use whither::evidence::item::{Fact, NameSource};
use whither::flow::model::{FlowId, Side, Transport};
use whither::flow::table::FlowUpdate;

/// A control stream: its kind, and settings that are empty.
const CONTROL: [u8; 3] = [0, 4, 0];

/// HEADERS: POST, https, `in.example` and `/up` as literals.
const REQUEST: &[u8] = b"\x01\x15\0\0\xd4\xd7\x50\x0ain.example\x51\x03/up\x00\x02hi";

/// HEADERS with status 200, then DATA.
const RESPONSE: [u8; 9] = [1, 3, 0, 0, 0xd9, 0, 2, b'o', b'k'];

#[derive(Debug, Default)]
struct Log(Mutex<String>);

impl KeyLog for Log {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let mut log = self.0.lock().unwrap();
        write!(log, "{label} ").unwrap();
        client_random
            .iter()
            .for_each(|byte| write!(log, "{byte:02x}").unwrap());
        log.push(' ');
        secret
            .iter()
            .for_each(|byte| write!(log, "{byte:02x}").unwrap());
        log.push('\n');
    }
}

/// One end, with its only connection.
struct Peer {
    endpoint: Endpoint,
    connection: Option<(ConnectionHandle, Connection)>,
    remote: SocketAddr,
}

impl Peer {
    fn take(&mut self, datagram: &[u8], now: Instant) -> Vec<Vec<u8>> {
        let mut reply = Vec::new();
        let event = self
            .endpoint
            .handle(now, self.remote, None, None, datagram.into(), &mut reply);
        match event {
            Some(DatagramEvent::NewConnection(incoming)) => {
                let accepted = self.endpoint.accept(incoming, now, &mut reply, None);
                self.connection = accepted.ok();
            }
            Some(DatagramEvent::ConnectionEvent(_, event)) => {
                self.connection.as_mut().unwrap().1.handle_event(event);
            }
            Some(DatagramEvent::Response(_)) | None => {}
        }
        self.give(now)
    }

    fn give(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let Some((handle, connection)) = &mut self.connection else {
            return Vec::new();
        };
        while connection.poll().is_some() {}
        while let Some(event) = connection.poll_endpoint_events() {
            if let Some(event) = self.endpoint.handle_event(*handle, event) {
                connection.handle_event(event);
            }
        }
        let mut sent = Vec::new();
        loop {
            let mut buffer = Vec::new();
            match connection.poll_transmit(now, 1, &mut buffer) {
                Some(transmit) => sent.push(buffer[..transmit.size].to_vec()),
                None => return sent,
            }
        }
    }
}

struct Made {
    datagrams: Vec<(Side, Vec<u8>)>,
    log: String,
}

/// A client that posts twice, with new keys before the second time.
fn made(suite: CipherSuite) -> Made {
    let mut provider: CryptoProvider = ring::default_provider();
    // The first packets of QUIC need AES-128 whatever else is agreed.
    provider
        .cipher_suites
        .sort_by_key(|known| known.suite() != suite);
    let provider = Arc::new(provider);
    let signed = rcgen::generate_simple_self_signed(vec!["front.example".to_owned()]).unwrap();
    let certificate = CertificateDer::from(signed.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let log = Arc::new(Log::default());
    let mut client = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.key_log = Arc::clone(&log) as Arc<dyn KeyLog>;
    client.alpn_protocols = vec![b"h3".to_vec()];
    let mut server = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    server.alpn_protocols = vec![b"h3".to_vec()];

    let (own, far): (SocketAddr, SocketAddr) = (
        "192.0.2.1:50000".parse().unwrap(),
        "192.0.2.2:443".parse().unwrap(),
    );
    let server = ServerConfig::with_crypto(Arc::new(QuicServerConfig::try_from(server).unwrap()));
    let peer = |server, remote| Peer {
        endpoint: Endpoint::new(Arc::new(EndpointConfig::default()), server, true, None),
        connection: None,
        remote,
    };
    let mut ends = [peer(None, far), peer(Some(Arc::new(server)), own)];
    let now = Instant::now();
    let client = ClientConfig::new(Arc::new(QuicClientConfig::try_from(client).unwrap()));
    ends[0].connection = ends[0]
        .endpoint
        .connect(now, client, far, "front.example")
        .ok();
    let mut datagrams = Vec::new();
    exchange(&mut ends, now, &mut datagrams);
    for round in 0..2 {
        let [client, server] = &mut ends;
        let (_, connection) = client.connection.as_mut().unwrap();
        if round == 0 {
            let control = connection.streams().open(Dir::Uni).unwrap();
            connection.send_stream(control).write(&CONTROL).unwrap();
        } else {
            connection.force_key_update();
        }
        let stream = connection.streams().open(Dir::Bi).unwrap();
        connection.send_stream(stream).write(REQUEST).unwrap();
        connection.send_stream(stream).finish().unwrap();
        exchange_with(client, server, now, &mut datagrams);
        let (_, connection) = server.connection.as_mut().unwrap();
        assert_eq!(connection.streams().accept(Dir::Bi), Some(stream));
        connection.send_stream(stream).write(&RESPONSE).unwrap();
        connection.send_stream(stream).finish().unwrap();
        exchange_with(client, server, now, &mut datagrams);
    }
    let log = log.0.lock().unwrap().clone();
    Made { datagrams, log }
}

fn exchange(ends: &mut [Peer; 2], now: Instant, datagrams: &mut Vec<(Side, Vec<u8>)>) {
    let [client, server] = ends;
    exchange_with(client, server, now, datagrams);
}

fn exchange_with(
    client: &mut Peer,
    server: &mut Peer,
    now: Instant,
    datagrams: &mut Vec<(Side, Vec<u8>)>,
) {
    let (mut up, mut down) = (client.give(now), server.give(now));
    while !up.is_empty() || !down.is_empty() {
        let (mut next_up, mut next_down) = (Vec::new(), Vec::new());
        for datagram in up {
            next_down.extend(server.take(&datagram, now));
            datagrams.push((Side::Client, datagram));
        }
        for datagram in down {
            next_up.extend(client.take(&datagram, now));
            datagrams.push((Side::Server, datagram));
        }
        (up, down) = (next_up, next_down);
    }
}

fn read(datagrams: &[(Side, Vec<u8>)], log: &str) -> Vec<Fact> {
    let (mut gather, mut problems) = (Gather::default(), ProblemLog::default());
    gather.keys_mut().add_log(log.as_bytes());
    for (frame, (side, payload)) in (1..).zip(datagrams) {
        let update = FlowUpdate {
            flow: FlowId(0),
            side: *side,
            transport: Transport::Udp,
            frame,
            at: None,
            position: 0,
            payload,
            payload_len: u32::try_from(payload.len()).unwrap(),
            ports: (50_000, 443),
            error: None,
        };
        gather.take(&update, &mut problems);
    }
    gather.finish(&mut problems);
    gather
        .into_items()
        .into_iter()
        .map(|item| item.fact)
        .collect()
}

fn names(facts: &[Fact]) -> Vec<(&str, NameSource)> {
    facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Named { name, source } => Some((&**name, *source)),
            _ => None,
        })
        .collect()
}

fn messages(facts: &[Fact]) -> Vec<String> {
    let text = |fact: &Fact| match fact {
        Fact::Request(request) => Some(format!("{} {}", request.method, request.path)),
        Fact::Response(response) => Some(response.status.to_string()),
        Fact::Body(body) => Some(String::from_utf8_lossy(&body.bytes).into_owned()),
        _ => None,
    };
    facts.iter().filter_map(text).collect()
}

const SUITES: [CipherSuite; 3] = [
    CipherSuite::TLS13_AES_128_GCM_SHA256,
    CipherSuite::TLS13_AES_256_GCM_SHA384,
    CipherSuite::TLS13_CHACHA20_POLY1305_SHA256,
];

#[test]
fn with_its_keys_every_suite_opens_over_a_key_update() {
    for suite in SUITES {
        let made = made(suite);
        let facts = read(&made.datagrams, &made.log);
        let expected = [
            ("front.example", NameSource::QuicSni),
            ("in.example", NameSource::Host),
        ];
        assert_eq!(names(&facts), expected, "{suite:?}");
        let once = ["POST /up", "hi", "200", "ok"];
        assert_eq!(messages(&facts), [once, once].concat(), "{suite:?}");
    }
}

#[test]
fn without_keys_only_the_name_asked_for_is_read() {
    let made = made(SUITES[0]);
    let facts = read(&made.datagrams, "");
    assert_eq!(names(&facts), [("front.example", NameSource::QuicSni)]);
    assert_eq!(messages(&facts), [""; 0]);
}

/// Datagrams that come twice or in another order, or that are cut, give nothing that is not there.
#[test]
fn disorder_gives_the_same_or_less() {
    let made = made(SUITES[0]);
    let twice = made
        .datagrams
        .iter()
        .flat_map(|sent| [sent.clone(), sent.clone()]);
    let facts = read(&twice.collect::<Vec<_>>(), &made.log);
    assert_eq!(messages(&facts).len(), 8);
    for length in (0..1_200).step_by(7) {
        let cut: Vec<_> = made
            .datagrams
            .iter()
            .map(|(side, bytes)| (*side, bytes[..length.min(bytes.len())].to_vec()))
            .collect();
        assert!(
            messages(&read(&cut, &made.log)).len() <= 8,
            "{length} bytes"
        );
    }
}
