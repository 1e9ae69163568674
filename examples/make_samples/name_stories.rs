//! Three short stories about names: contents that can be read, apps that are known, names that are hidden.

use crate::stories::{PHONE_ON_WIFI, WIFI, service};
use crate::story::{
    Act, App, Device, Format, Interface, Link, Over, Place, Service, Story, Upload, ask, get, post,
    scene, send, visit,
};

pub const ALL: &[Story] = &[KEYS_INSIDE, TWO_APPS, HIDDEN_NAMES];

const API: &str = "api-us.clipclap.example";
const CRASH: &str = "crash.bugpost.example";
const ADS: &str = "graph.adnet.example";
const EDGE: &str = "edge.fastcdn.example";
const MON: &str = "mon.clipclap.example";

const REGISTER: &str = r#"{"device_id":"9b1c2a77-0000-4000-8000-5a4d706c6531","advertising_id":"38400000-8cf0-11bd-b23e-10b96e40000d","model":"Phone 9","os_version":"15","locale":"en_US","carrier":"Invented Mobile","location":{"lat":40.7000,"lon":-74.0000,"accuracy_m":18},"installed_apps":["clipclap","funpack","walkmap"]}"#;
const REPORT: &str = r#"{"level":"warning","message":"player stalled","session":"s-00f1","free_memory_mb":1210,"battery":0.62}"#;
const BID: &str = r#"{"slot":4,"user":{"id":"u-44120","year_of_birth":1999},"device":{"ifa":"38400000-8cf0-11bd-b23e-10b96e40000d"},"geo":{"country":"US"}}"#;
const VIEW: &str = r#"{"film":"0001","watched_ms":8400,"liked":true}"#;

/// The app's own conversations, with the secrets of every handshake in the file.
const KEYS_INSIDE: Story = Story {
    name: "phone-keys-inside",
    seed: 0x0c11_9c1a_0004,
    starts: "2026-11-09T15:20:11Z",
    format: Format::PcapngKeysInside,
    comment: "ClipClap by ByteWave, with the keys of its handshakes. Invented; made by examples/make_samples.",
    interfaces: &[WIFI],
    devices: &[PHONE_ON_WIFI],
    apps: &[],
    services: &[
        service(API, "54.144.61.18", Place::Agreed("US"), 14),
        service(CRASH, "34.84.77.31", Place::Agreed("JP"), 162),
        service(ADS, "54.72.101.9", Place::Agreed("IE"), 74),
        service(EDGE, "151.101.65.91", Place::Anycast, 7),
    ],
    keep_of_bulk_bytes: None,
    scenes: &[
        visit(
            0.5,
            API,
            Over::Tls13,
            &[
                get(0.02, "/v2/config?first_run=1", 2_400),
                send(0.8, "/v2/device/register", Upload::Gzip(REGISTER), 201, 310),
                send(0.3, "/v2/old/consent", Upload::Json("{\"ok\":1}"), 404, 120),
            ],
        ),
        visit(
            3.0,
            CRASH,
            Over::Tls12,
            &[send(0.02, "/v1/report", Upload::Json(REPORT), 202, 90)],
        ),
        visit(
            5.0,
            ADS,
            Over::Http2,
            &[
                send(0.02, "/v1/bid?slot=4", Upload::Json(BID), 200, 1_900),
                get(0.4, "/v1/creative/77.webp", 21_000),
                get(0.1, "/v1/creative/78.webp", 6_400),
            ],
        ),
        visit(
            8.0,
            EDGE,
            Over::Quic,
            &[
                get(0.01, "/f/0001/intro.mp4", 24_000),
                send(1.2, "/f/0001/view", Upload::Json(VIEW), 202, 70),
            ],
        ),
    ],
};

/// The phone as PCAPdroid captures it: no link layer of its own, so its addresses are zero.
const PHONE_IN_VPN: Device = Device {
    interface: 0,
    v4: "10.215.173.1",
    v6: None,
    mac: [0; 6],
    router_mac: [0; 6],
    resolver: "10.215.173.2",
    mtu: 1_500,
    access_micros: 900,
};

/// Two apps side by side that share one of their servers.
const TWO_APPS: Story = Story {
    name: "phone-two-apps",
    seed: 0x0c11_9c1a_0005,
    starts: "2026-11-09T16:02:40Z",
    format: Format::Pcapdroid,
    comment: "",
    interfaces: &[Interface {
        name: "tun0",
        description: "",
        link: Link::Ethernet,
        states_addresses: false,
    }],
    devices: &[PHONE_IN_VPN],
    apps: &[
        App {
            name: "ClipClap",
            uid: 10_231,
        },
        App {
            name: "Walk Map",
            uid: 10_207,
        },
    ],
    services: &[
        service(API, "54.144.61.18", Place::Agreed("US"), 14),
        service(MON, "13.212.61.87", Place::Agreed("SG"), 226),
        service(ADS, "54.72.101.9", Place::Agreed("IE"), 74),
        service(
            "tiles.walkmap.example",
            "52.166.32.77",
            Place::Agreed("NL"),
            86,
        ),
    ],
    keep_of_bulk_bytes: None,
    scenes: &[
        visit(
            0.4,
            API,
            Over::Tls13,
            &[get(0.02, "/v2/feed?page=1", 12_000)],
        )
        .by(0),
        visit(
            1.1,
            "tiles.walkmap.example",
            Over::Tls13,
            &[
                get(0.02, "/t/12/1205/1539.webp", 18_000),
                get(0.3, "/t/12/1206/1539.webp", 9_500),
            ],
        )
        .by(1),
        visit(2.2, MON, Over::Tls13, &[post(0.03, "/v1/beat", 3_800, 120)]).by(0),
        visit(3.0, ADS, Over::Tls12, &[post(0.02, "/v1/open", 4_700, 900)]).by(0),
        visit(
            4.5,
            ADS,
            Over::Tls13,
            &[post(0.02, "/v1/open", 2_100, 1_300)],
        )
        .by(1),
    ],
};

const RESOLVER: &str = "dns.quietname.example";
const HIDDEN: &str = "letters.hidden.example";
const FRONT: &str = "front.fastcdn.example";
const VPN: &str = "gate.hideaway.example";
const ASKED_SECRETLY: &str = "sync.quietapp.example";

/// A browser that hides its names, a program whose only name a resolver gave under encryption, and a tunnel.
const HIDDEN_NAMES: Story = Story {
    name: "phone-hidden-names",
    seed: 0x0c11_9c1a_0006,
    starts: "2026-11-09T18:44:05Z",
    format: Format::PcapngKeysInside,
    comment: "Encrypted Client Hello, DNS over HTTPS with its keys, WireGuard. Invented; made by examples/make_samples.",
    interfaces: &[WIFI],
    devices: &[PHONE_ON_WIFI],
    apps: &[],
    services: &[
        service(RESOLVER, "52.166.32.77", Place::Agreed("NL"), 86),
        Service {
            ech_front: Some(FRONT),
            ..service(HIDDEN, "151.101.65.91", Place::Anycast, 7)
        },
        service(VPN, "3.120.44.201", Place::Agreed("DE"), 91),
        service(ASKED_SECRETLY, "34.155.44.10", Place::Agreed("FR"), 82),
        service(MON, "13.212.61.87", Place::Agreed("SG"), 226),
    ],
    keep_of_bulk_bytes: None,
    scenes: &[
        visit(
            0.5,
            RESOLVER,
            Over::Http2,
            &[ask(0.02, MON, "13.212.61.87")],
        ),
        visit(
            1.4,
            RESOLVER,
            Over::Quic,
            &[ask(0.02, ASKED_SECRETLY, "34.155.44.10")],
        ),
        visit(
            2.5,
            HIDDEN,
            Over::Tls13,
            &[get(0.02, "/inbox", 14_000), post(1.0, "/send", 3_300, 200)],
        ),
        visit(
            4.0,
            ASKED_SECRETLY,
            Over::Opaque(9_443),
            &[crate::story::talk(0.0, 900, 120)],
        ),
        visit(5.0, MON, Over::Tls13, &[post(0.02, "/v1/beat", 900, 120)]),
        scene(6.0, Act::WireGuard(VPN, 24)),
    ],
};
