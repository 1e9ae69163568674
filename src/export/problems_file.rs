//! The list of problems becomes JSON lines, one object a problem, or CSV with the same columns.

use serde::Serialize;

use super::columns::{Cell, Column, number, text};
use super::csv_file::csv_of;
use super::error::ExportError;
use crate::analysis::model::Analysis;
use crate::capture::problem::Problem;
use crate::view::plain_text::plain_text;

/// One line of `whither problems`.
#[derive(Serialize)]
pub struct ProblemLine<'a> {
    capture: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    count: u64,
    what: &'a str,
    means: &'a str,
}

impl<'a> ProblemLine<'a> {
    /// The line of one problem; frame and byte offset are the first of `count`.
    pub fn new(analysis: &'a Analysis, problem: &'a Problem) -> Self {
        Self {
            capture: analysis.capture(problem.capture).map_or("", |c| &c.name),
            frame: problem.first.frame,
            offset: problem.first.offset,
            count: problem.count,
            what: &problem.what,
            means: &problem.meaning,
        }
    }
}

/// Every problem as a JSON line.
pub fn json_lines(analysis: &Analysis) -> serde_json::Result<Vec<u8>> {
    let mut file = Vec::new();
    for problem in &analysis.problems {
        let line = ProblemLine::new(analysis, problem);
        serde_json::to_writer(&mut file, &line)?;
        file.push(b'\n');
    }
    Ok(file)
}

/// Columns in order. Never renamed or reordered without a note.
pub const COLUMNS: [Column; 6] = [
    text("capture"),
    number("frame"),
    number("offset"),
    number("count"),
    text("what"),
    text("means"),
];

/// Every problem as a row of CSV.
pub fn csv(analysis: &Analysis) -> Result<Vec<u8>, ExportError> {
    csv_of(&COLUMNS, cells(analysis))
}

/// Every problem as cells.
pub fn cells(analysis: &Analysis) -> impl Iterator<Item = [Cell; COLUMNS.len()]> {
    analysis.problems.iter().map(|problem| {
        let line = ProblemLine::new(analysis, problem);
        [
            plain_text(line.capture).into(),
            line.frame.into(),
            line.offset.into(),
            line.count.into(),
            plain_text(line.what).into(),
            plain_text(line.means).into(),
        ]
    })
}
