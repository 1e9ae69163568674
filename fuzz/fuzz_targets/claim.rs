//! The text of a claim file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::claim::read::read;

fuzz_target!(|bytes: &[u8]| {
    if let Err(faults) = read(&String::from_utf8_lossy(bytes)) {
        assert!(!faults.is_empty());
    }
});
