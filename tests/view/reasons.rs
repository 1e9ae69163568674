//! The why panel and the line at the bottom.

use std::sync::Arc;

use whither::evidence::item::{AppSource, EncryptedDns, Evidence, Fact, NameSource};
use whither::evidence::protocol::Protocol;
use whither::evidence::tunnel::{TunnelKind, TunnelSign};
use whither::flow::icmp::IcmpError;
use whither::flow::model::FlowId;
use whither::view::query::Query;
use whither::view::screen::WhyQuestion;
use whither::view::why::why as reasons_of;
use whither::wire::message::web::{Fields, Request, Response, Version};

use crate::built::{analysis, story};
use crate::look;

fn questions(flow: u32) -> Vec<WhyQuestion> {
    let query = Query {
        selected: Some(FlowId(flow)),
        ..Query::default()
    };
    look(&query).why.expect("the flow exists").questions
}

/// A question as text, without the dates of tables, which change with each release.
fn asked(flow: u32, nth: usize) -> String {
    let question = &questions(flow)[nth];
    let reasons: Vec<String> = question.reasons.iter().map(|r| r.text.clone()).collect();
    format!(
        "{} [{}] {}",
        question.title,
        question.grade,
        reasons.join(" | ")
    )
}

#[test]
fn why() {
    let analysis = analysis(&story());
    let titles: Vec<String> = analysis.tables.addresses[0]
        .witnesses
        .iter()
        .map(|w| {
            analysis.reference_tables()[w.source.table().unwrap()]
                .title
                .clone()
        })
        .collect();
    let says = |countries: [&str; 2]| {
        let both: Vec<String> = titles
            .iter()
            .zip(countries)
            .map(|(t, c)| format!("{t} says {c}"))
            .collect();
        both.join(" | ")
    };
    assert_eq!(
        asked(0, 0),
        "Why this name? [stated] “upload.clipclap.example” is stated by the flow itself: TLS server name (SNI)"
    );
    assert_eq!(
        asked(1, 0),
        "Why this name? [inferred] “mon.clipclap.example” is inferred: a DNS answer to the same client gave this address \
         210 ms before the flow | A name from DNS is inferred: answers up to 2 h before the flow count, and several names can share one address"
    );
    assert_eq!(
        asked(0, 1),
        format!(
            "Why China? [firm] {} | Independent witnesses agree, and nothing speaks against it | This is where the first network hop is placed, not where data is stored",
            says(["China", "China"])
        )
    );
    assert_eq!(
        asked(2, 1),
        format!(
            "Why China or Singapore? [disputed] {} | The witnesses differ: the bytes count as disputed and for none of these countries",
            says(["China", "Singapore"])
        )
    );
    assert!(
        asked(3, 1).starts_with("Why no country? [] 104.16.1.1 "),
        "{}",
        asked(3, 1)
    );
    assert!(asked(3, 1).contains("many places"), "{}", asked(3, 1));
    assert_eq!(
        asked(0, 2),
        "Who runs the address? [] AS4134, ByteWave Ltd, announces the address | \
         No table has a registration for the address: whose law the operator answers to is not known"
    );
    assert_eq!(
        asked(0, 6),
        "Which side is local? [] 10.0.0.23 is local and opened the flow; 121.14.0.9 is remote"
    );
    assert_eq!(
        asked(0, 7),
        "What was counted? [] Payload: 1 MB sent, 84 kB received | Frames: 30 frames sent, 20 frames received | \
         On the wire: 1 MB sent, 84.4 kB received | 1.4 kB sent again, not counted twice | \
         Fastest reply after 214 ms | Wrapped in vlan:12, gre | \
         Travelled inside packets between 10.0.0.1 and 192.0.2.77"
    );
    let why = look(&Query {
        selected: Some(FlowId(1)),
        ..Query::default()
    })
    .why
    .expect("the flow exists");
    assert_eq!(
        why.subtitle,
        "QUIC · 10.0.0.23:51001 → [2001:200::7]:443 · 14:00:20 – 14:00:30"
    );
    assert!(
        look(&Query {
            selected: Some(FlowId(99)),
            ..Query::default()
        })
        .why
        .is_none()
    );
}

#[test]
fn status_line() {
    let status = look(&Query::default()).status;
    assert_eq!(
        status.text,
        "1 capture · 48,211 packets · 9 flows · 1 min 20 s"
    );
    assert_eq!(status.local_text, "Local side: private addresses");
    assert_eq!(status.hash_text, "sha256 9f2c…e1");
    let problem = &status.problems[0];
    assert_eq!(problem.place, "frame 1,318, byte 20,412");
    assert_eq!(
        problem.what,
        "A frame is shorter than its IP header says (3 times)"
    );
}

#[test]
fn a_count_names_its_frames() {
    let counted = &questions(1)[7];
    assert_eq!(counted.reasons[1].source, "frames 101 – 190");
}

#[test]
fn an_icmp_error_is_told_with_its_frame() {
    let mut analysis = analysis(&story());
    analysis.evidence.push(Evidence {
        flow: FlowId(3),
        frame: 1_318,
        at: None,
        fact: Fact::NotDelivered(IcmpError::PortUnreachable),
    });
    let told = |flow| {
        let why = reasons_of(&analysis, FlowId(flow)).expect("the flow exists");
        let all = why.questions.into_iter().flat_map(|q| q.reasons);
        all.filter(|r| r.text.starts_with("ICMP"))
            .map(|r| format!("{} ({})", r.text, r.source))
            .collect::<Vec<_>>()
    };
    let words = "ICMP: destination unreachable: nobody listens on the port (frame 1,318)";
    assert_eq!(told(3), [words]);
    assert!(told(4).is_empty());
}

fn evidence(flow: u32, frame: u64, fact: Fact) -> Evidence {
    Evidence {
        flow: FlowId(flow),
        frame,
        at: None,
        fact,
    }
}

/// One question of flow 3, whose facts these are, as `title: text (source) | …`.
fn told(title: &str, facts: Vec<Fact>) -> String {
    let mut analysis = analysis(&story());
    analysis.evidence = (1..)
        .zip(facts)
        .map(|(frame, fact)| evidence(3, frame, fact))
        .collect();
    let why = reasons_of(&analysis, FlowId(3)).expect("the flow exists");
    let question = why.questions.iter().find(|q| q.title == title);
    let reasons = question.expect("it is asked").reasons.iter();
    let texts: Vec<String> = reasons
        .map(|r| format!("{} ({})", r.text, r.source))
        .collect();
    texts.join(" | ")
}

fn request(path: &str, stream: Option<u64>) -> Fact {
    Fact::Request(Arc::new(Request {
        version: Version::Http1,
        stream,
        method: "GET".into(),
        host: Some("a.example".into()),
        target: None,
        path: path.into(),
        protocol: None,
        fields: Fields::default(),
    }))
}

fn response(status: u16, stream: Option<u64>) -> Fact {
    Fact::Response(Arc::new(Response {
        version: Version::Http1,
        stream,
        status,
        fields: Fields::default(),
    }))
}

#[test]
fn requests_are_told_with_their_answers() {
    let one = vec![
        request("/a", None),
        response(200, None),
        request("/b", None),
    ];
    assert_eq!(
        told("What was asked for?", one),
        "GET a.example/a → 200 (frame 1) | GET a.example/b → no answer seen (frame 3)"
    );
    let unclear = vec![
        request("/a", None),
        request("/b", None),
        response(404, None),
    ];
    assert_eq!(
        told("What was asked for?", unclear),
        "GET a.example/a (frame 1) | GET a.example/b (frame 2)"
    );
    let streams = vec![
        request("/a", Some(1)),
        request("/b", Some(3)),
        response(404, Some(3)),
    ];
    assert_eq!(
        told("What was asked for?", streams),
        "GET a.example/a → no answer seen (frame 1) | GET a.example/b → 404 (frame 2)"
    );
    let many = (0..23).map(|_| request("/", None)).collect();
    assert!(told("What was asked for?", many).ends_with("| and 3 more requests ()"));
}

#[test]
fn apps_protocols_and_tunnels_are_told_with_their_frames() {
    let app = |name: &str| Fact::App {
        name: name.into(),
        number: Some(10_123),
        source: AppSource::PcapdroidTrailer,
    };
    assert_eq!(
        told("Why this app?", vec![app("Clip"), app("Other")]),
        "“Clip” (number 10123), says PCAPdroid's trailer (frame 1) | “Other” (number 10123), says PCAPdroid's trailer \
         (frame 2) | Several apps are named: the first one counts ()"
    );
    let facts = vec![
        Fact::Speaks(Protocol::Tls),
        Fact::EncryptedDns(EncryptedDns::OverTls),
    ];
    assert_eq!(
        told("What does it speak?", facts),
        "TLS was recognised (frame 1) | Names are not visible: encrypted DNS (DNS over TLS) (frame 2)"
    );
    assert_eq!(
        told(
            "Why is this a tunnel?",
            vec![Fact::Tunnel(TunnelSign::sure(
                TunnelKind::WireGuard,
                "messages of types 1 and 2 with their lengths",
            ))]
        ),
        "WireGuard: messages of types 1 and 2 with their lengths (frame 1) | \
         Inner destinations are not visible: the place is that of the tunnel’s entry ()"
    );
}

#[test]
fn several_names_for_one_address_are_said() {
    let mut analysis = analysis(&story());
    let first = analysis.tables.names.len() as u32;
    let mut name = analysis.tables.names[1].clone();
    assert_eq!(name.source, NameSource::Dns);
    for value in ["b.example", "a.example", "b.example"] {
        name.value = value.into();
        analysis.tables.names.push(name.clone());
    }
    analysis.tags[1].names = (first, first + 3);
    let why = reasons_of(&analysis, FlowId(1)).expect("the flow exists");
    let said = why.questions[0].reasons.iter().map(|r| &*r.text);
    assert!(
        said.into_iter()
            .any(|text| text == "2 names had this address in the last 2 h: a.example, b.example")
    );
}

#[test]
fn where_names_are_asked_for_in_secret_that_is_said() {
    let mut analysis = analysis(&story());
    analysis.tags[5].encrypted_dns = Some(EncryptedDns::OverHttps);
    let why = reasons_of(&analysis, FlowId(2)).expect("the flow exists");
    assert_eq!(
        why.questions[0].reasons[1].text,
        "Names are not visible: this client uses encrypted DNS (DNS over HTTPS)"
    );
}
