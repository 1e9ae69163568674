//! What a flow presumably carries, with reasons: each sign is a vote, votes add up to a grade.

pub mod content;
pub mod grade;
pub mod item;
pub mod shape;
pub mod signs;
mod spoken;
