//! Special ranges at both ends of each block.

use super::{Special, reached_address};

#[track_caller]
fn check(ip: &str, expected: Option<Special>) {
    assert_eq!(Special::of(ip.parse().unwrap()), expected, "{ip}");
}

#[test]
fn both_ends_of_each_block() {
    use Special::*;
    for (first, last, special) in [
        ("0.0.0.1", "0.255.255.255", ThisNetwork),
        ("10.0.0.0", "10.255.255.255", Private),
        ("100.64.0.0", "100.127.255.255", SharedCarrier),
        ("127.0.0.0", "127.255.255.255", Loopback),
        ("169.254.0.0", "169.254.255.255", LinkLocal),
        ("172.16.0.0", "172.31.255.255", Private),
        ("192.0.0.0", "192.0.0.255", Protocol),
        ("192.0.2.0", "192.0.2.255", Documentation),
        ("192.88.99.0", "192.88.99.255", Protocol),
        ("192.168.0.0", "192.168.255.255", Private),
        ("198.18.0.0", "198.19.255.255", Benchmarking),
        ("198.51.100.0", "198.51.100.255", Documentation),
        ("203.0.113.0", "203.0.113.255", Documentation),
        ("224.0.0.0", "239.255.255.255", Multicast),
        ("240.0.0.0", "255.255.255.254", Reserved),
        ("255.255.255.255", "255.255.255.255", Broadcast),
        ("::", "::", Unspecified),
        ("::1", "::1", Loopback),
        (
            "64:ff9b:1::",
            "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
            Translation,
        ),
        ("100::", "100::1:ffff:ffff:ffff:ffff", Discard),
        ("2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", Tunnel),
        (
            "2001:2::",
            "2001:2:0:ffff:ffff:ffff:ffff:ffff",
            Benchmarking,
        ),
        (
            "2001:10::",
            "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff",
            Identifier,
        ),
        (
            "2001:100::",
            "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
            Protocol,
        ),
        (
            "2001:db8::",
            "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            Documentation,
        ),
        (
            "3fff::",
            "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
            Documentation,
        ),
        (
            "5f00::",
            "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Identifier,
        ),
        (
            "4000::",
            "5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Reserved,
        ),
        (
            "fc00::",
            "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            UniqueLocal,
        ),
        (
            "fe80::",
            "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            LinkLocal,
        ),
        (
            "fec0::",
            "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Reserved,
        ),
        (
            "ff00::",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            Multicast,
        ),
    ] {
        check(first, Some(special));
        check(last, Some(special));
    }
}

#[test]
fn the_internet_is_not_special() {
    for ip in [
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.0.9",
        "192.31.196.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2000::",
        "2001:200::",
        "2001:4:112::1",
        "2001:1::1",
        "2a05:d018::1",
        "2001:db9::",
        "3fff:1000::",
    ] {
        check(ip, None);
    }
}

#[test]
fn ipv4_inside_ipv6_counts_as_itself() {
    check("::ffff:192.168.1.1", Some(Special::Private));
    check("::ffff:8.8.8.8", None);
    check("64:ff9b::808:808", None);
    check("64:ff9b::a00:1", Some(Special::Private));
    check("2002:0a00:0001::1", Some(Special::Private));
    check("2002:0808:0808::1", None);
    // Deprecated "compatible" addresses are reserved, not IPv4 (RFC 4291 section 2.5.5.1).
    check("::8.8.8.8", Some(Special::Reserved));
    assert_eq!(
        reached_address("64:ff9b::808:808".parse().unwrap()),
        "8.8.8.8".parse::<std::net::IpAddr>().unwrap()
    );
}
