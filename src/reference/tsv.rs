//! Bundled tables in text: remarks and a heading on top, then rows of cells between tabs.

use super::ReferenceError;

/// The rows below the heading.
pub(super) fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1)
}

/// The cells of a row; `None` where it has more or fewer.
pub(super) fn cells<const COUNT: usize>(row: &str) -> Option<[&str; COUNT]> {
    row.split('\t').collect::<Vec<_>>().try_into().ok()
}

/// What was read of a table that is compiled in, else which row is none of it.
pub(super) fn bundled<T>(name: &'static str, read: Result<T, &str>) -> Result<T, ReferenceError> {
    read.map_err(|row| ReferenceError::Bundled {
        name,
        what: format!("unreadable row `{row}`"),
    })
}
