//! A dataset: for each capture a folder `date=2026-11-23/capture_id=0123456789abcdef` with its flows, evidence, problems
//! and itself as Parquet. Nothing is redacted: it is what somebody works with, not what they hand on.
//!
//! A folder appears under its name when it is complete. Its name is the day of the first frame and the start of the
//! file's SHA-256, so that the same capture has the same name wherever it lies.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::ExportError;
use super::parquet_file;
use super::provenance::Provenance;
use super::write::{Overwrite, write_with};
use super::{captures_file, evidence_file, flow_rows, problems_file};
use crate::analysis::assemble::assemble;
use crate::analysis::model::Analysis;
use crate::analysis::progress::Progress;
use crate::analysis::read::ReadCapture;
use crate::analysis::run::Options;
use crate::analysis::so_far::CaptureSoFar;
use crate::capture::error::CaptureError;
use crate::capture::frame::CaptureIndex;
use crate::capture::source;
use crate::claim::model::Claim;
use crate::reference::Reference;
use crate::view::query::Query;
use crate::view::redact::Redaction;
use crate::view::screen::Screen;

/// Hexadecimal digits of the hash that name a capture: among a thousand million captures two alike are unlikely.
const ID_DIGITS: usize = 16;

/// Day of a capture that states no times; readers of such folders take it for null.
const NO_DAY: &str = "__HIVE_DEFAULT_PARTITION__";

/// The tables of a capture.
pub const TABLES: [&str; 4] = [
    "captures.parquet",
    "flows.parquet",
    "evidence.parquet",
    PROBLEMS,
];

const PROBLEMS: &str = "problems.parquet";

/// What became of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// Its tables were written here.
    Written {
        /// The folder.
        folder: PathBuf,
        /// Flows in it.
        flows: usize,
        /// Problems in it.
        problems: u64,
    },
    /// They are there already.
    There {
        /// The folder.
        folder: PathBuf,
        /// Problems in it.
        problems: u64,
    },
}

impl Done {
    /// Whether something of it could not be read.
    pub fn has_problems(&self) -> bool {
        let (Done::Written { problems, .. } | Done::There { problems, .. }) = self;
        *problems > 0
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Done::Written {
                folder,
                flows,
                problems,
            } => write!(
                f,
                "{}, flows: {flows}, problems: {problems}",
                folder.display()
            ),
            Done::There { folder, problems } => write!(
                f,
                "there already: {}, problems: {problems}",
                folder.display()
            ),
        }
    }
}

/// Why a capture has no tables.
#[derive(Debug)]
pub enum DatasetError {
    /// The capture's file could not be read.
    Read(CaptureError),
    /// It changed meanwhile.
    Changed,
    /// The dataset could not be searched or written.
    Folder(io::Error, PathBuf),
    /// A table could not be written.
    Table(ExportError),
}

impl DatasetError {
    /// Whether other captures may fare better.
    pub fn is_of_the_capture(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Changed)
    }
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Changed => write!(f, "the capture changed while it was read"),
            Self::Folder(_, path) => write!(f, "the dataset cannot be used: {}", path.display()),
            Self::Table(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DatasetError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => std::error::Error::source(error),
            Self::Changed => None,
            Self::Folder(error, _) => Some(error),
            Self::Table(error) => std::error::Error::source(error),
        }
    }
}

/// Writes captures into one dataset, all in the same way.
pub struct Extractor<'a> {
    /// The dataset.
    pub to: &'a Path,
    /// How captures are read; with their hash.
    pub options: Options,
    /// The tables that answer.
    pub reference: Arc<Reference>,
    /// The claim that flows are judged by.
    pub claim: Option<Arc<Claim>>,
}

impl Extractor<'_> {
    /// Writes the tables of one capture, where they are not there.
    pub fn extract(&self, path: &Path) -> Result<Done, DatasetError> {
        let hash = hash_of(path).map_err(DatasetError::Read)?;
        let id: String = hash.chars().take(ID_DIGITS).collect();
        let name = format!("capture_id={id}");
        if let Some(folder) = self.there(&name)? {
            let problems = parquet_file::rows_of(&folder.join(PROBLEMS));
            let problems = problems.map_err(DatasetError::Table)?;
            return Ok(Done::There { folder, problems });
        }
        let analysis = self.analysis(path);
        let capture = analysis.captures.first();
        let hashed = capture.and_then(|capture| capture.sha256.as_deref());
        if hashed.is_some_and(|again| again != hash) {
            return Err(DatasetError::Changed);
        }
        let first = capture.and_then(|capture| capture.first);
        let day = first.map_or_else(|| NO_DAY.to_owned(), |first| first.day_text());
        let folder = self.to.join(format!("date={day}")).join(name);
        let screen = crate::view::screen(&Arc::new(analysis), &Query::default());
        self.put(&screen, &hash, &folder)?;
        Ok(Done::Written {
            flows: screen.analysis.flows.len(),
            problems: screen.analysis.problems.len() as u64,
            folder,
        })
    }

    /// A file that is no capture has nothing but its problem.
    fn analysis(&self, path: &Path) -> Analysis {
        let index = CaptureIndex(0);
        let progress = Progress::default();
        let read = ReadCapture::run(index, path, &self.options, &progress, 0, &mut |_| {});
        let read = read.unwrap_or_else(|error| CaptureSoFar::failed(index, path, &error));
        assemble(vec![read], &self.reference, &self.options.stated, true)
            .judged_by(self.claim.as_ref())
    }

    /// The folder of this name, on whatever day.
    fn there(&self, name: &str) -> Result<Option<PathBuf>, DatasetError> {
        let days = match fs::read_dir(self.to) {
            Ok(days) => days,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(DatasetError::Folder(error, self.to.to_owned())),
        };
        for day in days {
            let day = day.map_err(|error| DatasetError::Folder(error, self.to.to_owned()))?;
            let folder = day.path().join(name);
            let is_day = day.file_name().to_string_lossy().starts_with("date=");
            if is_day && folder.is_dir() {
                return Ok(Some(folder));
            }
        }
        Ok(None)
    }

    /// Writes beside and renames last. Where somebody else was faster, theirs stays: it holds the same.
    fn put(&self, screen: &Screen, hash: &str, folder: &Path) -> Result<(), DatasetError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| DatasetError::Folder(error, path)
        };
        fs::create_dir_all(self.to).map_err(failed(self.to))?;
        let made = folder_in(self.to).map_err(failed(self.to))?;
        tables(screen, hash, made.path()).map_err(DatasetError::Table)?;
        let day = folder.parent().unwrap_or(self.to);
        fs::create_dir_all(day).map_err(failed(day))?;
        match fs::rename(made.path(), folder) {
            Err(_) if folder.is_dir() => Ok(()),
            renamed => renamed.map_err(failed(folder)),
        }
    }
}

/// A folder that nobody takes for data: its name begins with a dot.
fn folder_in(dataset: &Path) -> io::Result<tempfile::TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".whither-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The mask of the process still takes bits away.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(dataset)
}

fn tables(screen: &Screen, hash: &str, folder: &Path) -> Result<(), ExportError> {
    let analysis = &screen.analysis;
    let redaction = Redaction::none();
    let about = Provenance::of(analysis, &screen.query).redacted(&redaction);
    let about = about.lines();
    let [captures, flows, evidence, problems] = TABLES.map(|name| folder.join(name));
    write_with(&captures, Overwrite::No, |file| {
        let rows = captures_file::cells(analysis, hash);
        parquet_file::write(&captures_file::COLUMNS, rows, &about, file)
    })?;
    write_with(&flows, Overwrite::No, |file| {
        let mut ids = screen.table.order.to_vec();
        ids.sort_unstable();
        let rows = ids.into_iter();
        let rows = rows.filter_map(|id| flow_rows::numbered(screen, id, &redaction));
        parquet_file::write(&flow_rows::NUMBERED, rows, &about, file)
    })?;
    write_with(&evidence, Overwrite::No, |file| {
        let rows = evidence_file::cells(screen, &redaction);
        parquet_file::write(&evidence_file::COLUMNS, rows, &about, file)
    })?;
    write_with(&problems, Overwrite::No, |file| {
        let rows = problems_file::cells(analysis);
        parquet_file::write(&problems_file::COLUMNS, rows, &about, file)
    })
}

/// Reads the whole file for nothing but its hash: a capture that is there is not worth more.
fn hash_of(path: &Path) -> Result<String, CaptureError> {
    let mut file = fs::File::open(path).map_err(CaptureError::Open)?;
    source::sha256_of(&mut file).map_err(CaptureError::Open)
}
