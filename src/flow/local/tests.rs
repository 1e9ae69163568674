//! Each rung of the ladder, and the captures on which rungs are hard to tell apart.

use super::*;

fn check(
    by_hand: &[&str],
    interfaces: &[&str],
    pairs: &[(&str, &str)],
    expected: &[(&str, LocalRule)],
) {
    let ip = |text: &&str| text.parse::<IpAddr>().unwrap();
    let pairs: Vec<(IpAddr, IpAddr)> = pairs.iter().map(|(a, b)| (ip(a), ip(b))).collect();
    let by_hand: Vec<IpAddr> = by_hand.iter().map(ip).collect();
    let interfaces: Vec<IpAddr> = interfaces.iter().map(ip).collect();
    let links = HashMap::from([
        (ip(&"2001:db9::1"), [1; 6]),
        (ip(&"2001:db9::2"), [1; 6]),
        (ip(&"2a00:1::7"), [2; 6]),
    ]);
    let ladder = Ladder::new(&by_hand, &interfaces, pairs.iter().copied(), &links);
    let decided: Vec<(String, LocalRule)> = pairs
        .iter()
        .map(|(a, b)| {
            let (sides, rule) = ladder.decide(*a, *b);
            (
                format!("{}>{}", sides.client.token(), sides.server.token()),
                rule,
            )
        })
        .collect();
    let expected: Vec<(String, LocalRule)> = expected
        .iter()
        .map(|(text, rule)| ((*text).into(), *rule))
        .collect();
    assert_eq!(decided, expected);
}

#[test]
fn each_rung_of_the_ladder() {
    use LocalRule::{BusiestAddress, ClientOfFlow, InterfaceAddress, PrivateAddress, SetByHand};
    check(
        &[],
        &[],
        &[("10.0.0.2", "8.8.8.8")],
        &[("local>remote", PrivateAddress)],
    );
    check(
        &[],
        &[],
        &[("8.8.8.8", "192.168.1.9")],
        &[("remote>local", PrivateAddress)],
    );
    check(
        &[],
        &[],
        &[("10.0.0.2", "10.0.0.1")],
        &[("local>local", PrivateAddress)],
    );
    check(
        &[],
        &["1.1.1.9"],
        &[("8.8.8.8", "1.1.1.9")],
        &[("remote>local", InterfaceAddress)],
    );
    check(
        &["10.0.0.3"],
        &[],
        &[("10.0.0.2", "8.8.8.8"), ("10.0.0.3", "10.0.0.2")],
        &[("remote>remote", SetByHand), ("local>remote", SetByHand)],
    );
    check(
        &[],
        &[],
        &[
            ("2001:db9::1", "2a00:1::7"),
            ("2001:db9::1", "2a00:2::8"),
            ("2001:db9::2", "2a00:3::9"),
        ],
        &[
            ("local>remote", BusiestAddress),
            ("local>remote", BusiestAddress),
            ("local>remote", BusiestAddress),
        ],
    );
    check(
        &[],
        &[],
        &[("9.9.9.9", "8.8.8.8")],
        &[("local>remote", ClientOfFlow)],
    );
}

#[test]
fn a_server_with_public_clients_is_local() {
    let inward = ("remote>local", LocalRule::BusiestAddress);
    check(
        &[],
        &[],
        &[
            ("9.9.9.9", "8.8.8.8"),
            ("9.9.9.10", "8.8.8.8"),
            ("1.1.1.1", "8.8.8.8"),
        ],
        &[inward, inward, inward],
    );
}

#[test]
fn on_the_way_neither_end_is_local() {
    let between = ("remote>remote", LocalRule::BetweenNetworks);
    check(
        &[],
        &[],
        &[
            ("9.9.9.9", "8.8.8.8"),
            ("1.1.1.1", "8.8.4.4"),
            ("10.0.0.2", "8.8.8.8"),
        ],
        &[
            between,
            between,
            ("local>remote", LocalRule::PrivateAddress),
        ],
    );
}

#[test]
fn many_privacy_addresses_are_one_client() {
    let outward = ("local>remote", LocalRule::BusiestAddress);
    check(
        &[],
        &[],
        &[
            ("2001:db9:1::a", "2a00:1::1"),
            ("2001:db9:1::b", "2a00:2::1"),
            ("2001:db9:1::c", "2a00:3::1"),
        ],
        &[outward, outward, outward],
    );
}
