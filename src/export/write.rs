//! Bytes become a file in one step: written beside the target and renamed, so that no half file is ever seen.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::error::ExportError;

/// Whether an existing file may be replaced. The user is asked, nobody guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Replace it.
    Yes,
    /// Leave it and say so.
    No,
}

impl From<bool> for Overwrite {
    /// By whether the user said so.
    fn from(may_replace: bool) -> Self {
        match may_replace {
            true => Overwrite::Yes,
            false => Overwrite::No,
        }
    }
}

/// Writes `bytes` to `path`. The target is either as it was or complete.
pub fn write_file(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), ExportError> {
    write_with(path, overwrite, |file| {
        let refused = |cause| ExportError::refused(cause, path);
        file.write_all(bytes).map_err(refused)
    })
}

/// The same with a file that `fill` writes piece by piece; where that fails nothing is left.
pub fn write_with<T>(
    path: &Path,
    overwrite: Overwrite,
    fill: impl FnOnce(&mut fs::File) -> Result<T, ExportError>,
) -> Result<T, ExportError> {
    if overwrite == Overwrite::No && path.symlink_metadata().is_ok() {
        return Err(ExportError::Exists(path.to_owned()));
    }
    let refused = |cause: io::Error| match (cause.kind(), overwrite) {
        (io::ErrorKind::AlreadyExists, Overwrite::No) => ExportError::Exists(path.to_owned()),
        _ => ExportError::refused(cause, path),
    };
    let mut file = file_beside(path).map_err(refused)?;
    let filled = fill(file.as_file_mut())?;
    put_in_place(file, path, overwrite).map_err(refused)?;
    Ok(filled)
}

fn file_beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".whither-");
    let mode = mode_for(path);
    if let Some(mode) = mode.clone() {
        builder.permissions(mode);
    }
    builder.tempfile_in(folder)
}

fn put_in_place(file: NamedTempFile, path: &Path, overwrite: Overwrite) -> io::Result<()> {
    file.as_file().sync_all()?;
    match overwrite {
        Overwrite::Yes => file.persist(path).map_err(|error| error.error)?,
        Overwrite::No => file.persist_noclobber(path).map_err(|error| error.error)?,
    };
    Ok(())
}

/// Mode of the file that is replaced, else what a program that just creates a file would get.
#[cfg(unix)]
fn mode_for(path: &Path) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let kept = fs::metadata(path)
        .ok()
        .map(|metadata| metadata.permissions());
    // The mask of the process still takes bits away when the file is made.
    Some(kept.unwrap_or_else(|| fs::Permissions::from_mode(0o666)))
}

#[cfg(not(unix))]
fn mode_for(_path: &Path) -> Option<fs::Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_file_is_replaced_only_when_told_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("table.csv");
        write_file(&path, b"one", Overwrite::No).expect("a new file");
        let refused = write_file(&path, b"two", Overwrite::No).expect_err("it exists");
        assert_eq!(
            refused.to_string(),
            format!("there is a file already: {}", path.display())
        );
        assert_eq!(fs::read(&path).expect("still there"), b"one");
        write_file(&path, b"two", Overwrite::Yes).expect("told to");
        assert_eq!(fs::read(&path).expect("replaced"), b"two");
        let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(left.len(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let path = Path::new("/nonexistent-folder/figure.png");
        let error = write_file(path, b"x", Overwrite::No).expect_err("no folder");
        assert_eq!(
            error.to_string(),
            "cannot write the file: /nonexistent-folder/figure.png"
        );
        assert!(std::error::Error::source(&error).is_some());
    }

    #[cfg(unix)]
    #[test]
    fn a_broken_link_counts_as_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("figure.png");
        std::os::unix::fs::symlink("nowhere", &path).expect("a link");
        assert!(matches!(
            write_file(&path, b"x", Overwrite::No),
            Err(ExportError::Exists(_))
        ));
    }
}
