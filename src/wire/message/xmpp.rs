//! The opening of an XMPP stream (RFC 6120 §4.2), and the elements up to TLS (§5.4).

use super::Reading;
use super::line::host_name;

/// Longest tag that is believed, in bytes: a stream header has a handful of attributes.
const MAX_TAG_BYTES: usize = 4_096;

/// The namespace of streams.
const STREAMS: &str = "http://etherx.jabber.org/streams";

/// A stream header, and the bytes that it takes up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Who is addressed: a client writes its server's name.
    pub to: Option<String>,
    /// Who speaks: a server writes its own name.
    pub from: Option<String>,
    /// Length in bytes, with what XML puts before it.
    pub length: usize,
}

/// Reads the start of either side.
pub fn read(bytes: &[u8]) -> Reading<Header> {
    let mut length = 0;
    loop {
        let rest = bytes.get(length..).unwrap_or(&[]);
        let (tag, end) = match read_tag(rest) {
            Reading::Found(found) => found,
            Reading::NeedMore if may_begin(rest) => return Reading::NeedMore,
            _ => return Reading::NotThis,
        };
        length += end;
        if tag.starts_with("<?xml") {
            continue;
        }
        if !tag.starts_with("<stream:stream") || !tag.contains(STREAMS) {
            return Reading::NotThis;
        }
        let name = |which: &str| {
            attribute(tag, which)
                .and_then(host_name)
                .map(str::to_ascii_lowercase)
        };
        let (to, from) = (name("to"), name("from"));
        return Reading::Found(Header { to, from, length });
    }
}

/// The tag at the start of bytes, from `<` to `>`, and the number of bytes with the space before it.
pub fn read_tag(bytes: &[u8]) -> Reading<(&str, usize)> {
    let start = bytes.get(..MAX_TAG_BYTES).unwrap_or(bytes);
    let from = start
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())
        .unwrap_or(start.len());
    let tag = start.get(from..).unwrap_or(&[]);
    if tag.first().is_some_and(|byte| *byte != b'<') {
        return Reading::NotThis;
    }
    match tag.iter().position(|byte| *byte == b'>') {
        Some(end) => match std::str::from_utf8(tag.get(..=end).unwrap_or(&[])) {
            Ok(text) => Reading::Found((text, from + end + 1)),
            Err(_) => Reading::NotThis,
        },
        None if bytes.len() >= MAX_TAG_BYTES => Reading::NotThis,
        None => Reading::NeedMore,
    }
}

fn may_begin(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    let starts: [&[u8]; 2] = [b"<?xml", b"<stream:stream"];
    starts
        .iter()
        .any(|start| text.starts_with(start) || start.starts_with(text))
}

/// The value of an attribute, in either quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest.get(..at)?.chars().last();
        rest = rest.get(at + name.len()..)?;
        let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
            continue;
        };
        let quote = value
            .chars()
            .next()
            .filter(|quote| matches!(quote, '\'' | '"'));
        if let (Some(quote), true) = (quote, before.is_some_and(char::is_whitespace)) {
            return value.get(1..)?.split(quote).next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENING: &[u8] =
        b"<?xml version='1.0'?>\n<stream:stream xmlns='jabber:client' version='1.0' \
        xmlns:stream='http://etherx.jabber.org/streams' to=\"Chat.Example\" from='me@x'>";

    #[test]
    fn a_client_names_its_server() {
        let header = Header {
            to: Some("chat.example".into()),
            from: None,
            length: OPENING.len(),
        };
        assert_eq!(read(OPENING), Reading::Found(header));
        assert_eq!(read(b"<?xml version='1.0'?><html>"), Reading::NotThis);
    }

    #[test]
    fn every_shorter_opening_asks_for_more() {
        for length in 0..OPENING.len() {
            assert_eq!(
                read(&OPENING[..length]),
                Reading::NeedMore,
                "{length} bytes"
            );
        }
        assert_eq!(read(&[b'<'; 5_000]), Reading::NotThis);
    }
}
