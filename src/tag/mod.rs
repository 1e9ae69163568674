//! Flows, evidence and reference tables become tags: name, place, network, domain, protocol; each with its reasons.

pub mod country;
pub mod model;
pub mod names;
pub mod run;
