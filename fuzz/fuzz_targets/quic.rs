//! A datagram that may be QUIC.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whither::wire::message::quic;

fuzz_target!(|bytes: &[u8]| {
    quic::probe(bytes);
});
