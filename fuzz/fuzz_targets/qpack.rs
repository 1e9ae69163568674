//! Instructions of a QPACK encoder, then a field section: one byte says where the second begins.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::qpack::Table;

fuzz_target!(|bytes: &[u8]| {
    let Some((cut, rest)) = bytes.split_first() else {
        return;
    };
    let (stream, section) = rest.split_at(usize::from(*cut).min(rest.len()));
    let mut table = Table::default();
    table.allow(4_096);
    if let Some(taken) = table.follow(stream) {
        assert!(taken <= stream.len());
    }
    table.section(section);
});
