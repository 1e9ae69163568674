//! The header of a WebSocket frame; its mask taken off twice changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::Reading;
use whither::wire::message::websocket::read_header;

fuzz_target!(|bytes: &[u8]| {
    if let Reading::Found(header) = read_header(bytes) {
        let body = bytes.get(header.header_bytes..).unwrap_or(&[]);
        assert_eq!(header.unmasked(&header.unmasked(body)), body);
    }
});
