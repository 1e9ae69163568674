//! Words that go and words that stay.

use super::local::Local;
use super::*;
use std::net::IpAddr;

fn redaction() -> Redaction {
    let mut local = Local::default();
    for address in ["10.0.0.23", "10.0.0.1", "2001:db8:1:2::7"] {
        local.device_for_tests(address.parse::<IpAddr>().unwrap());
    }
    for host in ["adas-phone", "Ada's TV._googlecast._tcp.local"] {
        local.host_for_tests(host);
    }
    Redaction {
        local: Some(local),
        places: Default::default(),
    }
}

#[test]
fn what_tells_of_somebody_goes_and_the_rest_stays() {
    let all = redaction();
    for (text, want) in [
        (
            "10.0.0.23:51844 → 121.14.0.9:443",
            "device-1 → 121.14.0.9:443",
        ),
        ("to 10.0.0.1.", "to device-2."),
        (
            "ip:10.0.0.0/8 and 192.168.4.4",
            "ip:«redacted:address»/8 and «redacted:address»",
        ),
        (
            "[2001:db8:1:2::7]:443, 2001:db8:1:2:aaaa::1",
            "[device-3]:443, «redacted:address»",
        ),
        (
            "fe80::1%wlan0 and ::ffff:10.0.0.23",
            "«redacted:address» and device-1",
        ),
        (
            "224.0.0.251 and 255.255.255.255",
            "224.0.0.251 and 255.255.255.255",
        ),
        (
            "3a:5f:91:07:c2:23 3A-5F-91-07-C2-23 3a5f.9107.c223",
            "«redacted:mac» «redacted:mac» «redacted:mac»",
        ),
        (
            "mail ada.miller@mail.example, now",
            "mail «redacted:email», now",
        ),
        ("call +493023125017", "call «redacted:phone»"),
        ("ADAS-PHONE is at home", "host-1 is at home"),
        (
            "“Ada's TV._googlecast._tcp.local” answers",
            "“host-2” answers",
        ),
        (
            "nas.lan, _googlecast._tcp.local",
            "«redacted:host», _googlecast._tcp.local",
        ),
        ("23.0.0.10.in-addr.arpa", "«redacted:host»"),
        (
            "/home/ada/bin/app, C:\\Users\\Ada\\x",
            "/home/«redacted:value»/bin/app, C:\\Users\\«redacted:value»\\x",
        ),
        (
            "log16.clipclap.example at 14:02:10 (frame 318)",
            "log16.clipclap.example at 14:02:10 (frame 318)",
        ),
        (
            "DB-IP 2026-06-01 says SG; v1.2.3",
            "DB-IP 2026-06-01 says SG; v1.2.3",
        ),
    ] {
        assert_eq!(all.text(text), want);
        assert_eq!(Redaction::none().text(text), text);
    }
}

#[test]
fn paths_keep_their_words_and_lose_their_values() {
    let all = redaction();
    for (path, want) in [
        (
            "/v2/config?first_run=1",
            "/v2/config?first_run=«redacted:value»",
        ),
        (
            "/users/9b1c2a77-0000-4000-8000-5a4d706c6531/photos",
            "/users/«redacted:token»/photos",
        ),
        ("/a/ada%40mail.example", "/a/«redacted:email»"),
        ("/p/1234567/x", "/p/«redacted:token»/x"),
        ("/@ada", "/«redacted:token»"),
        ("/v2/device/register", "/v2/device/register"),
        ("/q?ada", "/q?ada"),
    ] {
        assert_eq!(all.path(path), want);
    }
    assert_eq!(all.value("secret"), "«redacted:value»");
    assert_eq!(all.source_port(Some(41_000)), "");
    let counted: u64 = all.counts().iter().map(|(_, places)| places).sum();
    assert_eq!(counted, 7, "{:?}", all.counts());
}
