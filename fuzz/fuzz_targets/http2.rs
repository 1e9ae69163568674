//! Frames of HTTP/2 and blocks of header fields, several with one table.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::Reading;
use whither::wire::message::hpack::Decoder;
use whither::wire::message::http2::{FRAME_HEADER_BYTES, probe, probe_server, read_head, read_header};
use whither::wire::message::web::Version;

fuzz_target!(|bytes: &[u8]| {
    probe(bytes);
    probe_server(bytes);
    let (mut rest, mut decoder) = (bytes, Decoder::default());
    while let Reading::Found(header) = read_header(rest) {
        let body = rest.get(FRAME_HEADER_BYTES..).unwrap_or(&[]);
        let body = body.get(..header.length).unwrap_or(body);
        let block = header.content(body).unwrap_or(&[]);
        if let Ok(fields) = decoder.decode(block) {
            read_head(Version::Http2, 1, &fields);
        }
        rest = rest.get(FRAME_HEADER_BYTES + body.len()..).unwrap_or(&[]);
    }
});
