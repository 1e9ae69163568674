//! A key log; what is recognised as one gives no panic, and the same text twice gives nothing new.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::evidence::keys::{Keys, is_key_log};

fuzz_target!(|bytes: &[u8]| {
    is_key_log(bytes);
    let mut keys = Keys::default();
    keys.add_log(bytes);
    assert_eq!(keys.add_log(bytes).secrets, 0);
});
