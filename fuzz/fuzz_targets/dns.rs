//! A DNS message, as a datagram and as the start of a stream.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::{Reading, dns};

fuzz_target!(|bytes: &[u8]| {
    dns::read(bytes);
    if let Reading::Found((_, end)) = dns::read_stream(bytes) {
        assert!(end <= bytes.len());
    }
});
