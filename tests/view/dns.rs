//! The DNS list: what came of each question, in the words that are shown.

use std::net::IpAddr;

use whither::analysis::model::Analysis;
use whither::evidence::item::{EncryptedDns, Evidence, Fact, NameSource};
use whither::flow::model::FlowId;
use whither::view::dns_list::dns_list;

use crate::built::{analysis, story};

/// A resolver that answered, one that did not, and the group of multicast DNS.
const SERVERS: [(&str, u64); 3] = [("10.0.0.1", 50), ("10.0.0.2", 0), ("224.0.0.251", 0)];

fn asked(evidence: Vec<Evidence>) -> Analysis {
    let mut analysis = analysis(&story());
    for (flow, (server, bytes)) in analysis.flows.iter_mut().zip(SERVERS) {
        flow.server.ip = server.parse().unwrap();
        flow.payload_bytes.server = bytes;
    }
    analysis.evidence = evidence;
    analysis
}

fn item(flow: u32, frame: u64, fact: Fact) -> Evidence {
    Evidence {
        flow: FlowId(flow),
        frame,
        at: None,
        fact,
    }
}

fn question(name: &str, kind: u16) -> Fact {
    Fact::DnsQuestion {
        name: name.into(),
        kind,
    }
}

fn answer(asked: &str, name: &str, address: &str, source: NameSource, is_claim: bool) -> Fact {
    Fact::DnsAnswer {
        name: name.into(),
        asked: asked.into(),
        address: address.parse().unwrap(),
        ttl_seconds: 300,
        source,
        is_claim,
    }
}

#[track_caller]
fn check(evidence: Vec<Evidence>, rows: &[&str]) {
    let list = dns_list(&asked(evidence));
    let found: Vec<String> = list.rows.iter().map(ToString::to_string).collect();
    assert_eq!(found, rows);
}

#[test]
fn a_question_is_unanswered_only_where_nothing_came_back() {
    check(
        vec![
            item(0, 1, question("a.example", 28)),
            item(0, 2, question("a.example", 65)),
            item(1, 3, question("b.example", 1)),
            item(1, 4, question("b.example", 1)),
            item(2, 5, question("printer.local", 1)),
        ],
        &[
            "10.0.0.23, a.example, AAAA, no address seen, frame 1",
            "10.0.0.23, a.example, HTTPS, answers of this kind are not listed, frame 2",
            "10.0.0.23, b.example, A, no answer seen, frame 3",
            "10.0.0.23, printer.local, A, no address seen, frame 5",
        ],
    );
}

#[test]
fn aliases_lead_from_the_asked_name_and_end_where_they_turn_in_circles() {
    let alias = |name: &str, target: &str| Fact::DnsAlias {
        name: name.into(),
        target: target.into(),
    };
    let dns = NameSource::Dns;
    check(
        vec![
            item(0, 1, question("a.example", 1)),
            item(0, 2, alias("a.example", "b.example")),
            item(0, 2, alias("b.example", "c.example")),
            item(
                0,
                2,
                answer("a.example", "c.example", "192.0.2.7", dns, false),
            ),
            item(0, 3, alias("d.example", "e.example")),
            item(0, 3, alias("e.example", "d.example")),
            item(
                0,
                3,
                answer("d.example", "z.example", "192.0.2.8", dns, false),
            ),
        ],
        &[
            "10.0.0.23, a.example, A, b.example → c.example → 192.0.2.7, 300 s, DNS answer, frame 2, 0 flows",
            "10.0.0.23, d.example, A, z.example → 192.0.2.8, 300 s, DNS answer, frame 3, 0 flows",
        ],
    );
}

#[test]
fn neighbours_answer_everyone_and_state_themselves() {
    let mdns = NameSource::Mdns;
    check(
        vec![
            item(
                0,
                2,
                answer("tv.local", "tv.local", "10.0.0.5", mdns, false),
            ),
            item(2, 1, question("tv.local", 1)),
            item(
                2,
                3,
                answer("me.local", "me.local", "10.0.0.23", mdns, true),
            ),
        ],
        &[
            "10.0.0.23, tv.local, A, 10.0.0.5, 300 s, multicast DNS answer, frame 2, 0 flows",
            "to everyone, me.local, A, 10.0.0.23, 300 s, stated by the sender of itself, frame 3, 0 flows",
        ],
    );
}

#[test]
fn a_name_of_an_address_answers_its_reverse_question() {
    let address: IpAddr = "192.0.2.7".parse().unwrap();
    let pointer = Fact::DnsPointer {
        address,
        name: "host.example".into(),
    };
    check(
        vec![
            item(0, 1, question("7.2.0.192.in-addr.arpa", 12)),
            item(0, 2, pointer),
        ],
        &["10.0.0.23, 192.0.2.7, PTR, host.example, reverse DNS answer, frame 2, 0 flows"],
    );
}

#[test]
fn filters_search_and_what_is_hidden() {
    let list = dns_list(&asked(vec![
        item(
            0,
            2,
            answer(
                "a.example",
                "a.example",
                "2001:db8::7",
                NameSource::Dns,
                false,
            ),
        ),
        item(1, 3, question("none", 1)),
        // The question beside it says that keys opened this flow.
        item(1, 4, Fact::EncryptedDns(EncryptedDns::OverQuic)),
        item(2, 5, Fact::EncryptedDns(EncryptedDns::OverHttps)),
        item(2, 6, Fact::EncryptedDns(EncryptedDns::OverTls)),
    ]));
    let filters: Vec<String> = list.rows.iter().map(|row| row.filter()).collect();
    assert_eq!(filters, ["ip:2001:db8::7", "host:\"none\""]);
    assert_eq!(list.matching(" DB8 "), [0]);
    assert_eq!(list.count_text(1), "1 of 2 rows");
    assert_eq!(
        list.hidden.as_deref(),
        Some(
            "Names not visible: this capture also uses encrypted DNS (DNS over TLS; DNS over HTTPS)"
        )
    );
}
