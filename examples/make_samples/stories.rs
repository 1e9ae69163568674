//! The three stories, as tables. Names are invented (`.example`); addresses were chosen for what the bundled country
//! tables say of them, so their real holders have nothing to do with it.

use crate::story::{
    Act, Device, End, Format, Interface, Link, Over, Place, Service, Story, Trouble, chat, get,
    post, scene, talk, visit,
};

pub const ALL: &[Story] = &[FRESH_INSTALL, CREATOR_UPLOAD, ROUTER_CUT_OFF];

const API: &str = "api-us.clipclap.example";
const LOG: &str = "log16.clipclap.example";
const MON: &str = "mon.clipclap.example";
const UPLOAD: &str = "upload-cn.clipclap.example";
const SOCKET: &str = "im-ws.clipclap.example";
const GEO: &str = "geo.clipclap.example";
const LOGIN: &str = "passport.clipclap.example";
const EDGE: &str = "edge.fastcdn.example";
const ADS: &str = "graph.adnet.example";
const CRASH: &str = "crash.bugpost.example";
const STICKERS: &str = "stickers.funpack.example";
const TEST: &str = "ab.testlab.example";
const CLOCK: &str = "time.ntp.example";
const NAMELESS: &str = "43.216.31.77";

pub const fn service(
    name: &'static str,
    v4: &'static str,
    place: Place,
    round_trip_millis: u64,
) -> Service {
    Service {
        name,
        aliases: &[],
        v4,
        v6: None,
        ech_front: None,
        place,
        round_trip_millis,
    }
}

/// Round trips are those of good paths from the eastern United States: about 1.6 times light in fibre.
const SERVICES: &[Service] = &[
    Service {
        aliases: &["api.geo.clipclap.example", "lb-7.us-east.bytewave.example"],
        v6: Some("2600:1f18:2a4c:1f00::77"),
        ..service(API, "54.144.61.18", Place::Agreed("US"), 14)
    },
    service(LOG, "52.80.18.44", Place::Agreed("CN"), 231),
    Service {
        v6: Some("2406:da18:77c:6102::31"),
        ..service(MON, "13.212.61.87", Place::Agreed("SG"), 226)
    },
    service(UPLOAD, "54.222.10.7", Place::Agreed("CN"), 214),
    service(SOCKET, "54.169.118.20", Place::Agreed("SG"), 224),
    service(GEO, "47.74.200.33", Place::Disputed("SG", "US"), 229),
    service(LOGIN, "52.166.32.77", Place::Agreed("NL"), 86),
    Service {
        aliases: &["pop-any.fastcdn.example"],
        v6: Some("2a04:4e42::347"),
        ..service(EDGE, "151.101.65.91", Place::Anycast, 7)
    },
    service(ADS, "54.72.101.9", Place::Agreed("IE"), 74),
    service(CRASH, "34.84.77.31", Place::Agreed("JP"), 162),
    service(STICKERS, "34.155.44.10", Place::Agreed("FR"), 82),
    service(TEST, "18.228.90.5", Place::Agreed("BR"), 117),
    service(CLOCK, "3.120.44.201", Place::Agreed("DE"), 91),
    service("", NAMELESS, Place::Agreed("MY"), 243),
];

pub const PHONE_ON_WIFI: Device = Device {
    interface: 0,
    v4: "10.0.0.23",
    v6: Some("2001:db8:23:7::c0de"),
    mac: [0x3a, 0x5f, 0x91, 0x07, 0xc2, 0x23],
    router_mac: [0x06, 0x1d, 0x7e, 0x44, 0x10, 0x01],
    resolver: "10.0.0.1",
    mtu: 1500,
    access_micros: 2_300,
};

const PHONE_ON_CELLULAR: Device = Device {
    interface: 1,
    v4: "10.113.7.42",
    v6: None,
    mac: [0; 6],
    router_mac: [0; 6],
    resolver: "10.113.0.53",
    mtu: 1420,
    access_micros: 31_000,
};

pub const WIFI: Interface = Interface {
    name: "wlan0",
    description: "Wi-Fi at home",
    link: Link::Ethernet,
    states_addresses: false,
};

/// Five minutes after the app was installed: consent, settings, sign-in, first logs and advertising, a first film.
const FRESH_INSTALL: Story = Story {
    name: "phone-fresh-install",
    seed: 0x0c11_9c1a_0001,
    starts: "2026-11-09T13:55:02Z",
    format: Format::Pcapng,
    comment: "ClipClap by ByteWave, first five minutes after installation. Invented; made by examples/make_samples.",
    interfaces: &[WIFI],
    devices: &[PHONE_ON_WIFI],
    apps: &[],
    services: SERVICES,
    keep_of_bulk_bytes: None,
    scenes: &[
        scene(0.4, Act::Arp),
        scene(0.9, Act::Mdns).again(4, 71.0),
        scene(1.5, Act::Ntp(CLOCK)),
        visit(
            2.2,
            API,
            Over::Tls13,
            &[
                get(0.02, "/v2/config?first_run=1", 21_400),
                post(1.8, "/v2/consent", 1_240, 310),
                post(0.6, "/v2/device/register", 6_900, 1_480),
            ],
        ),
        visit(
            4.1,
            MON,
            Over::Tls13,
            &[post(0.03, "/v1/start", 3_800, 160)],
        )
        .v6(),
        visit(
            6.0,
            GEO,
            Over::Tls13,
            &[
                post(0.02, "/v1/where", 2_150, 420),
                post(61.0, "/v1/where", 2_210, 420),
            ],
        ),
        visit(
            8.5,
            LOG,
            Over::Tls13,
            &[
                post(0.02, "/v3/batch", 14_600, 90),
                post(21.0, "/v3/batch", 22_300, 90),
                post(34.0, "/v3/batch", 18_100, 90),
            ],
        )
        .with(Trouble::ClientRepeats(6)),
        visit(
            12.7,
            ADS,
            Over::Tls13,
            &[
                post(0.02, "/v1/open", 9_700, 5_200),
                post(3.2, "/v1/bid", 7_300, 18_900),
            ],
        ),
        visit(
            19.0,
            EDGE,
            Over::Quic,
            &[
                get(0.01, "/f/0001/intro.mp4", 164_000),
                get(2.4, "/f/0002/clip.mp4", 211_000),
            ],
        ),
        visit(
            31.5,
            LOGIN,
            Over::Tls13,
            &[
                post(0.02, "/v1/sign-up", 4_300, 2_900),
                post(14.0, "/v1/verify", 1_900, 3_400),
            ],
        ),
        visit(
            52.0,
            STICKERS,
            Over::Http,
            &[
                get(0.0, "/pack/12/cat.webp", 31_000),
                get(0.4, "/pack/12/dog.webp", 27_500),
            ],
        ),
        visit(
            58.0,
            EDGE,
            Over::Tls13,
            &[get(0.01, "/f/0003/clip.mp4", 218_000)],
        )
        .with(Trouble::ServerLoses(41)),
        visit(
            66.0,
            SOCKET,
            Over::Tls13,
            &[
                get(0.02, "/ws", 0),
                chat(2.0, 410, 1_900),
                chat(45.0, 46, 38),
                chat(45.0, 46, 38),
                chat(45.0, 46, 38),
                chat(45.0, 46, 38),
            ],
        )
        .ends(End::StillOpen),
        visit(83.0, TEST, Over::Tls13, &[get(0.02, "/v1/buckets", 8_800)]).ends(End::ServerCloses),
        visit(
            97.0,
            CRASH,
            Over::Tls12,
            &[post(0.02, "/v1/report", 26_400, 220)],
        ),
        visit(
            110.0,
            API,
            Over::Tls13,
            &[
                get(0.02, "/v2/feed?page=1", 47_000),
                get(18.0, "/v2/feed?page=2", 44_100),
            ],
        )
        .v6(),
        visit(
            118.0,
            NAMELESS,
            Over::Opaque(7250),
            &[
                talk(0.0, 240, 96),
                talk(1.2, 41_800, 40),
                talk(30.0, 38_100, 40),
            ],
        )
        .ends(End::ServerResets),
        visit(
            131.0,
            EDGE,
            Over::Quic,
            &[get(0.01, "/f/0007/clip.mp4", 146_000)],
        ),
        visit(
            140.0,
            ADS,
            Over::Tls13,
            &[post(0.02, "/v1/seen", 5_900, 240)],
        )
        .again(5, 29.0),
        visit(
            152.0,
            LOG,
            Over::Tls13,
            &[
                post(0.02, "/v3/batch", 17_800, 90),
                post(19.0, "/v3/batch", 12_700, 90),
            ],
        )
        .again(3, 44.0),
        visit(
            166.0,
            MON,
            Over::Tls13,
            &[post(0.03, "/v1/beat", 2_400, 120)],
        )
        .again(4, 33.0),
        scene(201.0, Act::Ping),
        scene(230.0, Act::Arp),
        visit(248.0, STICKERS, Over::Http, &[get(0.0, "/ping.txt", 300)]),
        visit(
            262.0,
            EDGE,
            Over::Tls13,
            &[get(0.01, "/f/0011/clip.mp4", 121_000)],
        )
        .v6(),
    ],
};

/// Seventeen minutes of a creator: browsing, a film of 11 MB uploaded in parts, chat on a long quiet socket, and
/// four minutes on the cellular network in between.
const CREATOR_UPLOAD: Story = Story {
    name: "phone-creator-upload",
    seed: 0x0c11_9c1a_0002,
    starts: "2026-11-09T14:02:10Z",
    format: Format::Pcapng,
    comment: "ClipClap by ByteWave, a creator uploads a film. Invented; made by examples/make_samples. \
              Of each side of a flow the first 4 large frames are whole, of later ones 96 bytes are kept.",
    interfaces: &[
        Interface {
            states_addresses: true,
            ..WIFI
        },
        Interface {
            name: "rmnet_data0",
            description: "Cellular network",
            link: Link::RawIp,
            states_addresses: true,
        },
    ],
    devices: &[PHONE_ON_WIFI, PHONE_ON_CELLULAR],
    apps: &[],
    services: SERVICES,
    keep_of_bulk_bytes: Some(96),
    scenes: &[
        scene(0.3, Act::Arp).again(6, 180.0),
        scene(0.8, Act::Mdns).again(9, 118.0),
        scene(1.2, Act::Ntp(CLOCK)).again(3, 340.0),
        visit(
            2.0,
            API,
            Over::Tls13,
            &[
                get(0.02, "/v2/config", 18_900),
                get(0.4, "/v2/feed?page=1", 61_000),
            ],
        ),
        visit(
            3.1,
            SOCKET,
            Over::Tls13,
            &[
                get(0.02, "/ws", 0),
                chat(1.0, 520, 3_100),
                chat(58.0, 46, 38),
                chat(60.0, 46, 38),
                chat(47.0, 1_900, 640),
                chat(58.0, 46, 38),
                chat(60.0, 46, 38),
                chat(31.0, 2_300, 5_100),
                chat(60.0, 46, 38),
                chat(60.0, 46, 38),
                chat(60.0, 46, 38),
                chat(52.0, 1_400, 880),
                chat(60.0, 46, 38),
                chat(60.0, 46, 38),
                chat(60.0, 46, 38),
                chat(60.0, 46, 38),
                chat(60.0, 46, 38),
            ],
        )
        .ends(End::StillOpen),
        visit(
            5.0,
            LOG,
            Over::Tls13,
            &[
                post(0.02, "/v3/batch", 31_000, 90),
                post(17.0, "/v3/batch", 28_400, 90),
            ],
        )
        .again(22, 46.5),
        visit(
            7.5,
            MON,
            Over::Tls13,
            &[post(0.03, "/v1/beat", 34_300, 120)],
        )
        .again(17, 60.0)
        .v6(),
        visit(
            10.0,
            GEO,
            Over::Tls13,
            &[post(0.02, "/v1/where", 2_150, 420)],
        )
        .again(12, 85.0),
        visit(
            12.0,
            EDGE,
            Over::Quic,
            &[
                get(0.01, "/f/0101/clip.mp4", 412_000),
                get(7.0, "/f/0102/clip.mp4", 340_000),
                get(9.0, "/f/0103/clip.mp4", 387_000),
            ],
        ),
        visit(
            16.0,
            ADS,
            Over::Tls13,
            &[
                post(0.02, "/v1/bid", 31_800, 19_000),
                post(4.0, "/v1/seen", 5_600, 240),
            ],
        )
        .again(13, 77.0),
        visit(
            61.0,
            EDGE,
            Over::Tls13,
            &[
                get(0.01, "/f/0104/clip.mp4", 460_000),
                get(11.0, "/f/0105/clip.mp4", 330_000),
            ],
        )
        .with(Trouble::ServerLoses(137)),
        visit(
            95.0,
            LOGIN,
            Over::Tls13,
            &[post(0.02, "/v1/refresh", 3_900, 2_200)],
        )
        .again(3, 310.0),
        visit(
            118.0,
            CRASH,
            Over::Tls12,
            &[post(0.02, "/v1/report", 43_000, 220)],
        ),
        visit(
            140.0,
            API,
            Over::Tls13,
            &[
                post(0.02, "/v2/drafts", 262_000, 1_300),
                get(6.0, "/v2/feed?page=2", 57_000),
            ],
        )
        .again(6, 128.0)
        .v6(),
        visit(
            171.0,
            NAMELESS,
            Over::Opaque(7250),
            &[
                talk(0.0, 240, 96),
                talk(1.2, 102_000, 40),
                talk(20.0, 98_700, 40),
            ],
        )
        .ends(End::ServerResets),
        // The film: one flow, parts one after the other.
        visit(
            383.0,
            UPLOAD,
            Over::Tls13,
            &[
                post(0.02, "/v1/begin", 1_900, 620),
                post(0.3, "/v1/part/1", 1_048_576, 180),
                post(1.6, "/v1/part/2", 1_048_576, 180),
                post(2.1, "/v1/part/3", 1_048_576, 180),
                post(1.4, "/v1/part/4", 1_048_576, 180),
                post(5.8, "/v1/part/5", 1_048_576, 180),
                post(1.9, "/v1/part/6", 1_048_576, 180),
                post(2.2, "/v1/part/7", 1_048_576, 180),
                post(1.7, "/v1/part/8", 1_048_576, 180),
                post(9.5, "/v1/part/9", 1_048_576, 180),
                post(2.0, "/v1/part/10", 1_048_576, 180),
                post(1.5, "/v1/part/11", 733_184, 180),
                post(0.7, "/v1/done", 2_400, 1_100),
            ],
        )
        .with(Trouble::ClientRepeats(1_904)),
        visit(
            391.0,
            MON,
            Over::Tls13,
            &[post(0.03, "/v1/upload-stats", 176_000, 120)],
        )
        .again(3, 30.0),
        visit(402.0, TEST, Over::Tls13, &[get(0.02, "/v1/buckets", 8_800)])
            .again(2, 330.0)
            .ends(End::ServerCloses),
        visit(
            476.0,
            STICKERS,
            Over::Http,
            &[
                get(0.0, "/pack/31/star.webp", 39_000),
                get(0.7, "/pack/31/moon.webp", 36_200),
            ],
        ),
        scene(500.0, Act::Ping),
        // Out of the house: the same app over the cellular network.
        scene(560.0, Act::Ntp(CLOCK)).on(1),
        visit(
            561.0,
            API,
            Over::Tls13,
            &[
                get(0.02, "/v2/config?net=cell", 9_200),
                get(3.0, "/v2/feed?page=7", 38_000),
            ],
        )
        .on(1),
        visit(
            566.0,
            LOG,
            Over::Tls13,
            &[post(0.02, "/v3/batch", 24_500, 90)],
        )
        .on(1)
        .again(5, 41.0),
        visit(
            574.0,
            GEO,
            Over::Tls13,
            &[post(0.02, "/v1/where", 2_190, 420)],
        )
        .on(1)
        .again(3, 70.0),
        visit(
            580.0,
            EDGE,
            Over::Quic,
            &[
                get(0.01, "/f/0140/clip.mp4", 254_000),
                get(21.0, "/f/0141/clip.mp4", 203_000),
            ],
        )
        .on(1),
        visit(
            622.0,
            ADS,
            Over::Tls13,
            &[post(0.02, "/v1/bid", 9_900, 19_000)],
        )
        .on(1)
        .again(2, 88.0),
        visit(
            660.0,
            CRASH,
            Over::Tls12,
            &[post(0.02, "/v1/report", 12_000, 220)],
        )
        .on(1),
        // Home again.
        visit(
            801.0,
            EDGE,
            Over::Quic,
            &[
                get(0.01, "/f/0150/clip.mp4", 420_000),
                get(6.0, "/f/0151/clip.mp4", 290_000),
            ],
        )
        .v6(),
        visit(
            866.0,
            EDGE,
            Over::Tls13,
            &[get(0.01, "/f/0152/clip.mp4", 440_000)],
        ),
        visit(
            905.0,
            UPLOAD,
            Over::Tls13,
            &[post(0.02, "/v1/cover.webp", 214_000, 310)],
        ),
        visit(
            1_010.0,
            API,
            Over::Tls13,
            &[post(0.02, "/v2/bye", 2_600, 120)],
        ),
    ],
};

const ROUTER_MAC: [u8; 6] = [0x06, 0x1d, 0x7e, 0x44, 0x10, 0x01];

/// A tablet and a television seen from their router, until the capture was cut off.
const ROUTER_CUT_OFF: Story = Story {
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
