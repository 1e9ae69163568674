//! What the traffic itself states, each with the frame that showed it. Nothing here is a guess.

pub mod gather;
pub mod item;
