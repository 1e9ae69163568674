//! Conversations that turn into another protocol: what was before, and what is found behind.

use crate::evidence::item::NameSource::{Host, Proxied, Stated};
use crate::evidence::protocol::Protocol;
use crate::evidence::testing::Bench;
use crate::flow::model::Side;
use crate::flow::model::Side::{Client, Server};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: in.example\r\n\r\n";

fn check(
    pieces: &[(Side, &[u8])],
    protocol: Protocol,
    names: &[(&str, crate::evidence::item::NameSource)],
) {
    let pieces: Vec<(Side, Vec<u8>)> = pieces
        .iter()
        .map(|(side, bytes)| (*side, bytes.to_vec()))
        .collect();
    let mut bench = Bench::default();
    bench.read(&pieces);
    let said = format!("{:?}", bench.facts());
    assert!(said.contains(&format!("Speaks({protocol:?})")), "{said}");
    let names: Vec<_> = names
        .iter()
        .map(|(name, source)| ((*name).to_owned(), *source))
        .collect();
    assert_eq!(bench.names(), names, "{said}");
    for length in 0..pieces
        .iter()
        .map(|(_, bytes)| bytes.len())
        .max()
        .unwrap_or(0)
    {
        let cut = |bytes: &Vec<u8>| bytes.get(..length).unwrap_or(bytes).to_vec();
        let cut: Vec<_> = pieces
            .iter()
            .map(|(side, bytes)| (*side, cut(bytes)))
            .collect();
        Bench::default().read(&cut);
    }
}

#[test]
fn what_a_client_asks_its_proxy_for_is_probed_behind_the_answer() {
    let ask = b"\x05\x01\x00\x03\x09a.example\x00\x50";
    let answer = b"\x05\x00\x00\x01\0\0\0\0\0\0";
    let names = [("a.example", Proxied), ("in.example", Host)];
    let pieces: [(Side, &[u8]); 5] = [
        (Client, b"\x05\x01\x00"),
        (Server, b"\x05\x00"),
        (Client, ask),
        (Server, answer),
        (Client, REQUEST),
    ];
    check(&pieces, Protocol::Socks, &names);
    let with_password: [(Side, &[u8]); 7] = [
        (Client, b"\x05\x02\x00\x02"),
        (Server, b"\x05\x02"),
        (Client, b"\x01\x02me\x02pw"),
        (Server, b"\x01\x00"),
        (Client, ask),
        (Server, answer),
        (Client, REQUEST),
    ];
    check(&with_password, Protocol::Socks, &names);
    let old: [(Side, &[u8]); 3] = [
        (Client, b"\x04\x01\x00\x50\x00\x00\x00\x01\x00a.example\x00"),
        (Server, b"\x00\x5a\0\0\0\0\0\0"),
        (Client, REQUEST),
    ];
    check(&old, Protocol::Socks, &names);
}

#[test]
fn mail_that_turns_to_tls_is_read_behind_the_turn() {
    let pieces: [(Side, &[u8]); 6] = [
        (Server, b"220 mx.a.example ESMTP\r\n"),
        (Client, b"EHLO me\r\n"),
        (Server, b"250-mx.a.example\r\n250 STARTTLS\r\n"),
        (Client, b"STARTTLS\r\n"),
        (Server, b"220 go ahead\r\n"),
        (Client, REQUEST),
    ];
    check(
        &pieces,
        Protocol::Smtp,
        &[("mx.a.example", Stated), ("in.example", Host)],
    );
}

#[test]
fn a_stream_of_xmpp_names_its_server_and_may_turn() {
    let open = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='a.example'>";
    let pieces: [(Side, &[u8]); 4] = [
        (Client, open),
        (Client, b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
        (Server, b"<stream:stream xmlns:stream='http://etherx.jabber.org/streams' from='a.example'><proceed/>"),
        (Client, REQUEST),
    ];
    check(
        &pieces,
        Protocol::Xmpp,
        &[("a.example", Stated), ("in.example", Host)],
    );
}

#[test]
fn signing_in_may_turn_too() {
    let ask: &[u8] = &[0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f];
    let pieces = [(Client, ask), (Server, b"S"), (Client, REQUEST)];
    check(&pieces, Protocol::Postgres, &[("in.example", Host)]);
    let ask = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";
    let grant = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00";
    let pieces: [(Side, &[u8]); 3] = [(Client, ask), (Server, grant), (Client, REQUEST)];
    check(&pieces, Protocol::Ldap, &[("in.example", Host)]);
    let ask = b"\x03\x00\x00\x13\x0e\xe0\0\0\0\0\0\x01\x00\x08\x00\x03\0\0\0";
    let agree = b"\x03\x00\x00\x13\x0e\xd0\0\0\0\0\0\x02\x00\x08\x00\x01\0\0\0";
    let pieces: [(Side, &[u8]); 3] = [(Client, ask), (Server, agree), (Client, REQUEST)];
    check(&pieces, Protocol::Rdp, &[("in.example", Host)]);
}
