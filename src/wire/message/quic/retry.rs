//! Whether a Retry is the answer to a client's first packet: its integrity tag (RFC 9001 §5.8).

use aes_gcm::Aes128Gcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};

use super::version::Version;

/// Whether the tag of a Retry fits the destination connection id that the client had chosen; `None` for versions whose
/// tag is made otherwise.
pub fn is_answer(
    version: Version,
    client_destination: &[u8],
    unsigned: &[u8],
    tag: &[u8],
) -> Option<bool> {
    let (key, nonce) = version.scheme()?.retry?;
    let length = u8::try_from(client_destination.len()).ok()?;
    let signed = [&[length], client_destination, unsigned].concat();
    let cipher = Aes128Gcm::new_from_slice(&key).ok()?;
    let sealed = Payload {
        msg: tag,
        aad: &signed,
    };
    Some(cipher.decrypt((&nonce).into(), sealed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::header::{self, Header, Packet};
    use super::*;

    const DESTINATION: [u8; 8] = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

    /// RFC 9001 appendix A.4 and RFC 9369 appendix A.4.
    #[test]
    fn the_retries_of_both_rfcs_are_answers() {
        let first = [
            0xff, 0, 0, 0, 1, 0, 8, 0xf0, 0x67, 0xa5, 0x50, 0x2a, 0x42, 0x62, 0xb5, b't', b'o',
            b'k', b'e', b'n', 0x04, 0xa2, 0x65, 0xba, 0x2e, 0xff, 0x4d, 0x82, 0x90, 0x58, 0xfb,
            0x3f, 0x0f, 0x24, 0x96, 0xba,
        ];
        let second = [
            0xcf, 0x6b, 0x33, 0x43, 0xcf, 0, 8, 0xf0, 0x67, 0xa5, 0x50, 0x2a, 0x42, 0x62, 0xb5,
            b't', b'o', b'k', b'e', b'n', 0xc8, 0x64, 0x6c, 0xe8, 0xbf, 0xe3, 0x39, 0x52, 0xd9,
            0x55, 0x54, 0x36, 0x65, 0xdc, 0xc7, 0xb6,
        ];
        for (version, mut datagram) in [(Version::ONE, first), (Version::TWO, second)] {
            assert_eq!(answers(version, &DESTINATION, &datagram), Some(true));
            assert_eq!(answers(version, &[1, 2], &datagram), Some(false));
            for length in 0..datagram.len() {
                let answer = answers(version, &DESTINATION, &datagram[..length]);
                assert_ne!(answer, Some(true), "{length} bytes");
            }
            datagram[17] ^= 1;
            assert_eq!(answers(version, &DESTINATION, &datagram), Some(false));
        }
    }

    fn answers(version: Version, destination: &[u8], datagram: &[u8]) -> Option<bool> {
        let Some(Header::Long(long)) = header::read(datagram) else {
            return None;
        };
        let Some(Packet::Retry { unsigned, tag }) = long.packet else {
            return None;
        };
        is_answer(version, destination, unsigned, tag)
    }
}
