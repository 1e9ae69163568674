//! The start of a TLS stream, and each message by itself; what a whole input gives, no shorter one contradicts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::tls::{certificate, dtls, hello, ja4, server_hello};
use whither::wire::message::{Reading, tls};

fuzz_target!(|bytes: &[u8]| {
    let whole = tls::read_client_hello(bytes);
    let half = tls::read_client_hello(bytes.get(..bytes.len() / 2).unwrap_or(&[]));
    if let (Reading::Found(whole), Reading::Found(half)) = (whole, half) {
        assert_eq!(whole, half);
    }
    if let Some(hello) = hello::read_body(bytes, false) {
        ja4::ja4(&hello, ja4::Carrier::Tcp);
    }
    server_hello::read_body(bytes);
    server_hello::encrypted_alpn(bytes);
    if let Some(certificate) = certificate::read_body(bytes) {
        certificate.only_host();
    }
    certificate::read_der(bytes);
    dtls::probe(bytes);
    for record in dtls::records(bytes) {
        for piece in dtls::pieces(record.body) {
            assert!(piece.offset + piece.bytes.len() <= piece.message_len);
            dtls::read_client_hello_body(piece.bytes);
        }
    }
});
