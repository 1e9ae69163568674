//! A list of connections beside a capture, of either program.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::evidence::app_list;

fuzz_target!(|bytes: &[u8]| {
    if let Some(list) = app_list::read(&String::from_utf8_lossy(bytes)) {
        assert_eq!(list.join(&[]).unmatched, list.rows.len() as u64);
    }
});
