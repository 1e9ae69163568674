//! Names of flows: which answers explain them, in which order they stand.

use super::*;
use crate::flow::model::{Endpoint, LocalRule, Locality, Sides, Transport};

fn flow(client: u8) -> Flow {
    let end = |last| Endpoint {
        ip: [10, 0, 0, last].into(),
        port: Some(443),
    };
    let sides = Sides {
        client: 1,
        server: 1,
    };
    Flow {
        capture: CaptureIndex(0),
        transport: Transport::Udp,
        client: end(client),
        server: end(100),
        locality: Sides {
            client: Locality::Local,
            server: Locality::Remote,
        },
        local_rule: LocalRule::PrivateAddress,
        tunnel: 0,
        interface: 0,
        first_frame: u64::from(client),
        last_frame: 90,
        start: None,
        end: None,
        frames: sides,
        wire_bytes: sides,
        payload_bytes: sides,
        tcp: None,
        rtt: None,
    }
}

fn item(flow: u32, frame: u64, fact: Fact) -> Evidence {
    Evidence {
        flow: FlowId(flow),
        frame,
        at: None,
        fact,
    }
}

#[test]
fn a_flow_takes_over_the_leading_name_of_the_one_it_continues() {
    let flows = [flow(1), flow(2)];
    let named = |name: &str, source| Fact::Named {
        name: name.into(),
        source,
    };
    let evidence = [
        item(0, 5, named("own.example", NameSource::QuicSni)),
        item(0, 6, named("cdn.example", NameSource::Certificate)),
        item(1, 9, Fact::Continues { flow: FlowId(0) }),
    ];
    let answers = Answers::new(&flows, &evidence);
    let mut continued = Continued::default();
    let name = continued
        .name_for(
            &evidence[2..],
            &flows,
            &evidence,
            &answers,
            &mut Hints::default(),
        )
        .unwrap();
    assert_eq!(
        (&*name.value, name.source, name.frame, name.seen_in),
        ("own.example", NameSource::Continued, 9, 0)
    );
    let none = continued.name_for(
        &evidence[..2],
        &flows,
        &evidence,
        &answers,
        &mut Hints::default(),
    );
    assert_eq!(none, None, "it continues none");
    assert!(
        NameSource::Certificate < NameSource::Continued,
        "below its own"
    );
    assert!(NameSource::Continued < NameSource::Dns);
}

#[test]
fn a_hint_never_changes_what_is_found() {
    let times: Vec<Time> = [1, 1, 2, 5, 5, 5, 9, 12, 13, 14, 15, 16, 17, 18, 40]
        .map(Time::from_nanos)
        .to_vec();
    let mut hints = Hints::default();
    for last in [0, 1, 2, 40, 41, 3, 5, 4, 18, 0, 17, 60, 1] {
        let last = Time::from_nanos(last);
        let want = times.partition_point(|at| *at <= last);
        assert_eq!(hints.end_of(3, &times, last), want, "{last:?}");
    }
    assert_eq!(hints.end_of(7, &[], Time::from_nanos(1)), 0);
}
