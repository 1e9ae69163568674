//! The table as it is shown: which columns, which rows in which order, groups with their sums, one cell.

use std::sync::Arc;

use crate::claim::verdict::Word;
use crate::flow::model::FlowId;
use crate::view::query::Column;

/// The table: rows in order; texts are made for the rows that are on screen.
#[derive(Clone, Debug)]
pub struct Table {
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Whether times are shown with their day, because the captures cross midnight UTC.
    pub with_day: bool,
    /// Flows in order of the sort; where they are grouped, group after group.
    pub order: Arc<Vec<FlowId>>,
    /// The groups from the top, where rows are grouped.
    pub groups: Option<Arc<Vec<Group>>>,
    /// Bytes sent and received within the span, by flow number; `None` without a span (the flow's own totals count).
    pub within_span: Option<Arc<Vec<(u64, u64)>>>,
}

/// Rows of the table that have the same value in one ranked list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As the list says it, safe to show.
    pub label: String,
    /// Whether it stands for something that cannot be told.
    pub doubtful: bool,
    /// Position of its first flow in `Table::order`.
    pub first: usize,
    /// Flows in it.
    pub flows: usize,
    /// Payload bytes sent by them, within the span where one is selected.
    pub sent: u64,
    /// The same, received.
    pub received: u64,
    /// Their frames.
    pub frames: u64,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Text, safe to show.
    pub text: String,
    /// Whether it says that something cannot be told.
    pub doubtful: bool,
    /// The verdict that it is, in the column of verdicts.
    pub verdict: Option<Word>,
}
