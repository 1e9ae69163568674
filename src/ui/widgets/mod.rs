//! Widgets that the toolkit does not have.

pub mod virtual_rows;
