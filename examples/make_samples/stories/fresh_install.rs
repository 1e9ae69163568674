//! A phone, five minutes after an app was installed.

use super::{
    ADS, API, CLOCK, CRASH, EDGE, GEO, LOG, LOGIN, MON, NAMELESS, PHONE_ON_WIFI, SERVICES, SOCKET,
    STICKERS, TEST, WIFI,
};
use crate::story::{Act, End, Format, Over, Story, Trouble, chat, get, post, scene, talk, visit};

/// Five minutes after the app was installed: consent, settings, sign-in, first logs and advertising, a first film.
pub const FRESH_INSTALL: Story = Story {
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
