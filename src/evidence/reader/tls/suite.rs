//! What a cipher suite asks for: the registered numbers whose records can be opened (IANA "TLS Cipher Suites", as of
//! 2026-07). Left out: suites with 3DES, RC4, CAMELLIA, ARIA, SEED or without encryption, which captures of today hardly
//! hold.

/// A hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// 20 bytes; for record MACs only.
    Sha1,
    /// 32 bytes.
    Sha256,
    /// 48 bytes.
    Sha384,
}

impl Hash {
    /// Its length in bytes.
    pub fn bytes(self) -> usize {
        match self {
            Hash::Sha1 => 20,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
        }
    }
}

/// How records are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// AES-GCM (RFC 5288).
    Gcm,
    /// AES-CCM (RFC 6655).
    Ccm,
    /// AES-CCM with a short tag.
    Ccm8,
    /// ChaCha20-Poly1305 (RFC 7905).
    ChaCha,
    /// AES-CBC with a MAC of this hash (RFC 5246 §6.2.3.2).
    Cbc(Hash),
}

/// A cipher suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite {
    /// How records are encrypted.
    pub method: Method,
    /// Length of the key, in bytes.
    pub key_bytes: usize,
    /// What makes keys of secrets.
    pub hash: Hash,
}

impl Suite {
    /// The suite of a number, where its records can be opened.
    pub fn of(number: u16) -> Option<Self> {
        use Hash::{Sha1, Sha256, Sha384};
        use Method::{Cbc, Ccm, Ccm8, ChaCha, Gcm};
        let (method, key_bytes, hash) = match number {
            0x1301 | 0x009c | 0x009e | 0x00a0 | 0x00a2 | 0x00a4 | 0x00a6 | 0x00a8 | 0x00aa
            | 0x00ac | 0xc02b | 0xc02d | 0xc02f | 0xc031 | 0xd001 => (Gcm, 16, Sha256),
            0x1302 | 0x009d | 0x009f | 0x00a1 | 0x00a3 | 0x00a5 | 0x00a7 | 0x00a9 | 0x00ab
            | 0x00ad | 0xc02c | 0xc02e | 0xc030 | 0xc032 | 0xd002 => (Gcm, 32, Sha384),
            0x1303 | 0xcca8..=0xccae => (ChaCha, 32, Sha256),
            0x1304 | 0xc09c | 0xc09e | 0xc0a4 | 0xc0a6 | 0xc0ac | 0xd005 => (Ccm, 16, Sha256),
            0xc09d | 0xc09f | 0xc0a5 | 0xc0a7 | 0xc0ad => (Ccm, 32, Sha256),
            0x1305 | 0xc0a0 | 0xc0a2 | 0xc0a8 | 0xc0aa | 0xc0ae | 0xd003 => (Ccm8, 16, Sha256),
            0xc0a1 | 0xc0a3 | 0xc0a9 | 0xc0ab | 0xc0af => (Ccm8, 32, Sha256),
            0x002f..=0x0034
            | 0x008c
            | 0x0090
            | 0x0094
            | 0xc004
            | 0xc009
            | 0xc00e
            | 0xc013
            | 0xc018
            | 0xc035 => (Cbc(Sha1), 16, Sha256),
            0x0035..=0x003a
            | 0x008d
            | 0x0091
            | 0x0095
            | 0xc005
            | 0xc00a
            | 0xc00f
            | 0xc014
            | 0xc019
            | 0xc036 => (Cbc(Sha1), 32, Sha256),
            0x003c | 0x003e | 0x003f | 0x0040 | 0x0067 | 0x006c | 0x00ae | 0x00b2 | 0x00b6
            | 0xc023 | 0xc025 | 0xc027 | 0xc029 | 0xc037 => (Cbc(Sha256), 16, Sha256),
            0x003d | 0x0068..=0x006b | 0x006d => (Cbc(Sha256), 32, Sha256),
            0x00af | 0x00b3 | 0x00b7 | 0xc024 | 0xc026 | 0xc028 | 0xc02a | 0xc038 => {
                (Cbc(Sha384), 32, Sha384)
            }
            _ => return None,
        };
        Some(Self {
            method,
            key_bytes,
            hash,
        })
    }
}
