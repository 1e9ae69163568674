//! Tags between an Ethernet header and what it carries: VLAN, provider backbone, MACsec, and those of switches.

use super::ether::type_or_length;
use super::{CUT, UNREAD, behind};
use crate::wire::packet::around::{Around, Halt, Next, Step};
use crate::wire::packet::layers::Stop;
use crate::wire::packet::path::TunnelLayer;
use crate::wire::packet::span::Span;

/// Bytes of the integrity check value behind a MACsec frame (the default cipher suite, IEEE 802.1AE §14.5).
const INTEGRITY_BYTES: u32 = 16;

const ENCRYPTED: Halt = Halt::Stopped(Stop::new(
    "a frame is encrypted by MACsec",
    "it counts as bytes that could not be read; only the two stations have its key",
));

const BAD_SERVICE_HEADER: Halt = Halt::Stopped(Stop::new(
    "a network service header states a length shorter than itself",
    UNREAD,
));

/// IEEE 802.1Q and 802.1ad, and the older numbers that switches used for stacked tags.
pub fn vlan<'a>(kind: u16, span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let id = span.short(0).ok_or(CUT)? & 0x0fff;
    around.push(match kind {
        0x8100 => TunnelLayer::Vlan(id),
        _ => TunnelLayer::ServiceVlan(id),
    });
    type_or_length(span, 2)
}

/// IEEE 802.1ah I-TAG: flags, service identifier, then the customer's Ethernet header.
pub fn provider_backbone<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let tag = span.word(0).ok_or(CUT)?;
    around.push(TunnelLayer::ProviderBackbone(tag & 0x00ff_ffff));
    around.link_from = span.array(10);
    type_or_length(span, 16)
}

/// Cisco FabricPath: forwarding tag and time to live, then the whole Ethernet frame.
pub fn fabric_path<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    around.push(TunnelLayer::FabricPath);
    behind(span, 2, Next::Ethernet)
}

/// Cisco metadata: version, count of options, options of four bytes, type. The first option is the security group tag.
pub fn cisco_metadata<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let options = usize::from(span.byte(1).ok_or(CUT)?);
    let tag = span.short(4).ok_or(CUT)?;
    around.push(TunnelLayer::SecurityGroup(tag));
    type_or_length(span, 2 + options * 4)
}

/// IEEE 802.1AE security tag (§9.3). Bits: 0x20 an identifier of eight bytes follows, 0x0c payload encrypted or changed.
pub fn mac_sec<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let control = span.byte(0).ok_or(CUT)?;
    let short_len = u32::from(span.byte(1).ok_or(CUT)? & 0x3f);
    if control & 0x0c != 0 {
        return Err(ENCRYPTED);
    }
    let tag_bytes = if control & 0x20 != 0 { 14 } else { 6 };
    let rest = span.skip(tag_bytes).ok_or(CUT)?;
    let secured = match short_len {
        0 => rest.wire_len.saturating_sub(INTEGRITY_BYTES),
        stated => stated,
    };
    around.push(TunnelLayer::MacSec);
    type_or_length(rest.cut_to(secured), 0)
}

/// RFC 6325 §3: header with options, then the whole Ethernet frame.
pub fn trill(span: Span<'_>) -> Step<'_> {
    let flags = span.short(0).ok_or(CUT)?;
    let option_bytes = usize::from((flags >> 6) & 0x1f) * 4;
    behind(span, 6 + option_bytes, Next::Ethernet)
}

/// RFC 8300 §2.2: length in words, next protocol, service path.
pub fn service_header<'a>(span: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    let first = span.word(0).ok_or(CUT)?;
    let path = span.word(4).ok_or(CUT)? >> 8;
    let words = usize::try_from((first >> 16) & 0x3f).unwrap_or(0);
    if words < 2 {
        return Err(BAD_SERVICE_HEADER);
    }
    around.push(TunnelLayer::ServiceHeader(path));
    let next = match first & 0xff {
        1 | 2 => Next::Ip,
        3 => Next::Ethernet,
        4 => Next::ServiceHeader,
        5 => Next::Mpls,
        _ => return Err(Halt::NotIp),
    };
    behind(span, words * 4, next)
}

#[cfg(test)]
mod tests {
    use crate::capture::frame::LinkType;
    use crate::wire::packet::testing::{check, ethernet, join, udp_4};

    #[test]
    fn tags_are_passed_and_named_from_outside() {
        let tags = [
            0, 5, 0x81, 0, 0x20, 12, 0x89, 0x09, 1, 1, 0, 1, 0, 16, 0x08, 0,
        ];
        let frame = ethernet(0x88a8, &join(&[&tags, &udp_4()]));
        let want = "qinq:5 vlan:12 sgt:16 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &frame, want, &[]);
    }

    #[test]
    fn a_provider_backbone_and_a_fabric_carry_whole_frames() {
        let inner = ethernet(0x0800, &udp_4());
        let backbone = ethernet(0x88e7, &join(&[&[0, 0, 1, 0], &inner]));
        let want = "pbb:256 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &backbone, want, &[]);
        let fabric = ethernet(0x8903, &join(&[&[0, 0x60], &inner]));
        let want = "fabricpath 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &fabric, want, &[]);
        let trill = ethernet(0x22f3, &join(&[&[0, 0x40, 0, 1, 0, 2], &[0; 4], &inner]));
        check(
            LinkType::ETHERNET,
            &trill,
            "10.0.0.1:1000 > 10.0.0.2:2000",
            &[],
        );
    }

    #[test]
    fn macsec_is_read_where_it_only_signs() {
        let signed = join(&[&[0, 0, 0, 0, 0, 1, 8, 0], &udp_4(), &[0xee; 16]]);
        let want = "macsec 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &ethernet(0x88e5, &signed), want, &[]);
        let sealed = ethernet(0x88e5, &join(&[&[0x0c, 0, 0, 0, 0, 1], &[0xee; 40]]));
        let want = "stopped: a frame is encrypted by MACsec";
        check(LinkType::ETHERNET, &sealed, want, &[]);
    }

    #[test]
    fn a_service_header_names_its_path() {
        let header = [0x0f, 0xc2, 2, 1, 0, 0, 42, 255];
        let frame = ethernet(0x894f, &join(&[&header, &udp_4()]));
        let want = "nsh:42 10.0.0.1:1000 > 10.0.0.2:2000";
        check(LinkType::ETHERNET, &frame, want, &[]);
    }
}
