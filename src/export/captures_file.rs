//! The captures as rows of a table: what was read, and what is in no flow, so that bytes add up.

use super::columns::{Cell, Column, number, text, time};
use crate::analysis::model::Analysis;
use crate::view::plain_text::plain_text;

/// Columns in order. Never renamed or reordered without a note.
pub const COLUMNS: [Column; 16] = [
    text("capture"),
    text("sha256"),
    text("format"),
    number("file_bytes"),
    number("frames"),
    number("wire_bytes"),
    number("not_ip_frames"),
    number("not_ip_bytes"),
    number("unread_frames"),
    number("unread_bytes"),
    number("cut_frames"),
    number("flows"),
    number("problems"),
    time("first_utc"),
    time("last_utc"),
    text("read_to_end"),
];

/// A row a capture. `sha256` stands for those of which it is not known from reading: files that are no captures.
pub fn cells(analysis: &Analysis, sha256: &str) -> impl Iterator<Item = [Cell; COLUMNS.len()]> {
    let captures = (0_u16..).zip(&analysis.captures);
    captures.map(move |(index, capture)| {
        let flows = analysis.flows.iter().filter(|one| one.capture.0 == index);
        let problems = analysis.problems.iter();
        let problems = problems.filter(|one| one.capture.0 == index);
        let outside = capture.outside;
        [
            plain_text(&capture.name).into(),
            capture.sha256.as_deref().unwrap_or(sha256).into(),
            capture.format.as_str().into(),
            capture.file_bytes.into(),
            capture.frames.into(),
            capture.wire_bytes.into(),
            outside.not_ip_frames.into(),
            outside.not_ip_bytes.into(),
            outside.unread_frames.into(),
            outside.unread_bytes.into(),
            capture.cut_frames.into(),
            (flows.count() as u64).into(),
            (problems.count() as u64).into(),
            capture.first.into(),
            capture.last.into(),
            if capture.whole { "yes" } else { "no" }.into(),
        ]
    })
}
