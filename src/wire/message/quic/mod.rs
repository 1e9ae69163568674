//! QUIC (RFC 9000): headers of packets, the keys of Initials that anybody can derive, frames; and Google's older QUIC.
//!
//! Pure functions: what a connection must remember is kept by whoever reads it.

pub mod frame;
pub mod google;
pub mod header;
pub mod number;
pub mod protection;
pub mod retry;
pub mod version;

use header::{Header, Long};
use version::Version;

/// A client pads the datagram of its first packet to this (RFC 9000 §14.1).
const MIN_INITIAL_BYTES: usize = 1_200;

/// Whether a datagram begins a QUIC conversation or one of its long packets: a long header of a known version, a
/// version negotiation that offers one, a padded first packet of a reserved version (RFC 9000 §15), or a first packet
/// of Google's QUIC.
pub fn probe(datagram: &[u8]) -> bool {
    match header::read(datagram) {
        Some(Header::Long(long)) => is_believed(&long, datagram.len()),
        Some(Header::Negotiation { versions, .. }) => {
            versions.iter().any(|version| version.is_known())
        }
        Some(Header::Short) | None => google::probe(datagram),
    }
}

fn is_believed(long: &Long<'_>, datagram_bytes: usize) -> bool {
    let Version(number) = long.version;
    let is_reserved = number & 0x0f0f_0f0f == 0x0a0a_0a0a;
    long.version.is_known() || (is_reserved && datagram_bytes >= MIN_INITIAL_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_header_of_a_known_version_is_needed_in_full() {
        let initial = [0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0];
        for length in 0..initial.len() {
            assert_eq!(probe(&initial[..length]), length >= 15, "{length} bytes");
        }
        assert!(!probe(&[0x43, 0, 0, 0, 1, 0, 0, 0, 0]), "a short header");
        assert!(
            !probe(&[0xc3, 0, 0, 0, 9, 0, 0, 0, 0]),
            "an unknown version"
        );
        assert!(
            !probe(&[0xc3, 0, 0, 0, 1, 21, 0, 0, 0]),
            "a connection id of 21 bytes (RFC 9000 §17.2)"
        );
    }

    #[test]
    fn a_reserved_version_is_believed_in_a_padded_datagram() {
        let mut datagram = vec![
            0xc3, 0x1a, 0x2a, 0x3a, 0x4a, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0,
        ];
        assert!(!probe(&datagram));
        datagram.resize(MIN_INITIAL_BYTES, 0);
        assert!(probe(&datagram));
    }

    #[test]
    fn a_negotiation_must_offer_a_version_that_is_known() {
        let mut datagram = vec![0x80, 0, 0, 0, 0, 0, 2, 7, 7, 0x1a, 0x2a, 0x3a, 0x4a];
        assert!(!probe(&datagram));
        datagram.extend_from_slice(&[0, 0, 0, 1]);
        assert!(probe(&datagram));
    }
}
