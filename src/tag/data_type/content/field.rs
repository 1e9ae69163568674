//! What a device sent, as named fields: the shape that queries, forms, JSON, multipart and cookies have in common.

use crate::reference::rules;

/// Fields that are read of one message; what comes behind them repeats what was there.
pub const MAX_FIELDS: usize = 256;

/// Longest text of a name or value that is looked at, in bytes.
pub const MAX_TEXT_BYTES: usize = 512;

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// A text or number, never empty.
    Text(String),
    /// Fields of its own, or a list.
    Group,
    /// Nothing that says anything: empty, null, true, false.
    Nothing,
}

impl Held {
    /// What a text holds.
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        match text {
            "" | "null" | "true" | "false" | "undefined" | "None" | "nil" => Held::Nothing,
            text => Held::Text(cut(text).to_owned()),
        }
    }

    /// Its text, where it has one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Held::Text(text) => Some(text),
            Held::Group | Held::Nothing => None,
        }
    }
}

/// A named value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name of the group that it stands in, where that has one.
    pub parent: Option<String>,
    /// Its own name.
    pub name: String,
    /// What it holds.
    pub held: Held,
}

/// A file that was sent as a part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentFile {
    /// Its ending, in lower case.
    pub ending: String,
    /// Kind of content that its part states, in lower case.
    pub content_type: String,
}

/// What one message says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Fields in their order.
    pub fields: Vec<Field>,
    /// Files.
    pub files: Vec<SentFile>,
    /// Texts that have no name, as in protobuf.
    pub nameless: Vec<String>,
}

/// A text without what is beyond the cap.
pub fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// As rules compare names, and without blanks.
pub fn folded(name: &str) -> String {
    rules::folded(name).replace(' ', "")
}

/// The words of a name: cut at signs and where small letters turn to capitals, in lower case.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || was_small && c.is_uppercase() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        for (name, want) in [
            ("userLat", &["user", "lat"][..]),
            ("latency", &["latency"]),
            ("geo.lat_e7", &["geo", "lat", "e7"]),
            ("HTTPCode", &["httpcode"]),
            ("[]", &[]),
        ] {
            assert_eq!(words(name), want, "{name}");
        }
        assert_eq!(folded("Device-ID"), "deviceid");
    }

    #[test]
    fn long_texts_are_cut_between_letters() {
        assert_eq!(cut(&"ä".repeat(400)).len(), MAX_TEXT_BYTES);
        assert_eq!(Held::of(" null "), Held::Nothing);
    }
}
