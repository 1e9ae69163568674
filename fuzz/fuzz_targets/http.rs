//! The start of a clear HTTP stream; what a whole input gives, no shorter one contradicts.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::{Reading, http};

fuzz_target!(|bytes: &[u8]| {
    let whole = http::read(bytes);
    let half = http::read(bytes.get(..bytes.len() / 2).unwrap_or(&[]));
    if let (Reading::Found(whole), Reading::Found(half)) = (whole, half) {
        assert_eq!(whole, half);
    }
});
