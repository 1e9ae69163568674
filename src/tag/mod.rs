//! Flows, evidence and reference tables become tags: name, place, network, domain, protocol; each with its reasons.

pub mod model;
