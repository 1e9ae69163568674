//! Flows, evidence and reference tables become tags: name, place, network, domain, owner, party,
//! protocol, data type; each with its reasons.

pub mod by_hand;
pub mod capture_place;
pub mod country;
pub mod data_type;
pub mod day;
pub mod edge_hint;
pub mod model;
pub mod name;
pub mod names;
pub mod owner;
pub mod party;
pub mod round_trip;
pub mod run;
pub mod seat;
pub mod stated;
pub mod subject;
pub mod witness;
