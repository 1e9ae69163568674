//! Opens the records of one direction: AEAD suites of TLS 1.3 (RFC 8446 §5.2) and TLS 1.2 (RFC 5246 §6.2.3.3), and CBC
//! suites of TLS 1.2 with the MAC before or after encryption (RFC 5246 §6.2.3.2, RFC 7366). Only what verifies is given.

use std::fmt;

use aes::{Aes128, Aes256};
use aes_gcm::aead::{Aead, KeyInit, Nonce, Payload};
use aes_gcm::{Aes128Gcm, Aes256Gcm};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use ccm::Ccm;
use ccm::consts::{U8, U12, U16};
use chacha20poly1305::ChaCha20Poly1305;

use super::secrets::{RecordKeys, mac};
use super::suite::{Hash, Method, Suite};
use crate::wire::message::tls::record::{Content, Record};

/// Block of AES and vector of CBC, in bytes.
const BLOCK_BYTES: usize = 16;

/// Part of the vector that records of TLS 1.2 carry, in bytes (RFC 5288 §3).
const EXPLICIT_BYTES: usize = 8;

/// A cipher that authenticates, with its key.
trait Sealed: Send {
    fn open(&self, nonce: &[u8], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>>;
}

impl<A: Aead + Send> Sealed for A {
    fn open(&self, nonce: &[u8], aad: &[u8], msg: &[u8]) -> Option<Vec<u8>> {
        let nonce = Nonce::<A>::try_from(nonce).ok()?;
        self.decrypt(&nonce, Payload { msg, aad }).ok()
    }
}

enum Cipher {
    Sealed(Box<dyn Sealed>),
    Cbc { hash: Hash, encrypt_then_mac: bool },
}

/// Opens records in their order.
pub struct Opener {
    cipher: Cipher,
    method: Method,
    keys: RecordKeys,
    is_13: bool,
    number: u64,
}

impl fmt::Debug for Opener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opener({:?}, record {})", self.method, self.number)
    }
}

impl Opener {
    /// For TLS 1.3.
    pub fn of_13(suite: Suite, keys: RecordKeys) -> Option<Self> {
        Self::new(suite, keys, true, false)
    }

    /// For TLS 1.2.
    pub fn of_12(suite: Suite, keys: RecordKeys, encrypt_then_mac: bool) -> Option<Self> {
        Self::new(suite, keys, false, encrypt_then_mac)
    }

    fn new(suite: Suite, keys: RecordKeys, is_13: bool, encrypt_then_mac: bool) -> Option<Self> {
        let key = &keys.key[..];
        let cipher = match (suite.method, key.len()) {
            (Method::Gcm, 16) => sealed::<Aes128Gcm>(key)?,
            (Method::Gcm, _) => sealed::<Aes256Gcm>(key)?,
            (Method::Ccm, 16) => sealed::<Ccm<Aes128, U16, U12>>(key)?,
            (Method::Ccm, _) => sealed::<Ccm<Aes256, U16, U12>>(key)?,
            (Method::Ccm8, 16) => sealed::<Ccm<Aes128, U8, U12>>(key)?,
            (Method::Ccm8, _) => sealed::<Ccm<Aes256, U8, U12>>(key)?,
            (Method::ChaCha, _) => sealed::<ChaCha20Poly1305>(key)?,
            (Method::Cbc(_), _) if is_13 => return None,
            (Method::Cbc(hash), _) => Cipher::Cbc {
                hash,
                encrypt_then_mac,
            },
        };
        Some(Self {
            cipher,
            method: suite.method,
            keys,
            is_13,
            number: 0,
        })
    }

    /// Opens the next record; one that does not open is not counted as one.
    pub fn open(&mut self, record: &Record<'_>) -> Option<(Content, Vec<u8>)> {
        let opened = match (&self.cipher, self.is_13) {
            (Cipher::Sealed(cipher), true) => self.open_13(&**cipher, record),
            (Cipher::Sealed(cipher), false) => self.open_12(&**cipher, record),
            (
                Cipher::Cbc {
                    hash,
                    encrypt_then_mac: true,
                },
                _,
            ) => self.open_mac_outside(*hash, record),
            (
                Cipher::Cbc {
                    hash,
                    encrypt_then_mac: false,
                },
                _,
            ) => self.open_mac_inside(*hash, record),
        }?;
        self.number += 1;
        Some(opened)
    }

    /// What a record carries stands behind its text, before zeros (RFC 8446 §5.2).
    fn open_13(&self, cipher: &dyn Sealed, record: &Record<'_>) -> Option<(Content, Vec<u8>)> {
        let mut text = cipher.open(&self.nonce_by_number(), &record.header, record.body)?;
        let end = text.iter().rposition(|byte| *byte != 0)?;
        let content = Content::of(*text.get(end)?)?;
        text.truncate(end);
        Some((content, text))
    }

    fn open_12(&self, cipher: &dyn Sealed, record: &Record<'_>) -> Option<(Content, Vec<u8>)> {
        let (nonce, sealed) = match self.method {
            Method::ChaCha => (self.nonce_by_number(), record.body),
            _ => {
                let (explicit, sealed) = record.body.split_at_checked(EXPLICIT_BYTES)?;
                ([&self.keys.iv, explicit].concat(), sealed)
            }
        };
        let tag_bytes = if self.method == Method::Ccm8 { 8 } else { 16 };
        let text_bytes = sealed.len().checked_sub(tag_bytes)?;
        let text = cipher.open(&nonce, &self.authenticated(record, text_bytes)?, sealed)?;
        Some((record.content, text))
    }

    /// The fixed vector combined with the number of the record (RFC 8446 §5.3, RFC 7905 §2).
    fn nonce_by_number(&self) -> Vec<u8> {
        let number = u128::from(self.number).to_be_bytes();
        let tail = number
            .iter()
            .skip(number.len() - self.keys.iv.len().min(number.len()));
        self.keys
            .iv
            .iter()
            .zip(tail)
            .map(|(iv, number)| iv ^ number)
            .collect()
    }

    /// What records of TLS 1.2 authenticate beside their text (RFC 5246 §6.2.3.3).
    fn authenticated(&self, record: &Record<'_>, text_bytes: usize) -> Option<Vec<u8>> {
        let [content, major, minor, _, _] = record.header;
        let [high, low] = u16::try_from(text_bytes).ok()?.to_be_bytes();
        let number = self.number.to_be_bytes();
        Some([&number[..], &[content, major, minor, high, low]].concat())
    }

    fn open_mac_outside(&self, hash: Hash, record: &Record<'_>) -> Option<(Content, Vec<u8>)> {
        let sealed_bytes = record.body.len().checked_sub(hash.bytes())?;
        let (sealed, sent) = record.body.split_at_checked(sealed_bytes)?;
        let head = self.authenticated(record, sealed.len())?;
        let made = mac(hash, &self.keys.mac_key, &[&head, sealed])?;
        if made != sent {
            return None;
        }
        let mut text = self.decrypt(sealed)?;
        let text_bytes = without_padding(&text)?;
        text.truncate(text_bytes);
        Some((record.content, text))
    }

    fn open_mac_inside(&self, hash: Hash, record: &Record<'_>) -> Option<(Content, Vec<u8>)> {
        let mut text = self.decrypt(record.body)?;
        let text_bytes = without_padding(&text)?.checked_sub(hash.bytes())?;
        let head = self.authenticated(record, text_bytes)?;
        let (content, rest) = text.split_at_checked(text_bytes)?;
        let made = mac(hash, &self.keys.mac_key, &[&head, content])?;
        if rest.get(..hash.bytes()) != Some(&made[..]) {
            return None;
        }
        text.truncate(text_bytes);
        Some((record.content, text))
    }

    /// Takes off CBC; the vector stands before the text.
    fn decrypt(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (iv, sealed) = sealed.split_at_checked(BLOCK_BYTES)?;
        let (key, mut text) = (&self.keys.key[..], sealed.to_vec());
        match key.len() {
            16 => {
                let cipher = cbc::Decryptor::<Aes128>::new_from_slices(key, iv).ok()?;
                cipher.decrypt_padded::<NoPadding>(&mut text).ok()?;
            }
            _ => {
                let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, iv).ok()?;
                cipher.decrypt_padded::<NoPadding>(&mut text).ok()?;
            }
        }
        Some(text)
    }
}

fn sealed<A: Aead + KeyInit + Send + 'static>(key: &[u8]) -> Option<Cipher> {
    Some(Cipher::Sealed(Box::new(
        <A as KeyInit>::new_from_slice(key).ok()?,
    )))
}

/// Length without padding, every byte of which says how long it is (RFC 5246 §6.2.3.2).
fn without_padding(text: &[u8]) -> Option<usize> {
    let last = *text.last()?;
    let length = text.len().checked_sub(usize::from(last) + 1)?;
    let padding = text.get(length..)?;
    padding.iter().all(|byte| *byte == last).then_some(length)
}

#[cfg(test)]
mod tests;
