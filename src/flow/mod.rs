//! Packets become two-way flows: who spoke with whom, how much each way, when, and how fast the first answer came.

// Captured bytes are hostile: every access is checked, every narrowing said.
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

pub mod activity;
pub mod clock;
pub mod datagram;
mod ends;
pub mod finish;
pub mod fragment;
pub mod stream;
pub mod icmp;
pub mod key;
pub mod local;
pub mod model;
pub mod protocols;
mod record;
pub mod released;
mod repeated;
pub mod rhythm;
pub mod seen;
pub mod sequence;
pub mod splitting;
pub mod table;
pub mod tcp;
pub mod tunnels;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;
