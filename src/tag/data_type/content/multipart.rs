//! The head of a multipart body (RFC 2046 §5.1, RFC 7578) → named parts and files.

use super::field::{Field, Held, MAX_FIELDS, Said, SentFile};
use super::{form, json};

/// Parts of one body that are looked at; forms have fewer.
const MAX_PARTS: usize = 64;

/// Reads the parts. The boundary is the body's own first line: what the head of the message says of it may be cut.
pub fn read(text: &str) -> Said {
    let mut said = Said::default();
    let boundary = text.lines().next().unwrap_or("").trim_end();
    if boundary.len() < 3 || !boundary.starts_with("--") {
        return said;
    }
    for part in text.split(boundary).take(MAX_PARTS) {
        take(part, &mut said);
    }
    said.fields.truncate(MAX_FIELDS);
    said
}

fn take(part: &str, said: &mut Said) {
    let part = part.trim_start_matches(['\r', '\n']);
    let Some((head, body)) = part
        .split_once("\r\n\r\n")
        .or_else(|| part.split_once("\n\n"))
    else {
        return;
    };
    let field = |wanted: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        found.map_or("", |(_, value)| value.trim())
    };
    let content_type = field("content-type").to_ascii_lowercase();
    let disposition = field("content-disposition");
    if let Some(file) = parameter(disposition, "filename") {
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        said.files.push(SentFile {
            ending: ending.to_ascii_lowercase(),
            content_type,
        });
        return;
    }
    if json::looks_like(body) {
        said.fields.extend(json::fields(body));
    }
    if let Some(name) = parameter(disposition, "name") {
        said.fields.push(Field {
            parent: None,
            name: form::decoded(&name),
            held: Held::of(body),
        });
    }
}

/// A parameter of a field (RFC 9110 §5.6.6); of `filename*=` only that it is there.
fn parameter(field: &str, wanted: &str) -> Option<String> {
    let pairs = field.split(';').filter_map(|part| part.split_once('='));
    let found = pairs
        .map(|(name, value)| (name.trim().trim_end_matches('*'), value))
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
    found.map(|(_, value)| value.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "--b1\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n+49 30 901820\r\n\
        --b1\r\nContent-Disposition: form-data; name=\"f\"; filename=\"IMG_1.JPG\"\r\nContent-Type: image/jpeg\r\n\r\n\u{fffd}\r\n--b1--\r\n";

    #[test]
    fn parts_have_names_and_files_endings() {
        let said = read(TEXT);
        assert_eq!(
            said.fields,
            [Field {
                parent: None,
                name: "phone".to_owned(),
                held: Held::of("+49 30 901820"),
            }]
        );
        assert_eq!(
            said.files,
            [SentFile {
                ending: "jpg".to_owned(),
                content_type: "image/jpeg".to_owned(),
            }]
        );
    }

    #[test]
    fn every_shorter_body_gives_a_part() {
        for end in (0..TEXT.len()).filter(|end| TEXT.is_char_boundary(*end)) {
            let said = read(&TEXT[..end]);
            assert!(said.fields.len() + said.files.len() <= 2, "{end} bytes");
        }
    }
}
