//! Packets become two-way flows: who spoke with whom, how much each way, when, and how fast the first answer came.

pub mod activity;
pub mod model;
