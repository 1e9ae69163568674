//! File bytes become frames, and a record of where the file is damaged.

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

pub mod about;
pub mod beside;
pub mod blocks;
pub mod error;
pub mod frame;
pub mod inputs;
pub mod interface;
mod lz4;
mod options;
mod order;
mod packet_block;
mod pcap;
mod pcap_header;
mod pcap_shape;
mod pcapdroid;
mod pcapng;
mod process;
pub mod problem;
pub mod reader;
mod recovery;
mod section;
pub mod source;
pub mod told;
pub mod wrapping;
mod xz;

pub use self::options::COMMENT;
pub use self::section::kind as block_kind;

#[cfg(test)]
mod tests;
