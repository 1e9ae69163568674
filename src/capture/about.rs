//! What a capture file says of how it was made: program, system, filter, comments, how much of each frame was kept.

use super::options::{COMMENT, options, text};
use super::order::ByteOrder;

/// Sayings that are kept of one file; no writer needs a tenth of that.
const MAX_SAYINGS: usize = 64;

/// Longest saying that is kept, in characters.
const MAX_CHARS: usize = 512;

/// Different limits that are kept of one file.
const MAX_LIMITS: usize = 64;

/// What a saying is about (draft-ietf-opsawg-pcapng, sections 4.1 and 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// The program that wrote the file (`shb_userappl`).
    Program,
    /// The system that it ran on (`shb_os`, `if_os`).
    System,
    /// The machine (`shb_hardware`).
    Hardware,
    /// What the capturing program let through (`if_filter`): the rest was never written.
    Filter,
    /// Free words of a section or an interface (`opt_comment`).
    Comment,
}

impl Saying {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Saying::Program => "written by",
            Saying::System => "system",
            Saying::Hardware => "hardware",
            Saying::Filter => "capture filter",
            Saying::Comment => "comment",
        }
    }
}

/// Everything that a file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// In the order of the file, each once; as the file has them, so not safe to show as they are.
    pub sayings: Vec<(Saying, String)>,
    /// Longest frame that was to be kept, in bytes, smallest first, each once; 0 stands for no limit.
    pub snap_bytes: Vec<u32>,
    /// Packets that the capturing program and its system dropped, where the file counts them.
    pub dropped_packets: Option<u64>,
}

impl About {
    /// Takes the body of a section header, without type and length.
    pub fn section(&mut self, body: &[u8], order: ByteOrder) {
        // Byte-order mark, version, length of the section.
        for (code, value) in options(body.get(16..).unwrap_or(&[]), order) {
            match code {
                COMMENT => self.say(Saying::Comment, value),
                2 => self.say(Saying::Hardware, value),
                3 => self.say(Saying::System, value),
                4 => self.say(Saying::Program, value),
                _ => {}
            }
        }
    }

    /// Takes the body of an interface description.
    pub fn interface(&mut self, body: &[u8], order: ByteOrder) {
        let Some(limit) = order.u32(body, 4) else {
            return;
        };
        self.limit(limit);
        for (code, value) in options(body.get(8..).unwrap_or(&[]), order) {
            match (code, value) {
                (COMMENT, _) => self.say(Saying::Comment, value),
                (12, _) => self.say(Saying::System, value),
                // Kind 0 is text as libpcap takes it; other kinds are programs for a machine.
                (11, [0, filter @ ..]) => self.say(Saying::Filter, filter),
                _ => {}
            }
        }
    }

    /// Takes how much of each frame was to be kept, in bytes.
    pub fn limit(&mut self, bytes: u32) {
        if let Err(place) = self.snap_bytes.binary_search(&bytes)
            && self.snap_bytes.len() < MAX_LIMITS
        {
            self.snap_bytes.insert(place, bytes);
        }
    }

    fn say(&mut self, saying: Saying, value: &[u8]) {
        let words = text(value).unwrap_or_default().trim();
        let said = (saying, words.chars().take(MAX_CHARS).collect::<String>());
        if !words.is_empty() && self.sayings.len() < MAX_SAYINGS && !self.sayings.contains(&said) {
            self.sayings.push(said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECTION: &[u8] = b"\x1a\x2b\x3c\x4d\x00\x01\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\
        \x00\x01\x00\x04lab \x00\x03\x00\x05Linux\0\0\0\x00\x04\x00\x07dumpcap\0\0\0\0\0";
    const INTERFACE: &[u8] = b"\x00\x01\x00\x00\x00\x00\x00\x60\x00\x0b\x00\x08\0tcp 443\0\0\0\0";

    fn about(section: &[u8], interface: &[u8]) -> About {
        let mut about = About::default();
        about.section(section, ByteOrder::Big);
        about.interface(interface, ByteOrder::Big);
        about
    }

    #[test]
    fn a_file_tells_who_wrote_it_and_what_it_left_out() {
        let told = about(SECTION, INTERFACE);
        let expected = [
            (Saying::Comment, "lab".to_owned()),
            (Saying::System, "Linux".to_owned()),
            (Saying::Program, "dumpcap".to_owned()),
            (Saying::Filter, "tcp 443".to_owned()),
        ];
        assert_eq!(told.sayings, expected);
        assert_eq!(told.snap_bytes, [96]);
    }

    #[test]
    fn every_shorter_block_says_less() {
        for length in 0..SECTION.len() {
            assert!(about(&SECTION[..length], &[]).sayings.len() <= 3);
        }
        for length in 0..INTERFACE.len() {
            let told = about(&[], &INTERFACE[..length]);
            assert_eq!(told.snap_bytes.is_empty(), length < 8, "{length} bytes");
        }
    }

    #[test]
    fn what_is_said_again_or_without_end_is_not_kept() {
        let mut told = about(SECTION, INTERFACE);
        told.section(SECTION, ByteOrder::Big);
        assert_eq!(told.sayings.len(), 4);
        for number in 0..1_000_u32 {
            told.say(Saying::Comment, number.to_string().as_bytes());
            told.limit(number);
        }
        assert_eq!(
            (told.sayings.len(), told.snap_bytes.len()),
            (MAX_SAYINGS, MAX_LIMITS)
        );
    }
}
