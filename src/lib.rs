//! Whither: opens network captures and shows where the data went.

pub mod reference;
