//! A frame's bytes become link, IP and transport layers, as far as they can be read.
//!
//! Headers are followed one at a time: each says what comes next (`around::Next`) until an IP packet is reached. An IP
//! packet that carries another one is followed inward; the innermost is the packet, and what it was wrapped in is noted.

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
    /// Could not be read, and why.
    Stopped(Stop),
}

impl<'a> From<Result<Packet<'a>, Halt>> for Decoded<'a> {
    fn from(read: Result<Packet<'a>, Halt>) -> Self {
        match read {
            Ok(packet) => Decoded::Packet(packet),
            Err(Halt::NotIp) => Decoded::NotIp,
            Err(Halt::Stopped(stop)) => Decoded::Stopped(stop),
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
    }
    let read = link::begin(frame.link, span, &mut around)
        .and_then(|(next, span)| follow(next, span, around));
    match read {
        Err(_) if is_bare(frame) => follow(Next::Ip, span, Around::default()).into(),
        read => read.into(),
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
    ip::decode(Span { bytes, wire_len }, &around).into()
}

/// From a header to the innermost packet that can be read behind it.
fn follow<'a>(next: Next, span: Span<'a>, mut around: Around<'a>) -> Result<Packet<'a>, Halt> {
    let span = link::to_ip(next, span, &mut around)?;
    ip::decode(span, &around)
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
