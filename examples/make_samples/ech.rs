//! The extension of Encrypted Client Hello in a real hello, sealed by chance instead of a key.
//!
//! rustls with ring has no HPKE. Its filler extension (RFC 9849 §6.2) needs one only for lengths, so that what this
//! file "seals" is as long as the true thing and looks like it to everybody but the server's key holder. Nobody can
//! open it, which is what the story needs.

use rustls::Error;
use rustls::client::{EchGreaseConfig, EchMode};
use rustls::crypto::hpke::{
    EncapsulatedSecret, Hpke, HpkeOpener, HpkePrivateKey, HpkePublicKey, HpkeSealer, HpkeSuite,
};
use rustls::internal::msgs::enums::{HpkeAead, HpkeKdf, HpkeKem};
use rustls::internal::msgs::handshake::HpkeSymmetricCipherSuite;

use crate::dice;

/// Bytes of an X25519 public value, and of an AES-128-GCM tag.
const PUBLIC_BYTES: usize = 32;
const TAG_BYTES: usize = 16;

/// The setting for a client.
pub fn sealed_by_chance() -> EchMode {
    let key = HpkePublicKey(vec![0; PUBLIC_BYTES]);
    EchGreaseConfig::new(&Chance, key).into()
}

#[derive(Debug)]
struct Chance;

fn chance(len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    dice::fill_for_library(&mut bytes);
    bytes
}

fn never<T>() -> Result<T, Error> {
    Err(Error::General("nothing sealed by chance opens".into()))
}

impl HpkeSealer for Chance {
    fn seal(&mut self, _aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        Ok(chance(plaintext.len() + TAG_BYTES))
    }
}

impl Hpke for Chance {
    fn seal(
        &self,
        _info: &[u8],
        _aad: &[u8],
        plaintext: &[u8],
        _key: &HpkePublicKey,
    ) -> Result<(EncapsulatedSecret, Vec<u8>), Error> {
        let secret = EncapsulatedSecret(chance(PUBLIC_BYTES));
        Ok((secret, chance(plaintext.len() + TAG_BYTES)))
    }

    fn setup_sealer(
        &self,
        _info: &[u8],
        _key: &HpkePublicKey,
    ) -> Result<(EncapsulatedSecret, Box<dyn HpkeSealer + 'static>), Error> {
        Ok((EncapsulatedSecret(chance(PUBLIC_BYTES)), Box::new(Chance)))
    }

    fn open(
        &self,
        _enc: &EncapsulatedSecret,
        _info: &[u8],
        _aad: &[u8],
        _ciphertext: &[u8],
        _key: &HpkePrivateKey,
    ) -> Result<Vec<u8>, Error> {
        never()
    }

    fn setup_opener(
        &self,
        _enc: &EncapsulatedSecret,
        _info: &[u8],
        _key: &HpkePrivateKey,
    ) -> Result<Box<dyn HpkeOpener + 'static>, Error> {
        never()
    }

    fn generate_key_pair(&self) -> Result<(HpkePublicKey, HpkePrivateKey), Error> {
        never()
    }

    fn suite(&self) -> HpkeSuite {
        HpkeSuite {
            kem: HpkeKem::DHKEM_X25519_HKDF_SHA256,
            sym: HpkeSymmetricCipherSuite {
                kdf_id: HpkeKdf::HKDF_SHA256,
                aead_id: HpkeAead::AES_128_GCM,
            },
        }
    }
}
