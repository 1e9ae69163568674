//! What is spoken says what for.

use std::sync::Arc;

use super::*;
use crate::flow::model::{FlowId, Side, Sides};
use crate::flow::testing::flow;
use crate::tag::data_type::grade::{DataGrade, judge};
use crate::wire::message::tls::hello::ClientHello;

fn check(flow: &Flow, facts: &[Fact], first: Option<DataType>, grade: DataGrade) {
    let own: Vec<Evidence> = facts
        .iter()
        .map(|fact| Evidence {
            flow: FlowId(0),
            frame: 7,
            at: None,
            fact: fact.clone(),
        })
        .collect();
    let mut votes = Vec::new();
    let own = own.as_slice();
    let (rhythm, asn) = (None, None);
    let seen = Seen {
        flow,
        own,
        rhythm,
        asn,
    };
    add(seen, &mut votes);
    let got = judge(&votes);
    assert_eq!((got.first, got.grade), (first, grade), "{votes:?}");
}

fn talking(transport: Transport, port: u16) -> Flow {
    Flow {
        payload_bytes: Sides {
            client: 40,
            server: 40,
        },
        ..flow(transport, port)
    }
}

#[test]
fn a_port_is_a_weak_sign_and_only_where_nothing_was_read() {
    let zoom = talking(Transport::Udp, 8801);
    let talk = Some(DataType::MessagesCalls);
    check(&zoom, &[], talk, DataGrade::Weak);
    let dtls = Fact::Speaks(Protocol::Dtls);
    check(&zoom, &[dtls], talk, DataGrade::Weak);
    let quic = Fact::Speaks(Protocol::Quic);
    check(&zoom, &[quic], None, DataGrade::None);
    check(&talking(Transport::Tcp, 8801), &[], None, DataGrade::None);
    check(&flow(Transport::Udp, 8801), &[], None, DataGrade::None);
}

#[test]
fn what_runs_inside_and_hidden_dns_say_what_for() {
    let (web, config) = (talking(Transport::Tcp, 443), Some(DataType::ServiceConfig));
    let chosen = |name: &str| Fact::Alpn(name.into());
    check(&web, &[chosen("ntske/1")], config, DataGrade::Weak);
    check(&web, &[chosen("h2")], None, DataGrade::None);
    let hidden = Fact::EncryptedDns(EncryptedDns::OverHttps);
    check(&web, &[hidden], config, DataGrade::Moderate);
    let by_port = Fact::EncryptedDns(EncryptedDns::OverTlsByPort);
    check(&web, &[by_port], config, DataGrade::Weak);
}

#[test]
fn a_handshake_that_nobody_answers_carries_nothing_of_the_user() {
    let quic = Fact::Speaks(Protocol::Quic);
    let counted = |transport, frames, bytes| Flow {
        frames: sides(frames),
        payload_bytes: sides(bytes),
        ..flow(transport, 443)
    };
    let silent = counted(Transport::Udp, (8, 0), (10_016, 0));
    let config = Some(DataType::ServiceConfig);
    check(
        &silent,
        std::slice::from_ref(&quic),
        config,
        DataGrade::Weak,
    );
    check(&silent, &[], None, DataGrade::None);
    let hello = Fact::Hello {
        hello: Arc::new(ClientHello {
            early_data: true,
            ..ClientHello::default()
        }),
        by: Side::Client,
        ja4: "".into(),
    };
    check(&silent, &[quic.clone(), hello], None, DataGrade::None);
    let one_sided = counted(Transport::Udp, (80, 0), (10_016, 0));
    check(
        &one_sided,
        std::slice::from_ref(&quic),
        None,
        DataGrade::None,
    );
    let answered = counted(Transport::Udp, (8, 1), (10_016, 1_200));
    check(&answered, &[quic], None, DataGrade::None);
    let tls = Fact::Speaks(Protocol::Tls);
    let refused = counted(Transport::Tcp, (4, 2), (517, 0));
    check(
        &refused,
        std::slice::from_ref(&tls),
        config,
        DataGrade::Weak,
    );
    let cut = counted(Transport::Tcp, (4, 0), (517, 0));
    check(&cut, &[tls], None, DataGrade::None);
}

fn sides<T>((client, server): (T, T)) -> Sides<T> {
    Sides { client, server }
}

#[test]
fn only_small_messages_of_icmp_control() {
    let ping = Flow {
        frames: Sides {
            client: 1,
            server: 1,
        },
        ..talking(Transport::Icmp, 0)
    };
    let config = Some(DataType::ServiceConfig);
    check(&ping, &[], config, DataGrade::Weak);
    let large = Flow {
        payload_bytes: Sides {
            client: 900,
            server: 900,
        },
        ..ping
    };
    check(&large, &[], None, DataGrade::None);
}
