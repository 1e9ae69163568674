//! Names of the protocols that IP carries, by their number.
//!
//! From IANA's registry "Assigned Internet Protocol Numbers" (2025), those that are seen in networks.

/// The name of an IP protocol number.
pub fn name_of(number: u8) -> Option<&'static str> {
    let at = NAMES
        .binary_search_by_key(&number, |(number, _)| *number)
        .ok()?;
    NAMES.get(at).map(|(_, name)| *name)
}

/// Sorted by number.
const NAMES: &[(u8, &str)] = &[
    (0, "IPv6 hop-by-hop options"),
    (1, "ICMP"),
    (2, "IGMP"),
    (3, "GGP"),
    (4, "IPv4 in IP"),
    (5, "ST"),
    (6, "TCP"),
    (8, "EGP"),
    (9, "IGRP"),
    (17, "UDP"),
    (22, "XNS IDP"),
    (27, "RDP"),
    (29, "ISO TP4"),
    (33, "DCCP"),
    (36, "XTP"),
    (41, "IPv6 in IP"),
    (43, "IPv6 routing header"),
    (44, "IPv6 fragment"),
    (45, "IDRP"),
    (46, "RSVP"),
    (47, "GRE"),
    (50, "ESP"),
    (51, "AH"),
    (55, "minimal IP encapsulation"),
    (57, "SKIP"),
    (58, "ICMPv6"),
    (59, "IPv6 without payload"),
    (60, "IPv6 destination options"),
    (80, "ISO IP"),
    (81, "VMTP"),
    (88, "EIGRP"),
    (89, "OSPF"),
    (94, "IP in IP"),
    (97, "EtherIP"),
    (98, "encapsulation header"),
    (103, "PIM"),
    (108, "IPComp"),
    (112, "VRRP"),
    (113, "PGM"),
    (115, "L2TP"),
    (121, "SMP"),
    (124, "IS-IS over IPv4"),
    (132, "SCTP"),
    (133, "Fibre Channel over IP"),
    (134, "RSVP-E2E-IGNORE"),
    (135, "IPv6 mobility header"),
    (136, "UDP-Lite"),
    (137, "MPLS in IP"),
    (138, "MANET"),
    (139, "HIP"),
    (140, "Shim6"),
    (142, "ROHC"),
    (143, "Ethernet in IP"),
    (144, "AGGFRAG"),
    (145, "NSH"),
    (253, "experiment 253"),
    (254, "experiment 254"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_and_found() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(name_of(89), Some("OSPF"));
        assert_eq!(name_of(200), None);
    }
}
