//! Pictures, sound and films that a device sends: by the first bytes of a body, and as files in a form.

use super::field::SentFile;

/// What a body begins with, at which byte, and what that is (the formats' own definitions: ITU-T T.81, RFC 2083, GIF89a,
/// RIFF, ISO/IEC 14496-12, Matroska, RFC 3533).
const BEGINNINGS: &[(usize, &[u8], &str)] = &[
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (0, b"GIF8", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (8, b"WAVE", "a WAV recording"),
    (4, b"ftyp", "an MP4 film, recording or HEIF picture"),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska film"),
    (0, b"OggS", "an Ogg recording"),
];

/// Endings of files that people make.
const ENDINGS: &[&str] = &[
    "jpg", "jpeg", "png", "heic", "heif", "webp", "gif", "mp4", "mov", "3gp", "webm", "m4a", "mp3",
    "aac", "ogg", "opus", "wav", "amr", "pdf", "doc", "docx",
];

/// What a body is, where its first bytes say so.
pub fn of(bytes: &[u8]) -> Option<&'static str> {
    let found = BEGINNINGS
        .iter()
        .find(|(at, sign, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    found.map(|(_, _, what)| *what)
}

/// Whether a file in a form is one that somebody made, not a report of a program.
pub fn is_made(file: &SentFile) -> bool {
    let kinds = ["image/", "video/", "audio/"];
    kinds.iter().any(|kind| file.content_type.starts_with(kind))
        || ENDINGS.contains(&file.ending.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_name_the_format_at_every_length() {
        let film = b"\0\0\0\x18ftypmp42";
        assert_eq!(of(film), Some("an MP4 film, recording or HEIF picture"));
        for end in 0..8 {
            assert_eq!(of(&film[..end]), None, "{end} bytes");
        }
        let report = SentFile {
            ending: "dmp".to_owned(),
            content_type: "application/octet-stream".to_owned(),
        };
        assert!(!is_made(&report));
    }
}
