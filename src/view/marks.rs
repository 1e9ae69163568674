//! What the user did and when, in lines, becomes marks on the time axis.

use super::filter::clock_of;
use super::plain_text::plain_text;
use crate::capture::frame::{NANOS_PER_DAY, NANOS_PER_SECOND, Time};

/// Marks that are read: what fits on a time axis, many times over.
pub const MAX_MARKS: usize = 1_000;

/// Something that was done at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Time,
    /// What, as it was typed.
    pub text: String,
}

impl Mark {
    /// `14:03:10 tapped Upload`, safe to show.
    pub fn label(&self) -> String {
        plain_text(&format!("{} {}", self.at.clock_text(), self.text))
    }

    /// The line that is kept in files.
    pub fn line(&self) -> String {
        format!("{} {}", self.at, self.text)
    }
}

/// Reads lines such as `14:03:10 tapped Upload`, `14:03:10,tapped Upload` or with a whole time in RFC 3339; in order of
/// time. A time of day is that of the day on which the captures begin (`first`), or of the next where it is earlier.
///
/// # Errors
/// The first line that has no time, by its number.
pub fn read_marks(text: &str, first: Time) -> Result<Vec<Mark>, String> {
    let mut marks = Vec::new();
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    for (number, line) in lines.take(MAX_MARKS) {
        let line = line.trim();
        let (when, what) = line
            .split_once(|c: char| c == ',' || c == ';' || c.is_whitespace())
            .unwrap_or((line, ""));
        let when = when.trim_matches('"');
        // A table may begin with the names of its columns.
        let is_title = number == 1 && !when.starts_with(|c: char| c.is_ascii_digit());
        match time_of(when, first) {
            Some(at) => marks.push(Mark {
                at,
                text: what.trim().trim_matches('"').to_owned(),
            }),
            None if is_title => {}
            None => {
                return Err(format!(
                    "line {number}: expected a time such as `14:03:10`, then what was done"
                ));
            }
        }
    }
    marks.sort_by_key(|mark| mark.at);
    Ok(marks)
}

fn time_of(text: &str, first: Time) -> Option<Time> {
    if text.contains(['T', 't']) {
        return Time::parse(text);
    }
    let (clock, _) = clock_of(text)?;
    let midnight = Time::of_day(&first.day_text())?;
    let at = midnight.plus_nanos(clock);
    // A minute of grace: a watch is not the capture's clock.
    let is_earlier = first.nanos_since(at) > 60 * NANOS_PER_SECOND;
    let next_day = if is_earlier { NANOS_PER_DAY } else { 0 };
    Some(at.plus_nanos(next_day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_marks_in_order_of_time() {
        let first = Time::parse("2026-11-23T14:02:10Z").expect("a time");
        let text = "when,what\n14:05:00, \"left, the app\"\n\n14:03:10 tapped Upload\n00:00:30 next day\n2026-11-23T14:04:00Z now\n14:02 watch";
        let marks = read_marks(text, first).expect("marks");
        let labels: Vec<String> = marks.iter().map(Mark::label).collect();
        let expected = [
            "14:02:00 watch",
            "14:03:10 tapped Upload",
            "14:04:00 now",
            "14:05:00 left, the app",
            "00:00:30 next day",
        ];
        assert_eq!(labels, expected);
        let lines: Vec<String> = marks.iter().map(Mark::line).collect();
        assert_eq!(read_marks(&lines.join("\n"), first), Ok(marks));
        let error = read_marks("14:03 a\ntapped", first).expect_err("no time");
        assert!(error.starts_with("line 2: expected a time"), "{error}");
    }
}
