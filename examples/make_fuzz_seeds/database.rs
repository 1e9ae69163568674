//! The smallest country database (https://maxmind.github.io/MaxMind-DB/, version 2.0): half of IPv4 is in China.

/// One node of two records of 24 bits: the first is the record at offset 0, the second says that there is none.
const TREE: [u8; 6] = [0, 0, 17, 0, 0, 1];

/// A whole file.
pub fn smallest() -> Vec<u8> {
    let mut file = TREE.to_vec();
    file.extend([0; 16]);
    file.push(map(1));
    file.extend(text("country_code"));
    file.extend(text("CN"));
    file.extend(b"\xab\xcd\xefMaxMind.com");
    file.push(map(7));
    for (key, value) in [
        ("binary_format_major_version", vec![0xa1, 2]),
        ("binary_format_minor_version", vec![0xa0]),
        // Sixty-four bits and an array have their type in a second byte.
        ("build_epoch", vec![0x01, 2, 1]),
        ("database_type", text("Fuzz-Country")),
        ("ip_version", vec![0xa1, 4]),
        ("node_count", vec![0xc1, 1]),
        ("record_size", vec![0xa1, 24]),
    ] {
        file.extend(text(key));
        file.extend(value);
    }
    file
}

fn map(entries: u8) -> u8 {
    0xe0 | entries
}

fn text(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap_or(0);
    assert!(length < 29, "longer texts have a longer head");
    let mut bytes = vec![0x40 | length];
    bytes.extend(text.bytes());
    bytes
}
