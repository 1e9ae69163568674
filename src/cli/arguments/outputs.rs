//! What only commands take that write files.

use std::path::PathBuf;

use crate::export::figure::{Part, Preset};
use crate::export::report::stated::Stated;
use crate::view::held::Held;
use crate::view::query::{Colouring, MAX_THEN, MapBy, Metric, Query, Sort, TimeSpan};

/// What of a view `picture` and `report` take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// What is measured.
    pub metric: Metric,
    /// Which country a destination counts for on the map.
    pub map_by: MapBy,
    /// The part of the time that counts.
    pub span: Option<TimeSpan>,
    /// The scale that is held.
    pub held: Option<Held>,
    /// In which order the rows come; by bytes sent where nothing is named.
    pub sort: Vec<Sort>,
}

impl Look {
    /// As a question.
    pub fn query(&self) -> Query {
        let mut sorts = self.sort.iter().copied();
        Query {
            metric: self.metric,
            map_by: self.map_by,
            span: self.span,
            held: self.held,
            sort: sorts.next().unwrap_or_default(),
            then: sorts.take(MAX_THEN).collect(),
            ..Query::default()
        }
    }
}

/// What only `picture` takes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PictureArguments {
    /// Where to.
    pub out: PathBuf,
    /// Width and height in points, where set.
    pub size: Option<(u32, u32)>,
    /// Pixels per point, where set.
    pub scale: Option<f32>,
    /// Where the picture ends up.
    pub preset: Option<Preset>,
    /// What it shows.
    pub part: Part,
    /// Dark colours.
    pub dark: bool,
    /// What is looked at, and how.
    pub look: Look,
    /// What colours stand for; by verdict where a claim is named, else nothing, where it is not set.
    pub colouring: Option<Colouring>,
    /// Whether a file that is there may be replaced.
    pub overwrite: bool,
}

/// What only `export` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutArguments {
    /// The file; its ending says the form.
    pub out: PathBuf,
    /// What is looked at, and how.
    pub look: Look,
    /// Whether files that are there may be replaced.
    pub overwrite: bool,
}

/// What only `report` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportArguments {
    /// The folder.
    pub out: PathBuf,
    /// What is looked at, and how.
    pub look: Look,
    /// Whether files that are there may be replaced.
    pub overwrite: bool,
    /// The moment that it says it was made at, in RFC 3339.
    pub made_at: Option<String>,
    /// What is stated by whoever makes it.
    pub stated: Stated,
}
