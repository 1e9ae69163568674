//! The text of a claim file (`residency-claim/1`) becomes a `Claim`, or everything that is wrong with it.

use std::path::Path;
use std::{fmt, io};

use super::check::Check;
use super::model::{Claim, ClaimFile};
use super::written::Written;
use crate::reference::fault::Fault;
use crate::reference::nearest::nearest;
use crate::reference::provenance::sha256_of;

/// The shape of claims that is read.
pub const SCHEMA: &str = "residency-claim/1";

/// Length of a claim file; the longest of ours has 5 kB, and one with every country listed ten times has 20.
pub const MAX_CLAIM_BYTES: u64 = 256 * 1024;

/// Why there is no claim.
#[derive(Debug)]
pub enum ClaimError {
    /// The file could not be read.
    Unreadable(io::Error),
    /// It is longer than `MAX_CLAIM_BYTES`.
    TooLarge(u64),
    /// What is wrong in it.
    Faults(Vec<Fault>),
}

impl fmt::Display for ClaimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ClaimError::Unreadable(_) => write!(f, "the claim could not be read"),
            ClaimError::TooLarge(len_bytes) => write!(
                f,
                "a claim has at most {MAX_CLAIM_BYTES} bytes, this file {len_bytes}"
            ),
            ClaimError::Faults(faults) => {
                let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
                write!(f, "{}", lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for ClaimError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ClaimError::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

/// The text of a claim file.
pub fn text_of(path: &Path) -> Result<String, ClaimError> {
    let len_bytes = std::fs::metadata(path)
        .map_err(ClaimError::Unreadable)?
        .len();
    if len_bytes > MAX_CLAIM_BYTES {
        return Err(ClaimError::TooLarge(len_bytes));
    }
    std::fs::read_to_string(path).map_err(ClaimError::Unreadable)
}

/// Reads a claim file.
pub fn read_file(path: &Path) -> Result<Claim, ClaimError> {
    let text = text_of(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str());
    read_named(&name.to_string_lossy(), &text).map_err(ClaimError::Faults)
}

/// Reads the text of a claim file of this name.
pub fn read_named(name: &str, text: &str) -> Result<Claim, Vec<Fault>> {
    let file = ClaimFile {
        name: name.to_owned(),
        sha256: sha256_of(text),
    };
    Ok(Claim {
        file: Some(file),
        ..read(text)?
    })
}

/// Reads the text of a claim.
pub fn read(text: &str) -> Result<Claim, Vec<Fault>> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let fault = Fault::of_toml(text, &error);
        vec![Fault {
            what: with_suggestion(&fault.what),
            ..fault
        }]
    })?;
    Check::new(text, &written).claim()
}

/// What the reader of TOML says of an unknown word, and the word that was probably meant.
fn with_suggestion(message: &str) -> String {
    let message = message.trim_end().replace('\n', " ");
    let mut words = message.split('`').skip(1).step_by(2);
    let known = match message.starts_with("unknown ") {
        true => words.next().and_then(|wrong| nearest(wrong, words)),
        false => None,
    };
    match known {
        Some(known) => format!("{message}; did you mean `{known}`?"),
        None => message,
    }
}
