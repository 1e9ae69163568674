//! Files of types set by hand are found and read: those that are named, and the one that lies beside a capture.

use std::path::PathBuf;

use crate::reference::ReferenceError;
use crate::reference::pack_file::pack_text;
use crate::reference::provenance::sha256_of;
use crate::tag::by_hand::ByHand;
use crate::tag::by_hand::file::{FILE_NAME, read};

/// Reads files, the later after the earlier: of two entries about the same thing that of the later file counts.
///
/// # Errors
/// The first file that cannot be read, with everything that is wrong with it.
pub fn read_by_hand(paths: &[PathBuf]) -> Result<ByHand, ReferenceError> {
    let mut by_hand = ByHand::default();
    for path in paths {
        let text = pack_text(path)?;
        let entries = read(&text).map_err(|errors| ReferenceError::Rules {
            path: path.clone(),
            errors,
        })?;
        by_hand.entries.extend(entries);
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy().into_owned();
        by_hand.files.push((name, sha256_of(&text)));
    }
    Ok(by_hand)
}

/// Where the file lies, or would lie: beside the first of these captures, or in the folder that is named.
pub fn place_beside(inputs: &[PathBuf]) -> Option<PathBuf> {
    let first = inputs.first().filter(|input| input.as_os_str() != "-")?;
    Some(match first.is_dir() {
        true => first.join(FILE_NAME),
        false => first.with_file_name(FILE_NAME),
    })
}

/// The file that lies there.
pub fn find_beside(inputs: &[PathBuf]) -> Option<PathBuf> {
    place_beside(inputs).filter(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_beside_a_capture_is_found_and_later_files_count_more() {
        let folder = tempfile::tempdir().unwrap();
        let capture = folder.path().join("a.pcap");
        assert_eq!(find_beside(std::slice::from_ref(&capture)), None);
        let text = |kind| {
            format!(
                "schema = \"whither-by-hand/1\"\n[[host]]\nhost = \"a.example\"\ntype = \"{kind}\"\n"
            )
        };
        let (one, other) = (
            folder.path().join(FILE_NAME),
            folder.path().join("other.toml"),
        );
        std::fs::write(&one, text("location")).unwrap();
        std::fs::write(&other, text("diagnostics")).unwrap();
        assert_eq!(find_beside(&[capture]), Some(one.clone()));
        assert_eq!(find_beside(&[folder.path().to_owned()]), Some(one.clone()));
        assert_eq!(find_beside(&["-".into()]), None);
        let both = read_by_hand(&[one, other.clone()]).unwrap();
        assert_eq!(both.entries.len(), 2);
        assert_eq!(both.files[0].0, FILE_NAME);
        assert_eq!(both.about(&both.entries[0].about), Some(&both.entries[1]));
        std::fs::write(&other, text("nothing")).unwrap();
        let error = read_by_hand(&[other]).unwrap_err().to_string();
        assert!(
            error.ends_with("line 4, column 8: no data type is called `nothing`"),
            "{error}"
        );
    }
}
