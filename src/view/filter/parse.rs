//! Filter text becomes terms, and the first place where it could not be understood.
//!
//! Each term stands alone, so that one that cannot be read leaves the others usable.

use super::key::{Key, nearest};
use super::pattern::Pattern;
use super::value::{amount, amounts, value};
use super::{Comparison, Measure, Term, Value, What};
use crate::view::plain_text::plain_text;
use crate::view::query::FilterError;

/// What was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// The terms that could be read.
    pub terms: Vec<Term>,
    /// The first one that could not.
    pub error: Option<FilterError>,
}

/// Reads a filter. Never fails as a whole.
pub fn parse(text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let mut scanner = Scanner { text, at: 0 };
    loop {
        scanner.skip(char::is_whitespace);
        if scanner.rest().is_empty() {
            return parsed;
        }
        match scanner.term() {
            Ok(term) => parsed.terms.push(term),
            Err(error) => {
                parsed.error.get_or_insert(error);
                scanner.skip(|c| !c.is_whitespace());
            }
        }
    }
}

/// A word before `,` or a space, text in quotes, or a regular expression in slashes.
#[derive(Default)]
pub(super) struct Raw {
    pub text: String,
    pub quoted: bool,
    pub pattern: bool,
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

type Result<T> = std::result::Result<T, FilterError>;

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes over characters and returns them.
    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or("")
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    fn error<T>(&self, from: usize, expected: impl Into<String>) -> Result<T> {
        Err(FilterError {
            at: from..self.at,
            expected: expected.into(),
        })
    }

    fn term(&mut self) -> Result<Term> {
        let from = self.at;
        let negated = self.eat("-");
        if negated && self.peek().is_none_or(char::is_whitespace) {
            return self.error(from, "expected a term after `-`");
        }
        let what = self.what()?;
        Ok(Term { negated, what })
    }

    fn what(&mut self) -> Result<What> {
        let from = self.at;
        let whole = self.rest().split(char::is_whitespace).next().unwrap_or("");
        if self.peek() == Some('"') || looks_like_address(whole) {
            return self.free_text();
        }
        let word = self.skip(|c| c.is_ascii_alphabetic() || c == '-');
        match self.peek() {
            Some(':') if !word.is_empty() => self.field(from, word),
            Some('<' | '>' | '=') if !word.is_empty() => self.compared(from, word),
            Some(c) if c.is_whitespace() && self.sign_follows() => match measure(word) {
                Some(_) => self.compared(from, word),
                None => Ok(What::Text(word.to_lowercase())),
            },
            _ => {
                self.at = from;
                self.free_text()
            }
        }
    }

    /// Whether a comparison stands after spaces, as in `sent > 10kB`.
    fn sign_follows(&self) -> bool {
        self.rest().trim_start().starts_with(['<', '>', '='])
    }

    fn free_text(&mut self) -> Result<What> {
        let from = self.at;
        let raw = self.raw(char::is_whitespace)?;
        self.end_of_quotes(&raw)?;
        match raw.pattern {
            true => self.pattern(from, &raw.text).map(What::Pattern),
            false => Ok(What::Text(raw.text.to_lowercase())),
        }
    }

    fn field(&mut self, from: usize, word: &str) -> Result<What> {
        if measure(word).is_some() {
            let colon = self.at;
            self.at += 1;
            return self.error(colon, comparison_expected(word));
        }
        self.at += 1;
        match Key::of(word) {
            Some(key) => Ok(What::Any(key, self.values(from, key)?)),
            None => self.error(from, unknown_key(word)),
        }
    }

    fn values(&mut self, term: usize, key: Key) -> Result<Vec<Value>> {
        let mut values = Vec::new();
        loop {
            let from = self.at;
            let raw = self.raw(|c| c == ',' || c.is_whitespace())?;
            if raw.text.is_empty() {
                return self.error(term, key.expected());
            }
            let found = match raw.pattern {
                true if key.takes_pattern() => Some(Value::Pattern(self.pattern(from, &raw.text)?)),
                true => None,
                false => value(key, &raw),
            };
            match found {
                Some(value) if values.contains(&value) => {}
                Some(value) => values.push(value),
                None => return self.error(from, key.expected()),
            }
            if !self.eat(",") {
                self.end_of_quotes(&raw)?;
                return Ok(values);
            }
        }
    }

    fn compared(&mut self, from: usize, word: &str) -> Result<What> {
        let Some(measure) = measure(word) else {
            return match Key::of(word) {
                Some(key) => {
                    let sign = self.at;
                    self.at += 1;
                    self.error(sign, format!("expected `:` after `{}`", key.token()))
                }
                None => self.error(
                    from,
                    "expected `sent`, `received` or `frames` before the comparison",
                ),
            };
        };
        self.skip(char::is_whitespace);
        let Some(comparison) = Comparison::ALL.into_iter().find(|c| self.eat(c.sign())) else {
            return self.error(from, comparison_expected(word));
        };
        self.skip(char::is_whitespace);
        let number = self.at;
        let text = self.skip(|c| !c.is_whitespace());
        if let Some((least, most)) =
            amounts(measure, text).filter(|_| comparison == Comparison::Equal)
        {
            return Ok(What::Within(measure, least, most));
        }
        match (amount(measure, text), text.is_empty(), measure) {
            (Some(than), ..) => Ok(What::Compare(measure, comparison, than)),
            (None, empty, Measure::Frames) => {
                self.error(if empty { from } else { number }, "expected a whole number")
            }
            (None, empty, _) => self.error(
                if empty { from } else { number },
                "expected a number of bytes such as `10kB` or `1.5MB`",
            ),
        }
    }

    fn raw(&mut self, ends: impl Fn(char) -> bool) -> Result<Raw> {
        if self.peek() == Some('"') {
            return self.quoted();
        }
        if let Some(pattern) = self.in_slashes() {
            return Ok(pattern);
        }
        let text = self.skip(|c| !ends(c)).to_owned();
        Ok(Raw {
            text,
            ..Raw::default()
        })
    }

    /// `/…/`, in which `\/` does not end it; a slash that none follows stands for itself.
    fn in_slashes(&mut self) -> Option<Raw> {
        let inside = self.rest().strip_prefix('/')?;
        let mut escaped = false;
        let end = inside.find(|c| {
            let ends = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        let text = inside.get(..end).filter(|text| !text.is_empty())?;
        self.at += text.len() + 2;
        Some(Raw {
            text: text.to_owned(),
            pattern: true,
            ..Raw::default()
        })
    }

    fn pattern(&self, from: usize, text: &str) -> Result<Pattern> {
        Pattern::new(text).or_else(|expected| self.error(from, expected))
    }

    fn quoted(&mut self) -> Result<Raw> {
        let from = self.at;
        self.eat("\"");
        let mut text = String::new();
        while let Some(character) = self.peek() {
            if self.eat("\"") {
                return match text.is_empty() {
                    true => self.error(from, "expected text between the quotes"),
                    false => Ok(Raw {
                        text,
                        quoted: true,
                        ..Raw::default()
                    }),
                };
            }
            text.push(match self.escape() {
                Some(escaped) => escaped,
                None => {
                    self.at += character.len_utf8();
                    character
                }
            });
        }
        self.error(from, "expected a closing quote")
    }

    /// `\"`, `\\` and `\u{202e}`; any other backslash stands for itself.
    fn escape(&mut self) -> Option<char> {
        for (written, meant) in [("\\\"", '"'), ("\\\\", '\\')] {
            if self.eat(written) {
                return Some(meant);
            }
        }
        let (hex, _) = self.rest().strip_prefix("\\u{")?.split_once('}')?;
        let character = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
        self.at += "\\u{}".len() + hex.len();
        Some(character)
    }

    fn end_of_quotes(&mut self, raw: &Raw) -> Result<()> {
        let from = self.at;
        match self.peek() {
            Some(c) if (raw.quoted || raw.pattern) && !c.is_whitespace() => {
                self.skip(|c| !c.is_whitespace());
                let sign = if raw.pattern { "slash" } else { "quote" };
                self.error(from, format!("expected a space after the closing {sign}"))
            }
            _ => Ok(()),
        }
    }
}

fn measure(word: &str) -> Option<Measure> {
    Measure::ALL
        .into_iter()
        .find(|measure| measure.token().eq_ignore_ascii_case(word))
}

fn comparison_expected(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    format!("expected `<`, `<=`, `=`, `>=` or `>` after `{word}`")
}

fn unknown_key(word: &str) -> String {
    let shown = plain_text(word);
    match nearest(word) {
        Some(key) => format!("unknown key `{shown}:`, did you mean `{}:`", key.token()),
        None => {
            let keys: Vec<String> = Key::ALL
                .iter()
                .map(|k| format!("`{}:`", k.token()))
                .collect();
            format!(
                "unknown key `{shown}:`, expected one of {}",
                keys.join(", ")
            )
        }
    }
}

/// An IPv6 address or the beginning of one holds colons but no key.
fn looks_like_address(word: &str) -> bool {
    word.bytes().filter(|b| *b == b':').count() >= 2
        && word
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.' | b'/'))
}
