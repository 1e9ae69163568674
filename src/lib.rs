//! Whither: opens network captures and shows where the data went.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod capture;
pub mod draw;
pub mod evidence;
pub mod export;
pub mod flow;
pub mod reference;
pub mod tag;
pub mod ui;
pub mod view;
pub mod wire;
