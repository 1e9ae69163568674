//! File bytes become frames, and a record of where the file is damaged.

pub mod blocks;
pub mod error;
pub mod frame;
pub mod inputs;
pub mod interface;
pub mod pcap;
pub mod pcapng;
pub mod problem;
pub mod reader;
pub mod source;
