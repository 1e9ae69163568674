//! File bytes become frames, and a record of where the file is damaged.

pub mod frame;
pub mod problem;
