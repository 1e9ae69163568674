//! The files of a report become a folder: never into one that holds something else, unless that was asked for.

use std::fs;
use std::path::Path;

use super::bundle::{File, NAMES};
use crate::export::error::ExportError;
use crate::export::write::{Overwrite, write_file};

/// Whether a report may be written there; asked before anything is read, because reading can take long.
pub fn check(folder: &Path, overwrite: Overwrite) -> Result<(), ExportError> {
    if overwrite == Overwrite::Yes || folder.symlink_metadata().is_err() {
        return Ok(());
    }
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(ExportError::NotEmpty(folder.to_owned())),
        Err(cause) => Err(refused(cause, folder)),
    }
}

/// Writes the files. What a former report left there and this one does not have is taken away.
pub fn write_folder(
    folder: &Path,
    files: &[File],
    overwrite: Overwrite,
) -> Result<(), ExportError> {
    check(folder, overwrite)?;
    fs::create_dir_all(folder).map_err(|cause| refused(cause, folder))?;
    for name in NAMES {
        let old = folder.join(name);
        if !files.iter().any(|file| file.name == name) && old.is_file() {
            fs::remove_file(&old).map_err(|cause| refused(cause, &old))?;
        }
    }
    files
        .iter()
        .try_for_each(|file| write_file(&folder.join(file.name), &file.bytes, overwrite))
}

fn refused(cause: std::io::Error, path: &Path) -> ExportError {
    ExportError::Refused {
        cause,
        path: path.to_owned(),
    }
}
