//! A list of connections that lies beside a capture becomes text: the file that RustNet or PCAPdroid wrote with it.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Longest list that is read, in bytes: a million connections.
const MAX_LIST_BYTES: u64 = 256 * 1024 * 1024;

/// Names under which a list may lie beside a capture, the surer first.
pub fn lists_beside(capture: &Path) -> [PathBuf; 2] {
    let mut named = capture.as_os_str().to_owned();
    named.push(".connections.jsonl");
    [PathBuf::from(named), capture.with_extension("csv")]
}

/// The text of a list; bytes that are no UTF-8 are replaced. `None` where no such file is there.
pub fn read_list(path: &Path) -> Option<io::Result<String>> {
    if !path.is_file() {
        return None;
    }
    let read = || -> io::Result<String> {
        let mut bytes = Vec::new();
        File::open(path)?
            .take(MAX_LIST_BYTES)
            .read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    Some(read())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_looked_for_by_the_captures_name() {
        let [rustnet, pcapdroid] = lists_beside(Path::new("a/b.pcap"));
        assert_eq!(rustnet, Path::new("a/b.pcap.connections.jsonl"));
        assert_eq!(pcapdroid, Path::new("a/b.csv"));
        assert!(read_list(Path::new("no/such.csv")).is_none());
    }
}
