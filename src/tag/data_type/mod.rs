//! What a flow presumably carries, with reasons: each signal is an item, items add up to a grade.

pub mod item;
