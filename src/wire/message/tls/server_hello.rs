//! The ServerHello (RFC 8446 §4.1.3): what a server chose of what the client offered.

use super::extension::{self, extensions, protocols};
use super::hello::ClientHello;
use super::vector::Vectors;

/// Random of a ServerHello that asks for another ClientHello: SHA-256 of `HelloRetryRequest` (RFC 8446 §4.1.3).
const RETRY_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// What is kept of a ServerHello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHello {
    /// Goes into the keys of TLS 1.2.
    pub random: [u8; 32],
    /// The version that is spoken from here on.
    pub version: u16,
    /// The client's, where the session of that number goes on, and always in TLS 1.3.
    pub session_id: Vec<u8>,
    /// The cipher suite.
    pub cipher: u16,
    /// The protocol inside; TLS 1.3 says it only under encryption.
    pub alpn: Option<Vec<u8>>,
    /// It asks for another ClientHello.
    pub is_retry: bool,
    /// A key that was agreed before is used (TLS 1.3).
    pub pre_shared: bool,
    /// RFC 7366.
    pub encrypt_then_mac: bool,
}

impl ServerHello {
    /// Whether an earlier session goes on.
    pub fn resumes(&self, client: &ClientHello) -> bool {
        match self.version {
            0x0304 | 0xfefc => self.pre_shared,
            _ => !self.session_id.is_empty() && self.session_id == client.session_id,
        }
    }

    /// Whether what follows is encrypted as in TLS 1.3.
    pub fn is_13(&self) -> bool {
        // Drafts had numbers of their own.
        self.version == 0x0304 || self.version >> 8 == 0x7f
    }
}

/// Reads the body of a ServerHello; `None` where its fixed part is damaged.
pub fn read_body(body: &[u8]) -> Option<ServerHello> {
    let mut rest = Vectors::new(body);
    let mut hello = ServerHello {
        version: rest.short()?,
        random: rest.array()?,
        session_id: rest.tiny().filter(|id| id.len() <= 32)?.to_vec(),
        cipher: rest.short()?,
        ..ServerHello::default()
    };
    rest.byte()?;
    hello.is_retry = hello.random == RETRY_RANDOM;
    if !rest.is_empty() {
        for (kind, body) in extensions(rest.medium()?) {
            hello.take(kind, body);
        }
    }
    Some(hello)
}

/// The protocol inside, in the extensions that TLS 1.3 encrypts (RFC 8446 §4.3.1).
pub fn encrypted_alpn(body: &[u8]) -> Option<Vec<u8>> {
    let list = Vectors::new(body).medium()?;
    let (_, alpn) = extensions(list).find(|(kind, _)| *kind == extension::ALPN)?;
    protocols(alpn).next().map(<[u8]>::to_vec)
}

impl ServerHello {
    fn take(&mut self, kind: u16, body: &[u8]) {
        match kind {
            extension::ALPN => self.alpn = protocols(body).next().map(<[u8]>::to_vec),
            extension::PRE_SHARED_KEY => self.pre_shared = true,
            extension::ENCRYPT_THEN_MAC => self.encrypt_then_mac = true,
            extension::SUPPORTED_VERSIONS => {
                self.version = Vectors::new(body).short().unwrap_or(self.version);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(random: [u8; 32]) -> Vec<u8> {
        let mut body = vec![3, 3];
        body.extend(random);
        body.extend([1, 9, 0x13, 0x02, 0, 0, 15]);
        body.extend([0, 43, 0, 2, 3, 4, 0, 16, 0, 5, 0, 3, 2, b'h', b'2']);
        body
    }

    #[test]
    fn what_was_chosen_is_read() {
        let hello = read_body(&body([5; 32])).unwrap();
        assert_eq!((hello.version, hello.cipher), (0x0304, 0x1302));
        assert_eq!(hello.alpn.as_deref(), Some(&b"h2"[..]));
        assert!(hello.is_13() && !hello.is_retry);
        assert!(read_body(&body(RETRY_RANDOM)).unwrap().is_retry);
    }

    #[test]
    fn a_session_goes_on_where_its_number_comes_back() {
        let mut hello = read_body(&body([5; 32])).unwrap();
        let client = ClientHello {
            session_id: vec![9],
            ..ClientHello::default()
        };
        assert!(!hello.resumes(&client), "TLS 1.3 always gives it back");
        hello.version = 0x0303;
        assert!(hello.resumes(&client));
        assert!(!hello.resumes(&ClientHello::default()));
    }

    #[test]
    fn every_shorter_body_is_damaged() {
        let whole = body([5; 32]);
        for length in 0..whole.len() {
            // Without extensions a hello may end behind its fixed part.
            let fixed = 2 + 32 + 2 + 2 + 1;
            assert_eq!(
                read_body(&whole[..length]).is_some(),
                length == fixed,
                "{length} bytes"
            );
        }
        let list = [0, 9, 0, 16, 0, 5, 0, 3, 2, b'h', b'2'];
        assert_eq!(encrypted_alpn(&list).as_deref(), Some(&b"h2"[..]));
        for length in 0..list.len() {
            assert_eq!(encrypted_alpn(&list[..length]), None);
        }
    }
}
