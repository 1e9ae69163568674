//! What opens the packets of one side, as keys follow one another (RFC 9001 §6).

use crate::wire::message::quic::protection::{HeaderKey, PacketKey, Suite, Uncovered, next_secret};
use crate::wire::message::quic::version::Version;

/// A sealed packet as it lies in a datagram.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// From its first byte to its last.
    pub bytes: &'a [u8],
    /// Where its protected number begins.
    pub number_at: usize,
}

/// Keys of one side in one number space.
pub struct Opener {
    version: Version,
    suite: Suite,
    secret: Vec<u8>,
    header: HeaderKey,
    packet: PacketKey,
    /// Packets may come late, under the keys before an update.
    previous: Option<PacketKey>,
    phase: bool,
    expected: u64,
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opener({:?})", self.suite)
    }
}

impl Opener {
    /// Of a secret.
    pub fn new(version: Version, suite: Suite, secret: &[u8]) -> Option<Self> {
        let scheme = version.scheme()?;
        Some(Self {
            version,
            suite,
            secret: secret.to_vec(),
            header: HeaderKey::new(scheme, suite, secret)?,
            packet: PacketKey::new(scheme, suite, secret)?,
            previous: None,
            phase: false,
            expected: 0,
        })
    }

    /// The one that opens this packet, of those that a secret of this length may belong to, and its frames.
    pub fn that_opens(
        version: Version,
        secret: &[u8],
        sealed: Sealed<'_>,
    ) -> Option<(Self, Vec<u8>)> {
        let suites: &[Suite] = match secret.len() {
            48 => &[Suite::Aes256Gcm],
            _ => &[Suite::Aes128Gcm, Suite::ChaCha20Poly1305],
        };
        suites.iter().find_map(|suite| {
            let mut opener = Opener::new(version, *suite, secret)?;
            let frames = opener.open(sealed)?;
            Some((opener, frames))
        })
    }

    /// The frames of a packet; `None` where it is not authentic.
    pub fn open(&mut self, sealed: Sealed<'_>) -> Option<Vec<u8>> {
        let uncovered = self.header.uncover(sealed.bytes, sealed.number_at)?;
        let number = uncovered.number(self.expected);
        let is_short = sealed.bytes.first()? & 0x80 == 0;
        let frames = if is_short && uncovered.key_phase() != self.phase {
            self.open_in_other_phase(sealed, uncovered, number)?
        } else {
            self.packet
                .open(sealed.bytes, sealed.number_at, uncovered, number)?
        };
        self.expected = self.expected.max(number + 1);
        Some(frames)
    }

    fn open_in_other_phase(
        &mut self,
        sealed: Sealed<'_>,
        uncovered: Uncovered,
        number: u64,
    ) -> Option<Vec<u8>> {
        let Sealed { bytes, number_at } = sealed;
        let before = self.previous.as_ref();
        if let Some(frames) = before.and_then(|key| key.open(bytes, number_at, uncovered, number)) {
            return Some(frames);
        }
        let scheme = self.version.scheme()?;
        let secret = next_secret(scheme, &self.secret)?;
        let next = PacketKey::new(scheme, self.suite, &secret)?;
        let frames = next.open(bytes, number_at, uncovered, number)?;
        self.previous = Some(std::mem::replace(&mut self.packet, next));
        self.secret = secret;
        self.phase = !self.phase;
        Some(frames)
    }
}
