//! What is planted: groups of fields with the data types that they are, and decoys.

/// One group.
pub struct Plant {
    /// Tokens of data types, or `decoy`.
    pub wanted: &'static [&'static str],
    pub fields: &'static [(&'static str, &'static str)],
    /// Whether a value alone tells what it is, as where no names are sent.
    pub by_value: bool,
}

const fn plant(
    wanted: &'static [&'static str],
    fields: &'static [(&'static str, &'static str)],
) -> Plant {
    Plant {
        wanted,
        fields,
        by_value: false,
    }
}

const fn value(
    wanted: &'static [&'static str],
    fields: &'static [(&'static str, &'static str)],
) -> Plant {
    Plant {
        wanted,
        fields,
        by_value: true,
    }
}

const DECOY: &[&str] = &["decoy"];

pub const ALL: &[Plant] = &[
    value(
        &["contact_identity"],
        &[("login", "ada.miller@mail.example")],
    ),
    value(&["contact_identity"], &[("phone", "+49 30 23125017")]),
    plant(
        &["contact_identity"],
        &[
            ("first_name", "Ada"),
            ("last_name", "Miller"),
            ("birthday", "1990-02-03"),
        ],
    ),
    plant(
        &["contact_identity"],
        &[(
            "email_sha256",
            "b4c9a289323b21a01c3e940f150eb9b8c542587f1abfd8f0e1cc1ffc5e475514",
        )],
    ),
    plant(&["location"], &[("lat", "52.51631"), ("lon", "13.37770")]),
    plant(
        &["location"],
        &[
            ("userLatitude", "-33.85678"),
            ("userLongitude", "151.21530"),
        ],
    ),
    value(&["location"], &[("where", "geo:52.51631,13.37770")]),
    plant(
        &["location"],
        &[("city", "Berlin"), ("postal_code", "10117")],
    ),
    value(
        &["device_identifiers"],
        &[("wifi_mac", "a4:5e:60:c1:02:9f")],
    ),
    plant(&["device_identifiers"], &[("imei", "490154203237518")]),
    plant(
        &["device_identifiers"],
        &[("idfa", "6D92078A-8246-4BA4-AE5B-76104861E7DC")],
    ),
    plant(
        &["device_identifiers"],
        &[("android_id", "9774d56d682e549c")],
    ),
    plant(
        &["device_fingerprint"],
        &[
            ("device_model", "Aurora 5"),
            ("os_version", "15"),
            ("screen_width", "1080"),
        ],
    ),
    plant(
        &["account_auth"],
        &[("password", "correct horse"), ("grant_type", "password")],
    ),
    plant(
        &["account_auth"],
        &[("access_token", "q83bYt0wV1xUzR5kPjLm")],
    ),
    plant(
        &["usage_events"],
        &[("event_name", "video_play"), ("watch_time", "31")],
    ),
    plant(
        &["payments_commerce"],
        &[("card_number", "4111 1111 1111 1111")],
    ),
    plant(
        &["payments_commerce"],
        &[
            ("order_id", "77120"),
            ("amount", "9.50"),
            ("currency", "EUR"),
        ],
    ),
    plant(
        &["contact_identity", "device_identifiers"],
        &[
            ("email", "ada.miller@mail.example"),
            ("imei", "490154203237518"),
        ],
    ),
    value(
        DECOY,
        &[("title", "Location"), ("section", "Email and phone")],
    ),
    value(
        DECOY,
        &[("request_id", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6")],
    ),
    value(DECOY, &[("trace_id", "0af7651916cd43dd8448eb211c80319c")]),
    value(DECOY, &[("latency", "52.51"), ("longest", "13.37")]),
    value(DECOY, &[("order", "490154203237519")]),
    value(DECOY, &[("order_no", "490154203237518")]),
    value(DECOY, &[("email", ""), ("next", "/home")]),
    value(DECOY, &[("ts", "1795442400"), ("created", "1795442400123")]),
    value(
        DECOY,
        &[("icon", "logo@2x.png"), ("package", "left-pad@1.3.0")],
    ),
    value(DECOY, &[("lat", "52.51631")]),
    value(DECOY, &[("location", "/settings/location")]),
    value(
        DECOY,
        &[("isbn", "9780306406157"), ("build", "4111111111111111")],
    ),
    value(DECOY, &[("idfa", "00000000-0000-0000-0000-000000000000")]),
];
