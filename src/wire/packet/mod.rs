//! A frame's bytes become link, IP and transport layers, as far as they can be read.
//!
//! Headers are followed one at a time: each says what comes next (`around::Next`) until an IP packet is reached. An IP
//! packet that carries another one is followed inward; the innermost is the packet, and what it was wrapped in is noted.

pub mod aggregate;
pub mod app;
pub mod around;
pub mod ip;
pub mod layers;
pub mod link;
pub mod span;
#[cfg(test)]
mod testing;
pub mod transport;
pub mod tunnel;
pub mod path;

pub use layers::{AppNote, Fragment, LinkAddress, Packet, Segment, Stop, TcpSegment};
pub use path::{Tunnel, TunnelLayer, TunnelPath};

use crate::capture::frame::{Frame, LinkType};

use aggregate::Aggregate;
use around::{Around, Halt, Next};
use span::Span;

/// What a frame turned out to be.
#[expect(
    clippy::large_enum_variant,
    reason = "most frames are packets and none is kept: a box would allocate for each"
)]
#[derive(Clone, Copy, Debug)]
pub enum Decoded<'a> {
    /// An IP packet; `Packet::segment` says how far it could be read.
    Packet(Packet<'a>),
    /// Not IP at all (ARP, link-layer control, an unknown EtherType): nothing to place.
    NotIp,
    /// Several packets in one Wi-Fi frame, to be decoded one by one.
    Several(Aggregate<'a>),
    /// Could not be read, and why.
    Stopped(Stop),
}

impl From<Halt> for Decoded<'_> {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::NotIp => Decoded::NotIp,
            Halt::Stopped(stop) => Decoded::Stopped(stop),
        }
    }
}

/// Decodes one frame.
pub fn decode<'a>(frame: &Frame<'a>) -> Decoded<'a> {
    let span = Span {
        bytes: frame.bytes,
        wire_len: frame.wire_len,
    };
    let mut around = Around::default();
    if frame.link == LinkType::ETHERNET {
        around.app = app::trailer(frame.bytes);
        if let Some(packet) = link::ether::plain(span, &mut around) {
            return ip::decode(packet, &around);
        }
    }
    let ip = link::begin(frame.link, span, &mut around)
        .and_then(|(next, span)| link::to_ip(next, span, &mut around));
    match ip {
        Ok(ip) => ip::decode(ip, &around),
        Err(_) if is_bare(frame) => ip::decode(span, &Around::default()),
        Err(_) if let Some(body) = around.several => Decoded::Several(Aggregate { body }),
        Err(halt) => halt.into(),
    }
}

/// Decodes an IP packet that was put together from fragments: `tunnel` and `link_from` are those of its first fragment.
pub fn decode_ip<'a>(
    bytes: &'a [u8],
    wire_len: u32,
    tunnel: Tunnel,
    link_from: Option<LinkAddress>,
) -> Decoded<'a> {
    let around = Around::new(tunnel, link_from);
    ip::decode(Span { bytes, wire_len }, &around)
}

/// From a header to the innermost packet that can be read behind it.
fn follow<'a>(next: Next, span: Span<'a>, around: &mut Around<'a>) -> Decoded<'a> {
    match link::to_ip(next, span, around) {
        Ok(ip) => ip::decode(ip, around),
        Err(halt) => halt.into(),
    }
}

/// PCAPdroid leaves out the Ethernet header where its trailer would not fit the snap length: an IP packet, whole to the
/// byte, in a frame that should be Ethernet.
fn is_bare(frame: &Frame<'_>) -> bool {
    let span = Span {
        bytes: frame.bytes,
        wire_len: frame.wire_len,
    };
    let length = match span.array(0) {
        Some([0x45, _]) => span.short(2).map(u32::from),
        Some([0x60, 0]) => span.short(4).map(|length| u32::from(length) + 40),
        _ => None,
    };
    frame.link == LinkType::ETHERNET && length == Some(frame.wire_len)
}
