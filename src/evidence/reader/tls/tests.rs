//! Connections made in memory, read with and without their keys.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex};

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, Connection, KeyLog, RootCertStore, ServerConfig,
    ServerConnection, SupportedCipherSuite,
};

use crate::evidence::item::{Fact, NameSource};
use crate::evidence::testing::Bench;
use crate::flow::model::Side;

const REQUESTS: [&str; 2] = [
    "GET /one HTTP/1.1\r\nHost: in.example\r\n\r\n",
    "GET /two HTTP/1.1\r\nHost: in.example\r\n\r\n",
];
const RESPONSE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

/// A log in memory, in the format of a file.
#[derive(Debug, Default)]
struct Log(Mutex<String>);

impl KeyLog for Log {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        };
        let mut log = self.0.lock().unwrap();
        writeln!(log, "{label} {} {}", hex(client_random), hex(secret)).unwrap();
    }
}

struct Made {
    pieces: Vec<(Side, Vec<u8>)>,
    log: String,
}

fn suites() -> Vec<SupportedCipherSuite> {
    let all = ring::default_provider().cipher_suites;
    let is_ours = |suite: &SupportedCipherSuite| !format!("{:?}", suite.suite()).contains("RSA");
    all.into_iter().filter(is_ours).collect()
}

/// A client that asks twice, with new keys in between where the version has them, and a server that answers.
fn made(suite: SupportedCipherSuite) -> Made {
    let provider = Arc::new(CryptoProvider {
        cipher_suites: vec![suite],
        ..ring::default_provider()
    });
    let signed = rcgen::generate_simple_self_signed(vec!["front.example".to_owned()]).unwrap();
    let certificate = CertificateDer::from(signed.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let log = Arc::new(Log::default());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions();
    let mut client = builder
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    client.key_log = Arc::clone(&log) as Arc<dyn KeyLog>;
    client.alpn_protocols = vec![b"http/1.1".to_vec()];
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut server = builder
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    server.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from("front.example").unwrap();
    let mut ends = [
        Connection::from(ClientConnection::new(Arc::new(client), name).unwrap()),
        Connection::from(ServerConnection::new(Arc::new(server)).unwrap()),
    ];
    let mut pieces = Vec::new();
    exchange(&mut ends, &mut pieces);
    for request in REQUESTS {
        ends[0].writer().write_all(request.as_bytes()).unwrap();
        exchange(&mut ends, &mut pieces);
        ends[1].writer().write_all(RESPONSE.as_bytes()).unwrap();
        exchange(&mut ends, &mut pieces);
        if suite.tls13().is_some() {
            ends[0].refresh_traffic_keys().unwrap();
        }
    }
    let log = log.0.lock().unwrap().clone();
    Made { pieces, log }
}

fn exchange(ends: &mut [Connection; 2], pieces: &mut Vec<(Side, Vec<u8>)>) {
    let [client, server] = ends;
    while client.wants_write() || server.wants_write() {
        pass(client, server, Side::Client, pieces);
        pass(server, client, Side::Server, pieces);
    }
}

fn pass(from: &mut Connection, to: &mut Connection, side: Side, pieces: &mut Vec<(Side, Vec<u8>)>) {
    let mut bytes = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut bytes).unwrap();
    }
    to.read_tls(&mut &bytes[..]).unwrap();
    to.process_new_packets().unwrap();
    // What arrived is not looked at; an empty inside is no error here.
    drop(to.reader().read(&mut [0; 1024]));
    if !bytes.is_empty() {
        pieces.push((side, bytes));
    }
}

#[test]
fn with_its_keys_every_suite_opens_over_a_key_update() {
    let suites = suites();
    assert_eq!(suites.len(), 6, "three of TLS 1.3 and three of TLS 1.2");
    for suite in suites {
        let made = made(suite);
        let mut bench = Bench::default();
        bench.keys.add_log(made.log.as_bytes());
        bench.read(&made.pieces);
        assert_eq!(bench.paths(), ["/one", "/two"], "{suite:?}");
        assert_eq!(bench.statuses(), [200, 200], "{suite:?}");
        let inside = ("in.example".to_owned(), NameSource::Host);
        assert!(bench.names().contains(&inside), "{suite:?}");
        let alpn = bench
            .facts()
            .into_iter()
            .any(|fact| *fact == Fact::Alpn("http/1.1".into()));
        assert!(alpn, "{suite:?}");
    }
}

#[test]
fn without_keys_only_the_clear_part_is_read_and_then_nothing_is_wanted() {
    for suite in suites() {
        let made = made(suite);
        let mut bench = Bench::default();
        let layer = bench.read(&made.pieces);
        assert!(!layer.wants_more());
        let is_12 = suite.tls13().is_none();
        let mut names = vec![("front.example".to_owned(), NameSource::Sni)];
        if is_12 {
            names.push(("front.example".to_owned(), NameSource::Certificate));
        }
        assert_eq!(bench.names(), names, "{suite:?}");
        assert!(bench.paths().is_empty());
        let chosen = bench.facts().into_iter().find_map(|fact| match fact {
            Fact::Chosen(chosen) => Some(chosen.version),
            _ => None,
        });
        assert_eq!(chosen, Some(if is_12 { 0x0303 } else { 0x0304 }));
    }
}

#[test]
fn without_handshake_secrets_the_start_of_the_traffic_is_found() {
    for suite in suites().into_iter().filter(|suite| suite.tls13().is_some()) {
        let made = made(suite);
        let lines = made.log.lines().filter(|line| !line.contains("HANDSHAKE"));
        let mut bench = Bench::default();
        bench
            .keys
            .add_log(lines.collect::<Vec<_>>().join("\n").as_bytes());
        bench.read(&made.pieces);
        assert_eq!(bench.paths(), ["/one", "/two"], "{suite:?}");
    }
}

#[test]
fn keys_that_do_not_open_are_said_once() {
    let suite = suites()[0];
    let (made, other) = (made(suite), made(suite));
    // The sessions of this connection with the secrets of another.
    let secrets = other
        .log
        .lines()
        .map(|line| line.rsplit(' ').next().unwrap());
    let lines = made.log.lines().zip(secrets).map(|(line, secret)| {
        let (head, _) = line.rsplit_once(' ').unwrap();
        format!("{head} {secret}")
    });
    let mut bench = Bench::default();
    bench
        .keys
        .add_log(lines.collect::<Vec<_>>().join("\n").as_bytes());
    let layer = bench.read(&made.pieces);
    assert!(bench.paths().is_empty() && !layer.wants_more());
    let problems = bench
        .problems
        .problems(crate::capture::frame::CaptureIndex(0));
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn every_shorter_connection_ends_without_a_claim_too_many() {
    let made = made(suites()[0]);
    let all: Vec<u8> = made
        .pieces
        .iter()
        .flat_map(|(_, bytes)| bytes.clone())
        .collect();
    for length in (0..all.len()).step_by(7) {
        let mut bench = Bench::default();
        bench.keys.add_log(made.log.as_bytes());
        let mut left = length;
        let pieces = made.pieces.iter().map(|(side, bytes)| {
            let part = left.min(bytes.len());
            left -= part;
            (*side, bytes[..part].to_vec())
        });
        bench.read(&pieces.collect::<Vec<_>>());
        assert!(
            ["/one", "/two"]
                .starts_with(&bench.paths().iter().map(String::as_str).collect::<Vec<_>>())
        );
    }
}
