//! Queries and forms (`application/x-www-form-urlencoded`, WHATWG URL §5) → named values.

use super::field::{Field, Held, MAX_FIELDS, MAX_TEXT_BYTES, cut};

/// The pairs of a query or form.
pub fn fields(text: &str) -> Vec<Field> {
    text.split('&').filter_map(pair).take(MAX_FIELDS).collect()
}

fn pair(text: &str) -> Option<Field> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let name = decoded(name);
    (!name.is_empty()).then(|| Field {
        parent: None,
        name,
        held: Held::of(&decoded(value)),
    })
}

/// Whether a body that does not say what it is looks like a form.
pub fn looks_like(text: &str) -> bool {
    let head = text.split('&').next().unwrap_or("");
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    head.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_name))
        && !text.contains(['\n', '<', '{'])
}

/// A text without its percent signs and with blanks for `+`; damage is kept as it stands.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = cut_raw(text).bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let both = digit(ahead.next()).zip(digit(ahead.next()));
                match both.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
                    Some(value) => {
                        bytes.push(value);
                        rest = ahead;
                    }
                    None => bytes.push(b'%'),
                }
            }
            byte => bytes.push(byte),
        }
    }
    cut(&String::from_utf8_lossy(&bytes)).to_owned()
}

/// Three written bytes are one that is meant.
fn cut_raw(text: &str) -> &str {
    let end = text.char_indices().map(|(at, _)| at);
    let end = end.take_while(|at| *at <= 3 * MAX_TEXT_BYTES).last();
    match text.len() > 3 * MAX_TEXT_BYTES {
        true => text.get(..end.unwrap_or(0)).unwrap_or(""),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "email=a%40b.example&full+name=A+B&next=&%zz=%4&flag";

    #[test]
    fn pairs_are_decoded() {
        let said: Vec<_> = fields(TEXT)
            .into_iter()
            .map(|field| (field.name, field.held))
            .collect();
        let text = |text: &str| Held::Text(text.to_owned());
        assert_eq!(
            said,
            [
                ("email".to_owned(), text("a@b.example")),
                ("full name".to_owned(), text("A B")),
                ("next".to_owned(), Held::Nothing),
                ("%zz".to_owned(), text("%4")),
                ("flag".to_owned(), Held::Nothing),
            ]
        );
        assert!(looks_like("a=1&b"));
        assert!(!looks_like("dear all, 1 = 1"));
    }

    #[test]
    fn every_shorter_form_is_read() {
        for end in 0..TEXT.len() {
            assert!(fields(&TEXT[..end]).len() <= 5, "{end} bytes");
        }
        assert!(decoded(&"%41".repeat(10_000)).len() <= MAX_TEXT_BYTES);
    }
}
