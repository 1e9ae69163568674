//! QUIC recognised by its long header and a known version (RFC 9000 §17.2). Names inside come with a later stage.

/// Versions that are known: v1 (RFC 9000), v2 (RFC 9369), the drafts, mvfst, and the last of Google's own.
fn is_known_version(version: u32) -> bool {
    matches!(
        version,
        0x0000_0001 | 0x6b33_43cf | 0xff00_0016
            ..=0xff00_0022
                | 0xface_b001
                | 0xface_b002
                | 0xface_b00e
                | 0x5130_3436
                | 0x5130_3530
                | 0x5430_3530
                | 0x5430_3531
    )
}

/// Whether a datagram begins with a QUIC long header of a known version.
pub fn probe(bytes: &[u8]) -> bool {
    let Some([first, version @ ..]) = bytes.get(..5).and_then(|b| <[u8; 5]>::try_from(b).ok())
    else {
        return false;
    };
    first & 0x80 != 0 && is_known_version(u32::from_be_bytes(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_header_of_a_known_version_is_needed_in_full() {
        let initial = [0xc3, 0, 0, 0, 1, 8];
        for length in 0..initial.len() {
            assert_eq!(probe(&initial[..length]), length >= 5, "{length} bytes");
        }
        assert!(!probe(&[0x43, 0, 0, 0, 1]), "a short header");
        assert!(!probe(&[0xc3, 0, 0, 0, 9]), "an unknown version");
    }
}
