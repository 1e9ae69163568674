//! Heads of HTTP/1 and sizes of chunks; what a whole input gives, no shorter one contradicts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::{Reading, http};

fuzz_target!(|bytes: &[u8]| {
    let half = bytes.get(..bytes.len() / 2).unwrap_or(&[]);
    if let (Reading::Found(whole), Reading::Found(half)) =
        (http::read_request(bytes), http::read_request(half))
    {
        assert_eq!(whole, half);
    }
    if let (Reading::Found(whole), Reading::Found(half)) =
        (http::read_response(bytes), http::read_response(half))
    {
        assert_eq!(whole, half);
    }
    if let Reading::Found((_, line)) = http::read_chunk_size(bytes) {
        assert!(line <= bytes.len());
    }
});
