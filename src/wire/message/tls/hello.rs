//! The ClientHello (RFC 8446 §4.1.2, RFC 9147 §5.3): what a client asks for before anything is encrypted.

use super::extension::{self, extensions, is_grease, protocols};
use super::vector::{Vectors, shorts};

/// What is kept of a ClientHello. Lists are in the order of the wire, without the reserved numbers of RFC 8701.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHello {
    /// Names the session in key logs.
    pub random: [u8; 32],
    /// Version field of old; newer clients say 1.2 here whatever they offer.
    pub legacy_version: u16,
    /// Versions of the extension that replaced it.
    pub versions: Vec<u16>,
    /// Session to resume, or a number without meaning (RFC 8446 appendix D.4).
    pub session_id: Vec<u8>,
    /// Cipher suites.
    pub ciphers: Vec<u16>,
    /// Kinds of extensions.
    pub extensions: Vec<u16>,
    /// Protocols offered for what runs inside (RFC 7301).
    pub alpn: Vec<Vec<u8>>,
    /// Server Name Indication (RFC 6066 §3), lower case; `None` where the client sent none.
    pub server_name: Option<String>,
    /// Signature algorithms.
    pub signature_algorithms: Vec<u16>,
    /// A field of Encrypted Client Hello is there: the name may be a front (RFC 9849), or the field may be noise.
    pub ech: bool,
    /// A session is offered for resumption.
    pub resumes: bool,
    /// Data may come before the handshake is through (RFC 8446 §2.3).
    pub early_data: bool,
    /// Keys of media are agreed here (RFC 5764): calls.
    pub srtp: bool,
}

impl ClientHello {
    /// The highest version that is offered.
    pub fn version(&self) -> u16 {
        // Numbers of datagram versions count downwards.
        let highest = |list: &[u16]| match self.legacy_version {
            0xfe00.. => list.iter().copied().min(),
            _ => list.iter().copied().max(),
        };
        highest(&self.versions).unwrap_or(self.legacy_version)
    }

    /// Protocols offered for what runs inside, as text.
    pub fn alpn_texts(&self) -> impl Iterator<Item = String> {
        let lossy = |name: &Vec<u8>| String::from_utf8_lossy(name).into_owned();
        self.alpn.iter().map(lossy)
    }
}

/// Reads the body of a ClientHello; `with_cookie` in DTLS. `None` where its fixed part is damaged; extensions are read
/// up to the first damaged one.
pub fn read_body(body: &[u8], with_cookie: bool) -> Option<ClientHello> {
    let mut rest = Vectors::new(body);
    let mut hello = ClientHello {
        legacy_version: rest.short()?,
        random: rest.array()?,
        session_id: rest.tiny().filter(|id| id.len() <= 32)?.to_vec(),
        ..ClientHello::default()
    };
    if with_cookie {
        rest.tiny()?;
    }
    hello.ciphers = meaningful(rest.medium()?);
    rest.tiny()?;
    if !rest.is_empty() {
        for (kind, body) in extensions(rest.medium()?).filter(|(kind, _)| !is_grease(*kind)) {
            hello.extensions.push(kind);
            hello.take(kind, body);
        }
    }
    Some(hello)
}

fn meaningful(list: &[u8]) -> Vec<u16> {
    shorts(list).filter(|number| !is_grease(*number)).collect()
}

impl ClientHello {
    fn take(&mut self, kind: u16, body: &[u8]) {
        let mut rest = Vectors::new(body);
        match kind {
            extension::SERVER_NAME => self.server_name = server_name(body),
            extension::ALPN => self.alpn = protocols(body).map(<[u8]>::to_vec).collect(),
            extension::SUPPORTED_VERSIONS => {
                self.versions = meaningful(rest.tiny().unwrap_or(&[]));
            }
            extension::SIGNATURE_ALGORITHMS => {
                self.signature_algorithms = meaningful(rest.medium().unwrap_or(&[]));
            }
            extension::SESSION_TICKET => self.resumes |= !body.is_empty(),
            extension::PRE_SHARED_KEY => self.resumes = true,
            extension::EARLY_DATA => self.early_data = true,
            extension::USE_SRTP => self.srtp = true,
            // Type 0 is the outer hello; the inner one is never in the clear.
            extension::ENCRYPTED_CLIENT_HELLO => self.ech = rest.byte() == Some(0),
            _ => {}
        }
    }
}

fn server_name(body: &[u8]) -> Option<String> {
    let mut list = Vectors::new(Vectors::new(body).medium()?);
    let host_name = 0;
    let name = (list.byte()? == host_name)
        .then(|| list.medium())
        .flatten()?;
    let text = std::str::from_utf8(name).ok()?.trim_end_matches('.');
    (!text.is_empty()).then(|| text.to_ascii_lowercase())
}
