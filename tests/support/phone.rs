//! An invented phone that spoke to thirteen destinations once each, one of every kind of place, as an analysis.

use std::net::IpAddr;
use std::sync::Arc;

use whither::analysis::model::{Analysis, CaptureSummary, KeyUse};
use whither::capture::about::About;
use whither::capture::frame::{CaptureIndex, LinkType, Time};
use whither::evidence::item::NameSource;
use whither::evidence::protocol::Protocol;
use whither::flow::activity::Activity;
use whither::flow::model::{Endpoint, Flow, LocalRule, Locality, Sides, Transport};
use whither::flow::rhythm::Rhythms;
use whither::reference::Reference;
use whither::reference::country::CountryCode;
use whither::tag::model::{AddressTag, NetworkTag, Place, TagTables, Tags};
use whither::tag::name::NameTag;
use whither::tag::seat::Seat;
use whither::tag::witness::{Source, Witness};
use whither::wire::packet::Tunnel;

/// A country by its code.
pub fn code(text: &str) -> CountryCode {
    CountryCode::parse(text).unwrap_or_else(|| panic!("{text} is a code"))
}

/// Name, address, organisation, place, sent, received.
pub fn story() -> Vec<(&'static str, &'static str, &'static str, Place, u64, u64)> {
    let country = |text| Place::Firm(code(text));
    let disputed = |codes: &[&str]| Place::Disputed(codes.iter().map(|text| code(text)).collect());
    vec![
        (
            "upload-cn.clipclap.example",
            "121.14.0.9",
            "ByteWave",
            country("CN"),
            15_100_000,
            84_000,
        ),
        (
            "log16.clipclap.example",
            "121.14.0.19",
            "ByteWave",
            country("CN"),
            3_100_000,
            12_000,
        ),
        (
            "api-us.clipclap.example",
            "23.4.5.6",
            "ByteWave",
            country("US"),
            14_900_000,
            2_200_000,
        ),
        (
            "mon.clipclap.example",
            "103.6.7.8",
            "ByteWave",
            country("SG"),
            6_100_000,
            9_000,
        ),
        (
            "graph.adnet.example",
            "52.2.3.4",
            "AdNet",
            country("IE"),
            1_900_000,
            44_000,
        ),
        (
            "time.ntp.example",
            "78.46.1.2",
            "Pool",
            country("DE"),
            300_000,
            1_000,
        ),
        (
            "cdn.jp.example",
            "133.1.2.3",
            "Kyoto Edge",
            country("JP"),
            120_000,
            900_000,
        ),
        (
            "video.br.example",
            "200.1.2.3",
            "Rede Sul",
            country("BR"),
            90_000,
            1_900_000,
        ),
        (
            "",
            "203.0.113.7",
            "Penang Hosting",
            disputed(&["MY", "SG"]),
            600_000,
            1_000,
        ),
        (
            "edge.fastcdn.example",
            "104.16.1.1",
            "FastCDN",
            Place::ManyPlaces("FastCDN".into()),
            900_000,
            31_000_000,
        ),
        ("", "198.18.7.7", "", Place::NoAnswer, 40_000, 2_000),
        (
            "=cmd|calc!A1.example",
            "91.1.2.3",
            "+Plus GmbH",
            country("FR"),
            20_000,
            3_000,
        ),
        (
            "nas.local",
            "192.168.1.4",
            "",
            Place::LocalNetwork,
            100_000,
            700_000,
        ),
    ]
}

/// An analysis of `places` as if a phone had spoken to each once.
pub fn analysis(places: Vec<(&str, &str, &str, Place, u64, u64)>) -> Analysis {
    let mut analysis = empty_analysis();
    for (index, (name, address, organisation, place, sent, received)) in (0_u32..).zip(places) {
        let ip: IpAddr = address.parse().expect("an address");
        let first = analysis.tables.names.len() as u32;
        if !name.is_empty() {
            analysis.tables.names.push(NameTag {
                value: name.into(),
                source: NameSource::Sni,
                frame: u64::from(index) + 1,
                seen_in: index,
                age_nanos: None,
                same_client: true,
                is_front: false,
            });
        }
        let network = NetworkTag {
            asn: 64_500 + index,
            organisation: Some(organisation.into()),
            table: 2,
        };
        let says = place.country();
        analysis.tables.addresses.push(AddressTag {
            place,
            witnesses: vec![
                Witness {
                    source: Source::Database(0),
                    says,
                    counts: true,
                },
                Witness {
                    source: Source::Database(1),
                    says,
                    counts: true,
                },
            ],
            caveat: None,
            network: (!organisation.is_empty()).then_some(network),
            seat: Seat::NotKnown,
            round_trip: None,
        });
        analysis.tags.push(Tags {
            names: (first, analysis.tables.names.len() as u32),
            address: index,
            domain: None,
            protocol: Some(Protocol::Tls),
            stack: 1,
            ..Tags::default()
        });
        analysis
            .flows
            .push(flow(u64::from(index), ip, sent, received));
    }
    analysis
}

fn empty_analysis() -> Analysis {
    let at = |seconds: i64| Some(Time::from_nanos((1_795_442_530 + seconds) * 1_000_000_000));
    Analysis {
        judged: None,
        captures: vec![CaptureSummary {
            about: About::default(),
            name: "phone-fresh-install.pcapng".into(),
            path: "phone-fresh-install.pcapng".into(),
            format: "pcapng".into(),
            sha256: Some("9f2c41d0a7b8e6f5".repeat(4)),
            file_bytes: 51_000_000,
            frames: 48_211,
            wire_bytes: 51_000_000,
            cut_frames: 0,
            interfaces: Vec::new(),
            links: vec![LinkType::ETHERNET],
            first: at(0),
            last: at(1058),
            clock: Default::default(),
            outside: Default::default(),
            local_rules: vec![(LocalRule::PrivateAddress, 13)],
            whole: true,
            keys: KeyUse::default(),
        }],
        flows: Vec::new(),
        tags: Vec::new(),
        tables: TagTables {
            stacks: vec![Box::default(), [Protocol::Tls].into()],
            ..TagTables::default()
        },
        devices: Vec::new(),
        evidence: Vec::new(),
        activity: vec![Activity::default()],
        rhythms: Rhythms::default(),
        tunnels: vec![Tunnel::default()],
        problems: Vec::new(),
        affected: Vec::new(),
        reference: Arc::new(Reference::bundled().expect("the bundled tables")),
        stated: Arc::default(),
        complete: true,
    }
}

fn flow(index: u64, server: IpAddr, sent: u64, received: u64) -> Flow {
    let is_local = matches!(server, IpAddr::V4(ip) if ip.is_private());
    let start = Some(Time::from_nanos(
        (1_795_442_530 + index as i64) * 1_000_000_000,
    ));
    Flow {
        capture: CaptureIndex(0),
        transport: Transport::Tcp,
        client: Endpoint {
            ip: "10.0.0.23".parse().expect("an address"),
            port: Some(51_844),
        },
        server: Endpoint {
            ip: server,
            port: Some(443),
        },
        locality: Sides {
            client: Locality::Local,
            server: if is_local {
                Locality::Local
            } else {
                Locality::Remote
            },
        },
        local_rule: LocalRule::PrivateAddress,
        tunnel: 0,
        interface: 0,
        first_frame: index * 100 + 1,
        last_frame: index * 100 + 99,
        start,
        end: start,
        frames: Sides {
            client: 50,
            server: 49,
        },
        wire_bytes: Sides {
            client: sent + 2700,
            server: received + 2646,
        },
        payload_bytes: Sides {
            client: sent,
            server: received,
        },
        tcp: None,
        rtt: None,
    }
}
