//! A frame's bytes become link, IP and transport layers, as far as they can be read.

pub mod ip;
pub mod layers;
pub mod link;
pub mod transport;

pub use layers::{Fragment, LinkAddress, Packet, Segment, Stop, TcpSegment, TunnelPath};

use crate::capture::frame::Frame;

/// What a frame turned out to be.
#[derive(Clone, Copy, Debug)]
pub enum Decoded<'a> {
    /// An IP packet; `Packet::segment` says how far it could be read.
    Packet(Packet<'a>),
    /// Not IP at all (ARP, link-layer control, an unknown EtherType): nothing to place.
    NotIp,
    /// Could not be read, and why.
    Stopped(Stop),
}

/// Decodes one frame.
pub fn decode<'a>(frame: &Frame<'a>) -> Decoded<'a> {
    let link = match link::decode(frame) {
        Ok(Some(link)) => link,
        Ok(None) => return Decoded::NotIp,
        Err(stop) => return Decoded::Stopped(stop),
    };
    match ip::decode(&link) {
        Ok(packet) => Decoded::Packet(packet),
        Err(stop) => Decoded::Stopped(stop),
    }
}
