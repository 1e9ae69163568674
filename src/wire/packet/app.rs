//! The trailer that PCAPdroid puts behind a frame, and names in fields that are filled up with zeros.

use super::layers::AppNote;
use super::link::ether::{IPV4, IPV6};
use super::span::Span;
use crate::capture::frame::{Frame, LinkType};

/// First bytes of the trailer.
const MAGIC: [u8; 4] = [0x01, 0x07, 0x20, 0x21];

/// Magic, user number, name of twenty bytes, checksum (`pcap_dump.h` of PCAPdroid).
const TRAILER_BYTES: usize = 32;

/// Two addresses and a type.
const ETHERNET_BYTES: usize = 14;

/// Name field within the trailer.
const NAME: std::ops::Range<usize> = 8..28;

/// The app, where the last bytes of an Ethernet frame are a trailer behind its IP packet.
pub fn trailer(frame: &[u8]) -> Option<AppNote<'_>> {
    let start = frame.len().checked_sub(TRAILER_BYTES)?;
    let trailer = frame.get(start..)?;
    if !trailer.starts_with(&MAGIC) || packet_end(frame)? > start {
        return None;
    }
    let number: [u8; 4] = trailer.get(4..8)?.try_into().ok()?;
    Some(AppNote {
        name: padded_text(trailer.get(NAME)?)?,
        number: u32::from_be_bytes(number),
        is_trailer: true,
    })
}

/// What a frame had on the wire: of a frame with a trailer the IP packet, because PCAPdroid makes up the Ethernet header
/// and adds both to the length that the capture states.
pub fn wire_len(frame: &Frame<'_>) -> u32 {
    let ip_len = (frame.link == LinkType::ETHERNET)
        .then(|| trailer(frame.bytes))
        .flatten()
        .and_then(|_| packet_end(frame.bytes)?.checked_sub(ETHERNET_BYTES))
        .and_then(|ip_len| u32::try_from(ip_len).ok());
    ip_len.unwrap_or(frame.wire_len)
}

/// Where the IP packet of an Ethernet frame ends, as it says itself.
fn packet_end(frame: &[u8]) -> Option<usize> {
    let span = Span {
        bytes: frame,
        wire_len: 0,
    };
    match span.short(12)? {
        IPV4 => Some(14 + usize::from(span.short(16)?)),
        IPV6 => Some(54 + usize::from(span.short(18)?)),
        _ => None,
    }
}

/// Text up to the first zero byte; a character that the field's end cuts is left out. `None` where nothing is left.
pub fn padded_text(field: &[u8]) -> Option<&str> {
    let text = field.split(|byte| *byte == 0).next()?;
    let whole = match std::str::from_utf8(text) {
        Ok(whole) => whole,
        Err(error) => std::str::from_utf8(text.get(..error.valid_up_to())?).ok()?,
    };
    (!whole.is_empty()).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::packet::testing::{check, ethernet, frame, join, udp_4};
    use crate::wire::packet::{Decoded, decode};

    fn with_trailer() -> Vec<u8> {
        let mut name = [0; 20];
        name[..8].copy_from_slice(b"ClipClap");
        let trailer = join(&[&MAGIC, &[0, 0, 0x27, 0x8b], &name, &[9; 4]]);
        join(&[&ethernet(0x0800, &udp_4()), &[0], &trailer])
    }

    #[test]
    fn the_trailer_names_the_app_and_is_no_payload() {
        let bytes = with_trailer();
        check(
            LinkType::ETHERNET,
            &bytes,
            "10.0.0.1:1000 > 10.0.0.2:2000",
            &[],
        );
        let Decoded::Packet(packet) = decode(&frame(LinkType::ETHERNET, &bytes, bytes.len()))
        else {
            panic!("not a packet");
        };
        let app = packet.app.unwrap();
        assert_eq!(
            (app.name, app.number, app.is_trailer),
            ("ClipClap", 10_123, true)
        );
        assert_eq!(packet.ip_len, 31);
    }

    #[test]
    fn with_a_trailer_the_length_of_the_ip_packet_counts() {
        let bytes = with_trailer();
        let counted = |bytes: &[u8]| wire_len(&frame(LinkType::ETHERNET, bytes, bytes.len()));
        assert_eq!(counted(&bytes), 31);
        for length in 0..bytes.len() {
            assert_eq!(counted(&bytes[..length]) as usize, length);
        }
    }

    #[test]
    fn a_trailer_inside_the_packet_is_payload() {
        let bytes = with_trailer();
        for length in 0..bytes.len() {
            assert_eq!(trailer(&bytes[..length]), None);
        }
        let mut longer = bytes;
        longer[17] += 2;
        assert_eq!(trailer(&longer), None);
    }

    #[test]
    fn a_name_that_the_field_cuts_keeps_its_whole_characters() {
        assert_eq!(padded_text("Größe".as_bytes()), Some("Größe"));
        assert_eq!(padded_text(&"Größe".as_bytes()[..3]), Some("Gr"));
        assert_eq!(padded_text(&[0; 20]), None);
    }
}
