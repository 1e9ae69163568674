//! What is asked of an analysis: filter, span, order, what is measured. With the analysis it decides the whole
//! screen. And how its filter was understood.

use std::ops::Range;

use super::held::Held;
use super::screen::FacetKey;
use crate::capture::frame::{CaptureIndex, Time};
use crate::flow::model::FlowId;
use crate::tag::capture_place::CapturePlace;

/// What shades, bars and line widths stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Unique payload bytes from local to remote.
    #[default]
    Sent,
    /// Unique payload bytes from remote to local.
    Received,
    /// Number of flows.
    Flows,
}

impl Metric {
    /// All, in the order in which they are shown.
    pub const ALL: [Metric; 3] = [Metric::Sent, Metric::Received, Metric::Flows];

    /// Name in files.
    pub fn token(self) -> &'static str {
        match self {
            Metric::Sent => "sent",
            Metric::Received => "received",
            Metric::Flows => "flows",
        }
    }
}

/// What the colours of map and timeline stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colouring {
    /// Nothing: one colour.
    #[default]
    Plain,
    /// What the claim says of the flows; as `Plain` where no claim is chosen.
    Verdict,
    /// Groups of presumed data types.
    DataGroup,
    /// What is new, gone and changed between two captures; as `Plain` where not both are open.
    Change {
        /// The first.
        before: CaptureIndex,
        /// The second.
        after: CaptureIndex,
    },
}

impl Colouring {
    /// Those of one capture, in the order in which they are shown.
    pub const ALL: [Colouring; 3] = [Colouring::Plain, Colouring::Verdict, Colouring::DataGroup];

    /// Word on the command line and in files.
    pub fn token(self) -> &'static str {
        match self {
            Colouring::Plain => "plain",
            Colouring::Verdict => "verdict",
            Colouring::DataGroup => "type",
            Colouring::Change { .. } => "change",
        }
    }
}

/// Which country a destination counts for on the map. The two are never blended: a map is of the one or of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapBy {
    /// Where the machine presumably is.
    #[default]
    Place,
    /// Where its block of addresses is registered.
    Seat,
}

impl MapBy {
    /// Both, in the order in which they are shown.
    pub const ALL: [MapBy; 2] = [MapBy::Place, MapBy::Seat];

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            MapBy::Place => "Where the machine is",
            MapBy::Seat => "Whose law the operator answers to",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            MapBy::Place => MapBy::Seat,
            MapBy::Seat => MapBy::Place,
        }
    }

    /// The same on a button; the legend says it in full.
    pub fn short(self) -> &'static str {
        match self {
            MapBy::Place => "Machine",
            MapBy::Seat => "Operator's law",
        }
    }

    /// Word on the command line.
    pub fn token(self) -> &'static str {
        match self {
            MapBy::Place => "place",
            MapBy::Seat => "seat",
        }
    }
}

/// A part of the time axis; `from` included, `to` not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeSpan {
    /// Start.
    pub from: Time,
    /// End.
    pub to: Time,
}

impl TimeSpan {
    /// Between two times in RFC 3339, the earlier one first; `None` where they are none.
    pub fn between(from: &str, to: &str) -> Option<Self> {
        let (from, to) = (Time::parse(from)?, Time::parse(to)?);
        (from < to).then_some(Self { from, to })
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Start of the flow.
    Time,
    /// Capture it is in (shown when more than one is open).
    Capture,
    /// Name, else address.
    Destination,
    /// Who runs the address.
    Organisation,
    /// Country with its doubt.
    Country,
    /// Where the operator is registered (shown where the map or the filter asks for it).
    Seat,
    /// What it presumably carries.
    DataType,
    /// Who operates the domain (shown where one is known).
    Owner,
    /// The program that the capture names (shown where one is named).
    App,
    /// Recognised protocols, else transport.
    Protocol,
    /// Payload bytes sent.
    Sent,
    /// Payload bytes received.
    Received,
    /// Frames both ways.
    Frames,
    /// What the claim says (shown where one is chosen).
    Verdict,
}

impl Column {
    /// Every column, in the order in which they are shown.
    pub const ALL: [Column; 14] = [
        Column::Time,
        Column::Capture,
        Column::Destination,
        Column::Organisation,
        Column::Country,
        Column::Seat,
        Column::DataType,
        Column::Verdict,
        Column::Sent,
        Column::Received,
        Column::Owner,
        Column::App,
        Column::Protocol,
        Column::Frames,
    ];

    /// Name in files.
    pub fn token(self) -> &'static str {
        match self {
            Column::Time => "time",
            Column::Capture => "capture",
            Column::Destination => "destination",
            Column::Organisation => "organisation",
            Column::Country => "country",
            Column::Seat => "seat",
            Column::DataType => "data_type",
            Column::Owner => "owner",
            Column::App => "app",
            Column::Protocol => "protocol",
            Column::Sent => "sent",
            Column::Received => "received",
            Column::Frames => "frames",
            Column::Verdict => "verdict",
        }
    }

    /// The column of a name in files.
    pub fn of_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.token() == token)
    }
}

/// Order of the table's rows; equal rows stay in order of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// Largest or last first.
    pub descending: bool,
}

impl Sort {
    /// The order that a text in files says: `sent down`.
    pub fn parse(text: &str) -> Option<Self> {
        let (column, way) = text.split_once(' ')?;
        Some(Self {
            column: Column::of_token(column)?,
            descending: match way {
                "down" => true,
                "up" => false,
                _ => return None,
            },
        })
    }

    /// The same in files.
    pub fn text(self) -> String {
        let way = if self.descending { "down" } else { "up" };
        format!("{} {way}", self.column.token())
    }
}

impl Default for Sort {
    fn default() -> Self {
        Self {
            column: Column::Sent,
            descending: true,
        }
    }
}

/// Columns beside the first by which a table is sorted: nobody reads an order by more.
pub const MAX_THEN: usize = 3;

/// Everything that decides a screen beside the analysis itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// The filter as typed.
    pub filter: String,
    /// Selected part of the time axis.
    pub span: Option<TimeSpan>,
    /// The part of the time axis that the timeline shows; all of it where none is set.
    pub stretch: Option<TimeSpan>,
    /// Selected flow.
    pub selected: Option<FlowId>,
    /// Order of the table.
    pub sort: Sort,
    /// Order of rows that are equal by `sort`, then by the first of these, and so on; at most `MAX_THEN`.
    pub then: Vec<Sort>,
    /// What the table's rows are grouped by.
    pub group: Option<FacetKey>,
    /// What the map and the ranked lists measure.
    pub metric: Metric,
    /// What the colours of map and timeline stand for.
    pub colouring: Colouring,
    /// Which country a destination counts for on the map.
    pub map_by: MapBy,
    /// The scale that map and timeline keep whatever is shown.
    pub held: Option<Held>,
    /// Where the capture was made, as the user said.
    pub place: Option<CapturePlace>,
    /// Whether local addresses, names of local hosts and other personal values stand under pseudonyms.
    pub hides_personal: bool,
}

/// How the filter was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterView {
    /// Flows it keeps (within the span).
    pub kept: u64,
    /// All flows.
    pub total: u64,
    /// Where it could not be understood and what was expected; the filter then keeps everything.
    pub error: Option<FilterError>,
    /// Where nothing is kept: parts of the question without which something would be.
    pub easier: Vec<Easier>,
}

/// A part of the question that alone keeps it from matching anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Easier {
    /// The part: a term as it is written, or `the selected span`.
    pub part: String,
    /// The filter without it.
    pub filter: String,
    /// The span without it.
    pub span: Option<TimeSpan>,
    /// Flows that are kept then.
    pub kept: u64,
}

/// A filter that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// Bytes of the text that are meant.
    pub at: Range<usize>,
    /// What was expected, as a clause.
    pub expected: String,
}
