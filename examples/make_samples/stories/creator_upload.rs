//! A phone, seventeen minutes of a creator who uploads a film.

use super::{
    ADS, API, CLOCK, CRASH, EDGE, GEO, LOG, LOGIN, MON, NAMELESS, PHONE_ON_CELLULAR, PHONE_ON_WIFI,
    SERVICES, SOCKET, STICKERS, TEST, UPLOAD, WIFI,
};
use crate::story::{
    Act, End, Format, Interface, Link, Over, Story, Trouble, chat, get, post, scene, talk, visit,
};

/// Seventeen minutes of a creator: browsing, a film of 11 MB uploaded in parts, chat on a long quiet socket, and
/// four minutes on the cellular network in between.
pub const CREATOR_UPLOAD: Story = Story {
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
