//! `/…/`: a regular expression that a text is searched with, upper and lower case alike.
//!
//! The engine takes time in proportion to the text whatever the expression says, so that none can stall the window.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};

/// Bytes that a compiled expression may take: far above what anybody types, far below what anybody would notice.
const MAX_COMPILED_BYTES: usize = 1 << 20;

/// A regular expression; two are the same where they are written the same.
#[derive(Clone, Debug)]
pub struct Pattern {
    written: String,
    regex: Regex,
}

impl Pattern {
    /// From what stands between the slashes.
    ///
    /// # Errors
    /// What is wrong with it, as a clause.
    pub fn new(written: &str) -> Result<Self, String> {
        let mut builder = RegexBuilder::new(written);
        builder
            .case_insensitive(true)
            .size_limit(MAX_COMPILED_BYTES);
        match builder.build() {
            Ok(regex) => Ok(Self {
                written: written.to_owned(),
                regex,
            }),
            Err(error) => Err(format!("expected a regular expression: {error}")),
        }
    }

    /// Whether it is found anywhere in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Pattern {}

/// With its slashes, as it is typed.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.written)
    }
}
