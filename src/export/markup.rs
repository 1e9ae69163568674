//! Text of others and colours inside markup: HTML, SVG, Markdown.

use egui::Color32;

/// `#12324a`, as style sheets have colours.
pub fn hex(colour: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.r(), colour.g(), colour.b())
}

/// How a character is written that begins or ends markup.
fn entity(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    }
}

/// Text that cannot become markup, in an element or in a quoted attribute. What XML forbids is left out.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if let Some(entity) = entity(character) {
            safe.push_str(entity);
            continue;
        }
        match character {
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\t' | '\n' => safe.push(character),
            control if control.is_control() => {}
            '\u{fffe}' | '\u{ffff}' => {}
            _ => safe.push(character),
        }
    }
    safe
}

/// Text of a capture's or a claim's must not become markup, neither of Markdown nor of HTML within it.
pub fn escaped_markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if let Some(entity) = entity(character) {
            safe.push_str(entity);
            continue;
        }
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '!' | '~' => {
                safe.extend(['\\', character]);
            }
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(
            escaped("<a b=\"c\">'&'\u{0}\u{1b}</a>"),
            "&lt;a b=&quot;c&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"
        );
    }
}
