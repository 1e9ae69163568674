//! Opens Initials: their keys come from the connection id that the client first wrote to (RFC 9001 §5.2).

use super::opener::{Opener, Sealed};
use crate::flow::model::{Side, Sides};
use crate::wire::message::quic::protection::{Suite, initial_secrets};
use crate::wire::message::quic::version::Version;

/// Keys of the Initials of one connection.
#[derive(Debug)]
pub struct Initials {
    version: Version,
    destination: Box<[u8]>,
    openers: Sides<Opener>,
}

impl Initials {
    /// Of the connection id that the client wrote to.
    pub fn new(version: Version, destination: &[u8]) -> Option<Self> {
        let [client, server] = initial_secrets(version.scheme()?, destination)?;
        Some(Self {
            version,
            destination: destination.into(),
            openers: Sides {
                client: Opener::new(version, Suite::Aes128Gcm, &client)?,
                server: Opener::new(version, Suite::Aes128Gcm, &server)?,
            },
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

    /// The frames of an Initial that one side of the connection sent; `None` where it is not authentic.
    pub fn open(&mut self, role: Side, sealed: Sealed<'_>) -> Option<Vec<u8>> {
        self.openers[role].open(sealed)
    }
}
