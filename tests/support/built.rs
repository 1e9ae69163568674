//! Analyses made by hand: a few flows with known places, names and bytes, so that a view can be checked by arithmetic.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

use whither::analysis::model::{Analysis, CaptureSummary, KeyUse, Outside};
use whither::capture::about::About;
use whither::capture::frame::{CaptureIndex, LinkType, NANOS_PER_SECOND, Time};
use whither::capture::problem::{Problem, Spot};
use whither::evidence::item::NameSource;
use whither::evidence::protocol::Protocol;
use whither::flow::activity::{Activity, LastSlice};
use whither::flow::clock::Clock;
use whither::flow::model::{
    Endpoint, Flow, FlowId, LocalRule, Locality, RoundTrip, Side, Sides, TcpFacts, TcpState,
    Transport,
};
use whither::flow::rhythm::Rhythms;
use whither::reference::country::CountryCode;
use whither::reference::special::Special;
use whither::reference::{Reference, TableKind};
use whither::tag::model::{AddressTag, NetworkTag, Place, TagTables, Tags};
use whither::tag::name::NameTag;
use whither::tag::seat::{Seat, WITHOUT_SEAT};
use whither::tag::witness::{Source, Witness};
use whither::wire::packet::{Tunnel, TunnelLayer, TunnelPath};

static REFERENCE: LazyLock<Arc<Reference>> =
    LazyLock::new(|| Arc::new(Reference::bundled().expect("the bundled tables are whole")));

/// 2026-11-23T14:00:00 UTC, when the story begins.
pub const BEGIN: i64 = 1_795_442_400 * NANOS_PER_SECOND;

/// Seconds after the story's begin.
pub fn at(seconds: i64) -> Time {
    Time::from_nanos(BEGIN + seconds * NANOS_PER_SECOND)
}

/// GRE between 10.0.0.1 and 192.0.2.77, on VLAN 12.
pub fn wrapped() -> Tunnel {
    let mut path = TunnelPath::default();
    path.push(TunnelLayer::Vlan(12));
    path.push(TunnelLayer::Gre);
    Tunnel {
        path,
        carried_by: Some((
            Ipv4Addr::new(10, 0, 0, 1).into(),
            Ipv4Addr::new(192, 0, 2, 77).into(),
        )),
    }
}

/// A code that exists.
pub fn code(text: &str) -> CountryCode {
    CountryCode::parse(text).expect("an ISO code")
}

/// One flow from 10.0.0.23 as the tests describe it.
pub struct Told {
    pub to: &'static str,
    pub place: Place,
    pub name: Option<(&'static str, NameSource)>,
    pub domain: Option<&'static str>,
    pub network: Option<(u32, Option<&'static str>)>,
    pub transport: Transport,
    pub protocol: Option<Protocol>,
    pub sent: u32,
    pub received: u32,
    pub from_second: i64,
    pub to_second: i64,
}

impl Told {
    pub fn new(to: &'static str, place: Place) -> Self {
        Self {
            to,
            place,
            name: None,
            domain: None,
            network: None,
            transport: Transport::Tcp,
            protocol: None,
            sent: 0,
            received: 0,
            from_second: 0,
            to_second: 0,
        }
    }
}

/// The story: one flow for each kind of place, a minute and a half in all.
///
/// | flow | place | sent | received | seconds |
/// |---|---|---|---|---|
/// | 0 | China | 1,000,000 | 84,000 | 10–20 |
/// | 1 | Singapore | 300,000 | 9,000 | 20–30 |
/// | 2 | China or Singapore | 100,000 | 1,000 | 30–40 |
/// | 3 | many places | 50,000 | 60,000 | 40–50 |
/// | 4 | no answer | 0 | 500 | 50–60 |
/// | 5 | local network | 7,000 | 100 | 60–62 |
/// | 6 | reserved | 40 | 0 | 64–64 |
/// | 7 | United States | 0 | 0 | 70–80 |
/// | 8 | between remotes | 2,000 | 3,000 | 80–90 |
pub fn story() -> Vec<Told> {
    let between: Arc<[CountryCode]> = [code("CN"), code("SG")].into();
    vec![
        Told {
            name: Some(("upload.clipclap.example", NameSource::Sni)),
            domain: Some("clipclap.example"),
            network: Some((4134, Some("ByteWave Ltd"))),
            protocol: Some(Protocol::Tls),
            ..bytes(
                "121.14.0.9:443",
                Place::Firm(code("CN")),
                (1_000_000, 84_000),
                (10, 20),
            )
        },
        Told {
            name: Some(("mon.clipclap.example", NameSource::Dns)),
            domain: Some("clipclap.example"),
            network: Some((64_500, Some("ByteWave Pte"))),
            transport: Transport::Udp,
            protocol: Some(Protocol::Quic),
            ..bytes(
                "[2001:200::7]:443",
                Place::Firm(code("SG")),
                (300_000, 9_000),
                (20, 30),
            )
        },
        Told {
            network: Some((64_501, None)),
            ..bytes(
                "119.28.1.1:8080",
                Place::Disputed(between),
                (100_000, 1_000),
                (30, 40),
            )
        },
        Told {
            name: Some(("cdn.fast.example", NameSource::Sni)),
            domain: Some("fast.example"),
            network: Some((13_335, Some("FastCDN"))),
            protocol: Some(Protocol::Tls),
            ..bytes(
                "104.16.1.1:443",
                Place::ManyPlaces("FastCDN".into()),
                (50_000, 60_000),
                (40, 50),
            )
        },
        Told {
            protocol: Some(Protocol::Http),
            ..bytes("185.1.2.3:80", Place::NoAnswer, (0, 500), (50, 60))
        },
        Told {
            transport: Transport::Udp,
            protocol: Some(Protocol::Dns),
            ..bytes("10.0.0.1:53", Place::LocalNetwork, (7_000, 100), (60, 62))
        },
        Told {
            transport: Transport::Udp,
            ..bytes(
                "203.0.113.7:9",
                Place::Special(Special::Documentation),
                (40, 0),
                (64, 64),
            )
        },
        Told {
            transport: Transport::Icmp,
            ..bytes("8.26.56.26:0", Place::Firm(code("US")), (0, 0), (70, 80))
        },
        bytes(
            "198.41.0.4:25",
            Place::BetweenRemotes,
            (2_000, 3_000),
            (80, 90),
        ),
    ]
}

fn bytes(
    to: &'static str,
    place: Place,
    (sent, received): (u32, u32),
    (from, until): (i64, i64),
) -> Told {
    Told {
        sent,
        received,
        from_second: from,
        to_second: until,
        ..Told::new(to, place)
    }
}

/// The result for these flows, in one capture.
pub fn analysis(told: &[Told]) -> Analysis {
    let mut activity = Activity::default();
    let mut tables = TagTables::default();
    let flows: Vec<Flow> = told.iter().enumerate().map(|(i, t)| flow(i, t)).collect();
    let tags = told.iter().map(|t| tags(t, &mut tables)).collect();
    for (index, t) in told.iter().enumerate() {
        slices(index, t, &mut activity);
    }
    Analysis {
        judged: None,
        captures: vec![capture(&flows)],
        flows,
        tags,
        tables,
        devices: Vec::new(),
        evidence: Vec::new(),
        activity: vec![activity],
        rhythms: Rhythms::default(),
        tunnels: vec![Tunnel::default(), wrapped()],
        problems: vec![Problem {
            capture: CaptureIndex(0),
            first: Spot {
                frame: Some(1318),
                offset: Some(20_412),
            },
            count: 3,
            what: "a frame is shorter than its IP header says".into(),
            meaning: "bytes of these frames are missing from the sums".into(),
        }],
        affected: Vec::new(),
        reference: Arc::clone(&REFERENCE),
        stated: Arc::default(),
        complete: true,
    }
}

fn capture(flows: &[Flow]) -> CaptureSummary {
    let outside = Outside {
        not_ip_frames: 2,
        not_ip_bytes: 84,
        unread_frames: 1,
        unread_bytes: 60,
    };
    let wire: u64 = flows.iter().map(|f| f.wire_bytes.total()).sum();
    CaptureSummary {
        about: About::default(),
        name: "phone.pcapng".into(),
        path: "phone.pcapng".into(),
        format: "pcapng".into(),
        sha256: Some("9f2c00000000000000000000000000000000000000000000000000000000ffe1".into()),
        file_bytes: wire + 500,
        frames: 48_211,
        wire_bytes: wire + 84 + 60,
        cut_frames: 0,
        interfaces: Vec::new(),
        links: vec![LinkType::ETHERNET],
        first: flows.iter().filter_map(|f| f.start).min(),
        last: flows.iter().filter_map(|f| f.end).max(),
        clock: Clock::default(),
        outside,
        local_rules: vec![(LocalRule::PrivateAddress, flows.len() as u64)],
        whole: true,
        keys: KeyUse::default(),
    }
}

fn flow(index: usize, told: &Told) -> Flow {
    let remote: SocketAddr = told.to.parse().expect("an address with a port");
    let ports = !matches!(told.transport, Transport::Icmp);
    let end = |ip: IpAddr, port: u16| Endpoint {
        ip,
        port: ports.then_some(port),
    };
    let locality = match told.place {
        Place::LocalNetwork => sides(Locality::Local, Locality::Local),
        Place::BetweenRemotes => sides(Locality::Remote, Locality::Remote),
        _ => sides(Locality::Local, Locality::Remote),
    };
    let number = index as u64;
    Flow {
        capture: CaptureIndex(0),
        transport: told.transport,
        client: end(
            "10.0.0.23".parse().expect("an address"),
            51_000 + index as u16,
        ),
        server: end(remote.ip(), remote.port()),
        locality,
        local_rule: LocalRule::PrivateAddress,
        tunnel: u16::from(index == 0),
        interface: 0,
        first_frame: number * 100 + 1,
        last_frame: number * 100 + 90,
        start: Some(at(told.from_second)),
        end: Some(at(told.to_second)),
        frames: sides(30 + number, 20),
        wire_bytes: sides(u64::from(told.sent) + 600, u64::from(told.received) + 400),
        payload_bytes: sides(u64::from(told.sent), u64::from(told.received)),
        tcp: (told.transport == Transport::Tcp).then_some(TcpFacts {
            state: TcpState::Closed,
            syn_seen: true,
            retransmitted_bytes: 1_400,
            lost_bytes: 0,
        }),
        rtt: (index == 0).then_some(RoundTrip {
            far_micros: 214_033,
            near_micros: Some(120),
            frames: (1, 2),
        }),
    }
}

fn sides<T>(client: T, server: T) -> Sides<T> {
    Sides { client, server }
}

fn tags(told: &Told, tables: &mut TagTables) -> Tags {
    let countries = tables_of(TableKind::Country);
    let first_name = tables.names.len() as u32;
    tables
        .names
        .extend(told.name.map(|(value, source)| NameTag {
            value: value.into(),
            source,
            frame: 18_204,
            seen_in: 5,
            age_nanos: (source == NameSource::Dns).then_some(210_000_000),
            same_client: true,
            is_front: false,
        }));
    let says = |nth: usize| match &told.place {
        Place::Firm(code) | Place::Probable(code) => Some(*code),
        Place::Disputed(codes) => codes.get(nth).copied(),
        _ => None,
    };
    let witnesses = countries.iter().enumerate().map(|(nth, table)| Witness {
        source: Source::Database(*table),
        says: says(nth),
        counts: true,
    });
    tables.addresses.push(AddressTag {
        place: told.place.clone(),
        witnesses: witnesses.collect(),
        caveat: None,
        network: told.network.map(|(asn, organisation)| NetworkTag {
            asn,
            organisation: organisation.map(Arc::from),
            table: tables_of(TableKind::Network)[0],
        }),
        seat: match WITHOUT_SEAT.contains(&told.place.group()) {
            true => Seat::NotAsked,
            false => Seat::NotKnown,
        },
        round_trip: None,
    });
    Tags {
        names: (first_name, tables.names.len() as u32),
        address: tables.addresses.len() as u32 - 1,
        domain: told.domain.map(|domain| domain_index(domain, tables)),
        protocol: told.protocol,
        stack: stack(told.protocol, tables),
        ..Tags::default()
    }
}

fn stack(protocol: Option<Protocol>, tables: &mut TagTables) -> u32 {
    tables.stacks.push(protocol.into_iter().collect());
    tables.stacks.len() as u32 - 1
}

fn tables_of(kind: TableKind) -> Vec<usize> {
    let all = REFERENCE.tables().iter().enumerate();
    all.filter(|(_, table)| table.kind == kind)
        .map(|(index, _)| index)
        .collect()
}

fn domain_index(domain: &str, tables: &mut TagTables) -> u32 {
    let known = tables.domains.iter().position(|d| **d == *domain);
    known.unwrap_or_else(|| {
        tables.domains.push(domain.into());
        tables.domains.len() - 1
    }) as u32
}

/// Half of the bytes at the start of a flow, half at its end.
fn slices(index: usize, told: &Told, activity: &mut Activity) {
    let id = FlowId(index as u32);
    let mut last = LastSlice::default();
    for (side, bytes) in [(Side::Client, told.sent), (Side::Server, told.received)] {
        if bytes > 0 {
            activity.add(id, side, at(told.from_second), bytes / 2, &mut last);
            activity.add(id, side, at(told.to_second), bytes - bytes / 2, &mut last);
        }
    }
}
