//! What the traffic itself states, each with the frame that showed it. Nothing here is a guess.

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

pub mod app_list;
pub mod comment;
mod connection_ids;
pub mod conversation;
pub mod followed;
pub mod gather;
pub mod in_turn;
pub mod item;
pub mod keys;
pub mod layer;
pub mod outer_tunnel;
pub mod protocol;
pub mod reader;
pub mod resolver;
pub mod said;
pub mod sink;
pub mod store;
#[cfg(test)]
pub mod testing;
pub mod tunnel;
mod wording;
