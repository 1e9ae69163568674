//! The first line of a text protocol.

use super::Reading;

/// Longest line that is believed, in bytes: mail allows 512 (RFC 5321 §4.5.3.1), the capabilities of IMAP are longer.
const MAX_LINE_BYTES: usize = 2_048;

/// The first line without its end, and the number of bytes with it. A line with control characters, or that is no
/// UTF-8, is of no text protocol.
pub fn read(bytes: &[u8]) -> Reading<(&str, usize)> {
    let start = bytes.get(..MAX_LINE_BYTES).unwrap_or(bytes);
    let end = start.iter().position(|byte| *byte == b'\n');
    let line = start.get(..end.unwrap_or(start.len())).unwrap_or(start);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line
        .iter()
        .any(|byte| byte.is_ascii_control() && *byte != b'\t')
    {
        return Reading::NotThis;
    }
    match (end, std::str::from_utf8(line)) {
        (Some(end), Ok(line)) => Reading::Found((line, end + 1)),
        (Some(_), Err(_)) => Reading::NotThis,
        (None, _) if bytes.len() >= MAX_LINE_BYTES => Reading::NotThis,
        (None, _) => Reading::NeedMore,
    }
}

/// Whether a text begins with a word, in any case.
pub fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether a text has a word in it, in any case.
pub fn has(text: &str, word: &str) -> bool {
    let windows = text.as_bytes().windows(word.len().max(1));
    windows
        .into_iter()
        .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// A host name with a dot in it that a text protocol writes: letters, digits, hyphens, dots; no written address.
pub fn host_name(word: &str) -> Option<&str> {
    let word = word.trim_end_matches('.');
    let good = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let is_name = word.len() <= 253 && word.contains('.') && word.split('.').all(good);
    let last = word.rsplit('.').next().unwrap_or("");
    (is_name && last.bytes().any(|byte| byte.is_ascii_alphabetic())).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_its_end_and_every_shorter_one_asks_for_more() {
        assert_eq!(read(b"a b\r\nc"), Reading::Found(("a b", 5)));
        assert_eq!(read(b"a\n"), Reading::Found(("a", 2)));
        for length in 0..5 {
            assert_eq!(read(&b"a b\r\n"[..length.min(3)]), Reading::NeedMore);
        }
        assert_eq!(read(b"a\x00b\n"), Reading::NotThis);
        assert_eq!(read(&[b'a'; MAX_LINE_BYTES]), Reading::NotThis);
    }

    #[test]
    fn host_names_are_told_from_other_words() {
        assert_eq!(host_name("mx.a.example."), Some("mx.a.example"));
        for word in ["localhost", "10.0.0.1", "a..b", "(vsFTPd 3.0.3)", ""] {
            assert_eq!(host_name(word), None, "{word}");
        }
    }
}
