//! The head of a message's body as it was before content coding (RFC 9110 §8.4): `gzip`, `deflate`, `br`, `zstd`. What
//! comes out has a cap, however much a few bytes would unpack to.

use std::io::Read;

/// What became of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The head, opened where `is_opened`.
    pub bytes: Vec<u8>,
    /// Whether every coding was taken off (or there was none).
    pub is_opened: bool,
}

/// Memory that a zstd window may take: 8 MiB, what RFC 9659 lets senders of this coding ask for.
const ZSTD_WINDOW_LOG: u32 = 23;

/// Bytes that a brotli reader takes at a time.
const BROTLI_BUFFER_BYTES: usize = 4_096;

/// Codings of one message; nobody uses more than two.
const MAX_CODINGS: usize = 4;

/// Opens the head of a body; `max_bytes` is the most that comes out. A head that is cut gives what comes before the cut.
pub fn open(head: &[u8], content_encoding: Option<&str>, max_bytes: usize) -> Opened {
    let codings = content_encoding.unwrap_or("").split(',').map(str::trim);
    let codings: Vec<String> = codings
        .filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
        .map(str::to_ascii_lowercase)
        .collect();
    if codings.len() > MAX_CODINGS {
        return closed(head, max_bytes);
    }
    let mut bytes = head.to_vec();
    for coding in codings.iter().rev() {
        match unpack(coding, &bytes, max_bytes) {
            Some(opened) if !opened.is_empty() || bytes.is_empty() => bytes = opened,
            _ => return closed(head, max_bytes),
        }
    }
    bytes.truncate(max_bytes);
    Opened {
        bytes,
        is_opened: true,
    }
}

fn closed(head: &[u8], max_bytes: usize) -> Opened {
    let bytes = head.get(..max_bytes).unwrap_or(head).to_vec();
    Opened {
        bytes,
        is_opened: false,
    }
}

fn unpack(coding: &str, bytes: &[u8], max_bytes: usize) -> Option<Vec<u8>> {
    match coding {
        "gzip" | "x-gzip" => Some(take(flate2::read::MultiGzDecoder::new(bytes), max_bytes)),
        "deflate" => Some(inflate(bytes, max_bytes)),
        "br" => {
            let reader = brotli_decompressor::Decompressor::new(bytes, BROTLI_BUFFER_BYTES);
            Some(take(reader, max_bytes))
        }
        "zstd" => {
            let mut reader = zstd::stream::read::Decoder::with_buffer(bytes).ok()?;
            reader.window_log_max(ZSTD_WINDOW_LOG).ok()?;
            Some(take(reader, max_bytes))
        }
        _ => None,
    }
}

/// `deflate` is zlib (RFC 9110 §8.4.1.2), but some senders leave zlib's header out.
fn inflate(bytes: &[u8], max_bytes: usize) -> Vec<u8> {
    let opened = take(flate2::read::ZlibDecoder::new(bytes), max_bytes);
    match opened.is_empty() {
        true => take(flate2::read::DeflateDecoder::new(bytes), max_bytes),
        false => opened,
    }
}

/// Reads until the cap, the end, or the first damage.
fn take(reader: impl Read, max_bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut reader = reader.take(max_bytes as u64);
    let mut piece = [0; 1024];
    while let Ok(count @ 1..) = reader.read(&mut piece) {
        out.extend_from_slice(piece.get(..count).unwrap_or(&[]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &[u8] = b"{\"lat\":52.5,\"lon\":13.4,\"lat\":52.5,\"lon\":13.4}";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut writer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    /// A brotli stream that holds its text uncompressed (RFC 7932 §9.2): window bits, one stored block, the end.
    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).unwrap() - 1;
        // WBITS 16 (one zero bit), ISLAST 0, MNIBBLES 4 (two zero bits), MLEN - 1 (16 bits), ISUNCOMPRESSED 1.
        let header = length << 4 | 1 << 20;
        let mut out = header.to_le_bytes()[..3].to_vec();
        out.extend(bytes);
        out.push(0b11);
        out
    }

    fn codings() -> [(&'static str, Vec<u8>); 5] {
        [
            ("gzip", gzip(TEXT)),
            ("deflate", deflate(TEXT)),
            ("br", brotli(TEXT)),
            ("zstd", zstd::encode_all(TEXT, 3).unwrap()),
            ("gzip, zstd", zstd::encode_all(&gzip(TEXT)[..], 3).unwrap()),
        ]
    }

    #[test]
    fn each_coding_is_taken_off() {
        for (coding, bytes) in codings() {
            let opened = open(&bytes, Some(coding), 4096);
            assert_eq!(opened.bytes, TEXT, "{coding}");
            assert!(opened.is_opened);
        }
        assert_eq!(open(TEXT, None, 5).bytes, &TEXT[..5]);
    }

    #[test]
    fn every_shorter_body_gives_a_head_or_stays_closed() {
        for (coding, bytes) in codings() {
            for length in 0..bytes.len() {
                let opened = open(&bytes[..length], Some(coding), 4096);
                let is_head = TEXT.starts_with(&opened.bytes);
                assert!(is_head || !opened.is_opened, "{coding}, {length} bytes");
            }
        }
    }

    #[test]
    fn a_bomb_stops_at_the_cap_and_unknown_codings_stay_closed() {
        let bomb = gzip(&vec![0; 10_000_000]);
        assert_eq!(open(&bomb, Some("gzip"), 4096).bytes.len(), 4096);
        let opened = open(TEXT, Some("aes128gcm"), 4096);
        assert_eq!((opened.bytes.as_slice(), opened.is_opened), (TEXT, false));
        assert!(!open(TEXT, Some("br, br, br, br, br"), 4096).is_opened);
    }
}
