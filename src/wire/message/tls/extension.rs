//! Extensions that both hellos carry (RFC 8446 §4.2), and the reserved numbers that mean nothing (RFC 8701).

use super::vector::Vectors;

/// RFC 6066 §3.
pub const SERVER_NAME: u16 = 0;
/// RFC 8446 §4.2.3.
pub const SIGNATURE_ALGORITHMS: u16 = 13;
/// RFC 5764 §4.1.1.
pub const USE_SRTP: u16 = 14;
/// RFC 7301.
pub const ALPN: u16 = 16;
/// RFC 7366.
pub const ENCRYPT_THEN_MAC: u16 = 22;
/// RFC 5077.
pub const SESSION_TICKET: u16 = 35;
/// RFC 8446 §4.2.11.
pub const PRE_SHARED_KEY: u16 = 41;
/// RFC 8446 §4.2.10.
pub const EARLY_DATA: u16 = 42;
/// RFC 8446 §4.2.1.
pub const SUPPORTED_VERSIONS: u16 = 43;
/// RFC 9849 §5.
pub const ENCRYPTED_CLIENT_HELLO: u16 = 0xfe0d;

/// Whether a number of a suite, extension, version or group is one of those that clients put in to keep servers
/// tolerant (RFC 8701 §2).
pub fn is_grease(number: u16) -> bool {
    let [high, low] = number.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}

/// The extensions of a hello in their order; it ends where one is damaged.
pub fn extensions(bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = Vectors::new(bytes);
    std::iter::from_fn(move || Some((rest.short()?, rest.medium()?)))
}

/// The protocols of an ALPN extension, in their order.
pub fn protocols(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let list = Vectors::new(body).medium().unwrap_or(&[]);
    let mut rest = Vectors::new(list);
    std::iter::from_fn(move || rest.tiny())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_numbers_are_known() {
        let reserved = (0..=u16::MAX).filter(|number| is_grease(*number));
        assert_eq!(reserved.count(), 16);
        assert!(is_grease(0x0a0a) && is_grease(0xfafa) && !is_grease(0x0a1a));
    }

    #[test]
    fn a_damaged_extension_ends_the_list() {
        let bytes = [0, 43, 0, 1, 7, 0, 16, 0, 9, 1];
        assert_eq!(extensions(&bytes).collect::<Vec<_>>(), [(43, &[7][..])]);
        for length in 0..bytes.len() {
            assert!(extensions(&bytes[..length]).count() <= 1);
        }
    }
}
