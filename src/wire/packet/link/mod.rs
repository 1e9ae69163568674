//! The link layer: from the first byte of a frame to the first byte of IP.
//!
//! Numbers from the registry of link types (tcpdump.org) and of EtherTypes (IEEE 802).

pub mod ether;
pub mod host;
pub mod mpls;
pub mod names;
pub mod pktap;
pub mod radio;
pub mod serial;
pub mod tags;
pub mod wifi;

use crate::capture::frame::LinkType;

use super::around::{Around, Halt, Next, Step, WifiShape};
use super::layers::Stop;
use super::span::Span;

/// What a stop inside the link layer means.
pub(super) const UNREAD: &str = "it counts as bytes that could not be read";

/// A header that ends before it is whole.
pub(super) const CUT: Halt = Halt::Stopped(Stop::new(
    "a frame is cut inside its link-layer header",
    UNREAD,
));

/// What a frame of this link type begins with.
pub fn begin<'a>(link: LinkType, frame: Span<'a>, around: &mut Around<'a>) -> Step<'a> {
    around.count_header()?;
    match link.0 {
        1 => Ok((Next::Ethernet, frame)),
        12 | 14 | 101 | 228 | 229 => Ok((Next::Ip, frame)),
        0 | 108 => host::loopback(frame),
        113 => host::cooked(frame, around, 14, 16, 6),
        276 => host::cooked(frame, around, 0, 20, 12),
        6 => ether::token_ring(frame, around),
        8 => behind(frame, 16, Next::Ip),
        9 => Ok((Next::PppFrame, frame)),
        10 => ether::fddi(frame, around),
        50 => serial::ppp_or_hdlc(frame),
        51 => serial::pppoe(frame, around),
        100 | 106 => Ok((Next::Llc, frame)),
        104 => serial::cisco_hdlc(frame),
        105 => Ok((Next::Wifi(WifiShape::Plain), frame)),
        107 => serial::frame_relay(frame),
        109 => behind(frame, 12, Next::Ip),
        117 => host::firewall_log(frame),
        119 | 163 => radio::monitor(frame),
        127 => radio::radiotap(frame),
        138 => host::firewire(frame),
        149 => pktap::user_2(frame, around),
        166 => behind(frame, 2, Next::Ppp),
        192 => radio::ppi(frame, around),
        204 => behind(frame, 1, Next::PppFrame),
        205 => serial::with_direction(frame, serial::cisco_hdlc),
        206 => serial::with_direction(frame, serial::frame_relay),
        219 => Ok((Next::Mpls, frame)),
        226 => host::ipnet(frame),
        239 => host::netfilter_log(frame),
        258 => pktap::pktap(frame, around),
        274 => ether::with_preamble(frame),
        281 | 284 => ether::with_switch_tag(frame, around, 4),
        282 => behind(frame, 4, Next::Ethernet),
        285 => ether::with_switch_tag(frame, around, 8),
        number => Err(Halt::Stopped(refused(number))),
    }
}

/// Follows headers to an IP packet; `Around` bounds how many.
pub fn to_ip<'a>(
    mut next: Next,
    mut span: Span<'a>,
    around: &mut Around<'a>,
) -> Result<Span<'a>, Halt> {
    loop {
        around.count_header()?;
        (next, span) = match next {
            Next::Ip | Next::EtherType(ether::IPV4 | ether::IPV6) => return Ok(span),
            Next::Ethernet => ether::ethernet(span, around)?,
            Next::EtherType(kind) => ether::by_type(kind, span, around)?,
            Next::Llc => ether::llc(span)?,
            Next::Wifi(shape) => wifi::data(span, shape, around)?,
            Next::PppFrame => serial::ppp_frame(span)?,
            Next::Ppp => serial::ppp(span)?,
            Next::Mpls => mpls::labels(span, around)?,
            Next::ServiceHeader => tags::service_header(span, around)?,
        };
    }
}

/// `next`, behind a header of `header_bytes` that says nothing of use.
pub(super) fn behind(span: Span<'_>, header_bytes: usize, next: Next) -> Step<'_> {
    Ok((next, span.skip(header_bytes).ok_or(CUT)?))
}

fn refused(number: u32) -> Stop {
    Stop {
        what: "frames of a link type that is not decoded here:",
        meaning: "they count as bytes that could not be read; nothing in them is placed",
        number: Some(number),
        name: names::name_of(number),
    }
}
