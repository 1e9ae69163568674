//! A datagram that may be QUIC: headers of its packets, Initials that open, and whatever opens read as frames.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::quic::frame::Frames;
use whither::wire::message::quic::header::{self, Header, Packet};
use whither::wire::message::quic::protection::{HeaderKey, PacketKey, Suite, initial_secrets};
use whither::wire::message::quic::{self, google};

fuzz_target!(|bytes: &[u8]| {
    quic::probe(bytes);
    google::read(bytes);
    google::read_hello(bytes);
    Frames::new(bytes, false).count();
    Frames::new(bytes, true).count();
    let mut rest = bytes;
    while let Some(Header::Long(long)) = header::read(rest) {
        let Some(packet) = long.packet else { return };
        if let (
            Packet::Sealed {
                bytes, number_at, ..
            },
            Some(scheme),
        ) = (packet, long.version.scheme())
            && let Some([secret, _]) = initial_secrets(scheme, long.destination)
            && let Some(header_key) = HeaderKey::new(scheme, Suite::Aes128Gcm, &secret)
            && let Some(packet_key) = PacketKey::new(scheme, Suite::Aes128Gcm, &secret)
            && let Some(uncovered) = header_key.uncover(bytes, number_at)
        {
            packet_key.open(bytes, number_at, uncovered, uncovered.number(0));
        }
        let next = header::after(rest, &packet);
        assert!(next.len() < rest.len(), "a packet has bytes");
        rest = next;
    }
});
