//! Secrets that the user or the capture gave, by the client random of the session they open (RFC 9850).
//!
//! They stay in memory: nothing of them is ever printed or written, not even by `Debug`.

use std::collections::HashMap;
use std::fmt;

use foldhash::fast::RandomState;

/// Which secret of a session (RFC 9850 §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// TLS 1.2 master secret.
    ClientRandom,
    /// 0-RTT.
    ClientEarly,
    /// Handshake, client's side.
    ClientHandshake,
    /// Handshake, server's side.
    ServerHandshake,
    /// Application data, client's side, before any key update.
    ClientTraffic0,
    /// Application data, server's side, before any key update.
    ServerTraffic0,
}

/// The secrets known so far.
#[derive(Clone, Default)]
pub struct Keys {
    secrets: HashMap<([u8; 32], Label), Box<[u8]>, RandomState>,
}

impl Keys {
    /// The secret of the session that began with this client random.
    pub fn secret(&self, client_random: &[u8; 32], label: Label) -> Option<&[u8]> {
        self.secrets.get(&(*client_random, label)).map(|s| &**s)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({} secrets)", self.secrets.len())
    }
}
