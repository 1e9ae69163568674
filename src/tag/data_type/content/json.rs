//! The head of a JSON text (RFC 8259), whole or cut anywhere → its named values. Damage is stepped over, because what is
//! wanted is which names and values were sent, not whether the sender wrote good JSON. Several texts in a row are read too.

use std::iter::Peekable;
use std::str::Chars;

use super::field::{Field, Held, MAX_FIELDS};

/// Groups within groups that are followed; people write fewer.
const MAX_DEPTH: usize = 32;

/// JSON written into a text of JSON is read this deep.
const MAX_WRAPPED: usize = 2;

/// The named values of a text.
pub fn fields(text: &str) -> Vec<Field> {
    let mut walk = Walk::new(text, 0);
    walk.run();
    walk.found
}

/// Whether a text begins as JSON does.
pub fn looks_like(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with('{') || text.starts_with('[')
}

struct Level {
    is_list: bool,
    name: Option<String>,
}

struct Walk<'a> {
    chars: Peekable<Chars<'a>>,
    key: Option<String>,
    levels: Vec<Level>,
    found: Vec<Field>,
    wrapped: usize,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, wrapped: usize) -> Self {
        Self {
            chars: text.chars().peekable(),
            key: None,
            levels: Vec::new(),
            found: Vec::new(),
            wrapped,
        }
    }

    fn run(&mut self) {
        while let Some(c) = self.chars.next() {
            if self.found.len() >= MAX_FIELDS || self.levels.len() > MAX_DEPTH {
                return;
            }
            match c {
                '"' => self.quoted(),
                '{' | '[' => self.open(c == '['),
                '}' | ']' => drop(self.levels.pop()),
                ',' => self.key = None,
                c if c == '-' || c.is_ascii_alphanumeric() => self.bare(c),
                _ => {}
            }
        }
    }

    fn quoted(&mut self) {
        let text = self.string();
        self.skip_blanks();
        if self.chars.next_if_eq(&':').is_some() {
            self.key = Some(text);
            return;
        }
        if self.wrapped < MAX_WRAPPED && looks_like(&text) {
            let mut inner = Walk::new(&text, self.wrapped + 1);
            inner.run();
            self.found.append(&mut inner.found);
        }
        self.value(Held::of(&text));
    }

    /// The rest of a quoted text.
    fn string(&mut self) -> String {
        let mut text = String::new();
        while let Some(c) = self.chars.next() {
            match c {
                '"' => break,
                '\\' => text.extend(self.escaped()),
                c => text.push(c),
            }
        }
        text
    }

    fn escaped(&mut self) -> Option<char> {
        match self.chars.next()? {
            'n' | 'r' | 't' | 'b' | 'f' => Some(' '),
            'u' => {
                let mut code = 0;
                for _ in 0..4 {
                    code = code * 16 + self.chars.next_if(char::is_ascii_hexdigit)?.to_digit(16)?;
                }
                char::from_u32(code)
            }
            c => Some(c),
        }
    }

    /// A number or a literal.
    fn bare(&mut self, first: char) {
        let mut text = String::from(first);
        while let Some(c) = self
            .chars
            .next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-'))
        {
            text.push(c);
        }
        self.value(Held::of(&text));
    }

    fn open(&mut self, is_list: bool) {
        let name = self.take_name();
        self.skip_blanks();
        let is_empty = matches!(self.chars.peek(), Some('}' | ']'));
        if name.is_some() {
            let held = if is_empty { Held::Nothing } else { Held::Group };
            self.push(name.clone(), held);
        }
        self.levels.push(Level { is_list, name });
    }

    fn value(&mut self, held: Held) {
        let name = self.take_name();
        self.push(name, held);
    }

    /// The key before, or the name of the list that this stands in.
    fn take_name(&mut self) -> Option<String> {
        let list = self.levels.last().filter(|level| level.is_list);
        let listed = list.and_then(|level| level.name.clone());
        self.key.take().or(listed)
    }

    fn push(&mut self, name: Option<String>, held: Held) {
        let Some(name) = name else {
            return;
        };
        let around = self.levels.iter().rev().find(|level| !level.is_list);
        self.found.push(Field {
            parent: around.and_then(|level| level.name.clone()),
            name,
            held,
        });
    }

    fn skip_blanks(&mut self) {
        while self.chars.next_if(char::is_ascii_whitespace).is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{"device":{"id":"a-1","os":[ "x" ,7]},"geo":[],"lat":-52.5e0,"note":"{\"imei\":\"12\"}","a\u0042":null} {"b":1}"#;

    fn said(text: &str) -> Vec<String> {
        let line = |field: &Field| {
            let parent = field.parent.as_deref().unwrap_or("");
            format!("{parent}/{}={:?}", field.name, field.held)
        };
        fields(text).iter().map(line).collect()
    }

    #[test]
    fn names_and_values_are_found_at_every_depth() {
        let want = [
            "/device=Group",
            "device/id=Text(\"a-1\")",
            "device/os=Group",
            "device/os=Text(\"x\")",
            "device/os=Text(\"7\")",
            "/geo=Nothing",
            "/lat=Text(\"-52.5e0\")",
            "/imei=Text(\"12\")",
            "/note=Text(\"{\\\"imei\\\":\\\"12\\\"}\")",
            "/aB=Nothing",
            "/b=Text(\"1\")",
        ];
        assert_eq!(said(TEXT), want);
    }

    #[test]
    fn every_shorter_text_gives_a_part() {
        let whole = fields(TEXT);
        for end in 0..TEXT.len() {
            assert!(fields(&TEXT[..end]).len() <= whole.len(), "{end} bytes");
        }
    }

    #[test]
    fn hostile_depth_and_width_end() {
        assert!(fields(&"[".repeat(100_000)).is_empty());
        assert!(fields(&"\"a\":1,".repeat(100_000)).len() <= MAX_FIELDS);
    }
}
