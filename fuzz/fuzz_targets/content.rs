//! Bodies in each content coding; never more than the cap comes out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::content::open;

fuzz_target!(|bytes: &[u8]| {
    for coding in ["gzip", "deflate", "br", "zstd", "br, gzip", "none"] {
        assert!(open(bytes, Some(coding), 4096).bytes.len() <= 4096);
    }
});
