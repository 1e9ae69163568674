//! Values that are known by their form, decoys beside them, and every shorter one.

use super::super::field::Held;
use super::*;

fn check(name: &str, value: &str, want: Option<(&str, f32)>) {
    let got = of(Some(name), value).map(|found| (found.kind, found.weight));
    assert_eq!(got, want, "{name}={value}");
}

#[test]
fn forms_are_known_where_names_agree() {
    check("q", "ada@mail.example", Some(("email", SURE)));
    check("from", "support@shop.example", Some(("email", DOUBTFUL)));
    check("icon", "logo@2x.png", None);
    check("to", "+49 30 901820", Some(("phone", LIKELY)));
    check("phone", "030 901820", Some(("phone", SURE)));
    check("tz", "+0100", None);
    check("imei", "490154203237518", Some(("imei", SURE)));
    check("imei", "490154203237519", None);
    check("order_id", "490154203237518", None);
    check("n", "350000000000006", Some(("imei", DOUBTFUL)));
    check("card_number", "4111111111111111", Some(("card", SURE)));
    check("x", "4111 1111 1111 1111", Some(("card", LIKELY)));
    check("x", "4111111111111111", Some(("card", DOUBTFUL)));
    check("ts", "1795442400000", None);
    check("bssid", "a4:5e:60:c1:02:9f", Some(("mac", SURE)));
    check("mac", "02:00:00:00:00:00", None);
    check("where", "geo:52.5163,13.3777", Some(("coordinates", SURE)));
    check("ll", "52.5163,13.3777", Some(("coordinates", SURE)));
    check("ratio", "52.5163,13.3777", None);
}

#[test]
fn a_place_needs_both_numbers() {
    let field = |name: &str, value: &str| Field {
        parent: None,
        name: name.to_owned(),
        held: Held::of(value),
    };
    let both = [field("userLat", "52.5163"), field("userLng", "13.3777")];
    assert_eq!(coordinates(&both).map(|found| found.weight), Some(SURE));
    assert_eq!(coordinates(&both[..1]), None);
    let others = [field("latency", "52.51"), field("lon", "13.37")];
    assert_eq!(coordinates(&others), None);
    let far = [field("lat", "952.51"), field("lon", "13.37")];
    assert_eq!(coordinates(&far), None);
}

#[test]
fn every_shorter_value_is_judged() {
    for value in [
        "4111 1111 1111 1111",
        "geo:52.5163,13.3777",
        "mailto:a@b.example",
    ] {
        for end in 0..value.len() {
            let _any = of(Some("card"), &value[..end]);
        }
    }
    assert!(is_uuid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"));
    assert!(!is_uuid("00000000-0000-0000-0000-000000000000"));
}
