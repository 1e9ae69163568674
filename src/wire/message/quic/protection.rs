//! Packet protection (RFC 9001 §5): keys of a secret, header protection, opening of packets.

use aes::cipher::{BlockCipherEncrypt, KeyInit, KeyIvInit, StreamCipher, StreamCipherSeek};
use aes::{Aes128, Aes256};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use chacha20::ChaCha20;
use chacha20poly1305::ChaCha20Poly1305;
use hkdf::Hkdf;
use sha2::Sha256;

use super::version::Scheme;
use crate::wire::message::expand::expand_label;

/// The part of a packet that header protection is made from, and where it begins behind the packet number's start
/// (RFC 9001 §5.4.2).
const SAMPLE_BYTES: usize = 16;
const SAMPLE_AFTER: usize = 4;

/// Bits of the first byte that are protected in a long and in a short header (RFC 9001 §5.4.1).
const LONG_BITS: u8 = 0x0f;
const SHORT_BITS: u8 = 0x1f;

/// The ciphers of TLS 1.3 that QUIC uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// TLS_AES_128_GCM_SHA256.
    Aes128Gcm,
    /// TLS_AES_256_GCM_SHA384.
    Aes256Gcm,
    /// TLS_CHACHA20_POLY1305_SHA256.
    ChaCha20Poly1305,
}

impl Suite {
    /// By the number of a ServerHello (RFC 8446 §B.4).
    pub fn by_number(number: u16) -> Option<Self> {
        match number {
            0x1301 => Some(Suite::Aes128Gcm),
            0x1302 => Some(Suite::Aes256Gcm),
            0x1303 => Some(Suite::ChaCha20Poly1305),
            _ => None,
        }
    }

    fn key_bytes(self) -> usize {
        match self {
            Suite::Aes128Gcm => 16,
            Suite::Aes256Gcm | Suite::ChaCha20Poly1305 => 32,
        }
    }
}

enum Cipher {
    Aes128(Box<Aes128Gcm>),
    Aes256(Box<Aes256Gcm>),
    ChaCha(Box<ChaCha20Poly1305>),
}

enum Mask {
    Aes128(Box<Aes128>),
    Aes256(Box<Aes256>),
    ChaCha([u8; 32]),
}

/// What opens the packets of one side: its key and initialisation vector.
pub struct PacketKey {
    cipher: Cipher,
    iv: [u8; 12],
}

/// What uncovers the headers of one side; it stays when keys are updated (RFC 9001 §6).
pub struct HeaderKey(Mask);

impl std::fmt::Debug for PacketKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PacketKey")
    }
}

impl std::fmt::Debug for HeaderKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeaderKey")
    }
}

/// A header without its protection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// The first byte.
    pub first: u8,
    /// The packet number as sent, in its lowest bits.
    pub sent_number: u32,
    /// How many bytes of it were sent: 1 to 4.
    pub number_bytes: usize,
}

impl Uncovered {
    /// The key phase bit of a short header (RFC 9000 §17.3.1).
    pub fn key_phase(&self) -> bool {
        self.first & 0x04 != 0
    }

    /// The whole packet number: the one that is nearest to the next expected (RFC 9000 §A.3).
    pub fn number(&self, expected: u64) -> u64 {
        let window = 1_u64 << (8 * self.number_bytes);
        let near = expected & !(window - 1) | u64::from(self.sent_number);
        if near + window / 2 <= expected && near < (1 << 62) - window {
            near + window
        } else if near > expected + window / 2 && near >= window {
            near - window
        } else {
            near
        }
    }
}

/// The secrets of both sides' Initials: of client and server (RFC 9001 §5.2).
pub fn initial_secrets(scheme: &Scheme, client_destination: &[u8]) -> Option<[[u8; 32]; 2]> {
    let (secret, _) = Hkdf::<Sha256>::extract(Some(&scheme.salt), client_destination);
    let mut secrets = [[0; 32]; 2];
    let [client, server] = &mut secrets;
    expand_label(&secret, "client in", client)?;
    expand_label(&secret, "server in", server)?;
    Some(secrets)
}

/// The secret that follows at a key update (RFC 9001 §6.1).
pub fn next_secret(scheme: &Scheme, secret: &[u8]) -> Option<Vec<u8>> {
    let mut next = vec![0; secret.len()];
    expand_label(secret, &format!("{}ku", scheme.label), &mut next)?;
    Some(next)
}

impl HeaderKey {
    /// Of a secret.
    pub fn new(scheme: &Scheme, suite: Suite, secret: &[u8]) -> Option<Self> {
        let mut key = [0; 32];
        let key = key.get_mut(..suite.key_bytes())?;
        expand_label(secret, &format!("{}hp", scheme.label), key)?;
        Some(Self(match suite {
            Suite::Aes128Gcm => Mask::Aes128(Box::new(Aes128::new_from_slice(key).ok()?)),
            Suite::Aes256Gcm => Mask::Aes256(Box::new(Aes256::new_from_slice(key).ok()?)),
            Suite::ChaCha20Poly1305 => Mask::ChaCha((&*key).try_into().ok()?),
        }))
    }

    /// Uncovers the header of a packet whose protected number begins at `number_at`; `None` where the packet is too
    /// short to have been protected.
    pub fn uncover(&self, packet: &[u8], number_at: usize) -> Option<Uncovered> {
        let sample_at = number_at.checked_add(SAMPLE_AFTER)?;
        let sample = packet.get(sample_at..sample_at.checked_add(SAMPLE_BYTES)?)?;
        let [mask, masks @ ..] = self.mask(sample.try_into().ok()?)?;
        let covered = *packet.first()?;
        let bits = match covered & 0x80 {
            0 => SHORT_BITS,
            _ => LONG_BITS,
        };
        let first = covered ^ (mask & bits);
        let number_bytes = usize::from(first & 3) + 1;
        let covered_number = packet.get(number_at..number_at + number_bytes)?;
        let sent_number = covered_number
            .iter()
            .zip(masks)
            .fold(0, |sum, (byte, mask)| sum << 8 | u32::from(byte ^ mask));
        Some(Uncovered {
            first,
            sent_number,
            number_bytes,
        })
    }

    fn mask(&self, sample: [u8; SAMPLE_BYTES]) -> Option<[u8; 5]> {
        let mut block = sample.into();
        match &self.0 {
            Mask::Aes128(cipher) => cipher.encrypt_block(&mut block),
            Mask::Aes256(cipher) => cipher.encrypt_block(&mut block),
            Mask::ChaCha(key) => return chacha_mask(key, sample),
        }
        block.get(..5)?.try_into().ok()
    }
}

/// RFC 9001 §5.4.4: four bytes of the sample are the block counter, twelve the nonce.
fn chacha_mask(key: &[u8; 32], sample: [u8; SAMPLE_BYTES]) -> Option<[u8; 5]> {
    let (counter, nonce) = sample.split_first_chunk::<4>()?;
    let mut stream = ChaCha20::new_from_slices(key, nonce).ok()?;
    let position = u64::from(u32::from_le_bytes(*counter)) * 64;
    stream.try_seek(position).ok()?;
    let mut mask = [0; 5];
    stream.try_apply_keystream(&mut mask).ok()?;
    Some(mask)
}

impl PacketKey {
    /// Of a secret.
    pub fn new(scheme: &Scheme, suite: Suite, secret: &[u8]) -> Option<Self> {
        let mut key = [0; 32];
        let key = key.get_mut(..suite.key_bytes())?;
        expand_label(secret, &format!("{}key", scheme.label), key)?;
        let mut iv = [0; 12];
        expand_label(secret, &format!("{}iv", scheme.label), &mut iv)?;
        let cipher = match suite {
            Suite::Aes128Gcm => Cipher::Aes128(Box::new(Aes128Gcm::new_from_slice(key).ok()?)),
            Suite::Aes256Gcm => Cipher::Aes256(Box::new(Aes256Gcm::new_from_slice(key).ok()?)),
            Suite::ChaCha20Poly1305 => {
                Cipher::ChaCha(Box::new(ChaCha20Poly1305::new_from_slice(key).ok()?))
            }
        };
        Some(Self { cipher, iv })
    }

    /// The frames of a packet whose header was uncovered and whose whole number is known; `None` where the packet is
    /// not authentic under this key.
    pub fn open(
        &self,
        packet: &[u8],
        number_at: usize,
        uncovered: Uncovered,
        number: u64,
    ) -> Option<Vec<u8>> {
        let header_bytes = number_at.checked_add(uncovered.number_bytes)?;
        let (header, sealed) = packet.split_at_checked(header_bytes)?;
        let mut header = header.to_vec();
        *header.first_mut()? = uncovered.first;
        let sent = uncovered.sent_number.to_be_bytes();
        let sent = sent.get(4 - uncovered.number_bytes..)?;
        header.get_mut(number_at..)?.copy_from_slice(sent);
        self.unseal(&self.nonce(number), &header, sealed)
    }

    fn nonce(&self, number: u64) -> [u8; 12] {
        let mut nonce = self.iv;
        for (byte, part) in nonce.iter_mut().rev().zip(number.to_le_bytes()) {
            *byte ^= part;
        }
        nonce
    }

    fn unseal(&self, nonce: &[u8; 12], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
        let sealed = Payload { msg, aad };
        match &self.cipher {
            Cipher::Aes128(cipher) => cipher.decrypt(nonce.into(), sealed).ok(),
            Cipher::Aes256(cipher) => cipher.decrypt(nonce.into(), sealed).ok(),
            Cipher::ChaCha(cipher) => cipher.decrypt(nonce.into(), sealed).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::{self, Header, Packet};
    use super::super::version::Version;
    use super::*;

    /// RFC 9001 and RFC 9369, appendix A: the client's first destination connection id.
    const DESTINATION: [u8; 8] = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        digits
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    fn keys(version: Version, side: usize) -> (HeaderKey, PacketKey) {
        let scheme = version.scheme().unwrap();
        let secret = initial_secrets(scheme, &DESTINATION).unwrap()[side];
        (
            HeaderKey::new(scheme, Suite::Aes128Gcm, &secret).unwrap(),
            PacketKey::new(scheme, Suite::Aes128Gcm, &secret).unwrap(),
        )
    }

    fn opened(version: Version, side: usize, datagram: &[u8]) -> Option<(u64, Vec<u8>)> {
        let Some(Header::Long(long)) = header::read(datagram) else {
            return None;
        };
        let Some(Packet::Sealed {
            bytes, number_at, ..
        }) = long.packet
        else {
            return None;
        };
        let (header_key, packet_key) = keys(version, side);
        let uncovered = header_key.uncover(bytes, number_at)?;
        let number = uncovered.number(0);
        Some((
            number,
            packet_key.open(bytes, number_at, uncovered, number)?,
        ))
    }

    /// RFC 9001 appendix A.3 and RFC 9369 appendix A.3: the same frames in both versions.
    #[test]
    fn the_server_initials_of_both_rfcs_open() {
        let frames = hex(
            "02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a
             1200130100002e00330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a
             002b00020304",
        );
        let first = hex(
            "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb3
             8cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84
             022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee",
        );
        let second = hex(
            "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf872630
             17915358230035f7fd3945d88965cf17f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2
             c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca84bed8521e2e140",
        );
        for (version, datagram) in [(Version::ONE, first), (Version::TWO, second)] {
            assert_eq!(opened(version, 1, &datagram), Some((1, frames.clone())));
            for length in 0..datagram.len() {
                assert_eq!(opened(version, 1, &datagram[..length]), None, "{length}");
            }
            assert_eq!(opened(version, 0, &datagram), None, "the client's keys");
        }
    }

    /// RFC 9001 appendix A.2: its frames are sealed here; start and tag must be those of the RFC before it is opened.
    #[test]
    fn the_client_initial_of_the_rfc_opens() {
        let mut frames = hex(
            "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c000004130113
             02010000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d00170018001000070005
             04616c706e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce1
             5d43e994ec74d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c0002400100
             3900320408ffffffffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806
             048000ffff",
        );
        frames.resize(1_162, 0);
        let header = hex("c300000001088394c8f03e5157080000449e00000002");
        let (header_key, packet_key) = keys(Version::ONE, 0);
        let Cipher::Aes128(cipher) = &packet_key.cipher else {
            panic!("Initials use AES-128");
        };
        let payload = Payload {
            msg: &frames,
            aad: &header,
        };
        let sealed = cipher
            .encrypt((&packet_key.nonce(2)).into(), payload)
            .unwrap();
        let mask = header_key.mask(sealed[..16].try_into().unwrap()).unwrap();
        let mut datagram = [header, sealed].concat();
        datagram[0] ^= mask[0] & LONG_BITS;
        for at in 0..4 {
            datagram[18 + at] ^= mask[1 + at];
        }
        assert!(datagram.starts_with(&hex(
            "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11"
        )));
        assert!(datagram.ends_with(&hex("e221af44860018ab0856972e194cd934")));
        assert_eq!(opened(Version::ONE, 0, &datagram), Some((2, frames)));
    }

    /// RFC 9001 appendix A.5 and RFC 9369 appendix A.5.
    #[test]
    fn the_chacha_packets_of_both_rfcs_open() {
        let secret = hex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
        for (version, packet, next) in [
            (
                Version::ONE,
                "4cfe4189655e5cd55c41f69080575d7999c25a5bfb",
                "1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9",
            ),
            (
                Version::TWO,
                "5558b1c60ae7b6b932bc27d786f4bc2bb20f2162ba",
                "c69374c49e3d2a9466fa689e49d476db5d0dfbc87d32ceeaa6343fd0ae4c7d88",
            ),
        ] {
            let scheme = version.scheme().unwrap();
            let suite = Suite::ChaCha20Poly1305;
            let header_key = HeaderKey::new(scheme, suite, &secret).unwrap();
            let packet_key = PacketKey::new(scheme, suite, &secret).unwrap();
            let packet = hex(packet);
            let uncovered = header_key.uncover(&packet, 1).unwrap();
            assert_eq!(uncovered.number_bytes, 3);
            let number = uncovered.number(654_360_563);
            assert_eq!(number, 654_360_564);
            let frames = packet_key.open(&packet, 1, uncovered, number);
            assert_eq!(frames, Some(vec![1]));
            assert_eq!(next_secret(scheme, &secret), Some(hex(next)));
        }
    }

    /// RFC 9000 §A.3 and its edges.
    #[test]
    fn the_number_nearest_to_the_expected_is_taken() {
        for (sent_number, number_bytes, expected, number) in [
            (0x9b32, 2, 0xa82f_30eb, 0xa82f_9b32),
            (0, 1, 0, 0),
            (0xff, 1, 0, 0xff),
            (2, 1, 0x1ff, 0x202),
            (0xfe, 1, 0x201, 0x1fe),
            (u32::MAX, 4, u64::from(u32::MAX) + 1, u64::from(u32::MAX)),
        ] {
            let uncovered = Uncovered {
                first: 0,
                sent_number,
                number_bytes,
            };
            assert_eq!(uncovered.number(expected), number, "{sent_number:#x}");
        }
    }
}
