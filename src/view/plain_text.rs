//! Text from a capture becomes text that is safe to show: nothing that moves, hides or reorders what stands beside it.

/// Characters of a name or an organisation that are shown; the longest DNS name has 253.
pub const MAX_CHARS: usize = 256;

/// Hostile characters as `\u{202e}`, and no more than `MAX_CHARS` characters of the original.
pub fn plain_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        if index == MAX_CHARS {
            plain.push('…');
            break;
        }
        if is_hostile(character) {
            plain.extend(character.escape_unicode());
        } else {
            plain.push(character);
        }
    }
    plain
}

/// Characters of a sentence or a quotation that are shown: longer ones are no longer read.
pub const MAX_PROSE_CHARS: usize = 4_096;

/// As `plain_text`, for sentences and quotations, which are longer than names.
pub fn plain_prose(text: &str) -> String {
    let characters: Vec<char> = text.chars().take(MAX_PROSE_CHARS).collect();
    let parts = characters.chunks(MAX_CHARS);
    parts
        .map(|part| plain_text(&part.iter().collect::<String>()))
        .collect()
}

/// Whether a character is invisible, breaks a line, or changes the direction of its neighbours.
///
/// Controls (Cc), the bidirectional controls of UAX #9, zero-width and filler characters, line and paragraph
/// separators, interlinear and tag characters.
pub fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_written_out() {
        assert_eq!(plain_text("bücher.example"), "bücher.example");
        assert_eq!(
            plain_text("a\u{202e}gpj.exe\n\u{0}"),
            "a\\u{202e}gpj.exe\\u{a}\\u{0}"
        );
        assert_eq!(plain_text("a\u{200b}b\u{2066}c"), "a\\u{200b}b\\u{2066}c");
    }

    #[test]
    fn length_is_capped() {
        let long = "x".repeat(MAX_CHARS + 1);
        assert_eq!(plain_text(&long), format!("{}…", "x".repeat(MAX_CHARS)));
        assert_eq!(plain_text(&long[1..]), long[1..]);
    }
}
