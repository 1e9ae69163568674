//! From the secrets of a key log to the keys of records: HKDF-Expand-Label of TLS 1.3 (RFC 8446 §7.1) and the
//! pseudorandom function of TLS 1.2 (RFC 5246 §5).

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384};

use super::suite::{Hash, Method, Suite};
use crate::wire::message::expand::expand_label;

/// Key and starting vector of one direction, with the key of the record MAC where the suite has one.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordKeys {
    /// Encrypts.
    pub key: Vec<u8>,
    /// Fixed part of what makes each record different.
    pub iv: Vec<u8>,
    /// Authenticates, in CBC suites.
    pub mac_key: Vec<u8>,
}

/// Keys of one direction of TLS 1.3 (RFC 8446 §7.3).
pub fn keys_of_13(suite: Suite, secret: &[u8]) -> Option<RecordKeys> {
    if secret.len() != suite.hash.bytes() {
        return None;
    }
    let mut keys = RecordKeys {
        key: vec![0; suite.key_bytes],
        iv: vec![0; 12],
        mac_key: Vec::new(),
    };
    expand_label(secret, "key", &mut keys.key)?;
    expand_label(secret, "iv", &mut keys.iv)?;
    Some(keys)
}

/// The secret after a key update (RFC 8446 §7.2).
pub fn next_secret(secret: &[u8]) -> Option<Vec<u8>> {
    let mut next = vec![0; secret.len()];
    expand_label(secret, "traffic upd", &mut next)?;
    Some(next)
}

/// Keys of both directions of TLS 1.2, the client's first (RFC 5246 §6.3).
pub fn keys_of_12(
    suite: Suite,
    master: &[u8],
    client: &[u8; 32],
    server: &[u8; 32],
) -> Option<[RecordKeys; 2]> {
    let (mac_bytes, iv_bytes) = match suite.method {
        // Records carry their own vector; the one of the handshake is of TLS 1.0.
        Method::Cbc(hash) => (hash.bytes(), 0),
        Method::ChaCha => (0, 12),
        Method::Gcm | Method::Ccm | Method::Ccm8 => (0, 4),
    };
    let seed = [&b"key expansion"[..], server, client].concat();
    let block = prf(
        suite.hash,
        master,
        &seed,
        2 * (mac_bytes + suite.key_bytes + iv_bytes),
    )?;
    let (macs, rest) = block.split_at_checked(2 * mac_bytes)?;
    let (keys, ivs) = rest.split_at_checked(2 * suite.key_bytes)?;
    let of = |second: bool| {
        let half = |part: &[u8], bytes: usize| {
            let (first, other) = part.split_at_checked(bytes)?;
            Some(if second { other } else { first }.to_vec())
        };
        Some(RecordKeys {
            key: half(keys, suite.key_bytes)?,
            iv: half(ivs, iv_bytes)?,
            mac_key: half(macs, mac_bytes)?,
        })
    };
    Some([of(false)?, of(true)?])
}

/// The pseudorandom function; `seed` begins with its label.
fn prf(hash: Hash, secret: &[u8], seed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(length + hash.bytes());
    let mut chained = mac(hash, secret, &[seed])?;
    while out.len() < length {
        out.extend(mac(hash, secret, &[&chained, seed])?);
        chained = mac(hash, secret, &[&chained])?;
    }
    out.truncate(length);
    Some(out)
}

/// HMAC (RFC 2104) over some parts.
pub fn mac(hash: Hash, key: &[u8], parts: &[&[u8]]) -> Option<Vec<u8>> {
    match hash {
        Hash::Sha1 => mac_with::<Hmac<sha1::Sha1>>(key, parts),
        Hash::Sha256 => mac_with::<Hmac<Sha256>>(key, parts),
        Hash::Sha384 => mac_with::<Hmac<Sha384>>(key, parts),
    }
}

fn mac_with<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Option<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let pairs = hex.as_bytes().chunks(2);
        pairs
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    /// RFC 8448 §3, "derive write traffic keys for handshake data" of the server.
    #[test]
    fn the_handshake_keys_of_the_rfc_are_made() {
        let secret = bytes("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
        let keys = keys_of_13(Suite::of(0x1301).unwrap(), &secret).unwrap();
        assert_eq!(keys.key, bytes("3fce516009c21727d0f2e4e86ee403bc"));
        assert_eq!(keys.iv, bytes("5d313eb2671276ee13000b30"));
        assert!(keys_of_13(Suite::of(0x1302).unwrap(), &secret).is_none());
    }

    /// The test vector for SHA-256 that was published with TLS 1.2 (mailing list of the TLS working group, 2009).
    #[test]
    fn the_published_output_of_the_function_is_made() {
        let secret = bytes("9bbe436ba940f017b17652849a71db35");
        let seed = [
            b"test label".to_vec(),
            bytes("a0ba9f936cda311827a6f796ffd5198c"),
        ]
        .concat();
        let out = prf(Hash::Sha256, &secret, &seed, 100).unwrap();
        assert_eq!(out[..16], bytes("e3f229ba727be17b8d122620557cd453")[..]);
        assert_eq!(out.len(), 100);
    }
}
