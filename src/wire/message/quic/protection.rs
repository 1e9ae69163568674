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
mod tests;
