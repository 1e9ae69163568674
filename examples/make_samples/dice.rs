//! Seeded chance: the only source of randomness, so that the same story gives the same bytes.

use std::sync::Mutex;

/// A small generator (SplitMix64, Steele and others 2014). Good enough for jitter and filler; no secret depends on it.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` up to but not including `high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.roll() % (high - low).max(1)
    }

    /// `nanos`, longer or shorter by at most a tenth.
    pub fn jitter(&mut self, nanos: u64) -> u64 {
        nanos - nanos / 10 + self.between(0, nanos / 5 + 1)
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let roll = self.roll().to_le_bytes();
            chunk.copy_from_slice(&roll[..chunk.len()]);
        }
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        self.fill(&mut bytes);
        bytes
    }
}

/// The dice behind every random number that the TLS and QUIC libraries ask for.
static LIBRARY: Mutex<Dice> = Mutex::new(Dice::new(0));

/// Starts the libraries' randomness again; call it before each capture.
pub fn seed_libraries(seed: u64) {
    *LIBRARY.lock().expect("one thread") = Dice::new(seed);
}

/// Random bytes for the libraries.
pub fn fill_for_library(bytes: &mut [u8]) {
    LIBRARY.lock().expect("one thread").fill(bytes);
}
