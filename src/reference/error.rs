//! Why a table could not be used.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::fault::Fault;

/// Why a table could not be used, in words for the person who chose the file.
#[derive(Debug)]
pub enum ReferenceError {
    /// The file could not be read.
    Unreadable { path: PathBuf, cause: io::Error },
    /// The file is larger than any address table.
    TooLarge {
        path: PathBuf,
        len_bytes: u64,
        cap_bytes: u64,
    },
    /// The file is no MMDB, or a damaged one.
    NotADatabase {
        path: PathBuf,
        cause: maxminddb::MaxMindDbError,
    },
    /// The file is an MMDB with neither countries nor networks.
    NothingToUse {
        path: PathBuf,
        database_type: String,
        fields: Vec<String>,
    },
    /// A list of networks has a line that is none of it.
    List {
        path: PathBuf,
        line: usize,
        what: String,
    },
    /// A rule pack has faults.
    Rules { path: PathBuf, errors: Vec<Fault> },
    /// A bundled table is not as it was packed.
    Bundled { name: &'static str, what: String },
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, .. } => {
                write!(f, "cannot read the file: {}", path.display())
            }
            Self::TooLarge {
                path,
                len_bytes,
                cap_bytes,
            } => write!(
                f,
                "the file has {len_bytes} bytes, more than the {cap_bytes} it may have: {}",
                path.display()
            ),
            Self::NotADatabase { path, .. } => {
                write!(
                    f,
                    "this is no MMDB file, or a damaged one: {}",
                    path.display()
                )
            }
            Self::NothingToUse {
                path,
                database_type,
                fields,
            } if fields.is_empty() => {
                write!(
                    f,
                    "the database `{database_type}` holds no records: {}",
                    path.display()
                )
            }
            Self::NothingToUse {
                path,
                database_type,
                fields,
            } => write!(
                f,
                "the database `{database_type}` has neither countries nor network numbers, only {}: {}",
                fields.join(", "),
                path.display()
            ),
            Self::List { path, line, what } => {
                write!(f, "line {line}: {what}: {}", path.display())
            }
            Self::Rules { path, errors } => {
                write!(f, "these rules cannot be used: {}", path.display())?;
                errors.iter().try_for_each(|error| write!(f, "\n{error}"))
            }
            Self::Bundled { name, what } => write!(
                f,
                "the bundled table `{name}` is damaged ({what}); this is a fault of the program, please report it"
            ),
        }
    }
}

impl std::error::Error for ReferenceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { cause, .. } => Some(cause),
            Self::NotADatabase { cause, .. } => Some(cause),
            Self::TooLarge { .. }
            | Self::NothingToUse { .. }
            | Self::List { .. }
            | Self::Rules { .. }
            | Self::Bundled { .. } => None,
        }
    }
}
