//! Lists of connections become programs of flows.

use super::*;

const RUSTNET: &str = r#"{"protocol":"TCP","local_addr":"10.0.0.1:4096","remote_addr":"9.9.9.9:443","pid":7,"process_name":"curl","first_seen":{"secs_since_epoch":5,"nanos_since_epoch":1},"last_seen":{"secs_since_epoch":6,"nanos_since_epoch":0}}
{"protocol":"UDP","local_addr":"[2001:db8::1]:5","remote_addr":"[2001:db8::2]:53","pid":null,"process_name":null}
not json
"#;
const PCAPDROID: &str = "IPProto,SrcIP,SrcPort,DstIp,DstPort,UID,App,Proto,Status,Info,BytesSent,BytesRcvd,PktsSent,PktsRcvd,FirstSeen,LastSeen\n\
        6,10.0.0.1,4096,9.9.9.9,443,10123,ClipClap,TLS,Closed,a.example,1,2,3,4,1760000000123,1760000001123\n\
        17,10.0.0.1,4097,9.9.9.9,53,10124,One, Two,DNS,Closed,,1,2,3,4,1760000000123,1760000001123\n";

fn ends() -> (SocketAddr, SocketAddr) {
    (
        "9.9.9.9:443".parse().unwrap(),
        "10.0.0.1:4096".parse().unwrap(),
    )
}

#[test]
fn both_lists_give_programs() {
    let list = read(RUSTNET).unwrap();
    let curl = Listed {
        transport: Transport::Tcp,
        ends: ends(),
        seen: Some((
            Time::from_nanos(5_000_000_001),
            Time::from_nanos(6_000_000_000),
        )),
        name: "curl".into(),
        number: Some(7),
    };
    assert_eq!((list.rows, list.unread), (vec![curl], 1));
    let list = read(PCAPDROID).unwrap();
    let clip = Listed {
        transport: Transport::Tcp,
        ends: ends(),
        seen: Some((
            Time::from_nanos(1_760_000_000_123_000_000),
            Time::from_nanos(1_760_000_001_123_000_000),
        )),
        name: "ClipClap".into(),
        number: Some(10_123),
    };
    assert_eq!(
        (list.rows, list.unread),
        (vec![clip], 1),
        "a name with a comma is not believed"
    );
}

#[test]
fn every_shorter_list_ends_and_other_text_is_none() {
    for whole in [RUSTNET, PCAPDROID] {
        for (length, _) in whole.char_indices() {
            assert!(read(&whole[..length]).is_none_or(|list| list.rows.len() <= 1));
        }
    }
    assert_eq!(read("a,b,c\n1,2,3\n"), None);
    assert_eq!(read("{\"a\":1}\n"), None);
    assert_eq!(read(""), None);
}

#[test]
fn only_connections_at_the_same_time_are_joined() {
    use crate::capture::frame::{CaptureIndex, Frame, LinkType};
    use crate::flow::splitting::Splitting;
    use crate::flow::table::FlowTable;
    use crate::wire::packet::{Decoded, decode};
    let ip = [0x45, 0, 0, 29, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1];
    let udp = [9, 9, 9, 9, 0x10, 0, 0, 53, 0, 9, 0, 0, 7];
    let frame = Frame {
        number: 3,
        at: Some(Time::from_nanos(60 * NANOS_PER_SECOND)),
        link: LinkType::RAW,
        interface: 0,
        wire_len: 29,
        bytes: &[&ip[..], &udp].concat(),
        offset: 0,
        comment: None,
        program: None,
    };
    let Decoded::Packet(packet) = decode(&frame) else {
        panic!("a whole packet is read");
    };
    let mut table = FlowTable::new(CaptureIndex(0), Splitting::default());
    table.add(&frame, &packet);
    let flows = table.flows_so_far(&[], &[]).flows;
    let row = |from: i64, to: i64| Listed {
        transport: Transport::Udp,
        ends: (
            "9.9.9.9:53".parse().unwrap(),
            "10.0.0.1:4096".parse().unwrap(),
        ),
        seen: Some((
            Time::from_nanos(from * NANOS_PER_SECOND),
            Time::from_nanos(to * NANOS_PER_SECOND),
        )),
        name: format!("from {from}"),
        number: None,
    };
    let rows = vec![row(1, 50), row(58, 61), row(66, 70)];
    let list = List {
        rows,
        ..List::new(AppSource::PcapdroidCsv)
    };
    let joined = list.join(&flows);
    assert_eq!((joined.items.len(), joined.unmatched), (1, 2));
    assert!(matches!(&joined.items[0].fact, Fact::App { name, .. } if **name == *"from 58"));
}
