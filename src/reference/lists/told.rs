//! The head of a file → whether it is a list of networks, told by what is in it, so that a drop is taken for what it is.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::{HEAD_BYTES, lines};

/// Keys that stand near the beginning of the four clouds' files.
const CLOUD_KEYS: [[&str; 2]; 4] = [
    ["\"createDate\"", "\"prefixes\""],
    ["\"changeNumber\"", "\"values\""],
    ["\"creationTime\"", "\"prefixes\""],
    ["\"last_updated_timestamp\"", "\"regions\""],
];

/// Whether a file is a list of networks; its faults are told by whoever reads it. What is no file is not looked into.
pub fn is_list(path: &Path) -> bool {
    if !fs::metadata(path).is_ok_and(|about| about.is_file()) {
        return false;
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut bytes));
    if read.is_err() || bytes.contains(&0) {
        return false;
    }
    // The head may end inside a character.
    is_head_of_list(&String::from_utf8_lossy(&bytes))
}

fn is_head_of_list(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with('{') {
        let mut clouds = CLOUD_KEYS.iter();
        return clouds.any(|keys| keys.iter().all(|key| head.contains(key)));
    }
    lines::is_head(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_told_by_their_heads() {
        for (head, expected) in [
            (
                "{\"syncToken\": \"1\", \"createDate\": \"2026\",\n\"prefixes\": [{",
                true,
            ),
            (
                "\u{feff}{\"changeNumber\": 363, \"cloud\": \"Public\", \"values\": [",
                true,
            ),
            (
                "{\"syncToken\": 1, \"creationTime\": \"2025\", \"prefixes\": [",
                true,
            ),
            (
                "{\"last_updated_timestamp\": \"2025\", \"regions\": [",
                true,
            ),
            ("{\"log\": {\"version\": \"1.2\", \"entries\": [", false),
            (
                "prefix,number_of_sites,backing_prefix\n1.0.0.0/24,60,1.0.0.0/24\n",
                true,
            ),
            ("# anycast\n\n1.0.0.0/24\n", true),
            ("1.0.0.0,1.0.0.255,AU\n", true),
            ("network,country\n2001:db8::/32,DE\n", true),
            ("network,country\n", false),
            ("IPProto,SrcIP,SrcPort\n6,10.0.0.1,443\n", false),
            ("CLIENT_RANDOM 00 11\n", false),
            ("SERIAL\nwords\n1.0.0.0/24\n", false),
            ("words", false),
            ("", false),
        ] {
            assert_eq!(is_head_of_list(head), expected, "{head}");
            for shorter in 0..head.len() {
                is_head_of_list(head.get(..shorter).unwrap_or(""));
            }
        }
        assert!(!is_list(Path::new("/no/such/file")));
        assert!(!is_list(Path::new("/")));
    }
}
