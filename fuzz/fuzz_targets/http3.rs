//! Streams and frames of HTTP/3.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::http3::{allowed_table_bytes, read_frame_header, read_stream_kind};

fuzz_target!(|bytes: &[u8]| {
    allowed_table_bytes(bytes);
    if let Some((_, length)) = read_stream_kind(bytes) {
        assert!(length <= bytes.len());
    }
    if let Some(header) = read_frame_header(bytes) {
        assert!(header.header_bytes <= bytes.len());
    }
});
