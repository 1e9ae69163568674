//! The three stories, as tables. Names are invented (`.example`); addresses were chosen for what the bundled country
//! tables say of them, so their real holders have nothing to do with it.

mod creator_upload;
mod fresh_install;
mod router_cut_off;

use creator_upload::CREATOR_UPLOAD;
use fresh_install::FRESH_INSTALL;
use router_cut_off::ROUTER_CUT_OFF;

use crate::story::{Device, Interface, Link, Place, Service, Story};

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
