//! What only commands take that write files.

use std::path::PathBuf;

use crate::export::figure::{Part, Preset};
use crate::view::query::{Colouring, MapBy};

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
    /// Which country a destination counts for on the map.
    pub map_by: MapBy,
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
    /// Whether files that are there may be replaced.
    pub overwrite: bool,
}

/// What only `report` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportArguments {
    /// The folder.
    pub out: PathBuf,
    /// Whether files that are there may be replaced.
    pub overwrite: bool,
    /// The moment that it says it was made at, in RFC 3339.
    pub made_at: Option<String>,
}
