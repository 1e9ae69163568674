//! One frame becomes layers (`packet`); payload becomes messages (`message`). Pure functions, nothing remembered.

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

pub mod message;
pub mod packet;
