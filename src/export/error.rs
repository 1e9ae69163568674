//! Why an export did not come about.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::forms::Form;
use crate::analysis::frames_of::AgainError;
use crate::reference::ReferenceError;

/// Why an export did not come about.
#[derive(Debug)]
pub enum ExportError {
    /// Sides in points below what headline, map and table need.
    TooSmall {
        /// As asked.
        width: u32,
        /// As asked.
        height: u32,
    },
    /// Sides in pixels beyond what other programs open.
    TooLarge {
        /// As asked, in pixels.
        width: f32,
        /// As asked, in pixels.
        height: f32,
    },
    /// Pixels per point out of range.
    Scale(f32),
    /// The PNG encoder refused what we gave it.
    Png(png::EncodingError),
    /// The CSV writer refused what we gave it.
    Csv(csv::Error),
    /// The JSON writer refused what we gave it.
    Json(serde_json::Error),
    /// A face of ours could not be embedded.
    Font(subsetter::Error),
    /// The packer refused what we gave it.
    Packed(io::Error),
    /// The packets of the flows could not be taken from their captures.
    Packets(AgainError),
    /// The writer of Parquet refused what we gave it, or could not write.
    Parquet(parquet::errors::ParquetError),
    /// A table of a dataset could not be read.
    NoParquet(parquet::errors::ParquetError, PathBuf),
    /// The map could not be unpacked.
    World(ReferenceError),
    /// No form of file has this ending.
    NoSuchForm(PathBuf),
    /// The claim file is not the one that flows were judged by.
    ClaimChanged,
    /// There is a folder with something in it.
    NotEmpty(PathBuf),
    /// There is a file and it may not be replaced.
    Exists(PathBuf),
    /// The file system refused.
    Refused {
        /// What it said.
        cause: io::Error,
        /// The target.
        path: PathBuf,
    },
}

impl ExportError {
    /// The file system refused to write this file.
    pub fn refused(cause: io::Error, path: &Path) -> Self {
        Self::Refused {
            cause,
            path: path.to_owned(),
        }
    }
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use super::figure::{LEAST_POINTS, MOST_PIXELS, SCALES};
        match self {
            Self::TooSmall { width, height } => write!(
                f,
                "a picture of {width} × {height} points has no room for its parts; at least {} × {} are needed",
                LEAST_POINTS.0, LEAST_POINTS.1
            ),
            Self::TooLarge { width, height } => write!(
                f,
                "a picture of {width:.0} × {height:.0} pixels is too large; a side may have {MOST_PIXELS}"
            ),
            Self::Scale(scale) => write!(
                f,
                "a scale of {scale} is out of range; it may be {:.0} to {:.0}",
                SCALES.start(),
                SCALES.end()
            ),
            Self::Png(_) | Self::Csv(_) | Self::Json(_) | Self::Font(_) | Self::Packed(_) => {
                write!(
                    f,
                    "the export failed for a reason inside Whither; please report it"
                )
            }
            Self::Packets(error) => error.fmt(f),
            Self::NoParquet(_, path) => write!(
                f,
                "a table cannot be read, delete its folder to have it written again: {}",
                path.display()
            ),
            Self::World(error) => error.fmt(f),
            Self::Parquet(_) => write!(f, "the Parquet file could not be written"),
            Self::NoSuchForm(path) => write!(
                f,
                "the name has to end in {}: {}",
                Form::endings(),
                path.display()
            ),
            Self::ClaimChanged => write!(f, "the claim file changed while the captures were read"),
            Self::NotEmpty(path) => write!(
                f,
                "the folder is not empty, and --overwrite was not given: {}",
                path.display()
            ),
            Self::Exists(path) => write!(f, "there is a file already: {}", path.display()),
            Self::Refused { path, .. } => write!(f, "cannot write the file: {}", path.display()),
        }
    }
}

impl std::error::Error for ExportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Png(cause) => Some(cause),
            Self::Csv(cause) => Some(cause),
            Self::Json(cause) => Some(cause),
            Self::Font(cause) => Some(cause),
            Self::Packed(cause) => Some(cause),
            Self::Refused { cause, .. } => Some(cause),
            Self::Packets(cause) => std::error::Error::source(cause),
            Self::World(cause) => std::error::Error::source(cause),
            Self::Parquet(cause) | Self::NoParquet(cause, _) => Some(cause),
            Self::TooSmall { .. }
            | Self::TooLarge { .. }
            | Self::Scale(_)
            | Self::NoSuchForm(_)
            | Self::ClaimChanged
            | Self::NotEmpty(_)
            | Self::Exists(_) => None,
        }
    }
}
