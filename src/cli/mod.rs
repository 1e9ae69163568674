//! The headless commands: thin over analysis, view and export. Nothing here computes what they could.

pub mod arguments;
pub mod check;
pub mod claim;
pub mod compare;
pub mod evidence_line;
pub mod export;
pub mod extract;
pub mod flows;
pub mod follow;
pub mod help;
pub mod lookup;
pub mod picture;
pub mod report;
pub mod rules;
