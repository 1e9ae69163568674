//! The list of problems becomes JSON lines, one object a problem, or CSV with the same columns.

use serde::Serialize;

use super::csv_file::neutral;
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

/// Every problem as a row of CSV.
pub fn csv(analysis: &Analysis) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns = ["capture", "frame", "offset", "count", "what", "means"];
    writer.write_record(columns).map_err(ExportError::Csv)?;
    for problem in &analysis.problems {
        let line = ProblemLine::new(analysis, problem);
        let number = |number: Option<u64>| number.map_or_else(String::new, |n| n.to_string());
        let cells = [
            plain_text(line.capture),
            number(line.frame),
            number(line.offset),
            line.count.to_string(),
            plain_text(line.what),
            plain_text(line.means),
        ];
        let written = writer.write_record(cells.map(neutral));
        written.map_err(ExportError::Csv)?;
    }
    writer
        .into_inner()
        .map_err(|error| ExportError::Csv(error.into_error().into()))
}
