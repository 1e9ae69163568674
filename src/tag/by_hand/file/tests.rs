//! Files that are written, read, wrong and cut off.

use super::*;

const TEXT: &str = r#"schema = "whither-by-hand/1"
[[owner]]
owner = "ByteWave"
type = "usage_events"
[[domain]]
domain = "example.com"
type = "unclassified"
[[host]]
host = "Upload.Example.com"
type = "user_content_upload"
note = "seen in the \"app\""
[[flow]]
capture = "phone.pcapng"
sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
transport = "tcp"
client = "10.0.0.23:51844"
server = "[2001:db8::1]:443"
start = "2026-11-23T14:08:33.123456789Z"
type = "diagnostics"
"#;

#[test]
fn what_is_written_reads_back() {
    let entries = read(TEXT).unwrap();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.about.token()).collect();
    assert_eq!(kinds, ["owner", "domain", "host", "flow"]);
    assert_eq!(entries[2].about, About::Host("upload.example.com".into()));
    assert_eq!(entries[2].note, "seen in the \"app\"");
    let mut hostile = entries.clone();
    hostile[0].note = "a\n[[host]]\\ \u{202e}\u{0}\"".into();
    assert_eq!(read(&text_of(&hostile)).unwrap(), hostile);
    assert_eq!(read(&text_of(&[])).unwrap(), []);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (from, to, want) in [
        (
            "usage_events",
            "usage",
            "line 4, column 8: no data type is called `usage`",
        ),
        (
            "\"example.com\"",
            "\"a.example.com\"",
            "line 6, column 10: `a.example.com` is a host in the domain `example.com`: set it as a host",
        ),
        (
            "10.0.0.23:51844",
            "10.0.0.23:x",
            "line 16, column 10: expected an address with its port, such as `10.0.0.23:51844`",
        ),
        (
            "2026-11-23T14",
            "2026-11-23 at 14",
            "line 18, column 9: expected a time such as `2026-11-23T14:08:33Z`",
        ),
        (
            "0123456789abcdef0",
            "x",
            "line 14, column 10: a SHA-256 has 64 hexadecimal digits",
        ),
        (
            "by-hand/1",
            "by-hand/2",
            "line 1, column 10: the schema is not `whither-by-hand/1`",
        ),
    ] {
        let errors = read(&TEXT.replace(from, to)).unwrap_err();
        assert_eq!(errors[0].to_string(), want);
    }
    let unknown = read(&TEXT.replace("note", "nota")).unwrap_err();
    assert!(
        unknown[0]
            .to_string()
            .starts_with("line 11, column 1: unknown field `nota`")
    );
}

#[test]
fn every_shorter_file_is_read_or_refused() {
    for end in 0..TEXT.len() {
        let _read_or_refused = read(&TEXT[..end]);
    }
}
