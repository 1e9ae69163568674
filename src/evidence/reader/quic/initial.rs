//! Opens Initials: their keys come from the connection id that the client first wrote to (RFC 9001 §5.2).

use crate::wire::message::quic::protection::{HeaderKey, PacketKey, Suite, initial_secrets};
use crate::wire::message::quic::version::Version;

/// The sides of a connection, whichever of them opened the flow in the capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It sent the hello.
    Client,
    /// It answers.
    Server,
}

/// A sealed packet as it lies in a datagram.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// From its first byte to its last.
    pub bytes: &'a [u8],
    /// Where its protected number begins.
    pub number_at: usize,
}

/// What opens the packets of one side in one number space, before any key update.
#[derive(Debug)]
pub struct Opener {
    header: HeaderKey,
    packet: PacketKey,
    expected: u64,
}

impl Opener {
    /// Of a secret.
    pub fn new(version: Version, suite: Suite, secret: &[u8]) -> Option<Self> {
        let scheme = version.scheme()?;
        Some(Self {
            header: HeaderKey::new(scheme, suite, secret)?,
            packet: PacketKey::new(scheme, suite, secret)?,
            expected: 0,
        })
    }

    /// The frames of a packet; `None` where it is not authentic.
    pub fn open(&mut self, sealed: Sealed<'_>) -> Option<Vec<u8>> {
        let uncovered = self.header.uncover(sealed.bytes, sealed.number_at)?;
        let number = uncovered.number(self.expected);
        let frames = self
            .packet
            .open(sealed.bytes, sealed.number_at, uncovered, number)?;
        self.expected = self.expected.max(number + 1);
        Some(frames)
    }
}

/// Keys of the Initials of one connection.
#[derive(Debug)]
pub struct Initials {
    version: Version,
    destination: Box<[u8]>,
    client: Opener,
    server: Opener,
}

impl Initials {
    /// Of the connection id that the client wrote to.
    pub fn new(version: Version, destination: &[u8]) -> Option<Self> {
        let [client, server] = initial_secrets(version.scheme()?, destination)?;
        Some(Self {
            version,
            destination: destination.into(),
            client: Opener::new(version, Suite::Aes128Gcm, &client)?,
            server: Opener::new(version, Suite::Aes128Gcm, &server)?,
        })
    }

    /// The version they are of.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The connection id that the client wrote to.
    pub fn destination(&self) -> &[u8] {
        &self.destination
    }

    /// The frames of an Initial that one side sent; `None` where it is not authentic.
    pub fn open(&mut self, role: Role, sealed: Sealed<'_>) -> Option<Vec<u8>> {
        match role {
            Role::Client => self.client.open(sealed),
            Role::Server => self.server.open(sealed),
        }
    }
}
