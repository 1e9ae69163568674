//! The start of a TLS stream; what a whole input gives, no shorter one contradicts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::{Reading, tls};

fuzz_target!(|bytes: &[u8]| {
    let whole = tls::read_client_hello(bytes);
    let half = tls::read_client_hello(bytes.get(..bytes.len() / 2).unwrap_or(&[]));
    if let (Reading::Found(whole), Reading::Found(half)) = (whole, half) {
        assert_eq!(whole, half);
    }
});
