//! A claim file becomes a `Claim`; the tags of a flow and a claim become a verdict with its reasons.
//!
//! A claim is one written promise: classes of data, and the countries where each may go. Nothing here reads traffic.

pub mod bundled;
pub mod candidates;
pub mod edit;
pub mod host;
pub mod model;
pub mod read;
pub mod sentence;
pub mod tagged;
pub mod verdict;
pub mod weigh;

mod check;
mod classes;
mod written;

#[cfg(test)]
mod tests;
