//! Each reason switches the check off, and nothing else does.

use super::*;
use crate::capture::frame::Time;

fn clock(times: &[i64]) -> Clock {
    let mut clock = Clock::default();
    for (frame, nanos) in (1..).zip(times) {
        clock.tick(frame, 0, Time::from_nanos(*nanos));
    }
    clock
}

/// A laptop on Ethernet that speaks with five networks.
fn laptop() -> Shown {
    Shown {
        on_device: false,
        legs: vec![(60, 9_000), (80, 23_000), (30_000, 12_000)],
        tunnel_address: None,
        networks: (1..=5)
            .map(|asn| (Network::Known(asn), asn * 1_000))
            .collect(),
    }
}

fn token(link: LinkType, interface: &str, clock: &Clock, shown: &Shown) -> &'static str {
    let recorded = Recorded {
        links: &[link],
        interfaces: &[interface.to_owned()],
        clock,
    };
    off(&recorded, shown).map_or("on", |off| off.token())
}

#[test]
fn each_reason_switches_the_check_off() {
    let fine = clock(&[1_000_001_000, 1_000_002_000]);
    let coarse = clock(&[1_000_000_000, 1_015_625_000]);
    let back = clock(&[20_001_000, 10_001_000].repeat(10));
    let near = |legs: &[(u32, u32)]| Shown {
        legs: legs.to_vec(),
        ..laptop()
    };
    let networks = |fastest: &[u32]| Shown {
        networks: (1..)
            .map(Network::Known)
            .zip(fastest.iter().copied())
            .collect(),
        ..laptop()
    };
    let on_device = Shown {
        on_device: true,
        ..laptop()
    };
    let ethernet = LinkType::ETHERNET;
    for (link, interface, clock, shown, expected) in [
        (ethernet, "eth0", &fine, laptop(), "on"),
        (ethernet, "eth0", &fine, on_device, "on-device"),
        (ethernet, "utun3", &fine, laptop(), "tunnel-interface"),
        (ethernet, "wg-mullvad", &fine, laptop(), "tunnel-interface"),
        (
            ethernet,
            "Wintun Userspace Tunnel",
            &fine,
            laptop(),
            "tunnel-interface",
        ),
        (ethernet, "tunis0", &fine, laptop(), "on"),
        (ethernet, "pppoe-wan", &fine, laptop(), "on"),
        (LinkType::RAW, "", &fine, laptop(), "tunnel-link"),
        (LinkType::NULL, "", &fine, laptop(), "tunnel-link"),
        (LinkType::RAW, "rmnet0", &fine, laptop(), "on"),
        (ethernet, "eth0", &coarse, laptop(), "coarse-clock"),
        (ethernet, "eth0", &back, laptop(), "unsteady-clock"),
        (ethernet, "eth0", &fine, near(&[]), "no-handshake"),
        (
            ethernet,
            "eth0",
            &fine,
            near(&[(25_000, 80_000)]),
            "not-at-the-client",
        ),
        (
            ethernet,
            "eth0",
            &fine,
            near(&[(9_000, 40)]),
            "not-at-the-client",
        ),
        (
            ethernet,
            "eth0",
            &fine,
            networks(&[12, 15, 11, 9, 90_000]),
            "answered-nearby",
        ),
        (ethernet, "eth0", &fine, networks(&[12]), "answered-nearby"),
        (
            ethernet,
            "eth0",
            &fine,
            networks(&[12, 15, 2_000, 9_000, 9_000]),
            "on",
        ),
        (ethernet, "eth0", &fine, networks(&[2_000, 9_000]), "on"),
    ] {
        assert_eq!(
            token(link, interface, clock, &shown),
            expected,
            "{interface} {shown:?}"
        );
    }
}
