//! Whether the records of one direction are in the clear, open with keys, or closed; and which keys are next.

use super::opener::Opener;
use super::secrets::{keys_of_12, keys_of_13, next_secret};
use super::suite::Suite;
use crate::evidence::keys::{Keys, Label};
use crate::wire::message::tls::record::{Content, Record};
use crate::wire::message::tls::{ClientHello, ServerHello};

/// Records that may fail to open while it is not known where keys begin: data sent early and refused, or handshake
/// messages whose keys were not logged.
const MAX_SEARCHED: u32 = 256;

/// The suite of data that is sent before the server answers is that of the session it continues; this many of those
/// offered are tried.
const MAX_TRIED_SUITES: usize = 8;

/// Which keys of TLS 1.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// 0-RTT data.
    Early,
    /// The rest of the handshake.
    Handshake,
    /// What the layer above sends.
    Traffic,
}

/// The records of one direction.
#[derive(Debug, Default)]
pub enum Lock {
    /// In the clear.
    #[default]
    Clear,
    /// Encrypted, without keys.
    Closed,
    /// Encrypted, and opened.
    Open(Box<Open>),
}

/// What opens records.
pub struct Open {
    opener: Opener,
    /// Others that may fit, until a record opened.
    also: Vec<Opener>,
    suite: Suite,
    /// TLS 1.3 makes later keys of it.
    secret: Vec<u8>,
    phase: Option<Phase>,
    /// Records that may still fail before the first that opens.
    patience: u32,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Open({:?}, {:?})", self.phase, self.opener)
    }
}

/// What became of a record.
#[derive(Debug)]
pub enum Opened {
    /// It is in the clear.
    Clear,
    /// It was opened.
    Text(Content, Vec<u8>),
    /// There is nothing to say of it.
    Nothing,
    /// It should have opened.
    Failed,
}

impl Lock {
    /// Opens a record.
    pub fn open(&mut self, record: &Record<'_>) -> Opened {
        let open = match self {
            Lock::Clear => return Opened::Clear,
            Lock::Closed => return Opened::Nothing,
            Lock::Open(open) => open,
        };
        // TLS 1.3 encrypts only what it calls application data; the rest is for old boxes on the way.
        if open.phase.is_some() && record.content != Content::ApplicationData {
            return match record.content {
                Content::ChangeCipherSpec => Opened::Nothing,
                _ => Opened::Clear,
            };
        }
        open.record(record)
    }

    /// Whether keys are in use.
    pub fn is_open(&self) -> bool {
        matches!(self, Lock::Open(_))
    }

    /// Which keys of TLS 1.3 are in use.
    pub fn phase(&self) -> Option<Phase> {
        match self {
            Lock::Open(open) => open.phase,
            _ => None,
        }
    }

    /// The next keys of the same direction (RFC 8446 §4.6.3).
    pub fn update(&mut self) {
        let Lock::Open(open) = self else { return };
        let next = next_secret(&open.secret).and_then(|secret| {
            let opener = Opener::of_13(open.suite, keys_of_13(open.suite, &secret)?)?;
            Some((secret, opener))
        });
        match next {
            Some((secret, opener)) => (open.secret, open.opener) = (secret, opener),
            None => *self = Lock::Closed,
        }
    }
}

impl Open {
    fn record(&mut self, record: &Record<'_>) -> Opened {
        if let Some((content, text)) = self.opener.open(record) {
            self.patience = 0;
            self.also.clear();
            return Opened::Text(content, text);
        }
        for at in 0..self.also.len() {
            let opened = self.also.get_mut(at).and_then(|opener| opener.open(record));
            if let Some((content, text)) = opened {
                self.opener = self.also.swap_remove(at);
                self.patience = 0;
                self.also.clear();
                return Opened::Text(content, text);
            }
        }
        match self.patience {
            0 => Opened::Failed,
            _ => {
                self.patience -= 1;
                Opened::Nothing
            }
        }
    }
}

/// Whether keys fit a connection; `Err` where they do, but its version or suite is not opened.
pub fn fit(random: &[u8; 32], chosen: &ServerHello, keys: &Keys) -> Result<bool, &'static str> {
    let labels: &[Label] = match chosen.is_13() {
        true => &[
            Label::ServerHandshake,
            Label::ClientHandshake,
            Label::ServerTraffic0,
            Label::ClientTraffic0,
        ],
        false => &[Label::ClientRandom],
    };
    if !labels
        .iter()
        .any(|label| keys.secret(random, *label).is_some())
    {
        return Ok(false);
    }
    match (chosen.version, Suite::of(chosen.cipher)) {
        (0x0303 | 0x0304, Some(_)) => Ok(true),
        (0x0303 | 0x0304, None) => Err("a TLS connection uses a cipher suite that is not opened"),
        _ => Err("a TLS connection uses a version that is not opened: only 1.2 and 1.3 are"),
    }
}

/// Keys of one direction of TLS 1.2; `None` where they are not known.
pub fn of_12(
    hello: &ClientHello,
    chosen: &ServerHello,
    is_client: bool,
    keys: &Keys,
) -> Option<Lock> {
    let master = keys.secret(&hello.random, Label::ClientRandom)?;
    let suite = Suite::of(chosen.cipher)?;
    let [client, server] = keys_of_12(suite, master, &hello.random, &chosen.random)?;
    let own = if is_client { client } else { server };
    Some(Lock::Open(Box::new(Open {
        opener: Opener::of_12(suite, own, chosen.encrypt_then_mac)?,
        also: Vec::new(),
        suite,
        secret: Vec::new(),
        phase: None,
        patience: 0,
    })))
}

/// Keys of one direction and phase of TLS 1.3; `None` where they are not known, or nothing changes.
pub fn of_13(
    hello: &ClientHello,
    chosen: Option<&ServerHello>,
    is_client: bool,
    phase: Phase,
    keys: &Keys,
) -> Option<Lock> {
    let secret = |phase| keys.secret(&hello.random, label(phase, is_client));
    let (phase, secret, patience) = match (phase, secret(phase)) {
        (Phase::Early, _) if !hello.early_data => return None,
        (Phase::Early, secret) => (phase, secret?, MAX_SEARCHED),
        // Data that was sent early and refused may come before.
        (Phase::Handshake, Some(secret)) => (
            phase,
            secret,
            if hello.early_data { MAX_SEARCHED } else { 0 },
        ),
        (Phase::Handshake, None) => (
            Phase::Traffic,
            keys.secret(&hello.random, label(Phase::Traffic, is_client))?,
            MAX_SEARCHED,
        ),
        (Phase::Traffic, secret) => (phase, secret?, 0),
    };
    let mut openers = suites(hello, chosen, secret).filter_map(|suite| {
        let opener = Opener::of_13(suite, keys_of_13(suite, secret)?)?;
        Some((suite, opener))
    });
    let (suite, opener) = openers.next()?;
    Some(Lock::Open(Box::new(Open {
        opener,
        also: openers.map(|(_, opener)| opener).collect(),
        suite,
        secret: secret.to_vec(),
        phase: Some(phase),
        patience,
    })))
}

/// The suite that was chosen; before the server spoke, those offered whose hash fits the secret.
fn suites<'a>(
    hello: &'a ClientHello,
    chosen: Option<&ServerHello>,
    secret: &'a [u8],
) -> impl Iterator<Item = Suite> + 'a {
    let chosen = chosen.map(|chosen| chosen.cipher);
    let offered = hello
        .ciphers
        .iter()
        .copied()
        .filter(move |_| chosen.is_none());
    let all = chosen
        .into_iter()
        .chain(offered.filter(|number| number >> 8 == 0x13));
    let suites = all.filter_map(Suite::of);
    suites
        .filter(|suite| suite.hash.bytes() == secret.len())
        .take(MAX_TRIED_SUITES)
}

fn label(phase: Phase, is_client: bool) -> Label {
    match (phase, is_client) {
        (Phase::Early, _) => Label::ClientEarly,
        (Phase::Handshake, true) => Label::ClientHandshake,
        (Phase::Handshake, false) => Label::ServerHandshake,
        (Phase::Traffic, true) => Label::ClientTraffic0,
        (Phase::Traffic, false) => Label::ServerTraffic0,
    }
}
