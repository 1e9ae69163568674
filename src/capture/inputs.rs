//! What the user named becomes a list of files: files stay, folders are searched, `-` is standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::pcap_header::PcapHeader;
use super::pcapng;
use super::wrapping::Wrapping;

/// Folders below a named folder that are searched; deeper ones are hardly captures.
const MAX_DEPTH: usize = 16;

/// Files taken from folders; more is a mistake of the person who dropped the wrong folder.
const MAX_FILES: usize = 10_000;

/// The files to read, in the order named; files of a folder in order of their names.
///
/// A file that was named is always kept, also where it is no capture: it then fails with its reason. From a folder only
/// files that begin like a capture are taken.
pub fn files_of(named: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if path.as_os_str() != "-" && path.is_dir() {
            search(path, 0, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn search(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if files.len() >= MAX_FILES {
            return Ok(());
        }
        let about = fs::symlink_metadata(&path)?;
        if about.is_dir() && depth < MAX_DEPTH {
            search(&path, depth + 1, files)?;
        } else if about.is_file() && begins_like_a_capture(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Looks at content, never at the name. An unreadable file is not hidden: it is kept, to fail with its reason.
fn begins_like_a_capture(path: &Path) -> bool {
    let mut first = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(8).read_to_end(&mut first));
    read.is_err()
        || PcapHeader::is_start(&first)
        || pcapng::is_start(&first)
        || Wrapping::of(&first).is_ok_and(|wrapping| wrapping != Wrapping::Plain)
}
