//! A DNS message, as a datagram, as the start of a stream and in the query of a request.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::{Reading, dns, doh};

fuzz_target!(|bytes: &[u8]| {
    dns::read(bytes);
    if let Reading::Found((_, end)) = dns::read_stream(bytes) {
        assert!(end <= bytes.len());
    }
    if let Ok(path) = std::str::from_utf8(bytes) {
        doh::message_of(path);
    }
});
