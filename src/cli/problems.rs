//! A problem as one JSON object.

use serde::Serialize;

use crate::analysis::model::Analysis;
use crate::capture::problem::Problem;

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
