//! Fields of a record → the network number and its organisation.
//!
//! An organisation here is who announces the address, never where it is.

use std::sync::Arc;

use serde::Deserialize;

/// Who announces an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NetworkAnswer {
    /// Number of the autonomous system (RFC 6793: 32 bits).
    pub asn: u32,
    /// Its organisation, as the table writes it.
    pub organisation: Option<Arc<str>>,
    /// Index in [`super::Reference::tables`].
    pub table: usize,
}

/// A network number as tables write it: `15169` or `"AS15169"`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Number {
    Plain(u32),
    Text(String),
}

impl Number {
    /// The number, where it is one.
    pub(super) fn read(self) -> Option<u32> {
        match self {
            Self::Plain(number) => Some(number),
            Self::Text(text) => text.trim_start_matches(['A', 'S', 'a', 's']).parse().ok(),
        }
    }
}
