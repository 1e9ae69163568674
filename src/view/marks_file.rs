//! A CSV file of what was done and when (`time,text`) becomes marks on the time axis. What cannot be read is named by its
//! line, with what was expected there.

use std::fmt;

use super::filter::clock_of;
use super::marks::{MAX_MARKS, Mark};
use super::plain_text::plain_text;
use super::query::TimeSpan;
use super::when::{moment, stretch};
use crate::analysis::model::Analysis;
use crate::capture::frame::{NANOS_PER_DAY, NANOS_PER_SECOND, Time};

/// The first line of such a file.
pub const TITLES: &str = "time,text";

/// A watch is not the capture's clock: so far beyond the capture a time of day still belongs to it.
const GRACE_NANOS: i64 = 60 * NANOS_PER_SECOND;

/// Why a file gave no marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarksError {
    /// The captures state no times, so that nothing can be marked.
    NoTimes,
    /// The first line is another one.
    NoTitles,
    /// A line is not UTF-8.
    NotText(u64),
    /// A line has more or fewer fields than two.
    Fields(u64, usize),
    /// A field that should be a time.
    NoTime(u64, String),
    /// A time of day at which none of the captures was running, and when they were.
    Outside(u64, String, TimeSpan),
    /// More marks than are kept.
    TooMany,
}

impl fmt::Display for MarksError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTimes => write!(f, "the captures state no times, so nothing can be marked"),
            Self::NoTitles => write!(f, "line 1: expected the titles `{TITLES}`"),
            Self::NotText(line) => write!(f, "line {line}: expected UTF-8 text"),
            Self::Fields(line, count) => write!(
                f,
                "line {line}: expected a time, a comma and a text (in quotes where it has a comma), found {count} fields"
            ),
            Self::NoTime(line, found) => write!(
                f,
                "line {line}: expected a time such as `14:03:10` or `2026-11-23T14:03:10Z`, found `{found}`"
            ),
            Self::Outside(line, found, span) => write!(
                f,
                "line {line}: expected a time within the captures, {} to {} UTC, found `{found}`",
                moment(span.from, true),
                moment(span.to, true)
            ),
            Self::TooMany => write!(f, "expected at most {MAX_MARKS} marks"),
        }
    }
}

impl std::error::Error for MarksError {}

/// Whether a text says of itself that it is such a file, by its titles.
pub fn has_titles(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next();
    let bare = first.unwrap_or("").replace([' ', '"'], "");
    bare.eq_ignore_ascii_case(TITLES)
}

/// The marks of a file, in order of time.
///
/// # Errors
/// The first line that cannot be read.
pub fn marks_of(text: &str, analysis: &Analysis) -> Result<Vec<Mark>, MarksError> {
    marks_within(text, stretch(analysis).ok_or(MarksError::NoTimes)?)
}

fn marks_within(text: &str, span: TimeSpan) -> Result<Vec<Mark>, MarksError> {
    if !has_titles(text) {
        return Err(MarksError::NoTitles);
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut marks = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return Err(MarksError::NotText(line)),
        }
        if marks.len() >= MAX_MARKS {
            return Err(MarksError::TooMany);
        }
        let read = mark(&record, line, span);
        marks.push(read.or_else(|_| mark(&record, line_of(&record, text), span))?);
    }
    marks.sort_by_key(|mark| mark.at);
    Ok(marks)
}

/// The line on which a record stands: the reader counts empty lines before it as its own. Only asked for what is wrong.
fn line_of(record: &csv::StringRecord, text: &str) -> u64 {
    let start = record.position().map_or(0, csv::Position::byte);
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
    let empty = rest.chars().take_while(|c| matches!(c, '\r' | '\n'));
    let ends = before.chars().chain(empty).filter(|c| *c == '\n');
    1 + ends.count() as u64
}

fn mark(record: &csv::StringRecord, line: u64, span: TimeSpan) -> Result<Mark, MarksError> {
    let (Some(when), Some(text), 2) = (record.get(0), record.get(1), record.len()) else {
        return Err(MarksError::Fields(line, record.len()));
    };
    Ok(Mark {
        at: time_of(when, line, span)?,
        text: text.to_owned(),
    })
}

/// A whole time stands for itself; a time of day for that of the first day on which the captures were running then.
fn time_of(text: &str, line: u64, span: TimeSpan) -> Result<Time, MarksError> {
    let no_time = || MarksError::NoTime(line, plain_text(text));
    if text.contains(['T', 't']) {
        return Time::parse(text).ok_or_else(no_time);
    }
    let (clock, _) = clock_of(text).ok_or_else(no_time)?;
    let midnight = Time::of_day(&span.from.day_text()).ok_or_else(no_time)?;
    let first = midnight.plus_nanos(clock);
    let behind = span.from.nanos_since(first).saturating_sub(GRACE_NANOS);
    // Rounded up: the next day that is not before the captures.
    let days = behind.max(0).saturating_add(NANOS_PER_DAY - 1) / NANOS_PER_DAY;
    let at = first.plus_nanos(days.saturating_mul(NANOS_PER_DAY));
    match at.nanos_since(span.to) <= GRACE_NANOS {
        true => Ok(at),
        false => Err(MarksError::Outside(line, plain_text(text), span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span() -> TimeSpan {
        let time = |text| Time::parse(text).expect("a time");
        TimeSpan {
            from: time("2026-11-23T23:50:10Z"),
            to: time("2026-11-24T00:20:00Z"),
        }
    }

    fn read(text: &str) -> Result<Vec<String>, String> {
        let marks = marks_within(text, span()).map_err(|error| error.to_string())?;
        Ok(marks.iter().map(Mark::line).collect())
    }

    const FILE: &str = "\u{feff}Time, Text\r\n00:03:10,\"tapped \"\"Upload\"\", twice\"\r\n\r\n23:49:30,a watch that is slow\n2026-11-23T23:55:00Z,left\n";

    #[test]
    fn a_file_becomes_marks_in_order_of_time() {
        let expected = [
            "2026-11-23T23:49:30.000000000Z a watch that is slow",
            "2026-11-23T23:55:00.000000000Z left",
            "2026-11-24T00:03:10.000000000Z tapped \"Upload\", twice",
        ];
        assert_eq!(read(FILE).expect("marks"), expected);
        assert_eq!(read("time,text"), Ok(Vec::new()));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (text, expected) in [
            ("", "line 1: expected the titles `time,text`"),
            ("14:03:10,tapped", "line 1: expected the titles `time,text`"),
            (
                "time,text\n\ntapped,23:55",
                "line 3: expected a time such as",
            ),
            (
                "time,text\n23:55:00\n",
                "line 2: expected a time, a comma and a text",
            ),
            (
                "time,text\n23:55:00,a,b",
                "line 2: expected a time, a comma and a text",
            ),
            (
                "time,text\n12:00:00,lunch",
                "line 2: expected a time within the captures, 2026-11-23 23:50:10 to 2026-11-24 00:20:00 UTC, found `12:00:00`",
            ),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.starts_with(expected), "{text:?}: {error}");
        }
        let many = "23:55:00,a\n".repeat(MAX_MARKS + 1);
        assert!(read(&format!("time,text\n{many}")).is_err());
    }

    #[test]
    fn every_shorter_file_ends_with_marks_or_a_reason() {
        for at in (0..FILE.len()).filter(|at| FILE.is_char_boundary(*at)) {
            let (start, _) = FILE.split_at(at);
            if let Ok(marks) = read(start) {
                assert!(marks.len() <= 3);
            }
        }
    }
}
