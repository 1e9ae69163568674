//! A tablet and a television seen from their router, until the capture was cut off.

use super::{ADS, API, CLOCK, EDGE, GEO, LOG, MON, SERVICES, STICKERS};
use crate::story::{
    Act, Device, End, Format, Interface, Link, Over, Story, get, post, scene, visit,
};

const ROUTER_MAC: [u8; 6] = [0x06, 0x1d, 0x7e, 0x44, 0x10, 0x01];

/// A tablet and a television seen from their router, until the capture was cut off.
pub const ROUTER_CUT_OFF: Story = Story {
    name: "router-cut-off",
    seed: 0x0c11_9c1a_0003,
    starts: "2026-11-09T20:41:00Z",
    format: Format::PcapCutOff,
    comment: "",
    interfaces: &[Interface {
        name: "any",
        description: "",
        link: Link::Cooked,
        states_addresses: false,
    }],
    devices: &[
        Device {
            interface: 0,
            v4: "192.168.1.40",
            v6: None,
            mac: [0x5e, 0x21, 0x0a, 0x9b, 0x33, 0x40],
            router_mac: ROUTER_MAC,
            resolver: "192.168.1.1",
            mtu: 1500,
            access_micros: 900,
        },
        Device {
            interface: 0,
            v4: "192.168.1.57",
            v6: None,
            mac: [0x02, 0xc4, 0x18, 0x70, 0x0d, 0x57],
            router_mac: ROUTER_MAC,
            resolver: "192.168.1.1",
            mtu: 1500,
            access_micros: 500,
        },
    ],
    apps: &[],
    services: SERVICES,
    keep_of_bulk_bytes: None,
    scenes: &[
        scene(0.2, Act::Arp),
        scene(0.6, Act::Ntp(CLOCK)).on(1),
        visit(1.0, API, Over::Tls13, &[get(0.02, "/v2/config", 18_900)]),
        visit(
            2.4,
            STICKERS,
            Over::Http,
            &[get(0.0, "/tv/menu.webp", 22_000)],
        )
        .on(1),
        visit(
            3.3,
            LOG,
            Over::Tls13,
            &[
                post(0.02, "/v3/batch", 9_400, 90),
                post(8.0, "/v3/batch", 7_700, 90),
            ],
        ),
        visit(
            5.0,
            EDGE,
            Over::Quic,
            &[get(0.01, "/tv/trailer.mp4", 118_000)],
        )
        .on(1),
        visit(
            7.2,
            ADS,
            Over::Tls13,
            &[post(0.02, "/v1/open", 6_100, 3_300)],
        )
        .on(1),
        visit(
            9.0,
            MON,
            Over::Tls13,
            &[post(0.03, "/v1/start", 3_200, 160)],
        ),
        scene(11.0, Act::Ping).on(1),
        visit(
            14.0,
            GEO,
            Over::Tls13,
            &[post(0.02, "/v1/where", 2_150, 420)],
        ),
        visit(
            21.0,
            EDGE,
            Over::Tls13,
            &[get(0.01, "/f/0301/clip.mp4", 90_000)],
        )
        .ends(End::StillOpen),
    ],
};
