//! Packets become two-way flows: who spoke with whom, how much each way, when, and how fast the first answer came.

pub mod activity;
pub mod finish;
pub mod fragment;
pub mod head;
pub mod key;
pub mod local;
pub mod model;
pub mod sequence;
pub mod table;
pub mod tcp;
