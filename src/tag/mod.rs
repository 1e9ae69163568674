//! Flows, evidence and reference tables become tags: name, place, network, domain, protocol; each with its reasons.

pub mod country;
pub mod data_type;
pub mod model;
pub mod names;
pub mod run;
