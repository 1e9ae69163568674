//! Headers that a capturing host invents: loopback, Linux cooked, firewall and netfilter logs, Solaris IPNET.

use super::ether::{IPV4, IPV6};
use super::{CUT, UNREAD, behind};
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::layers::Stop;
use crate::wire::packet::span::Span;

const BAD_FAMILY: Halt = Halt::Stopped(Stop::new(
    "a loopback frame names an unknown address family",
    UNREAD,
));

/// Type of the element of a netfilter log that holds the packet (`NFULA_PAYLOAD`).
const NETFILTER_PAYLOAD: u16 = 9;

/// Elements of a netfilter log that are passed; the kernel writes at most twenty kinds.
const MAX_ELEMENTS: usize = 64;

/// Four bytes of address family: host order of the capturing machine (NULL) or network order (LOOP).
///
/// Values: 2 is IPv4 everywhere; IPv6 is 10 (Linux), 24 (NetBSD), 28 (FreeBSD), 30 (Darwin).
pub fn loopback(span: Span<'_>) -> Step<'_> {
    let (big, little) = (span.word(0).ok_or(CUT)?, span.word_le(0).ok_or(CUT)?);
    match big.min(little) {
        2 | 10 | 24 | 28 | 30 => behind(span, 4, Next::Ip),
        0..=255 => Err(Halt::NotIp),
        _ => Err(BAD_FAMILY),
    }
}

/// Linux cooked capture: protocol at `protocol_at`, payload at `header_bytes`, sender at `address_at`.
pub fn cooked<'a>(
    span: Span<'a>,
    around: &mut Around<'a>,
    protocol_at: usize,
    header_bytes: usize,
    address_at: usize,
) -> Step<'a> {
    around.link_from = span.array(address_at);
    let rest = span.skip(header_bytes).ok_or(CUT)?;
    match span.short(protocol_at).ok_or(CUT)? {
        // `ETH_P_802_2` of the Linux kernel.
        4 => Ok((Next::Llc, rest)),
        kind => Ok((Next::EtherType(kind), rest)),
    }
}

/// OpenBSD's and FreeBSD's packet filter log: length of its header, then the address family.
pub fn firewall_log(span: Span<'_>) -> Step<'_> {
    let length = usize::from(span.byte(0).ok_or(CUT)?);
    match span.byte(1).ok_or(CUT)? {
        2 | 24 | 28 | 30 => behind(span, length.next_multiple_of(4), Next::Ip),
        _ => Err(Halt::NotIp),
    }
}

/// Apple's IP over FireWire: two addresses of eight bytes, EtherType.
pub fn firewire(span: Span<'_>) -> Step<'_> {
    let kind = span.short(16).ok_or(CUT)?;
    behind(span, 18, Next::EtherType(kind))
}

/// Version 1, address family (2 is IPv4, 26 IPv6), then where it was seen.
pub fn ipnet(span: Span<'_>) -> Step<'_> {
    match span.array(0).ok_or(CUT)? {
        [1, 2] => behind(span, 24, Next::EtherType(IPV4)),
        [1, 26] => behind(span, 24, Next::EtherType(IPV6)),
        _ => Err(Halt::NotIp),
    }
}

/// Linux netfilter log: family, version, group, then elements of length (in host order), type and value.
pub fn netfilter_log(span: Span<'_>) -> Step<'_> {
    if !matches!(span.byte(0).ok_or(CUT)?, 2 | 10) {
        return Err(Halt::NotIp);
    }
    let mut rest = span.skip(4).ok_or(CUT)?;
    for _ in 0..MAX_ELEMENTS {
        let (length, kind) = element(rest).ok_or(CUT)?;
        if kind == NETFILTER_PAYLOAD {
            let (_, packet) = behind(rest, 4, Next::Ip)?;
            return Ok((Next::Ip, packet.cut_to(u32::from(length) - 4)));
        }
        let step = usize::from(length).next_multiple_of(4);
        rest = rest.skip(step).ok_or(CUT)?;
    }
    Err(Halt::NotIp)
}

/// The host's order is the one in which the length covers its own four bytes and the type is a small number.
fn element(rest: Span<'_>) -> Option<(u16, u16)> {
    let little = (rest.short_le(0)?, rest.short_le(2)?);
    let big = (rest.short(0)?, rest.short(2)?);
    let fits = |(length, kind): (u16, u16)| length >= 4 && kind < 256;
    [little, big].into_iter().find(|element| fits(*element))
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, join, udp_4, udp_6};

    const PLAIN: &str = "10.0.0.1:1000 > 10.0.0.2:2000";
    const SIX: &str = "2001:db8::1:1000 > 2001:db8::2:2000";

    #[test]
    fn loopback_families_are_read_in_both_orders() {
        check(
            LinkType::NULL,
            &join(&[&[2, 0, 0, 0], &udp_4()]),
            PLAIN,
            &[],
        );
        check(LinkType::LOOP, &join(&[&[0, 0, 0, 24], &udp_6()]), SIX, &[]);
        let unknown = "stopped: a loopback frame names an unknown address family";
        check(LinkType::NULL, &[1, 2, 3, 4], unknown, &[]);
    }

    #[test]
    fn cooked_frames_lead_to_ip() {
        let first = join(&[&[0, 0, 0, 1, 0, 6], &[2; 8], &[8, 0], &udp_4()]);
        check(LinkType::LINUX_SLL, &first, PLAIN, &[]);
        let second = join(&[&[8, 0], &[0; 10], &[2; 8], &udp_4()]);
        check(LinkType::LINUX_SLL2, &second, PLAIN, &[]);
    }

    #[test]
    fn logs_of_firewalls_lead_to_the_packet() {
        let filter = join(&[&[61, 2, 0, 0], &[0; 60], &udp_4()]);
        check(LinkType(117), &filter, PLAIN, &[]);
        let length = u8::try_from(udp_4().len() + 4).unwrap();
        let log = join(&[
            &[2, 0, 0, 5],
            &[5, 0, 10, 0, 0, 0, 0, 0],
            &[length, 0, 9, 0],
            &udp_4(),
        ]);
        check(LinkType(239), &log, PLAIN, &[]);
        let big = join(&[&[10, 0, 0, 5], &[0, 55, 0, 9], &udp_6()]);
        check(LinkType(239), &big, SIX, &[]);
    }

    #[test]
    fn others_lead_to_ip() {
        check(
            LinkType(226),
            &join(&[&[1, 26], &[0; 22], &udp_6()]),
            SIX,
            &[],
        );
        let firewire = join(&[&[1; 8], &[2; 8], &[8, 0], &udp_4()]);
        check(LinkType(138), &firewire, PLAIN, &[]);
        check(
            LinkType(109),
            &join(&[&[2, 0, 0, 0], &[0; 8], &udp_4()]),
            PLAIN,
            &[],
        );
    }
}
