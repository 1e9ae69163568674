//! A NetBIOS name message.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::nbns;

fuzz_target!(|bytes: &[u8]| {
    let _ = nbns::read(bytes);
});
