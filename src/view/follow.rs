//! One layer of what a flow carried becomes lines to show or print: text, or bytes in hex beside their characters.
//! Lines are made when they are looked at, so that a layer of megabytes costs little.

use std::fmt::Write as _;
use std::sync::Arc;

use super::plain_text::is_hostile;
use crate::evidence::followed::{Content, Followed, Layer, Piece};
use crate::flow::model::Side;

/// Columns of one line of text at most; a longer one goes on in the next, so that every line fits the window.
const MAX_LINE_COLUMNS: usize = 112;

/// Columns that a byte may take where it is not plain ASCII: it may be shown as `\xff`.
const ESCAPED_COLUMNS: usize = 4;

/// Bytes in one line of hex.
const HEX_LINE_BYTES: usize = 16;

/// Places that a search gives back at most: more than anybody steps through.
pub const MAX_FOUND: usize = 10_000;

/// Where a line lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LineAt {
    piece: u32,
    start: u32,
    len: u32,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who sent it.
    pub side: Side,
    /// Number of the frame that brought it.
    pub frame: u64,
    /// Whether a frame's bytes begin here.
    pub is_first: bool,
    /// Safe to show.
    pub text: String,
}

/// The lines of one layer.
#[derive(Clone, Debug)]
pub struct FollowLines {
    followed: Arc<Followed>,
    layer: usize,
    hex: bool,
    lines: Vec<LineAt>,
}

impl FollowLines {
    /// Lines of the layer with this place.
    pub fn new(followed: Arc<Followed>, layer: usize, hex: bool) -> Self {
        let pieces = followed.layers.get(layer).map_or(&[][..], |l| &l.pieces);
        let lines = (0_u32..)
            .zip(pieces)
            .flat_map(|(piece, about)| lines_of(piece, about, hex))
            .collect();
        Self {
            followed,
            layer,
            hex,
            lines,
        }
    }

    /// The layer.
    pub fn layer(&self) -> Option<&Layer> {
        self.followed.layers.get(self.layer)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// One line.
    pub fn line(&self, number: usize) -> Option<Line> {
        let at = self.lines.get(number)?;
        let piece = self.layer()?.pieces.get(at.piece as usize)?;
        let text = match &piece.content {
            Content::Missing(bytes) => format!("[{bytes} bytes are not in the capture]"),
            Content::Bytes(bytes) => {
                let (start, len) = (at.start as usize, at.len as usize);
                let shown = bytes.get(start..start + len).unwrap_or(&[]);
                match self.hex {
                    true => hex_line(start, shown),
                    false => text_line(shown),
                }
            }
        };
        Some(Line {
            side: piece.side,
            frame: piece.frame,
            is_first: at.start == 0,
            text,
        })
    }

    /// All lines as text, a heading before each frame's.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for line in (0..self.len()).filter_map(|number| self.line(number)) {
            if line.is_first {
                let (arrow, who) = sender(line.side);
                // Writing into a string cannot fail.
                let _ = writeln!(text, "{arrow} {who}, frame {}", line.frame);
            }
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }

    /// Lines in which this text begins, upper and lower case of ASCII alike, also where it goes on in the next frame of
    /// the same side; the first `MAX_FOUND`.
    pub fn find(&self, text: &str) -> Vec<usize> {
        let pieces = self.layer().map_or(&[][..], |layer| &layer.pieces);
        let mut found = Vec::new();
        let mut run = Run::default();
        for (number, piece) in (0_u32..).zip(pieces) {
            match &piece.content {
                Content::Bytes(bytes) if run.side == Some(piece.side) => run.add(number, bytes),
                Content::Bytes(bytes) => {
                    self.find_in(&run, text, &mut found);
                    run = Run {
                        side: Some(piece.side),
                        ..Run::default()
                    };
                    run.add(number, bytes);
                }
                Content::Missing(_) => {
                    self.find_in(&run, text, &mut found);
                    run = Run::default();
                }
            }
        }
        self.find_in(&run, text, &mut found);
        found
    }

    fn find_in(&self, run: &Run, text: &str, found: &mut Vec<usize>) {
        let needle = text.as_bytes();
        let Some(first) = needle.first() else { return };
        for (at, window) in run.bytes.windows(needle.len()).enumerate() {
            if found.len() >= MAX_FOUND {
                return;
            }
            let begins = window
                .first()
                .is_some_and(|b| b.eq_ignore_ascii_case(first));
            if begins && window.eq_ignore_ascii_case(needle) {
                let line = self.line_at(run.place(at));
                if found.last() != Some(&line) {
                    found.push(line);
                }
            }
        }
    }

    fn line_at(&self, place: (u32, usize)) -> usize {
        let is_before = |line: &LineAt| (line.piece, line.start as usize) <= place;
        self.lines.partition_point(is_before).saturating_sub(1)
    }
}

/// Pieces of one side that follow each other.
#[derive(Default)]
struct Run {
    side: Option<Side>,
    bytes: Vec<u8>,
    /// Where each piece begins, with its number.
    starts: Vec<(usize, u32)>,
}

impl Run {
    fn add(&mut self, piece: u32, bytes: &[u8]) {
        self.starts.push((self.bytes.len(), piece));
        self.bytes.extend_from_slice(bytes);
    }

    /// The piece and the offset within it.
    fn place(&self, at: usize) -> (u32, usize) {
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        let piece = self.starts.get(next.saturating_sub(1));
        piece.map_or((0, 0), |(start, piece)| (*piece, at - start))
    }
}

/// The arrow and the word for who sent something.
pub fn sender(side: Side) -> (&'static str, &'static str) {
    match side {
        Side::Client => ("→", "client"),
        Side::Server => ("←", "server"),
    }
}

fn lines_of(piece: u32, about: &Piece, hex: bool) -> Vec<LineAt> {
    let bytes = match &about.content {
        Content::Missing(_) => {
            let (start, len) = (0, 0);
            return vec![LineAt { piece, start, len }];
        }
        Content::Bytes(bytes) => bytes,
    };
    let (mut lines, mut start) = (Vec::new(), 0);
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        let len = match hex {
            true => rest.len().min(HEX_LINE_BYTES),
            false => text_line_len(rest),
        };
        let (Ok(start_32), Ok(len_32)) = (u32::try_from(start), u32::try_from(len)) else {
            break;
        };
        lines.push(LineAt {
            piece,
            start: start_32,
            len: len_32,
        });
        start += len;
    }
    lines
}

/// To the end of the line, or as far as a line goes without cutting a character; at least one byte.
fn text_line_len(rest: &[u8]) -> usize {
    let mut columns = 0;
    let fitting = rest.iter().take_while(|byte| {
        let is_plain = matches!(byte, 0x20..=0x7e);
        columns += if is_plain { 1 } else { ESCAPED_COLUMNS };
        columns <= MAX_LINE_COLUMNS || **byte == b'\n'
    });
    let most = rest.get(..fitting.count()).unwrap_or(rest);
    if let Some(end) = most.iter().position(|byte| *byte == b'\n') {
        return end + 1;
    }
    let is_inside = |at: usize| rest.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let cut = (0..4)
        .map(|back| most.len().saturating_sub(back))
        .find(|at| !is_inside(*at));
    cut.filter(|at| *at > 0).unwrap_or(most.len())
}

fn text_line(bytes: &[u8]) -> String {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\t' | '\r' => text.extend(character.escape_default()),
                '\0'..='\u{1f}' | '\u{7f}' => push_byte(&mut text, character as u8),
                _ if is_hostile(character) => text.extend(character.escape_unicode()),
                _ => text.push(character),
            }
        }
        for byte in chunk.invalid() {
            push_byte(&mut text, *byte);
        }
    }
    text
}

fn push_byte(text: &mut String, byte: u8) {
    // Writing into a string cannot fail.
    let _ = write!(text, "\\x{byte:02x}");
}

fn hex_line(start: usize, bytes: &[u8]) -> String {
    let mut text = format!("{start:06x}  ");
    for at in 0..HEX_LINE_BYTES {
        match bytes.get(at) {
            // Writing into a string cannot fail.
            Some(byte) => drop(write!(text, "{byte:02x} ")),
            None => text.push_str("   "),
        }
    }
    text.push(' ');
    let shown = |byte: &u8| match byte {
        0x20..=0x7e => char::from(*byte),
        _ => '.',
    };
    text.extend(bytes.iter().map(shown));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::followed::LayerName;

    fn lines(hex: bool) -> FollowLines {
        let mut layer = Layer::new(LayerName::Sent);
        layer.add(Side::Client, 1, b"GET / HTTP/1.1\r\nHost: Exam");
        layer.add(Side::Client, 2, "ple\r\n\u{202e}\x1b[2J\r\n".as_bytes());
        layer.add(Side::Server, 3, b"\xff\x00ok");
        layer.miss(Side::Server, 3, 9);
        let layers = vec![layer];
        FollowLines::new(Arc::new(Followed { layers }), 0, hex)
    }

    #[test]
    fn text_is_escaped_and_each_frame_has_its_heading() {
        let want = "→ client, frame 1\nGET / HTTP/1.1\nHost: Exam\n→ client, frame 2\nple\n\\u{202e}\\x1b[2J\n\
            ← server, frame 3\n\\xff\\x00ok\n← server, frame 3\n[9 bytes are not in the capture]\n";
        assert_eq!(lines(false).to_text(), want);
    }

    #[test]
    fn hex_stands_beside_its_characters() {
        let lines = lines(true);
        let text = lines.line(0).map(|line| line.text);
        let want = "000000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..";
        assert_eq!(text.as_deref(), Some(want));
        let text = lines.line(3).map(|line| line.text);
        let want = format!("000000  ff 00 6f 6b {} ..ok", "   ".repeat(12));
        assert_eq!(text, Some(want));
    }

    #[test]
    fn a_search_crosses_frames_and_ignores_case() {
        let lines = lines(false);
        assert_eq!(lines.find("example"), [1]);
        assert_eq!(lines.find("OK"), [4]);
        assert_eq!(lines.find(""), [0_usize; 0]);
        assert_eq!(lines.find("nowhere"), [0_usize; 0]);
    }

    #[test]
    fn a_long_line_goes_on_without_cutting_a_character() {
        let mut layer = Layer::new(LayerName::Sent);
        layer.add(Side::Client, 1, "é".repeat(100).as_bytes());
        layer.add(Side::Client, 2, &[0x80; 300]);
        let layers = vec![layer];
        let lines = FollowLines::new(Arc::new(Followed { layers }), 0, false);
        assert_eq!(lines.line(0).unwrap().text, "é".repeat(14));
        let all: usize = (8..lines.len())
            .map(|n| lines.line(n).unwrap().text.len())
            .sum();
        assert_eq!(all, 300 * "\\x80".len());
    }
}
