//! Secrets from files of the user's, and what of them or of those within captures cannot be read.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::gathering::Found;
use super::model::KeyUse;
use crate::capture::problem::{ProblemLog, Spot};
use crate::evidence::keys::{KeyLog, Keys, MAX_LOG_BYTES, is_key_log};

/// Bytes by which a file is recognised as a key log: some hundred lines.
const HEAD_BYTES: u64 = 16 * 1024;

/// Key logs that the user gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenKeys {
    /// Their secrets.
    pub keys: Keys,
    /// Each file's name and what became of it.
    pub files: Vec<(String, KeyLog)>,
}

/// A key log that could not be read.
#[derive(Debug)]
pub enum KeyFileError {
    /// The system said why.
    Read(PathBuf, io::Error),
    /// It is longer than any key log.
    TooLong(PathBuf),
    /// It holds no secrets.
    NoSecrets(PathBuf),
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyFileError::Read(path, _) => {
                write!(f, "a key log could not be read: {}", path.display())
            }
            KeyFileError::TooLong(path) => {
                write!(f, "a key log is longer than 256 MiB: {}", path.display())
            }
            KeyFileError::NoSecrets(path) => {
                write!(f, "a key log holds no secrets: {}", path.display())
            }
        }
    }
}

impl std::error::Error for KeyFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            KeyFileError::Read(_, error) => Some(error),
            KeyFileError::TooLong(_) | KeyFileError::NoSecrets(_) => None,
        }
    }
}

impl GivenKeys {
    /// Reads key logs.
    pub fn read(paths: &[PathBuf]) -> Result<Self, KeyFileError> {
        let mut given = Self::default();
        for path in paths {
            given.add(path)?;
        }
        Ok(given)
    }

    /// Reads one more.
    pub fn add(&mut self, path: &Path) -> Result<(), KeyFileError> {
        let text = text_of(path)?;
        let log = self.keys.add_log(&text);
        if self.keys.is_empty() {
            return Err(KeyFileError::NoSecrets(path.to_owned()));
        }
        let name = path.file_name().unwrap_or(path.as_os_str());
        self.files.push((name.to_string_lossy().into_owned(), log));
        Ok(())
    }

    /// Name and SHA-256 of each.
    pub fn sources(&self) -> Vec<(String, String)> {
        let names = self.files.iter().map(|(name, _)| name.clone());
        names.zip(self.keys.hashes().iter().cloned()).collect()
    }

    /// Says what could not be read in them.
    pub fn say_problems(&self, problems: &mut ProblemLog) {
        for (name, log) in &self.files {
            say_bad_lines(log, &format!("`{name}`"), problems, Spot::default());
        }
    }
}

/// What was opened with which key material; that of the user stands before what came with the capture.
pub(super) fn key_use(found: &Found, given: &GivenKeys) -> KeyUse {
    let inside = found.key_hashes.get(given.keys.hashes().len()..);
    KeyUse {
        given: given.sources(),
        inside: inside.unwrap_or(&[]).to_vec(),
        opened_flows: found.decrypted_flows,
    }
}

/// Whether a file begins as a key log; what cannot be read is none. A pipe is not opened: that would wait.
pub fn is_key_log_file(path: &Path) -> bool {
    if !path.is_file() {
        return false;
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    read.is_ok() && is_key_log(&head)
}

fn text_of(path: &Path) -> Result<Vec<u8>, KeyFileError> {
    let mut text = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(MAX_LOG_BYTES + 1).read_to_end(&mut text));
    match read {
        Err(error) => Err(KeyFileError::Read(path.to_owned(), error)),
        Ok(_) if text.len() as u64 > MAX_LOG_BYTES => Err(KeyFileError::TooLong(path.to_owned())),
        Ok(_) => Ok(text),
    }
}

/// Says how many lines of a key log could not be read, and whether secrets were dropped.
pub(super) fn say_bad_lines(log: &KeyLog, whose: &str, problems: &mut ProblemLog, spot: Spot) {
    if let Some(first) = log.first_bad_line {
        problems.add_many(
            &format!(
                "the key log of {whose} has lines that state no secret, the first is line {first}"
            ),
            "the secrets on them open nothing",
            spot,
            log.bad_lines,
        );
    }
    if log.beyond_cap > 0 {
        problems.add_many(
            "more secrets than are kept (500,000)",
            "what the further ones would open stays closed",
            spot,
            log.beyond_cap,
        );
    }
}
